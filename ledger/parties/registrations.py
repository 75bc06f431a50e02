"""The registrations of parties as invoice issuers, as the register knows them."""

from collections.abc import Iterable
from datetime import date

from sqlalchemy import Connection, select
from sqlmodel import Field

from ledger.event import Place
from ledger.parties.events import RegistrationNoted
from ledger.parties.registered import Noted, number_by
from ledger.store.state import Row, State
from ledger.store.views import View, integer, pack, table_of, text


class RegistrationRow(View, table=True):
    """From a day on, a party is registered as an issuer or is not."""

    __tablename__ = "v_party_registration"

    party_id: str = Field(sa_column=text(key=True))
    day: str = Field(sa_column=text(key=True))
    kind: str = Field(sa_column=text())
    number: str = Field(sa_column=text())
    entry_index: int = Field(sa_column=integer())
    doc: str = Field(sa_column=text())


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
    for found in registrations_of(source, sorted(rows)):
        one = Noted(found["day"], found["kind"], found["number"])
        noted[found["party_id"]].append(one)
    on = day.isoformat()
    return {id: number_by(row["invoice_number"], noted[id], on) for id, row in rows.items()}


def as_registered(source: State | Connection, parties: Iterable[Row], day: date) -> dict[str, Row]:
    """Return rows of parties by id, each with the number in force on a day as its own.

    What taxes are computed from: who registered since, or ceased to be, is taxed so from that day.

    Args:
        source: A snapshot, or the state of the transaction under way.
        parties: Rows of the parties.
        day: The day of payment.
    """
    rows = list(parties)
    numbers = numbers_on(source, rows, day)
    return {row["id"]: {**row, "invoice_number": numbers[row["id"]]} for row in rows}


def registrations_of(source: State | Connection, parties: list[str]) -> list[Row]:
    """Return all that was noted of some parties."""
    if isinstance(source, State):
        return [row for party in parties for row in source.select(RegistrationRow, party_id=party)]
    table = table_of(RegistrationRow)
    query = select(table).where(table.c.party_id.in_(parties))
    return [dict(row) for row in source.execute(query).mappings()]
