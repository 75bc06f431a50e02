"""People who sign in: accounts, passwords, second proofs, sessions, and what happened at the door.

Beside the log, as tokens are: nothing here is a fact about the works, and nothing is evidence.
"""
