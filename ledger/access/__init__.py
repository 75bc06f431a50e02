"""Who may read and write: tokens, roles, grants, involvement."""
