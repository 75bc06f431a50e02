"""People's data, encrypted under one key per person, outside the log."""
