"""Invoices: a payer's purchase documents, and what licensees are invoiced."""
