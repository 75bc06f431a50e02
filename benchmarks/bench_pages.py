"""How long the server works on each page, and how that grows with the statements on record.

The sample year is built. Its statements are taken out of the views and put back by the projection
that facts go through, as statements of one payer: 100 in all, then 100,000, repeated under other
ids. One in a hundred is for the creator who asks, so that there are a thousand for her in the end:
a statement each quarter from each of many works for some decades. The others go to the payer's
other payees. The log stays as it is, so all of them are of the sample's one year, and what is read
for one agreement, month or day of payment grows more than it would anywhere. Every page is asked
many times by somebody signed in, in one process, without a network. Printed per page: median and
99th percentile in milliseconds at both sizes, the growth of the median, how many times the median
of an error page of the same frame it is, and how heavy the page is: its own bytes, and what is
loaded beside it.

    python benchmarks/bench_pages.py [how often each page is asked, 100]
"""

import re
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median, quantiles

from sqlalchemy import delete, func, select
from starlette.testclient import TestClient

from api.app import create_app
from ledger.bootstrap import Register, open_register
from ledger.clock import parse_stamp
from ledger.command import Role
from ledger.door import decode_fact
from ledger.event import Place
from ledger.settings import Settings
from ledger.sign_in.accounts import Accounts, NewAccount
from ledger.sign_in.sessions import Sessions
from ledger.statements import payee_views
from ledger.statements.events import StatementIssued
from ledger.statements.tax_views import TaxPaymentRow
from ledger.statements.views import StatementHeadRow, StatementRow, statement_issued
from ledger.statements.waiting_views import WaitingRow
from ledger.store.engine import write_transaction
from ledger.store.read import LogReader
from ledger.store.state import State
from ledger.store.views import View, table_of
from seeds.demo import DemoResult, build_demo

SIZES = (100, 100_000)
HOST = "127.0.0.1"
ASKED = int(sys.argv[1]) if len(sys.argv) > 1 else 100
SHORTEST = "/ja/nothing-here"
SHARE = 100
_BATCH = 2_000
_LISTED: tuple[type[View], ...] = (
    StatementRow, StatementHeadRow, TaxPaymentRow, WaitingRow, *payee_views.VIEWS,
)  # fmt: skip
Issued = tuple[Place, StatementIssued]


@dataclass(frozen=True)
class Asked:
    """A page, and who asks for it."""

    role: Role
    path: str


@dataclass(frozen=True)
class Took:
    """Milliseconds of a page, and its weight in bytes."""

    p50: float
    p99: float
    page: int
    beside: int


