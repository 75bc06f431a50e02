"""Bank and book of an account on a day, and every reason why they differ.

Rules kept here, in order:

1. The bank is the opening and every line up to the day. The book is what is on record: what lines
   were for, receipts recorded by hand, and payments that went out.
2. Differences have names: lines nobody explained, receipts and payments that no line shows, and a
   balance that the bank states otherwise. Bank and differences are the book, to the yen.
3. What belongs to a committee is what its agreements, calls and costs say; payments count for it by
   the lines of their statements. What belongs to none (taxes withheld, consumption tax, fees, what
   statements carried) stands apart, so that the parts are the book.
4. Where a holder has several accounts in a currency, a receipt by hand belongs to the account of
   its committee, else to the only one that is no committee's; so do payments no line shows.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from sqlalchemy import Connection, and_, func, select

from ledger.agreements.views import AgreementRow
from ledger.cash.commands import CommitteeCash, Difference
from ledger.cash.views import (
    CashAccountRow,
    CashLineRow,
    CashMatchRow,
    CashPartRow,
    CashReceiptRow,
)
from ledger.errors import NotFound
from ledger.payments.views import EXPORTED, PAID, PaymentItemRow
from ledger.revenue.views import ReceiptRow
from ledger.set_offs.views import SetOffRow
from ledger.statements.views import StatementRow
from ledger.store.state import Row
from ledger.store.views import table_of, unpack

PAYMENT_KINDS: Final = ("payment", "returned")
_PER_QUERY: Final = 500


@dataclass(frozen=True, slots=True)
class Book:
    """Bank and book.

    Attributes:
        computed_minor: The bank's balance by its lines. bank_minor: as stated, where it was.
        sent: Items of payments that went out up to the day, of this account.
        sums: Kind of part to what it moved, with its sign, up to the day.
        capital: Committee to what its members paid in.
        fees_minor: What senders kept by clause.
        is_only: Whether the holder has no other account in the currency.
    """

    account: Row
    day: str
    computed_minor: int
    bank_minor: int
    book_minor: int
    differences: tuple[Difference, ...]
    committees: tuple[CommitteeCash, ...]
    sent: tuple[Row, ...]
    sums: Mapping[str, int]
    capital: Mapping[str | None, int]
    fees_minor: int
    is_only: bool


def book_of(conn: Connection, account: str, day: date, stated: int | None = None) -> Book:
    """Compare bank and book.

    Args:
        conn: A snapshot.
        account: Its id; the caller has checked that the viewer may read it.
        day: Both at its end.
        stated: What the bank says is on the account, where that is known otherwise.

    Raises:
        NotFound: There is no such account.

    Example:
        By hand: 1,000 came and are matched, 300 came for nobody knows what: the bank has 1,300. A
        payment of 400 went out of which no line tells: the book is 1,300 - 300 - 400 = 600.
    """
    places = _Places.of(conn, account)
    until = day.isoformat()
    computed, unmatched = _lines(conn, places.account, until)
    by_hand = list(_by_hand(conn, places, until))
    sent, unseen = _payments(conn, places, until)
    bank = computed if stated is None else stated
    differences = tuple(
        each
        for each in (
            _difference("unmatched_in", [-one for one in unmatched if one > 0]),
            _difference("unmatched_out", [-one for one in unmatched if one < 0]),
            _difference("receipt_not_on_bank", [amount for _, amount in by_hand]),
            _difference("payment_not_on_bank", unseen),
            _difference("bank_stated", [computed - bank] if bank != computed else []),
        )
        if each.count
    )
    book = bank + sum(one.amount_minor for one in differences)
    parts = _parts(conn, account, until)
    return Book(
        account=places.account,
        day=until,
        computed_minor=computed,
        bank_minor=bank,
        book_minor=book,
        differences=differences,
        committees=_committees(conn, parts, by_hand, sent, book),
        sent=tuple(sent),
        sums=_summed(((kind, amount) for kind, _, amount in parts)),
        capital=_summed((of, amount) for kind, of, amount in parts if kind == "capital"),
        fees_minor=_fees(conn, account, until),
        is_only=not places.others,
    )


def _difference(kind: Any, amounts: list[int]) -> Difference:
    told = [amount for amount in amounts if amount]
    return Difference(kind=kind, amount_minor=sum(told), count=len(told))


@dataclass(frozen=True, slots=True)
class _Places:
    """An account, and the holder's others in its currency."""

    account: Row
    others: tuple[Row, ...]

    @classmethod
    def of(cls, conn: Connection, id: str) -> "_Places":
        table = table_of(CashAccountRow)
        own = conn.execute(select(table).where(table.c.id == id)).mappings().one_or_none()
        if own is None:
            raise NotFound("cash-account-not-found", field="account", value=id)
        query = select(table).where(
            table.c.party == own["party"], table.c.currency == own["currency"], table.c.id != id
        )
        return cls(dict(own), tuple(dict(row) for row in conn.execute(query).mappings()))

    def has(self, committee: str | None) -> bool:
        """Tell whether money of a committee lies here, where no line says so."""
        if not self.others:
            return True
        every = (self.account, *self.others)
        own = [row["id"] for row in every if committee and row["committee"] == committee]
        free = own or [row["id"] for row in every if row["committee"] is None]
        return free == [self.account["id"]]


