"""The last signed checkpoint, in a store of its own: what the log may not go back behind."""
