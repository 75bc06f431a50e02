"""Questions between creators and studios on pages: what both sides' pages have in common."""
