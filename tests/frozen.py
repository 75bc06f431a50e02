"""Frozen payouts (tests/vectors/payouts): how a file is read and what of a run is compared."""

import json
from hashlib import sha256
from pathlib import Path
from typing import Any

from contracts.conversion import Fx
from contracts.trace import TraceRow
from contracts.waterfall import Expense, Inputs, Item, Outcome

PAYOUTS = Path(__file__).parent / "vectors" / "payouts"
NAMES = sorted(path.stem for path in PAYOUTS.glob("*.json"))


def frozen_payouts(name: str) -> dict[str, Any]:
    """Give one file: the versions of the terms, the position before, the runs."""
    book: dict[str, Any] = json.loads((PAYOUTS / f"{name}.json").read_text(encoding="utf-8"))
    return book


def inputs_from(obj: dict[str, Any], currency: str) -> Inputs:
    """Build the inputs of one run; a field that is not written has its default."""
    fixed = ("period", "items", "expenses", "holders")
    return Inputs(
        period=obj["period"],
        currency=currency,
        items=tuple(_item(item) for item in obj.get("items", ())),
        expenses=tuple(Expense(**cost) for cost in obj.get("expenses", ())),
        holders={
            reference: tuple((party, weight) for party, weight in parties)
            for reference, parties in obj.get("holders", {}).items()
        },
        **{name: value for name, value in obj.items() if name not in fixed},
    )


def _item(obj: dict[str, Any]) -> Item:
    fx = Fx(**obj["fx"]) if "fx" in obj else None
    return Item(**{**obj, "fx": fx})


def trace_hash(rows: tuple[TraceRow, ...]) -> str:
    """Hash the rows as JSON with sorted keys, without blanks, in UTF-8."""
    plain = [row.to_dict() for row in rows]
    text = json.dumps(plain, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return sha256(text.encode()).hexdigest()


def frozen(outcome: Outcome) -> dict[str, Any]:
    """Give what a file states of one run, except the hash of the trace file."""
    return {
        "allocations": [[a.payee, a.step, a.amount_minor, a.row] for a in outcome.allocations],
        "postings": [
            [p.account, p.amount_minor, p.row, *([p.currency] if p.currency else [])]
            for p in outcome.postings
        ],
        "identity": dict(outcome.identity),
        "amounts": dict(outcome.amounts),
        "after": outcome.position.to_dict(),
        "trace_rows": len(outcome.trace),
        "trace_sha256": trace_hash(outcome.trace),
    }
