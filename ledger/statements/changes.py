"""Clauses that change what other clauses give: whose result, and so whose money."""

from collections.abc import Mapping
from typing import Any

from ledger.statements.notes import Standing, payees_of_step


def changed_by(step: Mapping[str, Any]) -> list[str]:
    """Return the earlier clauses whose result a clause changes.

    Args:
        step: As recorded: an advance or a reserve says `against`, a cap or a floor `of` one clause,
            a guarantee `of` several.
    """
    changed = step.get("of", [])
    some = changed if isinstance(changed, list) else [changed]
    names = [each["step"] if isinstance(each, dict) else each for each in some]
    return [str(name) for name in (*names, step.get("against", "")) if name]


def payees_changed(step: Mapping[str, Any], standing: Standing) -> set[str]:
    """Return the parties whose money a clause changes, those behind references included."""
    steps = {each["id"]: each for each in standing.terms["steps"]}
    found: set[str] = set()
    for name in changed_by(step):
        found |= payees_of_step(steps[name], standing)
    return found