def _lines(conn: Connection, account: Row, until: str) -> tuple[int, list[int]]:
    """Return the bank's balance, and what of each line nobody explained."""
    table = table_of(CashLineRow)
    here = and_(table.c.account == account["id"], table.c.day <= until)
    total = conn.execute(select(func.coalesce(func.sum(table.c.amount_minor), 0)).where(here))
    rest = table.c.amount_minor - table.c.taken_minor
    open_lines = conn.execute(select(rest).where(here, rest != 0))
    return account["opening_minor"] + int(total.scalar_one()), [int(one) for (one,) in open_lines]


def _by_hand(conn: Connection, places: _Places, until: str) -> Iterator[tuple[str | None, int]]:
    """Yield committee and amount of each receipt that no line shows up to the day."""
    receipts, agreements = table_of(ReceiptRow), table_of(AgreementRow)
    shown, offs = table_of(CashReceiptRow), table_of(SetOffRow)
    account = places.account
    query = (
        select(agreements.c.committee, receipts.c.amount_minor)
        .join(agreements, agreements.c.id == receipts.c.agreement)
        .outerjoin(shown, and_(shown.c.receipt == receipts.c.id, shown.c.day <= until))
        .where(
            agreements.c.payer == account["party"],
            receipts.c.currency == account["currency"],
            receipts.c.received_on >= account["opened_on"],
            receipts.c.received_on <= until,
            shown.c.receipt.is_(None),
            receipts.c.id.not_in(select(offs.c.receipt)),
        )
    )
    for committee, amount in conn.execute(query):
        if places.has(committee):
            yield committee, amount


def sent_where(account: Row, until: str) -> Any:
    """Return the condition that an item went out up to a day."""
    table = table_of(PaymentItemRow)
    on = func.coalesce(table.c.paid_on, table.c.pay_on)
    return and_(
        table.c.payer == account["party"],
        table.c.currency == account["currency"],
        table.c.status.in_((EXPORTED, PAID)),
        on <= until,
    )


