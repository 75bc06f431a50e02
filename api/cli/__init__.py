"""The command `daicho`."""
