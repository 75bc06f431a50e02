"""Treaty forms on file: which payments abroad bear the lower tax of a treaty."""
