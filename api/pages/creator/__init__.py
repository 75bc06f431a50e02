"""Pages of those who are paid: statements, and why."""
