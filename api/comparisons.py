"""Versions of clauses side by side, as JSON."""

from typing import Any

from contracts.whatif import Comparison, Line


def comparison_as_json(found: Comparison) -> dict[str, Any]:
    """Return a comparison as JSON values, amounts in minor units."""
    return {
        "currency": found.currency,
        "sales_minor": found.sales,
        "versions": list(found.names),
        "lines": [_line(line) for line in found.lines],
    }


def _line(line: Line) -> dict[str, Any]:
    label = {"label": {"ja": line.label_ja, "en": line.label_en}} if line.label_ja else {}
    amounts = {
        "amounts_minor": list(line.amounts),
        "differences_minor": list(line.differences),
    }
    return {"kind": line.kind, "id": line.id, **label, **amounts}
