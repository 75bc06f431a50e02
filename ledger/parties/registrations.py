"""Who was registered as an invoice issuer (適格請求書発行事業者) on a day, and under which number.

The rules kept here, in order:

1. The last note of a beginning or an end on or before the day counts; of one day, the last one.
2. Before the first note a party stands as it was registered with the register.
3. An end is noted of a number that is in force, so before it the party has that number.
"""

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from sqlalchemy import Connection, select
from sqlmodel import Field

from ledger.event import Place
from ledger.parties.events import RegistrationNoted
from ledger.store.state import Row, State
from ledger.store.views import View, integer, pack, table_of, text

REGISTERED, ENDED = "registered", "ended"


class RegistrationRow(View, table=True):
    """From a day on, a party is registered as an issuer or is not."""

    __tablename__ = "v_party_registration"

    party_id: str = Field(sa_column=text(key=True))
    day: str = Field(sa_column=text(key=True))
    kind: str = Field(sa_column=text())
    number: str = Field(sa_column=text())
    entry_index: int = Field(sa_column=integer())
    doc: str = Field(sa_column=text())


class Noted(NamedTuple):
    """A beginning or an end, with its first day in the form of ISO 8601."""

    day: str
    kind: str
    number: str


def registration_noted(event: RegistrationNoted, state: State, place: Place) -> None:
    """Note a beginning or an end, in place of what was said of that day."""
    document = event.document.model_dump(exclude_none=True) if event.document else None
    state.put(
        RegistrationRow,
        party_id=event.party,
        day=event.day.isoformat(),
        kind=event.kind,
        number=event.number,
        entry_index=place.index,
        doc=pack({"source": event.source, "document": document}),
    )


def number_by(own: str | None, noted: Iterable[Noted], day: str) -> str | None:
    """Return the number under which a party is registered on a day; None when it is not.

    Args:
        own: Its number when it came to the register, if it had one.
        noted: What was noted since.
        day: In the form of ISO 8601.

    Source:
        消費税法57条の2 (登録), 57条の2第10項 (登録の取消し).

    Example:
        >>> ended = [Noted("2027-01-01", "ended", "T7000012050002")]
        >>> own = "T7000012050002"
        >>> number_by(own, ended, "2026-12-31"), number_by(own, ended, "2027-01-01")
        ('T7000012050002', None)
    """
    begun = sorted(one for one in noted if one.day <= day)
    if begun:
        return begun[-1].number if begun[-1].kind == REGISTERED else None
    return own


def numbers_on(
    source: State | Connection, parties: Iterable[Row], day: date
) -> dict[str, str | None]:
    """Return the number of each party on a day, with one query for all of them.

    Args:
        source: A snapshot, or the state of the transaction under way.
        parties: Rows of the parties.
        day: The day that is asked about.
    """
    rows = {row["id"]: row for row in parties}
    noted: dict[str, list[Noted]] = {id: [] for id in rows}
    for found in _rows(source, sorted(rows)):
        one = Noted(found["day"], found["kind"], found["number"])
        noted[found["party_id"]].append(one)
    on = day.isoformat()
    return {id: number_by(row["invoice_number"], noted[id], on) for id, row in rows.items()}


def _rows(source: State | Connection, parties: list[str]) -> list[Row]:
    if isinstance(source, State):
        return [row for party in parties for row in source.select(RegistrationRow, party_id=party)]
    table = table_of(RegistrationRow)
    query = select(table).where(table.c.party_id.in_(parties))
    return [dict(row) for row in source.execute(query).mappings()]
