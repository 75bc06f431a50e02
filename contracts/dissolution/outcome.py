"""What becomes of a committee's rights: cell by cell, who holds them before and after its end.

    divide(situation) -> Outcome(transfers, rows, gaps, groups, notes)

Rules kept here:
1. The committee's holding is what stands on the register under its name, and what its members hold
   by name in its works, from the day of transfer on. Nothing else moves.
2. Co-ownership divides what stands under the committee's name by the copyright shares; what a
   member holds by name stays with it. Every other clause disposes of both together.
3. What nobody can receive is `unassigned`, and a gap names the cell, the share and why. So every
   cell sums to one.
4. A later clause moves the right on from whoever received it: it never returns to the committee.
5. A committee is a contract. Where its plan says nothing, the statute holds: co-ownership by
   copyright shares, presumed equal, and nobody signs alone.

Source:
    Civil Code of Japan, articles 667, 668 (joint property), 250, 264 (co-ownership), 682-688 (end
    of a partnership); Copyright Act, article 65(2) (unanimity of co-owners), 63-2 (licences stand).
    Example by hand: committee c holds 3/4 of a work and X 1/4; members A 1/2, B 1/2; "streaming to
    the lead A, the rest in co-ownership". Streaming: X 1/4, A 3/4. The rest: X 1/4, A 3/8, B 3/8.
    Three transfers are recorded: c to A 3/4 of streaming, c to A 3/8 and c to B 3/8 of the rest; X
    has nothing to do with it.
"""

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from contracts.dissolution.bounds import check_fineness
from contracts.dissolution.gaps import Gap, Note, note, open_gap
from contracts.dissolution.moving import moves, pieces, promised
from contracts.dissolution.places import clause_on
from contracts.dissolution.situation import Situation
from contracts.dissolution.stepping import Plan, Step, plan_of, steps
from contracts.money import Ratio
from contracts.rights.cells import merged
from contracts.rights.extent import Extent
from contracts.rights.holding import Shares


@dataclass(frozen=True, slots=True)
class Planned:
    """A transfer to be recorded, on the ground of dissolution.

    Attributes:
        work: The work.
        giver: Who gives.
        taker: Who receives; `unassigned` where nobody can.
        share: Of the whole right.
        extent: What of the work; never beyond what the giver holds.
        clause: Where the contract says so; "" is the statute.
    """

    work: str
    giver: str
    taker: str
    share: Ratio
    extent: Extent
    clause: str


@dataclass(frozen=True, slots=True)
class Row:
    """A cell in which the committee holds something, or nobody does.

    Attributes:
        work: The work.
        extent: The cell, from the day of transfer on.
        before: Its holders without the end.
        after: Its holders with it.
        clause: Where the contract says so; "" is the statute.
    """

    work: str
    extent: Extent
    before: Shares
    after: Shares
    clause: str


@dataclass(frozen=True, slots=True)
class Group:
    """Media that go to the same receivers at the same time.

    Attributes:
        media: Words of committees.
        shares: Who receives the committee's part.
        since: First day.
        beneficiaries: For whom a manager holds it.
        clauses: Where the contract says so.
    """

    media: tuple[str, ...]
    shares: Shares
    since: dt.date
    beneficiaries: Shares = ()
    clauses: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Outcome:
    """What becomes of a committee's rights.

    Attributes:
        transfers: In the order in which they must be recorded.
        rows: Every cell that the committee's end touches, and every one that had no holder.
        gaps: What nobody can receive, and cells of which the plan says nothing.
        groups: Receivers by media, day by day.
        notes: What the law adds.
    """

    transfers: tuple[Planned, ...]
    rows: tuple[Row, ...]
    gaps: tuple[Gap, ...]
    groups: tuple[Group, ...]
    notes: tuple[Note, ...] = ()


