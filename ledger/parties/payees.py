"""Who is paid for a party, day by day.

The rules kept here, in order:

1. Without an entry a party is paid itself.
2. An entry holds from its day on, until the next one; the last one recorded for a day counts.
3. Payees are not chained: whom the payee's own money goes to is another question.
"""

from collections.abc import Iterable
from datetime import date

from sqlalchemy import Connection, select
from sqlmodel import Field

from ledger.event import Place
from ledger.parties.events import PayeeSet
from ledger.store.state import State
from ledger.store.views import View, integer, pack, table_of, text, unpack


class PayeeRow(View, table=True):
    """From a day on, somebody is paid for a party."""

    __tablename__ = "v_payee"

    party_id: str = Field(sa_column=text(key=True))
    effective_from: str = Field(sa_column=text(key=True))
    payee_id: str = Field(sa_column=text(index=True))
    relation: str = Field(sa_column=text())
    entry_index: int = Field(sa_column=integer())
    doc: str = Field(sa_column=text())


def payee_set(event: PayeeSet, state: State, place: Place) -> None:
    """Note who is paid from a day on, in place of an earlier entry for that day."""
    evidence = event.evidence.model_dump(exclude_none=True) if event.evidence else None
    state.put(
        PayeeRow,
        party_id=event.party,
        effective_from=event.effective_from.isoformat(),
        payee_id=event.payee,
        relation=event.relation,
        entry_index=place.index,
        doc=pack({"evidence": evidence}),
    )


def payee_on(source: State | Connection, party: str, day: date) -> str:
    """Return who is paid for a party on a day: the party itself unless somebody else was set."""
    if isinstance(source, Connection):
        return payees_on(source, [party], day)[party]
    payee = party
    for row in source.select(PayeeRow, party_id=party):
        if row["effective_from"] <= day.isoformat():
            payee = row["payee_id"]
    return payee


def payees_on(conn: Connection, parties: Iterable[str], day: date) -> dict[str, str]:
    """Return who is paid for each of these parties on a day, with one query."""
    payees = {party: party for party in parties}
    table = table_of(PayeeRow)
    query = (
        select(table.c.party_id, table.c.payee_id)
        .where(table.c.party_id.in_(list(payees)), table.c.effective_from <= day.isoformat())
        .order_by(table.c.party_id, table.c.effective_from)
    )
    for party, payee in conn.execute(query):
        payees[party] = payee
    return payees


def payee_history(conn: Connection, party: str) -> list[dict[str, object]]:
    """List a party's payees with the days from which they are paid, oldest first."""
    table = table_of(PayeeRow)
    query = select(table).where(table.c.party_id == party).order_by(table.c.effective_from)
    return [
        {
            "effective_from": row["effective_from"],
            "payee": row["payee_id"],
            "relation": row["relation"],
            "entry_index": row["entry_index"],
            **unpack(row["doc"]),
        }
        for row in conn.execute(query).mappings()
    ]