def _payments(conn: Connection, places: _Places, until: str) -> tuple[list[Row], list[int]]:
    """Return the items that went out of this account, and what no line shows, payment by payment.

    An item that the bank sent back went nowhere: what its lines moved has to come back.
    """
    table = table_of(PaymentItemRow)
    on = func.coalesce(table.c.paid_on, table.c.pay_on)
    query = select(table).where(sent_where(places.account, until))
    query = query.where(on >= places.account["opened_on"])
    items = [dict(row) for row in conn.execute(query).mappings()]
    here, elsewhere = _shown(conn, places, until)
    due: dict[str, int] = defaultdict(int)
    sent = []
    for item in items:
        payment = item["payment_id"]
        if payment in here or (payment not in elsewhere and places.has(None)):
            sent.append(item)
            due[payment] -= item["transfer_minor"]
    return sent, [due.get(one, 0) - here.get(one, 0) for one in sorted({*due, *here})]


def _shown(conn: Connection, places: _Places, until: str) -> tuple[dict[str, int], set[str]]:
    """Return what lines of this account moved, by payment; and payments on the other accounts."""
    table = table_of(CashPartRow)
    accounts = [places.account["id"], *(row["id"] for row in places.others)]
    query = (
        select(table.c.account, table.c.ref, func.sum(table.c.amount_minor))
        .where(table.c.account.in_(accounts), table.c.kind.in_(PAYMENT_KINDS), table.c.day <= until)
        .group_by(table.c.account, table.c.ref)
    )
    here: dict[str, int] = {}
    elsewhere: set[str] = set()
    for account, payment, amount in conn.execute(query):
        if account == places.account["id"]:
            here[payment] = int(amount)
        else:
            elsewhere.add(payment)
    return here, elsewhere


def _parts(conn: Connection, account: str, until: str) -> list[tuple[str, str | None, int]]:
    """Return what lines were for, summed by kind and committee."""
    table = table_of(CashPartRow)
    query = (
        select(table.c.kind, table.c.committee, func.sum(table.c.amount_minor))
        .where(table.c.account == account, table.c.day <= until)
        .group_by(table.c.kind, table.c.committee)
    )
    return [(kind, committee, int(amount)) for kind, committee, amount in conn.execute(query)]


def _fees(conn: Connection, account: str, until: str) -> int:
    table = table_of(CashMatchRow)
    query = select(func.coalesce(func.sum(table.c.fee_minor), 0))
    return int(
        conn.execute(query.where(table.c.account == account, table.c.day <= until)).scalar_one()
    )


def _committees(
    conn: Connection,
    parts: list[tuple[str, str | None, int]],
    by_hand: list[tuple[str | None, int]],
    sent: list[Row],
    book: int,
) -> tuple[CommitteeCash, ...]:
    sums: dict[str, int] = defaultdict(int)
    moved = [(of, amount) for kind, of, amount in parts if kind not in PAYMENT_KINDS]
    paid = ((of, -amount) for of, amount in _stated(conn, sent))
    for committee, amount in (*moved, *by_hand, *paid):
        if committee is not None:
            sums[committee] += amount
    named = [CommitteeCash(committee=of, amount_minor=sums[of]) for of in sorted(sums) if sums[of]]
    rest = book - sum(one.amount_minor for one in named)
    return (*named, *([CommitteeCash(amount_minor=rest)] if rest else []))


def _stated(conn: Connection, sent: list[Row]) -> Iterator[tuple[str | None, int]]:
    """Yield committee and amount before tax of the statements that were paid whole."""
    agreements = table_of(AgreementRow)
    query = select(agreements.c.id, agreements.c.committee)
    committees = dict(conn.execute(query.where(agreements.c.committee.is_not(None))).all())
    table = table_of(StatementRow)
    ids = sorted({item["statement_id"] for item in sent if not item["is_rest"]})
    for start in range(0, len(ids), _PER_QUERY):
        some = ids[start : start + _PER_QUERY]
        for (doc,) in conn.execute(select(table.c.doc).where(table.c.id.in_(some))):
            for line in unpack(doc)["lines"]:
                yield committees.get(line["agreement"]), line["amount_minor"]


def _summed(pairs: Any) -> dict[Any, int]:
    sums: dict[Any, int] = defaultdict(int)
    for key, amount in pairs:
        sums[key] += amount
    return dict(sums)