def divide(situation: Situation) -> Outcome:
    """Compute what becomes of a committee's rights.

    Args:
        situation: The committee on the day it ends.

    Raises:
        TermsInvalid: The plan contradicts itself, see `contracts.dissolution.situation.check`; or
            "disposition-share-too-fine".

    Example:
        Lead after five years of co-ownership, members A (lead) and B with 1/2 each, one work held
        by the committee from 2026-01-01, end on 2027-04-01. Rows: 2027-04-01 to 2032-03-31 A 1/2,
        B 1/2; from 2032-04-01 A 1. Transfers: committee to A 1/2 and to B 1/2 from 2027-04-01, B to
        A 1/2 from 2032-04-01.
    """
    plan = plan_of(situation)
    transfers: list[Planned] = []
    rows: list[Row] = []
    gaps: list[Gap] = []
    for work in sorted(situation.works):
        found = list(steps(plan, situation.works[work]))
        transfers += _transfers(plan, work, found)
        rows += _rows(work, found)
        gaps += _gaps(work, found)
    check_fineness((row.after for row in rows), "clauses")
    check_fineness((((each.taker, each.share),) for each in transfers), "clauses")
    check_fineness((((each.kind, each.share),) for each in gaps), "clauses")
    return Outcome(
        tuple(transfers), tuple(rows), tuple(gaps), tuple(_groups(plan)), tuple(_notes(plan))
    )


def _transfers(plan: Plan, work: str, found: Iterable[Step]) -> Iterator[Planned]:
    """Give what must be recorded, in the order of days; neighbours in one piece."""
    later = promised(plan, plan.situation.works[work])
    moved = [
        (piece, (*move, step.clause_name, cut))
        for step in found
        for piece, cut in pieces(step.extent, later)
        for move in moves(step.came, step.after)
    ]
    for extent, (giver, taker, share, clause, _) in sorted(
        merged(moved), key=lambda part: (place_of(part[0]), part[1])
    ):
        yield Planned(work, giver, taker, share, extent, clause)


def _rows(work: str, found: Iterable[Step]) -> Iterator[Row]:
    named = ((step.shown, (step.before, step.after, step.clause_name)) for step in found)
    for extent, content in sorted(merged(named), key=lambda part: place_of(part[0])):
        yield Row(work, extent, *content)


def place_of(extent: Extent) -> tuple[object, ...]:
    """Give what extents are put in order by: days first, then the order of the trees."""
    until = extent.until or dt.date.max
    # The lowest leaf stands first in its tree, so 劇場 comes before 配信.
    axes = (extent.media, extent.territories, extent.acts, extent.languages)
    return extent.first, *((bits & -bits, bits) for bits in axes), until


def _gaps(work: str, found: Iterable[Step]) -> Iterator[Gap]:
    """Give each gap once, for all neighbouring cells that it is in."""
    left_open = ((step.shown, each) for step in found for each in step.left_open)
    for extent, each in sorted(
        merged(left_open), key=lambda part: (part[1].key, place_of(part[0]))
    ):
        yield open_gap(each, work, extent)


def _groups(plan: Plan) -> Iterator[Group]:
    """Give receivers by media, on each day on which any of them changes."""
    for day in sorted({phase.since for place in plan.layout for phase in place.phases}):
        found: dict[tuple[Shares, Shares], list[tuple[str, str]]] = {}
        for place in plan.layout:
            clause = clause_on(place, day)
            got = plan.receivers[clause]
            alike = found.setdefault((got.shares, got.beneficiaries), [])
            alike.append((place.word, clause.name if clause else ""))
        for (shares, beneficiaries), named in found.items():
            clauses = dict.fromkeys(name for _, name in named if name)
            yield Group(
                tuple(word for word, _ in named), shares, day, beneficiaries, tuple(clauses)
            )


def _notes(plan: Plan) -> Iterator[Note]:
    """Say what the law adds to the plan."""
    found = plan.receivers.values()
    if not plan.situation.clauses:
        yield note("statutory")
    if any(each.keeps_names for each in found):
        yield note("unanimity")
        yield note("representatives-open")
    if any(each.is_presumed for each in found):
        yield note("shares-presumed")
    if any(each.beneficiaries for each in found):
        yield note("held-in-trust")
