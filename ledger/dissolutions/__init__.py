"""How committees end: begun by a ground, completed by a plan, or found to have happened."""
