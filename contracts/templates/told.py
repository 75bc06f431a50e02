"""A line of the table of published rates as plain values, for whoever shows it."""

from collections.abc import Mapping
from typing import Any

from contracts.templates.offer import departures
from contracts.templates.table import OFFERED_EN, OFFERED_JA, Template, templates


def as_json(one: Template) -> dict[str, Any]:
    """Give a line as JSON values; what it leaves empty is left out."""
    source = one.source
    told: dict[str, Any] = {
        "id": one.id,
        "group": one.group,
        "name": {"ja": one.ja, "en": one.en},
        "offered_as": {"ja": OFFERED_JA, "en": OFFERED_EN},
        "kind": one.kind,
        "fields": dict(one.fields),
        "needs": list(one.needs),
        "spread": list(one.spread),
        "sum_minor": one.sum_minor,
        "note": {"ja": one.note_ja, "en": one.note_en},
    }
    kept = {name: value for name, value in told.items() if value not in ("", [], {}, 0)}
    return {
        **kept,
        "published_by": {"ja": source.by_ja, "en": source.by_en},
        "url": source.url,
        "page_dated": source.page_dated,
        "checked_on": source.checked_on.isoformat(),
        "confidence": source.confidence,
    }


def origins(terms: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Tell which clauses came from published rates, and what was changed of them.

    Args:
        terms: Recorded clauses as JSON.

    Returns:
        For each clause that names a line of the table: the line, and field by field what was
        offered and what is agreed; an empty list of changes where nothing was changed. A line that
        only a later version of this table has is named without them.
    """
    known = {one.id for one in templates()}
    return [
        {
            "step": step["id"],
            "template": step["template"],
            **({"departures": changes(step)} if step["template"] in known else {}),
        }
        for step in terms["steps"]
        if "template" in step
    ]


def changes(step: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Tell field by field how a clause differs from the line of the table it names."""
    return [
        {"field": one.field, "default": one.offered, "agreed": one.agreed}
        for one in departures(step)
    ]
