"""What it means that a milestone was passed; pure, for the register and the auditor alike."""

from typing import Final

PASSED: Final = "passed"

Passed = frozenset[tuple[str, str, str, str]]
"""Committee, medium, territory and code of milestones that were passed."""
