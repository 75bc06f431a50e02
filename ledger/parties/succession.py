"""Who took whose place: heirs, mergers, renamed and new companies.

The rules kept here, in order:

1. Successors share the place between them: their shares sum to exactly one.
2. A place is given up once. Recording it again for the same day corrects the first entry.
3. Chains are followed: who succeeds a successor succeeds the party, share times share.
4. Before its day a succession changes nothing.
"""

from collections.abc import Iterable, Iterator
from datetime import date
from fractions import Fraction
from typing import Any

from sqlalchemy import Connection, select
from sqlmodel import Field

from ledger.event import Place
from ledger.parties.events import Succeeded
from ledger.store.state import State
from ledger.store.views import View, integer, pack, table_of, text, unpack

Source = State | Connection


class SuccessionRow(View, table=True):
    """A party's place was taken on a day."""

    __tablename__ = "v_succession"

    party_id: str = Field(sa_column=text(key=True))
    effective_from: str = Field(sa_column=text())
    ground: str = Field(sa_column=text())
    entry_index: int = Field(sa_column=integer())
    doc: str = Field(sa_column=text())


class SuccessorRow(View, table=True):
    """The way back: whose place a successor took."""

    __tablename__ = "v_successor"

    successor_id: str = Field(sa_column=text(key=True))
    party_id: str = Field(sa_column=text(key=True))


def succeeded(event: Succeeded, state: State, place: Place) -> None:
    """Note who took a party's place, instead of an earlier entry."""
    earlier = state.get(SuccessionRow, event.party)
    for successor in successors_in(earlier) if earlier else ():
        state.delete(SuccessorRow, successor, event.party)
    successors = [item.model_dump() for item in event.successors]
    evidence = event.evidence.model_dump(exclude_none=True) if event.evidence else None
    state.put(
        SuccessionRow,
        party_id=event.party,
        effective_from=event.effective_from.isoformat(),
        ground=event.ground,
        entry_index=place.index,
        doc=pack({"successors": successors, "evidence": evidence}),
    )
    for item in event.successors:
        state.put(SuccessorRow, successor_id=item.party, party_id=event.party)


def successors_in(row: dict[str, Any]) -> list[str]:
    """Return the successors that a row names."""
    return [item["party"] for item in unpack(row["doc"])["successors"]]


def gone_on(source: Source, parties: Iterable[str], day: date) -> set[str]:
    """Return those of the parties whose place somebody else has taken by a day."""
    return {row["party_id"] for row in _rows(source, parties, day)}


def successors_on(source: Source, party: str, day: date) -> list[tuple[str, Fraction]]:
    """Return who stands in a party's place on a day, and for how much of it.

    Args:
        source: The state of the writer, or a snapshot.
        party: Whose place it was.
        day: Successions effective later are not followed.

    Returns:
        Parties with shares that sum to one; the party itself when nobody succeeded it.

    Example:
        A is succeeded by B and C with halves, B by D: D has 1/2 and C has 1/2.
    """
    standing: dict[str, Fraction] = {}
    level = {party: Fraction(1)}
    while level:
        rows = {row["party_id"]: row for row in _rows(source, level, day)}
        below: dict[str, Fraction] = {}
        for holder, share in level.items():
            if holder in rows:
                for heir, part in _shares(rows[holder]):
                    below[heir] = below.get(heir, Fraction(0)) + share * part
            else:
                standing[holder] = standing.get(holder, Fraction(0)) + share
        level = below
    return list(standing.items())


def _shares(row: dict[str, Any]) -> Iterator[tuple[str, Fraction]]:
    for item in unpack(row["doc"])["successors"]:
        yield item["party"], Fraction(item["share"]["num"], item["share"]["den"])


def _rows(source: Source, parties: Iterable[str], day: date) -> list[dict[str, Any]]:
    if isinstance(source, State):
        found = [source.get(SuccessionRow, party) for party in parties]
        return [row for row in found if row and row["effective_from"] <= day.isoformat()]
    table = table_of(SuccessionRow)
    query = select(table).where(
        table.c.party_id.in_(list(parties)), table.c.effective_from <= day.isoformat()
    )
    return [dict(row) for row in source.execute(query).mappings()]


def leads_to(state: State, parties: Iterable[str], target: str) -> bool:
    """Tell whether following successions from these parties arrives at a target, on any day."""
    waiting, seen = list(parties), set[str]()
    while waiting:
        party = waiting.pop()
        if party == target:
            return True
        if party in seen:
            continue
        seen.add(party)
        row = state.get(SuccessionRow, party)
        if row:
            waiting.extend(successors_in(row))
    return False


def succession_of(conn: Connection, party: str) -> dict[str, Any] | None:
    """Describe how a party's place was taken, if it was."""
    table = table_of(SuccessionRow)
    row = conn.execute(select(table).where(table.c.party_id == party)).mappings().first()
    if row is None:
        return None
    described = {name: row[name] for name in ("effective_from", "ground", "entry_index")}
    return {**described, **unpack(row["doc"])}


def predecessors_of(conn: Connection, party: str) -> list[dict[str, str]]:
    """List whose places a party took, with the ground, in the order of their ids."""
    back, forth = table_of(SuccessorRow), table_of(SuccessionRow)
    query = (
        select(forth.c.party_id, forth.c.ground, forth.c.effective_from)
        .join(back, back.c.party_id == forth.c.party_id)
        .where(back.c.successor_id == party)
        .order_by(forth.c.party_id)
    )
    return [
        {"party": row.party_id, "ground": row.ground, "effective_from": row.effective_from}
        for row in conn.execute(query)
    ]
