"""What the views say now, as the leaves of the two trees."""

from collections.abc import Iterator
from datetime import date

from sqlalchemy import Connection, select

from ledger.committees.views import CommitteeVersionRow
from ledger.log import state_leaves
from ledger.parties.views import PartyRow
from ledger.royalties.views import BalanceRow, PositionRow
from ledger.statements.views import StatementHeadRow
from ledger.statements.waiting import Account
from ledger.statements.waiting_views import WaitingRow, waiting_in
from ledger.store.views import table_of, unpack
from ledger.works.views import KnownIdentifierRow, WorkRow


def private_leaves(conn: Connection, day: date) -> Iterator[bytes]:
    """Yield balances, positions, carried amounts and holdings.

    Args:
        conn: A snapshot.
        day: Holdings are those of this day, the last of the month.
    """
    for row in conn.execute(select(table_of(BalanceRow))).mappings():
        yield state_leaves.balance(
            row["agreement"], row["account"], row["currency"], row["amount_minor"]
        )
    for row in conn.execute(select(table_of(PositionRow))).mappings():
        yield from state_leaves.positions(row["agreement"], unpack(row["doc"]))
    for account, (amount, statement) in _carried(conn).items():
        yield state_leaves.carried(*account, amount, statement)
    yield from _holdings(conn, day.isoformat())


def _carried(conn: Connection) -> dict[Account, tuple[int, str]]:
    """Return what waits in each account, and its last statement.

    A debtor who assumed it and stated nothing yet names the latest statement that it came from.
    """
    found: dict[Account, tuple[int, str]] = {}
    for row in conn.execute(select(table_of(WaitingRow))).mappings():
        latest = waiting_in(dict(row))[-1].part.statement
        found[row["payer"], row["payee"], row["currency"]] = row["amount_minor"], latest
    for row in conn.execute(select(table_of(StatementHeadRow))).mappings():
        account = row["payer"], row["payee"], row["currency"]
        found[account] = found.get(account, (0, ""))[0], row["statement_id"]
    return found


def _holdings(conn: Connection, day: str) -> Iterator[bytes]:
    table = table_of(CommitteeVersionRow)
    versions: dict[str, dict[int, tuple[str, str]]] = {}
    for row in conn.execute(select(table)).mappings():
        known = versions.setdefault(row["committee_id"], {})
        known[row["version"]] = row["effective_from"], row["doc"]
    for committee, known in versions.items():
        since = ((first, version) for version, (first, _) in known.items())
        version = state_leaves.latest_begun(since, day)
        if version is not None:
            doc = unpack(known[version][1])
            yield from state_leaves.holdings(committee, doc["status"], doc["members"])


def identifiers(conn: Connection) -> Iterator[str]:
    """Yield every identifier that was ever registered, and the ids of what is public."""
    yield from conn.execute(select(table_of(KnownIdentifierRow).c.identifier)).scalars()
    works = table_of(WorkRow)
    yield from (f"work:{id}" for id in conn.execute(select(works.c.id)).scalars())
    committees = table_of(CommitteeVersionRow)
    found = conn.execute(select(committees.c.committee_id).distinct()).scalars()
    yield from (f"committee:{id}" for id in found)
    parties = table_of(PartyRow)
    companies = select(parties.c.id).where(parties.c.subject.is_(None))
    yield from (f"party:{id}" for id in conn.execute(companies).scalars())
