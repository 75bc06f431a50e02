"""A committee's holding by cells and phases: who holds it, who receives it, what is left open.

    plan_of(situation) -> Plan            the plan read once: places, phases, receivers
    steps(plan, grants) -> Iterator[Step]

Source:
    The rules of `contracts.dissolution.outcome`.
"""

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Final

from contracts.dissolution.places import Phase, Place, in_force, places
from contracts.dissolution.receivers import (
    Hole,
    Receivers,
    receivers,
    summed,
    taken_by,
    times,
)
from contracts.dissolution.situation import Clause, Situation
from contracts.rights.extent import Extent, everything, overlap
from contracts.rights.grants import Grants
from contracts.rights.holding import Held, Shares, holdings
from contracts.rights.shares import NOTHING, WHOLE, minus, total

_ONE_DAY: Final = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Plan:
    """A plan, read.

    Attributes:
        situation: The committee.
        layout: Every part of the media and the world with its phases.
        receivers: Who receives the committee's part, by clause; None is the statute.
    """

    situation: Situation
    layout: tuple[Place, ...]
    receivers: Mapping[Clause | None, Receivers]


@dataclass(frozen=True, slots=True)
class Step:
    """A cell in one phase.

    Attributes:
        extent: The cell from the first day of the phase to the end of the holding.
        shown: The same until the next phase.
        before: Its holders without the end of the committee.
        came: Its holders in the phase before.
        after: Its holders in this phase.
        clause_name: Where the contract says so; "" is the statute.
        left_open: Shares of the whole right that nobody can receive.
    """

    extent: Extent
    shown: Extent
    before: Shares
    came: Shares
    after: Shares
    clause_name: str
    left_open: tuple[Hole, ...]


def plan_of(situation: Situation) -> Plan:
    """Read a plan.

    Raises:
        TermsInvalid: As `contracts.dissolution.situation.check`.
    """
    layout = places(situation)
    said = dict.fromkeys(phase.clause for place in layout for phase in place.phases)
    return Plan(situation, layout, {clause: receivers(situation, clause) for clause in said})


def steps(plan: Plan, grants: Grants) -> Iterator[Step]:
    """Give every cell in which the committee holds something, or nobody does, in every phase."""
    for held in holdings(grants, everything(plan.situation.transfer_day)):
        if not held.unassigned[0] and not any(_is_own(plan, who) for who in held.holders):
            continue
        for place in plan.layout:
            cell = overlap(held.extent, place.extent)
            if cell:
                yield from _in_phases(plan, Held(cell, held.shares), place.phases)


def _is_own(plan: Plan, holder: str) -> bool:
    return plan.situation.is_committee(holder) or holder in plan.situation.parties


def _in_phases(plan: Plan, held: Held, phases: tuple[Phase, ...]) -> Iterator[Step]:
    """Give a cell phase by phase, as far as its holding reaches."""
    came, until = held.shares, held.extent.until
    for number in range(in_force(phases, held.extent.first), len(phases)):
        phase = phases[number]
        first = max(phase.since, held.extent.first)
        if until is not None and until < first:
            return
        extent = replace(held.extent, first=first)
        last = phases[number + 1].since - _ONE_DAY if number + 1 < len(phases) else None
        shown = replace(extent, until=min(until, last) if until and last else until or last)
        after, left_open = _after(plan, held, phase.clause)
        name = phase.clause.name if phase.clause else ""
        yield Step(extent, shown, held.shares, came, after, name, left_open)
        came = after


def _after(plan: Plan, held: Held, clause: Clause | None) -> tuple[Shares, tuple[Hole, ...]]:
    """Give the holders of a cell under a clause, and what nobody can receive."""
    situation, found = plan.situation, plan.receivers[clause]
    by_name = [(who, share) for who, share in held.shares if who in situation.parties]
    joint = total(share for who, share in held.shares if situation.is_committee(who))
    others = [(who, share) for who, share in held.shares if not _is_own(plan, who)]
    holes: list[Hole] = []
    if found.keeps_names:
        by_name, holes = taken_by(situation, by_name)
    else:
        joint, by_name = total([joint, *(share for _, share in by_name)]), []
    after = summed([*others, *by_name, *((who, times(joint, part)) for who, part in found.shares)])
    holes += [replace(hole, share=times(joint, hole.share)) for hole in found.holes]
    above = minus(total(share for _, share in held.shares), WHOLE)
    if above[0] > 0:
        holes.append(Hole("above-one-before", "", above))
    if held.unassigned != NOTHING:
        holes.append(Hole("no-holder-before", "", held.unassigned))
    if clause is None and situation.clauses:
        holes.append(Hole("clause-missing", "", joint))
    return after, _summed_holes(holes)


def _summed_holes(holes: list[Hole]) -> tuple[Hole, ...]:
    """Give holes of one kind and party as one, without those of nothing."""
    sums: dict[tuple[str, str], list[Hole]] = {}
    for hole in holes:
        sums.setdefault((hole.kind, hole.party), []).append(hole)
    added = [Hole(*key, total(hole.share for hole in alike)) for key, alike in sums.items()]
    return tuple(sorted((hole for hole in added if hole.share[0]), key=lambda hole: hole.key))
