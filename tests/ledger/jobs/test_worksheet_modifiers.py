"""Rows of caps, floors, guarantees and reserves are formulas in the workbook, not copied figures."""

from typing import Any

from contracts.inputs import Inputs, Item
from contracts.position import Position
from contracts.terms import parse_terms
from contracts.trace import TraceRow
from contracts.waterfall import run
from ledger.jobs.worksheet import Sheet


def clause(id: str, kind: str, **fields: Any) -> dict[str, Any]:
    label = {"ja": "条項", "en": "Clause"}
    return {"id": id, "kind": f"{kind}/1", "clause": "第5条", "label": label, **fields}


def rate(num: int) -> dict[str, int]:
    return {"num": num, "den": 10}


TERMS = parse_terms(
    {
        "terms": 1,
        "currency": "JPY",
        "steps": [
            clause("author", "royalty", basis="gross", rate=rate(1), payee="a"),
            clause("limit", "cap", of="author", amount=900, per="period"),
            clause("other", "royalty", basis="gross", rate=rate(3), payee="b"),
            clause("least", "floor", of="other", amount=5_000, per="cumulative"),
            clause("third", "royalty", basis="gross", rate=rate(1), payee="c"),
            clause(
                "mg", "guarantee", of=[{"step": "third"}], amount=4_000, year={"starts": "2026-01"},
                instalments=[{"month": "2026-03", "amount": 4_000}],
            ),
            clause(
                "returns", "reserve", basis="received", rate=rate(1),
                release={"after_months": 1},
            ),
        ],
    }
)  # fmt: skip


def rows() -> tuple[TraceRow, ...]:
    """March and April of 10,000 and 5,000, the second run's trace."""
    position = Position()
    traces = []
    for month, amount in (("2026-03", 10_000), ("2026-04", 5_000)):
        item = Item("a", amount, "gross", "streaming", None, None, month)
        outcome = run(TERMS, position, Inputs(month, "JPY", (item,)))
        position = outcome.position
        traces.append(outcome.trace)
    return traces[-1]


def test_every_row_of_a_modifier_is_computed_by_the_workbook() -> None:
    """The cut, what is added, what is missing and what is held back follow from cells beside them.

    Of the third royalty 1,500 are earned to date: 4,000 - 1,500 = 2,500 are missing.
    """
    lines = {line.row.id: line for line in Sheet(rows(), {}, 1, {}).lines()}

    wanted = ("limit", "least", "mg/2026-01", "returns/withheld", "returns/released/2026-03")
    figures = {name: lines[name].rounded for name in wanted}
    assert all(cell.formula for cell in figures.values())
    assert figures["mg/2026-01"].value == 2_500
