"""From the outcome of a waterfall to what the ledger records, and back from the recorded trace.

A trace is the computation, with all it started from: whoever has it and the clauses can run it
again and must get the same result.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import Any, Final

from contracts.conversion import Fx
from contracts.errors import TermsError
from contracts.position import Position
from contracts.terms import parse_terms
from contracts.trace import TraceRow
from contracts.waterfall import Expense, Inputs, Item, Outcome, run
from ledger.errors import LogCorrupt, RuleViolation
from ledger.log import canonical
from ledger.royalties.kept import (
    Remittance,
    items_by_reporter,
    kept_beyond,
    kept_in_run,
    lay_kept,
)
from ledger.royalties.outcome import Allocated, HeldChange, Leg, Line, Result

ENGINE: Final = "waterfall/1"
_HELD: Final = "held:"


@dataclass(frozen=True, slots=True)
class Computation:
    """Everything one run was computed from, and what came out.

    Attributes:
        terms: The clauses as recorded.
        pinned: Holder sets as the fact states them.
        remittances: Report to what was promised on it; says what its reporter kept.
    """

    terms: Mapping[str, Any]
    before: Position
    inputs: Inputs
    pinned: Mapping[str, Any]
    remittances: Mapping[str, Remittance]
    outcome: Outcome


def compute(
    terms: Mapping[str, Any],
    before: Position,
    inputs: Inputs,
    pinned: Mapping[str, Any],
    remittances: Mapping[str, Remittance],
    *,
    is_past: bool = False,
) -> Computation:
    """Run the clauses over the inputs; see `Computation`, and `contracts.waterfall.run`.

    Raises:
        RuleViolation: With the code and fields that `contracts` gives.
    """
    try:
        outcome = run(parse_terms(dict(terms)), before, inputs, is_past=is_past)
    except TermsError as error:
        raise RuleViolation(error.code, error.message, **error.fields) from error
    return Computation(terms, before, inputs, pinned, remittances, outcome)


def result_of(computation: Computation) -> Result:
    """Return what the fact states: sums by account, lines by payee, what is held, the position."""
    outcome = computation.outcome
    return Result(
        allocations=_with_kept(computation),
        postings=_postings(outcome),
        held=_held(computation),
        identity=dict(outcome.identity),
        position=outcome.position.to_dict(),
        holders=dict(computation.pinned),
    )


def kept_of(computation: Computation) -> dict[str, int]:
    """Return for each reporter what he kept of the money that flows in the run."""
    return kept_in_run(
        computation.remittances,
        computation.inputs.items,
        _held_ids(computation.before),
        _held_ids(computation.outcome.position),
    )


def beyond_of(computation: Computation) -> dict[str, tuple[str | None, int]]:
    """Return for each reporter his own first clause, and what he kept beyond all shares."""
    return kept_beyond(
        _allocations(computation.outcome),
        computation.terms,
        kept_of(computation),
        items_by_reporter(computation.remittances, computation.inputs.items),
    )


def _held_ids(position: Position) -> Iterable[str]:
    return (name for name, _ in position.starting(_HELD))


def _with_kept(computation: Computation) -> tuple[Allocated, ...]:
    items = items_by_reporter(computation.remittances, computation.inputs.items)
    allocations = _allocations(computation.outcome)
    return lay_kept(allocations, computation.terms, kept_of(computation), items)


def _allocations(outcome: Outcome) -> tuple[Allocated, ...]:
    lines: dict[str, list[Line]] = defaultdict(list)
    for one in outcome.allocations:
        line = Line(step=one.step, amount_minor=one.amount_minor, row=one.row)
        lines[one.payee].append(line)
    return tuple(Allocated(party=party, lines=tuple(lines[party])) for party in sorted(lines))


def _postings(outcome: Outcome) -> tuple[Leg, ...]:
    sums: dict[tuple[str, str], int] = defaultdict(int)
    for posting in outcome.postings:
        sums[posting.account, posting.currency] += posting.amount_minor
    return tuple(
        Leg(account=account, amount_minor=sums[account, currency], currency=currency or None)
        for account, currency in sorted(sums)
        if sums[account, currency]
    )


def _held(computation: Computation) -> tuple[HeldChange, ...]:
    """Return the change of everything held: items one by one, and parts nobody can receive yet."""
    before, outcome = computation.before, computation.outcome
    changes: dict[str, int] = defaultdict(int)
    for name, amount in outcome.position.starting(_HELD):
        changes[_HELD + name] += amount
    for name, amount in before.starting(_HELD):
        changes[_HELD + name] -= amount
    for posting in outcome.postings:
        if posting.account.startswith(_HELD) and posting.account != "held:items":
            changes[posting.account] += posting.amount_minor
    reasons = _reasons(outcome)
    return tuple(
        HeldChange(
            account=account,
            amount_minor=changes[account],
            reason=reasons.get(account, "released"),
        )
        for account in sorted(changes)
        if changes[account]
    )


def _reasons(outcome: Outcome) -> dict[str, str]:
    reasons: dict[str, str] = {}
    for row in outcome.trace:
        if row.kind == "held" and row.account:
            reasons[row.account] = row.note or row.rule
        elif row.kind.startswith("hold/") and row.note:
            reasons[_HELD + row.id.partition("/item/")[2]] = row.note
        elif row.kind.startswith("reserve/") and row.account:
            reasons[row.account] = "reserved"
    return reasons


def write_trace(computation: Computation) -> bytes:
    """Write a run with all it started from as canonical JSON."""
    inputs, outcome = computation.inputs, computation.outcome
    return canonical.encode(
        {
            "engine": ENGINE,
            "period": outcome.period,
            "currency": outcome.currency,
            "items": [_write_item(item) for item in inputs.items],
            "expenses": [asdict(cost) for cost in inputs.expenses],
            **({"elsewhere": dict(inputs.elsewhere)} if inputs.elsewhere else {}),
            "holders": {
                key: [list(pair) for pair in inputs.holders[key]] for key in inputs.holders
            },
            "pinned": dict(computation.pinned),
            "remittances": {
                report: asdict(computation.remittances[report])
                for report in computation.remittances
            },
            "before": computation.before.to_dict(),
            "rows": [_write_row(row) for row in outcome.trace],
        }
    )


def read_trace(data: bytes) -> dict[str, Any]:
    """Read a recorded run; `rows` are trace rows, the rest is plain.

    Raises:
        LogCorrupt: Written by an engine that this version does not know.
    """
    trace: dict[str, Any] = canonical.decode(data)
    if trace.get("engine") != ENGINE:
        raise LogCorrupt("unknown-engine", value=trace.get("engine"), expected=ENGINE)
    return {**trace, "rows": [_read_row(row) for row in trace["rows"]]}


def recompute(trace: bytes, terms: Mapping[str, Any], *, is_past: bool = False) -> Computation:
    """Run a recorded run again from what it started from."""
    recorded = read_trace(trace)
    inputs = inputs_of(recorded)
    before = Position.from_dict(recorded["before"])
    remittances = {
        report: Remittance(**stated) for report, stated in recorded["remittances"].items()
    }
    return compute(terms, before, inputs, recorded["pinned"], remittances, is_past=is_past)


def inputs_of(recorded: Mapping[str, Any]) -> Inputs:
    """Return what a recorded run started from; `recorded` is what `read_trace` gives."""
    return Inputs(
        period=recorded["period"],
        currency=recorded["currency"],
        items=tuple(_read_item(item) for item in recorded["items"]),
        expenses=tuple(Expense(**cost) for cost in recorded["expenses"]),
        holders={
            key: tuple((party, weight) for party, weight in pairs)
            for key, pairs in recorded["holders"].items()
        },
        elsewhere=dict(recorded.get("elsewhere", {})),
    )


def _write_item(item: Item) -> dict[str, Any]:
    """Write an item; one in the run's own currency says nothing of a change of money."""
    plain = asdict(item)
    if item.fx is None:
        del plain["fx"]
    else:
        plain["fx"] = item.fx.to_dict()
    return plain


def _read_item(obj: Mapping[str, Any]) -> Item:
    fx = Fx(**obj["fx"]) if "fx" in obj else None
    return Item(**{**obj, "fx": fx})


def _write_row(row: TraceRow) -> dict[str, Any]:
    """Write exact fractions as text: their numerators outgrow what JSON readers keep exact."""
    plain = row.to_dict()
    for name in ("rate", "exact"):
        if name in plain:
            plain[name] = {part: str(number) for part, number in plain[name].items()}
    return plain


def _read_row(obj: dict[str, Any]) -> TraceRow:
    plain = dict(obj)
    for name in ("rate", "exact"):
        if name in plain:
            plain[name] = {part: int(number) for part, number in plain[name].items()}
    return TraceRow.from_dict(plain)
