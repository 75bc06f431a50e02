"""Openings: an agreement comes in from other books, with figures to date instead of a history."""
