"""Who owes what an agreement promises, and how that passes to another."""
