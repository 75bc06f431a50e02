"""The only SQL about the log: engine, tables, guards, appending and reading."""
