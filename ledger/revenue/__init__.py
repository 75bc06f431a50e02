"""Licensees' reports, invoices and receipts."""
