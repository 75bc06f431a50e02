"""Pages that need no sign-in: the register, and how to check it."""
