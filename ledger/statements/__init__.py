"""The documents that payees receive."""
