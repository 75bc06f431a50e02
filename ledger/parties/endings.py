"""Parties that are no longer there: dissolved companies, people who died, whoever does not answer.

The rules kept here, in order:

1. An end says that nobody is known to be asked. Who took a party's place is a succession, and a
   succession on record counts more than an end.
2. The last entry about a party holds: another end corrects it, and a return takes it back.
3. Before its day an end changes nothing.
"""

from datetime import date
from typing import Any, Final

from sqlalchemy import Connection, select
from sqlmodel import Field

from ledger.event import Place
from ledger.parties.events import PartyEnded, PartyReturned
from ledger.store.state import State
from ledger.store.views import View, integer, pack, table_of, text, unpack

PERSONAL_GROUNDS: Final = ("death_without_heirs",)
UNREACHABLE: Final = "unreachable"
COMPANY_GROUNDS: Final = ("liquidation", "bankruptcy")


class PartyEndRow(View, table=True):
    """A party is gone since a day, as far as the register knows."""

    __tablename__ = "v_party_end"

    party_id: str = Field(sa_column=text(key=True))
    day: str = Field(sa_column=text())
    ground: str = Field(sa_column=text())
    is_private: int = Field(sa_column=integer())
    entry_index: int = Field(sa_column=integer())
    doc: str = Field(sa_column=text())


def noted_end(event: PartyEnded, state: State, place: Place) -> None:
    """Note that a party is gone, instead of what was said before."""
    document = event.document.model_dump(exclude_none=True) if event.document else None
    state.put(
        PartyEndRow,
        party_id=event.party,
        day=event.day.isoformat(),
        ground=event.ground,
        is_private=int(event.is_private),
        entry_index=place.index,
        doc=pack({"source": event.source, "document": document}),
    )


def noted_return(event: PartyReturned, state: State, _place: Place) -> None:
    """Forget the end of a party that is there."""
    state.delete(PartyEndRow, event.party)


def gone_by(conn: Connection, day: date) -> dict[str, str]:
    """Return the parties that are gone by a day, with the ground.

    Args:
        conn: A snapshot.
        day: Ends of later days do not count yet.
    """
    table = table_of(PartyEndRow)
    query = select(table.c.party_id, table.c.ground).where(table.c.day <= day.isoformat())
    return {row.party_id: row.ground for row in conn.execute(query)}


def end_of(conn: Connection, party: str) -> dict[str, Any] | None:
    """Describe how a party came to be gone, if it is."""
    table = table_of(PartyEndRow)
    row = conn.execute(select(table).where(table.c.party_id == party)).mappings().first()
    if row is None:
        return None
    described = {name: row[name] for name in ("day", "ground", "entry_index")}
    return {**described, **unpack(row["doc"]), "is_private": bool(row["is_private"])}
