"""Months, and their closing."""
