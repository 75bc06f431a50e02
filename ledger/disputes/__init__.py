"""Disputes: who contests what, what the sides said, and how it ended."""
