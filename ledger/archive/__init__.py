"""The archive: which documents facts cite, found by day, amount and counterparty."""
