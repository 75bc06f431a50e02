"""A log with something in it, for the tests of the store."""

from datetime import UTC, datetime, timedelta

from sqlalchemy import Connection, Engine

from ledger.clock import SteppingClock
from ledger.entropy import SeededEntropy
from ledger.log.entry import Part
from ledger.store.append import Appender, lock_head
from ledger.store.engine import write_transaction
from ledger.store.read import Head

MAC = bytes(range(32))
START = datetime(2026, 11, 22, 3, 44, 5, 123456, tzinfo=UTC)


def some_parts(number: int) -> list[Part]:
    return [
        Part("command", ("operator",), {"n": number}),
        Part("facts", ("public",), {"title": "台帳", "n": number}),
    ]


def append(
    conn: Connection,
    count: int,
    clock: SteppingClock,
    entropy: SeededEntropy,
    request: tuple[str, str] | None = None,
) -> Head:
    head = lock_head(conn)
    appender = Appender(head, entropy)
    for number in range(head.size, head.size + count):
        appender.add("work.registered/1", some_parts(number), clock.now())
    rows = [(*request, MAC, head.size, count)] if request else []
    return appender.flush(conn, rows)


def fill(engine: Engine, count: int, batch: int = 1000) -> Head:
    """Append `count` entries, always the same ones, each batch under a request key of its own."""
    clock, entropy = SteppingClock(START, timedelta(milliseconds=1)), SeededEntropy(1, "fill")
    head = None
    for start in range(0, count, batch):
        with write_transaction(engine) as conn:
            size = min(batch, count - start)
            head = append(conn, size, clock, entropy, ("operator", f"key-{start}"))
    assert head is not None
    return head
