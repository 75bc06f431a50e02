"""Payout runs: what each party is due, and why."""
