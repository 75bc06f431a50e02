"""What payees kept before the money came in.

Platforms and theatres take their share before they remit, windows usually keep their fee. A report
says how much: reported less promised remittance. The clauses allocate those shares all the same,
so that every step is explained; but nobody is to be paid again what he kept.

The rules kept here, in order:

1. What reporters kept is first laid against the shares of platforms, theatres and distributors,
   who stand before everybody else in the flow.
2. What is left is laid against the fees of the reporters themselves, clause by clause.
3. No more is laid against an allocation than its amount, and nothing of the opposite sign.
"""

from collections.abc import Mapping
from typing import Any, Final

from contracts.money import floor_toward_zero
from ledger.royalties.commands import AllocationLine, PartyAllocation

_UPSTREAM: Final = ("platform", "distribution")
_COMMISSION: Final = "commission/"


def kept_of_report(amount_minor: int, remittance_minor: int, used_minor: int) -> int:
    """Return what the reporter kept of the part of a report that runs have used.

    Args:
        amount_minor: Reported.
        remittance_minor: Promised payment on it.
        used_minor: Distributable to date.

    Source:
        floor(used x (reported - promised) / reported), toward zero. Reported 100,000, promised
        40,000, used 50,000: kept 30,000.
    """
    kept = amount_minor - remittance_minor
    if amount_minor == 0 or (kept < 0) != (amount_minor < 0):
        return 0
    return floor_toward_zero(used_minor, kept, amount_minor)


def lay_kept(
    allocations: tuple[PartyAllocation, ...],
    terms: Mapping[str, Any],
    kept_by: Mapping[str, int],
) -> tuple[PartyAllocation, ...]:
    """Say of each allocation how much its payee kept already.

    Args:
        allocations: What the clauses gave whom.
        terms: The clauses; their order and categories decide.
        kept_by: Reporter to what he kept, in this run.

    Returns:
        The same allocations with `kept_minor` filled in.
    """
    open_minor = sum(kept_by.values())
    laid: dict[tuple[str, str, str], int] = {}
    for party, line in _in_order(allocations, terms, set(kept_by)):
        part = _overlap(line.amount_minor, open_minor)
        laid[party, line.step, line.row] = part
        open_minor -= part
    return tuple(
        PartyAllocation(
            party=one.party,
            lines=tuple(
                line.model_copy(
                    update={"kept_minor": laid.get((one.party, line.step, line.row), 0)}
                )
                for line in one.lines
            ),
        )
        for one in allocations
    )


def _in_order(
    allocations: tuple[PartyAllocation, ...], terms: Mapping[str, Any], reporters: set[str]
) -> list[tuple[str, AllocationLine]]:
    """Return the commissions that may have been kept, upstream ones first, in contract order."""
    steps = [step for step in terms["steps"] if step["kind"].startswith(_COMMISSION)]
    rank = {
        step["id"]: (step.get("category") not in _UPSTREAM, place)
        for place, step in enumerate(steps)
    }
    lines = [
        (party.party, line)
        for party in allocations
        for line in party.lines
        if line.step in rank and (not rank[line.step][0] or party.party in reporters)
    ]
    return sorted(lines, key=lambda pair: (rank[pair[1].step], pair[0], pair[1].row))


def _overlap(amount: int, available: int) -> int:
    if (amount < 0) != (available < 0):
        return 0
    part = min(abs(amount), abs(available))
    return -part if amount < 0 else part
