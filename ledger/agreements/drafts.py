"""A draft of clauses, checked as if it were recorded; nothing is.

Whoever drafts sees what would be refused and why, which clauses came from published rates and what
was changed of them, and which claims outlive a committee.
"""

from typing import Any

from contracts.surviving import surviving
from contracts.templates.told import changes
from contracts.terms import parse_terms
from ledger.agreements.terms import check_terms


def check_draft(terms: dict[str, Any]) -> dict[str, Any]:
    """Check clauses as they would be checked when recorded, parties and works aside.

    Args:
        terms: Decoded JSON.

    Returns:
        The hash that runs would cite, and each clause with what it departs from.

    Raises:
        RuleViolation: With step, clause and reason, as `contracts` gives them.
    """
    sha256 = check_terms(terms, str(terms.get("currency")))
    parsed = parse_terms(terms)
    return {
        "currency": parsed.currency,
        "sha256": sha256,
        "steps": [_step(step) for step in terms["steps"]],
        "survives": [head.id for head in surviving(parsed)],
    }


def _step(step: dict[str, Any]) -> dict[str, Any]:
    told = {name: step[name] for name in ("id", "kind", "clause", "label")}
    if "template" in step:
        told["template"] = step["template"]
        told["departures"] = changes(step)
    return told
