"""Cash: accounts on which others' money lies (預り金), what moved on them, and what it was for."""
