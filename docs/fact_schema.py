"""The schema by which the offline auditor checks facts, made from the models of ledger/facts.py.

The auditor has no pydantic. Titles and descriptions are left out; what the models check by a
function of their own is added as a keyword of ours.
"""

import json
from typing import Any

from ledger.facts import FACTS
from ledger.values import Ratio

# The function behind this is ledger.values.Ratio._lowest_terms.
_OWN_CHECKS = {Ratio.__name__: {"lowestTerms": True}}


def render() -> str:
    """Return ledger/audit/schema.json: for each fact where its fields lie, and their shapes."""
    facts: dict[str, Any] = {}
    shapes: dict[str, Any] = {}
    for name, event in sorted(FACTS.items()):
        schema = event.model_json_schema()
        for key, raw in schema.pop("$defs", {}).items():
            shape = _plain(raw) | _OWN_CHECKS.get(key, {})
            if shapes.setdefault(key, shape) != shape:
                msg = f"two different shapes are called {key}: rename one"
                raise ValueError(msg)
        facts[name] = {"joining": event.joining().as_data(), "shape": _plain(schema)}
    table = {"$defs": shapes, "facts": facts}
    return json.dumps(table, ensure_ascii=False, indent=1, sort_keys=True) + "\n"  # noqa: TID251


def _plain(schema: dict[str, Any]) -> dict[str, Any]:
    """Return a schema without words for people; properties may be called `title` themselves."""
    plain: dict[str, Any] = {}
    for key, value in schema.items():
        if key == "properties":
            plain[key] = {name: _plain(inner) for name, inner in value.items()}
        elif key not in ("title", "description"):
            plain[key] = _inner(value)
    return plain


def _inner(value: Any) -> Any:
    if isinstance(value, dict):
        return _plain(value)
    return [_inner(one) for one in value] if isinstance(value, list) else value
