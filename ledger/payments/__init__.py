"""Payments: what is transferred to whom, approved by a second person, sent, and come back."""
