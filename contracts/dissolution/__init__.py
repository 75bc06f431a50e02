"""Pure arithmetic of a committee's end: who holds what, who owes what, and what is left open."""
