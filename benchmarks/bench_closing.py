"""How long closing a quarter takes for about 2,000 payees, end to end, and how it grows.

    python benchmarks/bench_closing.py [factor]

The seed world has 80 payees for each unit of its factor. Works, committees, accounts and reports of
a quarter are recorded first, outside the clock. Then the quarter is closed: months, payout runs,
statements (CSV and JSON; `bench_statements.py` has PDF and XLSX), payments prepared by one person,
approved by another, written for the bank, and confirmed.

- `ratio`: against bare inserts of the same bytes, hashed once, a thousand rows a transaction.
- `growth`: time per statement in the large world over that in a small one; 1 is linear.
"""

import sqlite3
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from hashlib import sha256
from pathlib import Path

from sqlalchemy import func, select

from ledger.bootstrap import Register, Sample, create_register, register
from ledger.jobs.statements import issue_statements
from ledger.payments.views import PaymentItemRow
from ledger.settings import Settings
from ledger.statements.views import StatementRow
from ledger.store.read import LogReader
from ledger.store.views import table_of
from seeds.accounts import record_accounts
from seeds.build import START, Builder
from seeds.catalogue import record_works
from seeds.cinema import record_films
from seeds.committees import record_committees
from seeds.demo import ORIGIN
from seeds.keys import record_keys
from seeds.parties import record_parties
from seeds.paying import confirm, prepare_and_send
from seeds.rights import record_rights
from seeds.sales import QUARTERS
from seeds.world import plan
from seeds.year import (
    close_books,
    last_day,
    receive,
    record_expenses,
    run_payouts,
    running,
    send_reports,
)

SMALL, LARGE = 3, 25
QUARTER = QUARTERS[0]
ROWS_A_TRANSACTION = 1_000


@dataclass
class Closed:
    """What closing a quarter took, and what came of it."""

    seconds: dict[str, float] = field(default_factory=dict)
    statements: int = 0
    payees: int = 0
    transfers: int = 0
    yen: int = 0
    bare: float = 0.0

    @property
    def total(self) -> float:
        """Seconds in all."""
        return sum(self.seconds.values())

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        """Time a stage."""
        start = time.perf_counter()
        yield
        self.seconds[name] = time.perf_counter() - start


def close(factor: int) -> Closed:
    """Build a world, and close its first quarter against the clock."""
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(home=Path(folder) / "register", database_url=None, guard_url=None)
        sample = Sample(1, START)
        create_register(settings, ORIGIN, sample=sample)
        with register(settings, sample=sample) as opened:
            builder = reported(opened, factor)
            first = size_of(opened)
            closed = closing(builder)
            count(opened, closed)
            closed.bare = bare_inserts(opened, first, Path(folder) / "bare.db")
    return closed


def reported(opened: Register, factor: int) -> Builder:
    """Record everything up to the morning of closing day."""
    builder = Builder(opened, plan(1, factor))
    record_parties(builder)
    pens = record_keys(builder)
    record_works(builder)
    record_committees(builder, pens)
    record_films(builder, pens)
    record_rights(builder)
    record_accounts(builder)
    end = last_day(QUARTER)
    builder.today(end + timedelta(days=40))
    record_expenses(builder, QUARTER, end)
    receive(builder, send_reports(builder, QUARTER), end)
    builder.settle()
    return builder


def closing(builder: Builder) -> Closed:
    """Close the quarter, stage by stage."""
    closed, end = Closed(), last_day(QUARTER)
    leads = list(dict.fromkeys(body.lead for body in running(builder, QUARTER)))
    with closed.stage("months"):
        close_books(builder, QUARTER, end + timedelta(days=44))
    builder.today(end + timedelta(days=45))
    with closed.stage("payout runs"):
        run_payouts(builder, QUARTER)
    with closed.stage("statements"):
        for lead in leads:
            issue_statements(builder.register, payer=builder.ids[lead], period=QUARTER)
    with closed.stage("payments to the bank"):
        sent = prepare_and_send(builder, leads, QUARTER)
    builder.today(end + timedelta(days=63))
    with closed.stage("confirmed"):
        confirm(builder, sent)
    return closed


def size_of(opened: Register) -> int:
    """Return the number of entries."""
    with opened.ledger.reading() as conn:
        return LogReader(conn).size()


def count(opened: Register, closed: Closed) -> None:
    """Count statements, payees, transfers and yen; what is paid is what was stated and sent."""
    statements, items = table_of(StatementRow), table_of(PaymentItemRow)
    stated = select(func.count(), func.count(func.distinct(statements.c.payee)))
    paid = select(func.count(), func.sum(items.c.transfer_minor)).where(items.c.status == "paid")
    with opened.ledger.reading() as conn:
        closed.statements, closed.payees = tuple(conn.execute(stated).one())
        closed.transfers, closed.yen = tuple(conn.execute(paid).one())


def bare_inserts(opened: Register, first: int, path: Path) -> float:
    """Hash and insert the bytes of the entries since the first, and nothing else."""
    with opened.ledger.reading() as conn:
        log = LogReader(conn)
        rows = [
            (entry.index, entry.leaf, *(part.data for part in parts))
            for entry, parts in log.iterate(first, log.size())
        ]
    conn = sqlite3.connect(path, isolation_level=None)
    conn.execute("PRAGMA journal_mode=WAL")
    conn.execute("CREATE TABLE bare (place INTEGER, part INTEGER, data BLOB, hash BLOB)")
    start = time.perf_counter()
    for begin in range(0, len(rows), ROWS_A_TRANSACTION):
        conn.execute("BEGIN")
        conn.executemany(
            "INSERT INTO bare VALUES (?, ?, ?, ?)",
            (
                (index, number, data, sha256(data).digest())
                for index, *datas in rows[begin : begin + ROWS_A_TRANSACTION]
                for number, data in enumerate(datas)
            ),
        )
        conn.execute("COMMIT")
    seconds = time.perf_counter() - start
    conn.close()
    return seconds


def tell(factor: int, closed: Closed) -> None:
    """Print one world."""
    print(
        f"factor {factor}: {closed.payees:,} payees, {closed.statements:,} statements, "
        f"{closed.transfers:,} transfers, {closed.yen:,} yen"
    )
    for name, seconds in closed.seconds.items():
        print(f"  {name:22} {seconds:8.1f} s {seconds / closed.total:6.0%}")
    print(
        f"  {'in all':22} {closed.total:8.1f} s, {closed.statements / closed.total:,.0f} "
        f"statements/s; bare inserts {closed.bare:.2f} s, ratio {closed.total / closed.bare:,.0f}"
    )


def main() -> None:
    """Print both worlds, and the growth between them."""
    large = int(sys.argv[1]) if len(sys.argv) > 1 else LARGE
    results = {factor: close(factor) for factor in (SMALL, large)}
    for factor, closed in results.items():
        tell(factor, closed)
    per = {factor: closed.total / closed.statements for factor, closed in results.items()}
    print(f"growth of the time per statement: {per[large] / per[SMALL]:.2f}")


if __name__ == "__main__":
    main()
