"""Set-off between what a window remits and what it is distributed, where a clause allows it."""
