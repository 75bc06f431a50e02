"""Pages about signing in, and about one's own account."""
