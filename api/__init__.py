"""The outside of the register: HTTP routes, the command line and their errors."""
