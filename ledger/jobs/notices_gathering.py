"""Filling the outbox: from the log by a cursor, and from the calendar once a day.

Facts are read in their order, each once. The deliveries that follow from them have ids made of what
they tell, so that reading again, or in two processes at once, adds nothing.
"""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any, Final

from sqlalchemy import Connection, select

from ledger.bootstrap import Register
from ledger.clock import parse_stamp, tokyo_date
from ledger.door import decode_fact
from ledger.notices import tables
from ledger.notices.address_rows import end_row
from ledger.notices.approved import told_as
from ledger.notices.calendar import due
from ledger.notices.deliveries import ENDED, ERASED, Address, Moment, deliveries, read_addresses
from ledger.notices.kinds import Telling
from ledger.notices.told import TELLING_FACTS, tellings
from ledger.parties.views import PartyRow
from ledger.store.append import lock_head
from ledger.store.engine import read_transaction, write_transaction
from ledger.store.read import LogReader
from ledger.store.views import table_of

_ENTRIES: Final = 2_000
_PARTIES_PER_QUERY: Final = 500
_Told = tuple[Telling, Moment]


def gather(register: Register) -> int:
    """Put into the outbox what is new in the log and in the calendar.

    Returns:
        How many entries were looked at.
    """
    tables.prepare(register.engine)
    _forget_erased(register)
    looked = 0
    while some := _gather_some(register):
        looked += some
    _gather_day(register, tokyo_date(register.clock.now()))
    return looked


def _gather_some(register: Register) -> int:
    """Look at the next entries; all of them are told, or the cursor stays."""
    with read_transaction(register.engine) as conn:
        start = tables.cursor(conn)
        stop = min(LogReader(conn).size(), start + _ENTRIES)
        told = [one for index in _telling(conn, start, stop) for one in _read(conn, index)]
        rows = _rows(conn, told, register.clock.now()) if told else []
    if stop <= start:
        return 0
    with write_transaction(register.engine) as conn:
        lock_head(conn)
        tables.put_new(conn, tables.DELIVERIES, rows)
        tables.advance_cursor(conn, stop)
    return stop - start


def _telling(conn: Connection, start: int, stop: int) -> list[int]:
    """Return which entries tell somebody something."""
    return [
        found.index
        for found in LogReader(conn).leaves(start, stop)
        if found.header().event_type in TELLING_FACTS
    ]


def _read(conn: Connection, index: int) -> list[_Told]:
    reader = LogReader(conn)
    header = reader.entry(index).header()
    fact = decode_fact(header.event_type, reader.parts(index))
    moment = Moment(index, parse_stamp(header.recorded_at))
    told = told_as(conn, header.event_type, fact.body())
    return [(telling, moment) for telling in tellings(*told)] if told else []


def _gather_day(register: Register, today: date) -> None:
    """Put into the outbox what the calendar tells, once a day."""
    day = today.isoformat()
    now = register.clock.now()
    with read_transaction(register.engine) as conn:
        if (tables.place(conn, tables.DAY) or "") >= day:
            return
        told = [(telling, Moment(index, now)) for telling, index in due(conn, today)]
        rows = _rows(conn, told, now)
    with write_transaction(register.engine) as conn:
        lock_head(conn)
        tables.put_new(conn, tables.DELIVERIES, rows)
        tables.advance(conn, tables.DAY, day)


def _rows(conn: Connection, told: Iterable[_Told], now: datetime) -> list[dict[str, Any]]:
    """Return the deliveries of what is told."""
    listed = list(told)
    known = _addresses(conn, {telling.party for telling, _ in listed})
    return [
        row
        for telling, moment in listed
        for row in deliveries(telling, moment, known.get(telling.party, ()), now)
    ]


def _addresses(conn: Connection, parties: set[str]) -> dict[str, list[Address]]:
    found: dict[str, list[Address]] = {}
    wanted, table = sorted(parties), tables.ADDRESSES
    for start in range(0, len(wanted), _PARTIES_PER_QUERY):
        some = wanted[start : start + _PARTIES_PER_QUERY]
        rows = conn.execute(select(table).where(table.c.party.in_(some))).mappings()
        for address in read_addresses(dict(row) for row in rows):
            found.setdefault(address.party, []).append(address)
    return found


def _forget_erased(register: Register) -> None:
    """End the addresses of people who were erased, and forget what was sealed of them."""
    table, parties = tables.ADDRESSES, table_of(PartyRow)
    query = (
        select(table.c.id)
        .join(parties, parties.c.id == table.c.party)
        .where(parties.c.data_use == ERASED, table.c.target.is_not(None))
    )
    with read_transaction(register.engine) as conn:
        erased = conn.execute(query).scalars().all()
    if not erased:
        return
    with write_transaction(register.engine) as conn:
        size = lock_head(conn).size
        for address in erased:
            end_row(conn, address, ERASED, size, register.clock.now())
        gone = table.update().where(table.c.id.in_(erased))
        conn.execute(gone.values(target=None, secrets=None, code=None, status=ENDED))
