"""What the money on an account is owed for: 預り金 by whom it belongs to, summing to the book.

Of money that arrived for a report, what runs have used (less what the reporter kept before) is owed
to payees, spent on costs, set aside or left with the payer; the rest is undistributed or excess. Of
what payees are due, a part is not stated yet, a part waits, a part is stated and unpaid, a part is
paid. Withholding stays until it is paid over; consumption tax on statements and fees are the
payer's own, so what of them left the account he owes it.

Every line is found by itself. What they do not add up to is `unexplained`: nothing is made to fit.

Example:
    By hand: 1,000 arrived for a report and 800 for another; a run used the first 1,000: 600 to A,
    400 to B. A's 600 are stated with 60 of consumption tax and 61 withheld, and 599 are paid. The
    account has 1,800 - 599 = 1,201: undistributed 800, B 400, withholding 61, consumption tax -60.
"""

from collections import defaultdict
from collections.abc import Iterator
from typing import Any, Final

from sqlalchemy import Connection, and_, func, or_, select

from ledger.agreements.views import AgreementRow
from ledger.cash.book import Book, sent_where
from ledger.cash.commands import OwedFromAccount, OwedKind
from ledger.cash.views import CashReceiptRow
from ledger.disputes.holding import held_of
from ledger.payments.views import PaymentItemRow
from ledger.revenue.views import ACTIVE, ReceiptRow, ReportRow
from ledger.royalties.kept import kept_of_report
from ledger.royalties.views import BalanceRow, RunPayeeRow
from ledger.set_offs.views import SetOffRow
from ledger.statements.views import StatementRow
from ledger.statements.waiting_views import WaitingRow
from ledger.store.state import Row
from ledger.store.views import table_of

_BALANCES: Final[dict[str, OwedKind]] = {
    "held": "set_aside", "cost": "costs", "carried": "pool", "retained": "retained",
}  # fmt: skip


def owed_of(conn: Connection, book: Book) -> tuple[OwedFromAccount, ...]:
    """Return to whom the book is owed; nothing where the holder has several accounts.

    Agreements and statements say whose money it is, not on which of several accounts it lies.
    """
    if not book.is_only:
        return ()
    sent = _sent(conn, book)
    found = [
        *_opening(conn, book, sent),
        *_reports(conn, book),
        *_not_stated(conn, book),
        *_carried(conn, book),
        *_statements(conn, book, sent),
        *_balances(conn, book),
        *_moved(book, sent),
    ]
    rest = book.book_minor - sum(one.amount_minor for one in found)
    if rest:
        found.append(OwedFromAccount(kind="unexplained", amount_minor=rest))
    return tuple(found)


def _sent(conn: Connection, book: Book) -> list[Row]:
    """Return every item that went out up to the day, also before the book began."""
    table = table_of(PaymentItemRow)
    query = select(table).where(sent_where(book.account, book.day))
    return [dict(row) for row in conn.execute(query).mappings()]


def _opening(conn: Connection, book: Book, sent: list[Row]) -> Iterator[OwedFromAccount]:
    """Yield what was on the account when its book began, less what is on record from before."""
    receipts, agreements = table_of(ReceiptRow), table_of(AgreementRow)
    offs = table_of(SetOffRow)
    query = (
        select(func.coalesce(func.sum(receipts.c.amount_minor), 0))
        .join(agreements, agreements.c.id == receipts.c.agreement)
        .where(
            _own(book, agreements, receipts),
            receipts.c.received_on < book.account["opened_on"],
            receipts.c.id.not_in(select(offs.c.receipt)),
        )
    )
    came = int(conn.execute(query).scalar_one())
    before = [one for one in sent if (one["paid_on"] or one["pay_on"]) < book.account["opened_on"]]
    went = sum(one["transfer_minor"] for one in before)
    yield from _told("opening", book.account["opening_minor"] - came + went)


def _own(book: Book, agreements: Any, money: Any) -> Any:
    return and_(
        agreements.c.payer == book.account["party"], money.c.currency == book.account["currency"]
    )


def _reports(conn: Connection, book: Book) -> Iterator[OwedFromAccount]:
    """Yield per agreement what arrived and no run used, and per report what arrived beyond it."""
    reports, agreements = table_of(ReportRow), table_of(AgreementRow)
    left = _arrived(conn, book)
    query = (
        select(reports, agreements.c.committee)
        .join(agreements, agreements.c.id == reports.c.agreement)
        .where(_own(book, agreements, reports))
        .order_by(reports.c.id)
    )
    committees: dict[str, str | None] = {}
    for row in conn.execute(query).mappings():
        agreement, committee = row["agreement"], row["committee"]
        committees[agreement] = committee
        used = row["distributed_minor"] if row["run_id"] is not None else 0
        kept = kept_of_report(row["amount_minor"], row["remittance_minor"], used)
        excess = max(0, row["received_minor"] - max(0, row["remittance_minor"]))
        excess = excess if row["status"] == ACTIVE else 0
        left[agreement] -= used - kept + excess
        yield from _told("excess", excess, ref=row["id"], committee=committee)
    for agreement in sorted(left):
        yield from _told(
            "undistributed", left[agreement], ref=agreement, committee=committees.get(agreement)
        )


