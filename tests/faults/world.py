"""What tests of faults share: registers of either kind, commands that name themselves, evidence."""

from collections.abc import Iterator
from concurrent.futures import Future
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from time import sleep

import pytest
from sqlalchemy import Engine

from ledger.bootstrap import Register, Sample, open_register
from ledger.command import Command, RequestKey
from ledger.door import Recorded, decode_fact
from ledger.event import Event
from ledger.ids import derived_id
from ledger.parties.commands import RegisterCompany
from ledger.rebuild import compare_views
from ledger.settings import Settings
from ledger.store import guards
from ledger.store.append import lock_head
from ledger.store.check import verify_head
from ledger.store.engine import read_transaction, write_transaction
from ledger.store.read import LogReader
from ledger.values import Names
from ledger.works.commands import AmendWork, RegisterWork, WorkData

# Early enough for the days that pass in the world with every fact, and before any clock that runs.

SAMPLE = Sample(1, datetime(2026, 11, 1, 3, 44, 5, 123456, tzinfo=UTC))
ORIGIN = "ledger.example/ip"


@pytest.fixture
def either_register(either_settings: Settings) -> Iterator[Register]:
    """An empty register of either kind, open, with seeded clock and randomness."""
    opened = open_register(either_settings, sample=SAMPLE)
    yield opened
    opened.close()


@dataclass(frozen=True)
class Evidence:
    """What a log says from its first byte to its last."""

    size: int
    root: str
    events: tuple[Event, ...]
    leaf_hashes: tuple[bytes, ...]

    def reasons(self) -> list[str]:
        """The reasons of all amendments: the names of the commands that caused them."""
        return [event.reason for event in self.events if hasattr(event, "reason")]


def evidence(engine: Engine) -> Evidence:
    """Read a whole log."""
    with read_transaction(engine) as conn:
        reader = LogReader(conn)
        head = reader.head()
        entries = list(reader.iterate(0, head.size))
    return Evidence(
        head.size,
        head.root().hex(),
        tuple(decode_fact(entry.header().event_type, parts) for entry, parts in entries),
        tuple(entry.leaf_hash for entry, _ in entries),
    )


def must_be_sound(engine: Engine) -> None:
    """Head, edge and tiles fit the entries; every view is what the log says."""
    with read_transaction(engine) as conn:
        verify_head(conn)
    assert compare_views(engine)[1] == []


def size_of(register: Register) -> int:
    with register.ledger.reading() as conn:
        return LogReader(conn).size()


def id_of(prefix: str, name: str) -> str:
    return derived_id(prefix, sha256(name.encode()).digest())


def company(name: str) -> RegisterCompany:
    """A company whose id follows from its name."""
    return RegisterCompany(id=id_of("party", name), names=Names(ja=name))


def work(title: str, holder: str | None = None, **more: object) -> RegisterWork:
    """A work whose id follows from its title, and its holder's from the holder's name."""
    holder_id = None if holder is None else id_of("party", holder)
    data = WorkData(title=Names(ja=title), kind="tv", **more)
    return RegisterWork(id=id_of("work", title), holder=holder_id, data=data)


def numbered(name: str, number: int) -> Command:
    """The commands of one client in order: a company, its work, then amendments without end.

    Nothing but its key keeps an amendment from being recorded twice.
    """
    if number == 0:
        return company(f"会社 {name}")
    if number == 1:
        return work(f"作品 {name}", f"会社 {name}")
    data = WorkData(title=Names(ja=f"作品 {name}"), kind="tv", episodes=number)
    return AmendWork(work=id_of("work", f"作品 {name}"), reason=f"{name}-{number}", data=data)


def key_of(name: str, number: int) -> RequestKey:
    """The key under which a client sends a numbered command, whenever it sends it."""
    return RequestKey(f"client-{name}", f"{name}-{number}", f"{name}/{number}".encode())


def key(text: str, body: bytes = b"", party: str = "operator") -> RequestKey:
    return RequestKey(party, text, body)


def in_one_batch(
    register: Register, *asked: Command | tuple[Command, RequestKey]
) -> list["Future[Recorded]"]:
    """Submit commands so that the writer takes them through one transaction.

    The writer is made to wait for the head with one command in its hands, until all others queue.
    """
    with write_transaction(register.engine) as conn:
        lock_head(conn)
        first = register.ledger.submit(company("最初の会社"))
        while not register.ledger._waiting.empty():
            sleep(0.001)
        pairs = [item if isinstance(item, tuple) else (item, None) for item in asked]
        futures = [register.ledger.submit(command, request=sent) for command, sent in pairs]
    first.result()
    return futures


def unguarded(engine: Engine, *statements: str) -> None:
    """Run SQL as somebody who owns the database could, and put the guards back afterwards."""
    dialect = engine.dialect.name
    with write_transaction(engine) as conn:
        for guard in guards.GUARDS:
            table = "" if dialect == "sqlite" else f" ON {guard.table}"
            conn.exec_driver_sql(f"DROP TRIGGER {guard.name}{table}")
        for statement in statements:
            conn.exec_driver_sql(statement)
        for guard in guards.GUARDS:
            if dialect == "sqlite":
                conn.exec_driver_sql(guards.sqlite_trigger(guard))
            else:
                conn.exec_driver_sql(guards.postgresql_trigger(guard))
                always = f"ALTER TABLE {guard.table} ENABLE ALWAYS TRIGGER {guard.name}"
                conn.exec_driver_sql(always)
