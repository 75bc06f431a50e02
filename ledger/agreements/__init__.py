"""Recorded contracts and their money clauses, versioned by effective month."""
