"""What statements leave open on a day: what is still to be paid, and what they carry forward.

A statement stands between a payer and a payee, whatever the agreements. What it leaves open belongs
to the agreements whose runs it shows; a part that waits, to those that it came from; where those
are not known, to all under which the one paid the other. What a debtor assumed waits with him.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from sqlalchemy import Connection, Row, or_, select

from ledger.access.views import Viewer, visible
from ledger.jobs.readiness_money import Contract
from ledger.jobs.readiness_reasons import Money
from ledger.royalties.views import RunPayeeRow
from ledger.statements.views import StatementRow
from ledger.statements.waiting_views import WaitingRow, waiting_in
from ledger.store.views import table_of

_Pair = tuple[str, str, str]  # payer, payee, currency


class _Shown:
    """Which agreements statements are about."""

    def __init__(self) -> None:
        self.by_statement: dict[str, dict[str, None]] = defaultdict(dict)
        self.by_pair: dict[_Pair, dict[str, None]] = defaultdict(dict)

    def of(self, statement: str, pair: _Pair) -> tuple[str, ...]:
        """Return the agreements of a statement, or else those between its two sides."""
        found = self.by_statement.get(statement) or self.by_pair.get(pair, {})
        return tuple(sorted(found))


def stated_money(
    conn: Connection, viewer: Viewer, contracts: Mapping[str, Contract], day: date
) -> Iterator[Money]:
    """Yield what is planned to be paid after a day, and what payers carry forward, summed up.

    Args:
        conn: A snapshot.
        viewer: Sees the statements he may read.
        contracts: Agreements that concern committees; other money is left out.
        day: What a statement plans to pay on this day counts as paid.
    """
    if not contracts:
        return
    shown = _shown(conn, day)
    sums: dict[tuple[str, tuple[str, ...], str, str, int], int] = defaultdict(int)
    for account, agreements, payer, currency, amount in _lines(conn, viewer, shown, day):
        mine = tuple(one for one in agreements if one in contracts)
        if mine and amount:
            sums[account, mine, payer, currency, -1 if amount < 0 else 1] += amount
    for (account, agreements, payer, currency, _), amount in sorted(sums.items()):
        yield Money(account, agreements, payer, currency, amount)


def _lines(
    conn: Connection, viewer: Viewer, shown: _Shown, day: date
) -> Iterator[tuple[str, tuple[str, ...], str, str, int]]:
    table, waiting = table_of(StatementRow), table_of(WaitingRow)
    readable = visible(viewer, table.c.id)
    planned = select(table).where(table.c.payment_date > day.isoformat(), readable)
    for row in conn.execute(planned):
        amount = row.transfer_minor + row.withholding_minor
        yield "not_paid", shown.of(row.id, _pair(row)), row.payer, row.currency, amount
    accounts = [dict(row) for row in conn.execute(select(waiting)).mappings()]
    known = _readable(conn, viewer, accounts)
    for account in accounts:
        pair = account["payer"], account["payee"], account["currency"]
        for one in waiting_in(account):
            if one.part.statement in known or viewer.party in pair[:2]:
                agreements = one.agreements or shown.of(one.part.statement, pair)
                yield "carried", agreements, pair[0], pair[2], one.part.amount_minor


def _readable(conn: Connection, viewer: Viewer, accounts: Iterable[dict[str, Any]]) -> set[str]:
    """Return the statements in which what waits arose, as far as the viewer reads them."""
    table = table_of(StatementRow)
    arose = {one.part.statement for account in accounts for one in waiting_in(account)}
    query = select(table.c.id).where(table.c.id.in_(sorted(arose)), visible(viewer, table.c.id))
    return set(conn.execute(query).scalars())


def _pair(row: Row[Any]) -> _Pair:
    return row.payer, row.payee, row.currency


def _shown(conn: Connection, day: date) -> _Shown:
    """Return what the statements between two sides are about, where anything is open."""
    runs, table = table_of(RunPayeeRow), table_of(StatementRow)
    pairs = (
        select(table.c.payer, table.c.payee, table.c.currency)
        .where(or_(table.c.payment_date > day.isoformat(), table.c.carried_out_minor != 0))
        .distinct()
        .subquery()
    )
    is_pair = (
        (runs.c.payer == pairs.c.payer)
        & (runs.c.party_id == pairs.c.payee)
        & (runs.c.currency == pairs.c.currency)
    )
    query = select(
        runs.c.statement_id, runs.c.payer, runs.c.party_id, runs.c.currency, runs.c.agreement
    ).join(pairs, is_pair)
    found = _Shown()
    for row in conn.execute(query.distinct()):
        if row.statement_id is not None:
            found.by_statement[row.statement_id][row.agreement] = None
        found.by_pair[row.payer, row.party_id, row.currency][row.agreement] = None
    return found
