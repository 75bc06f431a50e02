"""Royalty audits: the right to look into reports, what was found, and what corrected it."""