def main() -> None:
    """Build, ask at both sizes, print."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder) / "home"
        sample = build_demo(home)
        opened = open_register(Settings(home=home))
        try:
            found = [at_size(opened, sample, size) for size in SIZES]
        finally:
            opened.close()
    tell(found)


def pages(sample: DemoResult) -> list[Asked]:
    """Every kind of page that people open, with what is largest on it."""
    ids = sample.open_next
    statement = f"/ja/my/statements/{ids['statement']}"
    return [
        Asked("public", SHORTEST),
        Asked("public", "/ja/"),
        Asked("public", "/ja/works"),
        Asked("public", "/ja/works?q=maigo"),
        Asked("public", f"/ja/works/{ids['work']}"),
        Asked("public", f"/ja/committees/{ids['committee']}"),
        Asked("public", "/ja/check"),
        Asked("creator", "/ja/my"),
        Asked("creator", "/ja/my/statements"),
        Asked("creator", statement),
        Asked("creator", f"{statement}/lines/{ids['line']}"),
        Asked("creator", "/ja/my/disputes"),
        Asked("creator", "/ja/my/details"),
        Asked("creator", "/ja/my/taxes"),
        Asked("studio", "/ja/studio"),
        Asked("studio", "/ja/studio/works"),
        Asked("studio", "/ja/studio/committees"),
        Asked("studio", "/ja/studio/agreements"),
        Asked("studio", f"/ja/studio/agreements/{ids['agreement']}"),
        Asked("studio", "/ja/studio/reports"),
        Asked("studio", "/ja/studio/close"),
        Asked("studio", "/ja/studio/statements"),
        Asked("studio", "/ja/studio/approvals"),
        Asked("studio", "/ja/studio/recoupment"),
        Asked("studio", "/ja/studio/avails"),
        Asked("auditor", "/ja/audit"),
        Asked("auditor", "/ja/audit/verify"),
        Asked("auditor", "/ja/audit/findings"),
        Asked("auditor", "/ja/audit/recompute"),
    ]


def at_size(opened: Register, sample: DemoResult, size: int) -> dict[Asked, Took]:
    """Bring the statements to a size and ask every page."""
    started = time.perf_counter()
    grow(opened, sample, size)
    print(f"{size:,} statements after {time.perf_counter() - started:.0f} s", file=sys.stderr)
    found = {}
    with signed_in(opened, sample) as clients:
        for asked in pages(sample):
            found[asked] = took(clients[asked.role], asked.path)
            print(f"  {asked.path} {found[asked].p50:.1f} ms", file=sys.stderr)
    return found


@contextmanager
def signed_in(opened: Register, sample: DemoResult) -> Iterator[dict[Role, TestClient]]:
    """One client per role."""
    with ExitStack() as stack:
        clients: dict[Role, TestClient] = {}
        for role in ("public", "creator", "studio", "auditor"):
            http = TestClient(create_app(opened), base_url=f"http://{HOST}", client=(HOST, 50_000))
            if role != "public":
                http.cookies.set("daicho", cookie(opened, sample, role), domain=HOST)
            clients[role] = stack.enter_context(http)
        yield clients


def cookie(opened: Register, sample: DemoResult, role: Role) -> str:
    """Sign somebody in."""
    ids = sample.open_next
    party = {"creator": ids["creator"], "studio": ids["lead"], "auditor": ids["auditor"]}[role]
    pieces = opened.engine, opened.vault.beside, opened.clock, opened.entropy
    login = f"{role}-{time.monotonic_ns()}@bench.example"
    account = Accounts(*pieces).add(NewAccount(login, role, party))
    return Sessions(*pieces).open(account.id, "password+totp").cookie


def grow(opened: Register, sample: DemoResult, size: int) -> None:
    """Add statements to the views until there are so many; the first ones keep their ids."""
    payer, creator = sample.open_next["lead"], sample.open_next["creator"]
    own: list[Issued] = []
    others: list[Issued] = []
    for place, event in issued(opened):
        if event.payer == payer:
            (own if event.payee == creator else others).append((place, event))
    # The statement whose page is asked for is among the first.
    own.sort(key=lambda found: found[1].id != sample.open_next["statement"])
    if size == SIZES[0]:
        empty(opened)
    count = counted(opened)
    while count < size:
        with write_transaction(opened.engine) as conn:
            state = State(conn)
            for _ in range(min(_BATCH, size - count)):
                pool, before = told_apart(count, own, others)
                turn, number = divmod(before, len(pool))
                place, event = pool[number]
                id = f"stmt_{count:026d}" if turn else event.id
                statement_issued(event.model_copy(update={"id": id}), state, place)
                count += 1
            state.flush()


def told_apart(count: int, own: list[Issued], others: list[Issued]) -> tuple[list[Issued], int]:
    """Return where the next statement comes from, and how many came from there before."""
    before = -(-count // SHARE)
    return (others, count - before) if count % SHARE else (own, before)


def empty(opened: Register) -> None:
    """Take all statements out of the views in which they are listed."""
    with write_transaction(opened.engine) as conn:
        for view in _LISTED:
            conn.execute(delete(table_of(view)))


def counted(opened: Register) -> int:
    """How many statements the views have."""
    with opened.ledger.reading() as conn:
        query = select(func.count()).select_from(table_of(StatementRow))
        return int(conn.execute(query).scalar_one())


def issued(opened: Register) -> Iterator[Issued]:
    """Every statement of the log, with its place."""
    with opened.ledger.reading() as conn:
        reader = LogReader(conn)
        for entry, parts in reader.iterate(0, reader.size()):
            header = entry.header()
            if header.event_type != StatementIssued.TYPE:
                continue
            event = decode_fact(header.event_type, parts)
            assert isinstance(event, StatementIssued)
            yield Place(entry.index, parse_stamp(header.recorded_at)), event


def took(http: TestClient, path: str) -> Took:
    """Ask a page many times; the first time does not count."""
    answer = http.get(path)
    assert answer.status_code == (404 if path == SHORTEST else 200), (path, answer.status_code)
    beside = set(re.findall(r"/static/[^\"]+", answer.text))
    loaded = sum(int(http.get(one).headers.get("content-length", 0)) for one in sorted(beside))
    times = []
    for _ in range(ASKED):
        started = time.perf_counter()
        http.get(path)
        times.append((time.perf_counter() - started) * 1000)
    return Took(median(times), quantiles(times, n=100)[98], len(answer.content), loaded)


def tell(found: list[dict[Asked, Took]]) -> None:
    """Print the table."""
    small, large = found
    print(f"each page asked {ASKED} times; ms at {SIZES[0]:,} and {SIZES[1]:,} statements")
    head = ("p50", "p99", "p50", "p99", "growth", "x frame", "page KB", "beside KB")
    print(f"{'page':<58}" + "".join(f"{name:>10}" for name in head))
    frame = min(one.p50 for asked, one in large.items() if asked.path == SHORTEST)
    for asked, before in small.items():
        after = large[asked]
        values = (
            f"{before.p50:.1f}", f"{before.p99:.1f}", f"{after.p50:.1f}", f"{after.p99:.1f}",
            f"x{after.p50 / before.p50:.2f}", f"{after.p50 / frame:.1f}",
            f"{after.page / 1024:.0f}", f"{after.beside / 1024:.0f}",
        )  # fmt: skip
        shown = f"{asked.role} {asked.path}"
        print(f"{shown[:57]:<58}" + "".join(f"{value:>10}" for value in values))
    worst = max(large[asked].p50 / small[asked].p50 for asked in small)
    print(f"largest growth of a median: x{worst:.2f}")


if __name__ == "__main__":
    main()
