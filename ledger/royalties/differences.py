"""What a replay changes, run by run: the differences that a revision records.

Nothing but differences is recorded, each with what was and what is, so that a reader need not trust
the subtraction; amounts that stay the same are left out.

Source:
    difference = now - was, for every payee, clause and run; the sums of all runs, their revisions
    included, are those of runs that had known the change from the beginning.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Final

from ledger.royalties.outcome import Allocated, HeldChange, Leg
from ledger.royalties.result import beyond_of, result_of
from ledger.royalties.returns import Returns
from ledger.royalties.revision import Replayed

Data = dict[str, Any]
LINES_PER_PART: Final = 100
"""Of some 350 bytes each: what one part of an entry holds with room to spare."""


def revision_data(replayed: Sequence[Replayed], returns: Returns | None = None) -> Data:
    """Return what a revision states, as plain JSON values, without the files of the traces.

    Returns:
        `runs` with what each stands on now; `allocations` by payee; `postings` and `held` by run;
        `consumed` of corrected reports to date, and what was `converted` of them; `position` after
        the last run; `returned` where groups of a report went back into runs.
    """
    found: dict[str, list[Any]] = defaultdict(list)
    consumed: dict[str, int] = {}
    for one in replayed:
        was, now = result_of(one.was), result_of(one.now)
        found["runs"].append(_run(one, was.identity, now.identity))
        found["allocations"] += _lines(one, was.allocations, now.allocations)
        found["postings"] += _postings(one, was.postings, now.postings)
        found["held"] += _held(one, was.held, now.held)
        consumed |= {
            report: total
            for report, total in one.consumed.items()
            if one.past.consumed.get(report) != total and report not in one.returned
        }
    return {
        "runs": found["runs"],
        "allocations": _by_payee(found["allocations"]),
        "postings": found["postings"],
        "held": found["held"],
        "consumed": consumed,
        "position": replayed[-1].now.outcome.position.to_dict(),
        "converted": _converted(replayed),
        "returned": [one.to_dict() for one in returns.groups] if returns else None,
    }


def _converted(replayed: Sequence[Replayed]) -> dict[str, list[Data]] | None:
    """Return what all runs together convert of a corrected report, if it had to be converted."""
    converted = {
        report: [line.to_dict() for line in lines]
        for one in replayed
        for report, lines in one.converted.items()
    }
    return converted or None


def _run(one: Replayed, was: Mapping[str, int], now: Mapping[str, int]) -> Data:
    return {
        "run": one.past.run,
        "period": one.past.period.name,
        "terms_version": one.version.version,
        "terms_sha256": one.version.sha256,
        "replaced_trace": one.past.trace,
        "identity": dict(_changes(was, now)),
        "consumed": dict(one.consumed),
        "holders": {reference: dict(pin) for reference, pin in one.pins.items()},
    }


def _changes(was: Mapping[str, int], now: Mapping[str, int]) -> Iterator[tuple[str, int]]:
    for name in sorted({*was, *now}):
        if difference := now.get(name, 0) - was.get(name, 0):
            yield name, difference


def _lines(
    one: Replayed, was: Iterable[Allocated], now: Iterable[Allocated]
) -> Iterator[tuple[str, Data]]:
    """Yield payee and line for every clause whose amounts are not the same.

    Source:
        A window got 1,000 and kept 400 of it; it should have got 2,000 and kept 800: the line says
        1,000 more, and 400 more kept.
    """
    old, new = _summed(was), _summed(now)
    _add_beyond(one, old, new)
    for key in sorted({*old, *new}):
        before, after = old.get(key, _Sum()), new.get(key, _Sum())
        if (before.amount, before.kept) == (after.amount, after.kept):
            continue
        party, step = key
        yield (
            party,
            {
                "run": one.past.run,
                "step": step,
                "was_minor": before.amount,
                "now_minor": after.amount,
                "amount_minor": after.amount - before.amount,
                "kept_was_minor": before.kept,
                "kept_now_minor": after.kept,
                "kept_minor": after.kept - before.kept,
                "rows": after.rows,
                "replaced_rows": before.rows,
            },
        )


def _add_beyond(
    one: Replayed, old: dict[tuple[str, str], "_Sum"], new: dict[tuple[str, str], "_Sum"]
) -> None:
    """Count what a reporter kept beyond all shares with his own: it was kept, whatever is due now.

    Source:
        A window kept 200 of 1,000 for its fee of 20%. The fee should have been 10%: 100 are due,
        200 stay kept, so the window gives 100 back, and those 100 are the others'.
    """
    before, after = beyond_of(one.was), beyond_of(one.now)
    for reporter in sorted({*before, *after}):
        step_was, kept_was = before.get(reporter, (None, 0))
        step_now, kept_now = after.get(reporter, (None, 0))
        first, second = step_was or step_now, step_now or step_was
        if first and second:
            old[reporter, first].kept += kept_was
            new[reporter, second].kept += kept_now


class _Sum:
    """What one clause gave one payee in one run."""

    def __init__(self) -> None:
        self.amount = self.kept = 0
        self.rows: list[str] = []


def _summed(allocations: Iterable[Allocated]) -> dict[tuple[str, str], _Sum]:
    found: dict[tuple[str, str], _Sum] = defaultdict(_Sum)
    for allocated in allocations:
        for line in allocated.lines:
            one = found[allocated.party, line.step]
            one.amount += line.amount_minor
            one.kept += line.kept_minor
            one.rows.append(line.row)
    return found


def _by_payee(lines: Iterable[tuple[str, Data]]) -> list[Data]:
    found: dict[str, list[Data]] = defaultdict(list)
    for party, line in lines:
        found[party].append(line)
    return [
        {"party": party, "lines": found[party][start : start + LINES_PER_PART]}
        for party in sorted(found)
        for start in range(0, len(found[party]), LINES_PER_PART)
    ]


def _postings(one: Replayed, was: Iterable[Leg], now: Iterable[Leg]) -> Iterator[Data]:
    """Yield the differences by account and currency; those of each currency sum to zero."""
    before = {(leg.account, leg.currency or ""): leg.amount_minor for leg in was}
    after = {(leg.account, leg.currency or ""): leg.amount_minor for leg in now}
    for key in sorted({*before, *after}):
        if amount := after.get(key, 0) - before.get(key, 0):
            account, currency = key
            yield {
                "run": one.past.run,
                "account": account,
                "amount_minor": amount,
                "currency": currency or None,
            }


def _held(one: Replayed, was: Iterable[HeldChange], now: Iterable[HeldChange]) -> Iterator[Data]:
    old, new = list(was), list(now)
    reasons = {change.account: change.reason for change in (*old, *new)}
    before = {change.account: change.amount_minor for change in old}
    after = {change.account: change.amount_minor for change in new}
    for account, amount in _changes(before, after):
        reason = reasons[account] if account in after else "released"
        yield {"run": one.past.run, "account": account, "amount_minor": amount, "reason": reason}
