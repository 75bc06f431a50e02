"""What a party is told of its own registration as an invoice issuer: the number, and since when."""

from datetime import date

from sqlalchemy import Connection, select

from ledger.parties.registrations import numbers_on, registrations_of
from ledger.parties.views import PartyRow
from ledger.store.views import table_of, unpack


def history_of(conn: Connection, party: str, day: date) -> tuple[str | None, list[dict[str, str]]]:
    """Return a party's number on a day, and what was noted of it, the oldest first.

    For the party itself: whoever else asks is told by `queries`.

    Args:
        conn: A snapshot.
        party: Whose.
        day: On which the number is in force.
    """
    table = table_of(PartyRow)
    row = conn.execute(select(table).where(table.c.id == party)).mappings().first()
    if row is None:
        return None, []
    number = numbers_on(conn, [dict(row)], day)[party]
    noted = sorted(registrations_of(conn, [party]), key=lambda one: str(one["day"]))
    return number, [
        {
            "day": one["day"],
            "kind": one["kind"],
            "number": one["number"],
            "source": unpack(one["doc"])["source"],
        }
        for one in noted
    ]
