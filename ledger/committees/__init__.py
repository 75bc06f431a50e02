"""Production committees: members, three share sets, windows, and the plan for the end."""
