"""Trusted time: tokens of time-stamping authorities over checkpoints (RFC 3161)."""
