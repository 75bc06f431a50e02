"""Pure algebra of rights: what is granted, who holds it, whether it is free, where it came from."""
