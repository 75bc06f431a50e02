"""What committees hold by the register of rights on a day, with one query for all of them.

Rules kept here:
1. A committee holds what stands under its reference, and what its members hold by name in its
   works. Acts of Articles 27 and 28 are left aside: they stay with the author unless named.
2. A part of a work that no title reaches is not on record; a part that was left without a holder by
   a recorded transfer is unassigned. Only the second is orphaned by what happened.
3. Licences, options, pledges and attachments count while they run, on that day or later.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from typing import Any

from sqlalchemy import Connection, select

from contracts.rights.extent import Extent, everything, on_axis, touches
from contracts.rights.grants import UNASSIGNED, Grants, in_force
from contracts.rights.holding import Held, holdings
from contracts.rights.licences import exercisable
from contracts.rights.vocabulary import committee_uses, tree_of
from ledger.access.views import Viewer, visible
from ledger.committees.views import CommitteeWorkRow
from ledger.rights.people import committee_of
from ledger.rights.positions import licensors_on
from ledger.rights.reading import Recorded, grants_of
from ledger.rights.views import RightRow, read_right
from ledger.store.views import table_of


@dataclass(frozen=True, slots=True)
class Standing:
    """What the end of a committee would meet in the register of rights.

    Attributes:
        untitled: Works for which no title is on record.
        unheld: Words of media in which the committee and its members hold nothing.
        unassigned: Words of media in which a share has no holder.
        creditors: Of pledges and attachments on what it holds.
        licensees: Of licences that run, and whose licensor it is.
        options: Holders of options that can still be exercised.
    """

    untitled: tuple[str, ...] = ()
    unheld: tuple[str, ...] = ()
    unassigned: tuple[str, ...] = ()
    creditors: tuple[str, ...] = ()
    licensees: tuple[str, ...] = ()
    options: tuple[str, ...] = ()


NOTHING = Standing()


def standings(
    conn: Connection,
    viewer: Viewer,
    day: date,
    members: Mapping[str, Collection[str]],
    committee: str | None = None,
) -> dict[str, Standing]:
    """Return what each committee with works holds on a day.

    Args:
        conn: A snapshot.
        viewer: Sees the rights that he may read; others do not count for him.
        day: Usually today.
        members: Committee to its members on that day; others are left out.
        committee: Only this one.
    """
    works, rights = _works(conn, committee), _rights(conn, viewer, committee)
    return {
        each: _standing(each, members[each], of_it, rights, day)
        for each, of_it in works.items()
        if each in members
    }


def _works(conn: Connection, committee: str | None) -> dict[str, list[str]]:
    table = table_of(CommitteeWorkRow)
    query = select(table).order_by(table.c.committee_id, table.c.work_id)
    if committee is not None:
        query = query.where(table.c.committee_id == committee)
    found: dict[str, list[str]] = defaultdict(list)
    for row in conn.execute(query):
        found[row.committee_id].append(row.work_id)
    return found


def _rights(conn: Connection, viewer: Viewer, committee: str | None) -> dict[str, list[Recorded]]:
    """Return the grants of every work of a committee, in the order of recording."""
    table, works = table_of(RightRow), table_of(CommitteeWorkRow)
    named = select(works.c.work_id)
    if committee is not None:
        named = named.where(works.c.committee_id == committee)
    query = select(table).where(table.c.work.in_(named), visible(viewer, table.c.id))
    found: dict[str, list[Recorded]] = defaultdict(list)
    for row in conn.execute(query.order_by(table.c.entry_index)).mappings():
        found[row["work"]].append(read_right(dict(row)))
    return found


def _standing(
    committee: str,
    members: Collection[str],
    works: Iterable[str],
    rights: Mapping[str, list[Recorded]],
    day: date,
) -> Standing:
    untitled: list[str] = []
    parts: list[_Parts] = []
    for work in works:
        found = rights.get(work, [])
        if any(one.kind == "title" for one in found):
            parts.append(_Parts(committee, members, found, day))
        else:
            untitled.append(work)
    return Standing(
        untitled=tuple(untitled),
        unheld=_words(extent for one in parts for extent in one.unheld()),
        unassigned=_words(extent for one in parts for extent in one.unassigned()),
        creditors=_once(party for one in parts for party in one.creditors()),
        licensees=_once(party for one in parts for party in one.licensees()),
        options=_once(party for one in parts for party in one.options()),
    )


class _Parts:
    """One work with a title, as it stands on a day.

    Args:
        committee: Whose end is thought of.
        members: Its members on the day.
        recorded: Grants of the work.
        day: The day.
    """

    def __init__(
        self, committee: str, members: Collection[str], recorded: Iterable[Recorded], day: date
    ) -> None:
        self._recorded, self._day = tuple(recorded), day
        self._committee, self._members = committee, members
        self._grants: Grants = grants_of(self._recorded)
        self._force = in_force(self._grants)
        self._held: list[Held] = holdings(self._grants, _usual(day))

    def unheld(self) -> Iterator[Extent]:
        """Yield the parts in which neither the committee nor a member holds anything."""
        for held in self._held:
            if not any(map(self._is_own, held.holders)):
                yield held.extent

    def unassigned(self) -> Iterator[Extent]:
        """Yield the parts of which a recorded transfer left a share without a holder."""
        left = [one.extent for one in self._force.transfers if one.taker == UNASSIGNED]
        for held in self._held:
            if held.unassigned[0] and any(touches(extent, held.extent) for extent in left):
                yield held.extent

    def creditors(self) -> Iterator[str]:
        """Yield in whose favour there are pledges and attachments on what is held."""
        for one in self._force.encumbrances:
            if self._is_own(one.holder) and _runs(one.extent, self._day):
                yield one.creditor

    def licensees(self) -> Iterator[str]:
        """Yield the licensees of licences that run, or will, and whose licensor it is."""
        running = {one.id for one in self._force.licences if _runs(one.extent, self._day)}
        for one in self._recorded:
            if one.kind == "licence" and one.body["id"] in running:
                last = max(self._day, date.fromisoformat(one.body["resolved"]["first"]))
                if any(committee_of(each) == self._committee for each in licensors_on(one, last)):
                    yield one.body["licensee"]

    def options(self) -> Iterator[str]:
        """Yield who may still claim something from the committee or its members."""
        for one in self._force.options:
            is_open = exercisable(one, self._day) in ("", "not-yet")
            if is_open and any(map(self._is_own, one.grantors)):
                yield one.holder

    def _is_own(self, holder: str) -> bool:
        return holder in self._members or committee_of(holder) == self._committee


@cache
def _usual(day: date) -> Extent:
    """Give everything on one day but the acts that must be named."""
    acts = tree_of("acts")
    whole = on_axis(everything(day), "acts", acts.all_bits & ~acts.bits("articles-27-28"))
    return replace(whole, until=day)


def _runs(extent: Extent, day: date) -> bool:
    return extent.until is None or extent.until >= day


def _words(extents: Iterable[Extent]) -> tuple[str, ...]:
    """Return the words of committees whose use a part meets, in their order."""
    parts, japan = list(extents), tree_of("territories").bits("JP")
    return tuple(
        word
        for word, use in committee_uses().items()
        if any(
            use.media & part.media
            and part.territories & (japan if use.territories is None else use.territories)
            for part in parts
        )
    )


def _once(parties: Iterable[Any]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(parties))