def _arrived(conn: Connection, book: Book) -> dict[str, int]:
    """Return what arrived up to the day, by agreement, set-offs included."""
    receipts, agreements = table_of(ReceiptRow), table_of(AgreementRow)
    shown = table_of(CashReceiptRow)
    query = (
        select(receipts.c.agreement, func.sum(receipts.c.amount_minor))
        .join(agreements, agreements.c.id == receipts.c.agreement)
        .outerjoin(shown, shown.c.receipt == receipts.c.id)
        .where(
            _own(book, agreements, receipts),
            or_(receipts.c.received_on <= book.day, shown.c.day <= book.day),
        )
        .group_by(receipts.c.agreement)
    )
    return defaultdict(int, {id: int(amount) for id, amount in conn.execute(query)})


def _not_stated(conn: Connection, book: Book) -> Iterator[OwedFromAccount]:
    table = table_of(RunPayeeRow)
    due = func.sum(table.c.amount_minor - table.c.kept_minor)
    query = (
        select(table.c.party_id, due)
        .where(_by_payer(book, table), table.c.statement_id.is_(None))
        .group_by(table.c.party_id)
        .order_by(table.c.party_id)
    )
    for party, amount in conn.execute(query):
        yield from _told("not_stated", int(amount), party=party)


def _by_payer(book: Book, table: Any) -> Any:
    account = book.account
    return and_(table.c.payer == account["party"], table.c.currency == account["currency"])


def _carried(conn: Connection, book: Book) -> Iterator[OwedFromAccount]:
    table = table_of(WaitingRow)
    query = select(table).where(_by_payer(book, table)).order_by(table.c.payee)
    for row in conn.execute(query).mappings():
        yield from _told("carried", row["amount_minor"], party=row["payee"])


def _statements(conn: Connection, book: Book, sent: list[Row]) -> Iterator[OwedFromAccount]:
    """Yield what is stated and not paid, before tax; what disputes hold of it stands apart."""
    table = table_of(StatementRow)
    query = select(table.c.id, table.c.payee, table.c.payable_minor).where(_by_payer(book, table))
    left = {id: (payee, amount) for id, payee, amount in conn.execute(query)}
    gone = _gone(conn, book, sent)
    unpaid: dict[str, int] = defaultdict(int)
    open_ids = []
    for id, (payee, amount) in left.items():
        rest = amount - gone.get(id, 0)
        unpaid[payee] += rest
        if rest > 0:
            open_ids.append(id)
    for id, held in sorted(held_of(conn, open_ids).items()):
        payee = left[id][0]
        unpaid[payee] -= held.amount_minor
        yield from _told("held", held.amount_minor, party=payee, ref=id)
    for payee in sorted(unpaid):
        yield from _told("unpaid", unpaid[payee], party=payee)


def _gone(conn: Connection, book: Book, sent: list[Row]) -> dict[str, int]:
    """Return per statement what was paid before tax, and what was set off and not yet sent."""
    table = table_of(SetOffRow)
    gone: dict[str, int] = defaultdict(int)
    query = select(table.c.statement, func.sum(table.c.amount_minor)).where(
        _by_payer(book, table), table.c.day <= book.day
    )
    for statement, amount in conn.execute(query.group_by(table.c.statement)):
        gone[statement] += int(amount)
    for item in sent:
        gone[item["statement_id"]] += item["amount_minor"] - item["set_off_minor"]
    return gone


def _balances(conn: Connection, book: Book) -> Iterator[OwedFromAccount]:
    """Yield what runs set aside, deducted as costs, carried on or left to the payer."""
    table, agreements = table_of(BalanceRow), table_of(AgreementRow)
    query = (
        select(table, agreements.c.committee)
        .join(agreements, agreements.c.id == table.c.agreement)
        .where(_own(book, agreements, table))
        .order_by(table.c.agreement, table.c.account)
    )
    for row in conn.execute(query).mappings():
        kind = _BALANCES.get(row["account"].partition(":")[0])
        if kind is not None:
            amount = row["amount_minor"]
            yield from _told(kind, amount, ref=row["agreement"], committee=row["committee"])


def _moved(book: Book, sent: list[Row]) -> Iterator[OwedFromAccount]:
    """Yield what lines were for besides receipts and payments, and what payments left behind."""
    sums = book.sums
    for committee, amount in sorted(book.capital.items(), key=lambda one: one[0] or ""):
        yield from _told("capital", amount, committee=committee)
    withheld = sum(one["withholding_minor"] for one in sent)
    yield from _told("withholding", withheld + sums.get("tax", 0))
    yield from _told("consumption_tax", -sum(one["consumption_tax_minor"] for one in sent))
    yield from _told("costs", sums.get("expense", 0))
    yield from _told("fees", sums.get("bank_fee", 0) - book.fees_minor)
    yield from _told("own", sums.get("own", 0))
    yield from _told("other", sums.get("other", 0))


def _told(kind: OwedKind, amount: int, **about: str | None) -> Iterator[OwedFromAccount]:
    if amount:
        yield OwedFromAccount(kind=kind, amount_minor=amount, **about)
