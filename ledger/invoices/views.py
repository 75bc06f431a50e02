"""Purchase documents, clauses about silence, and invoices as the register knows them."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, Final

from sqlalchemy import Connection, or_, select
from sqlmodel import Field

from ledger.access.views import belongs, involve
from ledger.clock import stamp
from ledger.event import Event, Place
from ledger.invoices.deeming import CONFIRMED, OBJECTED, REPLACED, WAITING
from ledger.invoices.events import (
    InvoiceIssued,
    PurchaseConfirmed,
    PurchaseObjected,
    PurchasePresented,
    PurchasesAgreed,
)
from ledger.store.handler import Projection
from ledger.store.state import Row, State
from ledger.store.views import View, integer, pack, table_of, text, unpack

Source = State | Connection
_IDS_PER_QUERY: Final = 500


class PurchaseRow(View, table=True):
    """A purchase document. `bears_tax` and `is_qualified` are 0 or 1.

    `status` is `waiting` until somebody says something; silence writes nothing.
    """

    __tablename__ = "v_purchase"

    id: str = Field(sa_column=text(key=True))
    statement: str = Field(sa_column=text(index=True))
    payer: str = Field(sa_column=text(index=True))
    payee: str = Field(sa_column=text(index=True))
    supplier: str = Field(sa_column=text(index=True))
    payment_date: str = Field(sa_column=text())
    currency: str = Field(sa_column=text())
    status: str = Field(sa_column=text())
    confirm_by: str | None = Field(sa_column=text(null=True))
    bears_tax: int = Field(sa_column=integer())
    is_qualified: int = Field(sa_column=integer())
    total_minor: int = Field(sa_column=integer())
    entry_index: int = Field(sa_column=integer())
    doc: str = Field(sa_column=text())


class PurchaseClauseRow(View, table=True):
    """From a day on, silence is confirmation after so many days; or no longer."""

    __tablename__ = "v_purchase_clause"

    payer: str = Field(sa_column=text(key=True))
    payee: str = Field(sa_column=text(key=True))
    day: str = Field(sa_column=text(key=True))
    days: int | None = Field(sa_column=integer(null=True))
    entry_index: int = Field(sa_column=integer())
    doc: str = Field(sa_column=text())


class IssuedInvoiceRow(View, table=True):
    """An invoice or credit note that the register made; its `InvoiceRow` stands beside it."""

    __tablename__ = "v_issued_invoice"

    id: str = Field(sa_column=text(key=True))
    issuer: str = Field(sa_column=text(index=True))
    number: str = Field(sa_column=text())
    kind: str = Field(sa_column=text())
    agreement: str = Field(sa_column=text(index=True))
    report: str = Field(sa_column=text(index=True))
    debtor: str = Field(sa_column=text(index=True))
    issued_by: str = Field(sa_column=text(index=True))
    issued_on: str = Field(sa_column=text())
    currency: str = Field(sa_column=text())
    tax_class: str = Field(sa_column=text())
    amount_minor: int = Field(sa_column=integer())
    tax_minor: int = Field(sa_column=integer())
    total_minor: int = Field(sa_column=integer())
    entry_index: int = Field(sa_column=integer())
    doc: str = Field(sa_column=text())


class InvoiceSeriesRow(View, table=True):
    """How many invoices and credit notes an issuer made in a year: the last number."""

    __tablename__ = "v_invoice_series"

    issuer: str = Field(sa_column=text(key=True))
    year: int = Field(sa_column=integer(key=True))
    last: int = Field(sa_column=integer())


def purchases_agreed(event: PurchasesAgreed, state: State, place: Place) -> None:
    """Note a clause, in place of what was said for that day."""
    state.put(
        PurchaseClauseRow,
        payer=event.payer,
        payee=event.payee,
        day=event.day.isoformat(),
        days=event.days,
        entry_index=place.index,
        doc=pack({"clause": event.clause, "document": event.document.model_dump(mode="json")}),
    )


def purchase_presented(event: PurchasePresented, state: State, place: Place) -> None:
    """Put a purchase document on the register; one that it replaces says nothing any more."""
    if event.replaces:
        state.change(PurchaseRow, event.replaces, status=REPLACED)
    body = event.body()
    state.put(
        PurchaseRow,
        id=event.id,
        statement=event.statement,
        payer=event.payer,
        payee=event.payee,
        supplier=event.supplier,
        payment_date=event.payment_date.isoformat(),
        currency=event.currency,
        status=WAITING,
        confirm_by=event.deeming.confirm_by.isoformat() if event.deeming else None,
        bears_tax=int(any(row.tax_class == "standard" for row in event.classes)),
        is_qualified=int(event.is_qualified),
        total_minor=event.total_minor,
        entry_index=place.index,
        doc=pack({"body": body, "said": [], "presented_at": stamp(place.recorded_at)}),
    )
    for party in event.concerned():
        involve(state, event.id, party)
    belongs(state, event.id, event.statement)


def purchase_confirmed(event: PurchaseConfirmed, state: State, place: Place) -> None:
    """Note a confirmation."""
    _said(state, event.purchase, CONFIRMED, event.body(), place)


def purchase_objected(event: PurchaseObjected, state: State, place: Place) -> None:
    """Note an objection."""
    _said(state, event.purchase, OBJECTED, event.body(), place)


def _said(state: State, purchase: str, status: str, body: dict[str, Any], place: Place) -> None:
    row = state.require(PurchaseRow, purchase, field="purchase")
    doc = unpack(row["doc"])
    told = {name: value for name, value in body.items() if name not in ("purchase", "parties")}
    said = {"what": status, **told, "entry_index": place.index, "at": stamp(place.recorded_at)}
    state.change(
        PurchaseRow, purchase, status=status, doc=pack(doc | {"said": [*doc["said"], said]})
    )


def invoice_issued(event: InvoiceIssued, state: State, place: Place) -> None:
    """Put an invoice or credit note beside what was recorded of it as revenue."""
    state.put(
        IssuedInvoiceRow,
        id=event.id,
        issuer=event.issuer,
        number=event.number,
        kind=event.kind,
        agreement=event.agreement,
        report=event.report,
        debtor=event.debtor,
        issued_by=event.by,
        issued_on=event.issued_on.isoformat(),
        currency=event.currency,
        tax_class=event.tax_class,
        amount_minor=event.amount_minor,
        tax_minor=event.tax_minor,
        total_minor=event.total_minor,
        entry_index=place.index,
        doc=pack({"body": event.body(), "recorded_at": stamp(place.recorded_at)}),
    )
    year, last = event.number.split("-")
    state.put(InvoiceSeriesRow, issuer=event.issuer, year=int(year), last=int(last))
    for party in (*event.parties, event.debtor):
        involve(state, event.id, party)
    belongs(state, event.id, event.agreement)


def clause_on(source: Source, payer: str, payee: str, day: date) -> Row | None:
    """Return the clause about silence that holds on a day, if one does."""
    begun = [
        row
        for row in rows_of(source, PurchaseClauseRow, payer=payer, payee=payee)
        if row["day"] <= day.isoformat()
    ]
    latest = max(begun, key=lambda row: row["day"], default=None)
    return latest if latest is not None and latest["days"] is not None else None


def purchases_of(source: Source, statement: str) -> list[Row]:
    """Return the purchase documents of a statement in the order in which they were presented."""
    found = rows_of(source, PurchaseRow, statement=statement)
    return sorted(found, key=lambda row: row["entry_index"])


def next_number(source: Source, issuer: str, year: int) -> str:
    """Return the next number in an issuer's series: without gaps, decided where it is recorded.

    Example:
        After `2026-0001` comes `2026-0002`; the first of 2027 is `2027-0001`.
    """
    rows = rows_of(source, InvoiceSeriesRow, issuer=issuer, year=year)
    last = rows[0]["last"] if rows else 0
    return f"{year}-{last + 1:04d}"


def totals_of(source: Source, invoices: Iterable[str]) -> dict[str, int]:
    """Return what a debtor is asked to transfer for each invoice: with consumption tax.

    Args:
        source: A snapshot, or the state of the transaction under way.
        invoices: Ids; those that the register did not make itself are left out.
    """
    ids = sorted(set(invoices))
    if isinstance(source, State):
        rows = (source.get(IssuedInvoiceRow, id) for id in ids)
        return {row["id"]: row["total_minor"] for row in rows if row is not None}
    table, found = table_of(IssuedInvoiceRow), dict[str, int]()
    for start in range(0, len(ids), _IDS_PER_QUERY):
        some = ids[start : start + _IDS_PER_QUERY]
        query = select(table.c.id, table.c.total_minor).where(table.c.id.in_(some))
        found |= {id: int(total) for id, total in source.execute(query)}
    return found


def invoice_files_of(conn: Connection, parties: Sequence[str]) -> set[str]:
    """Return the hashes of the files of purchase documents and invoices that name these parties."""
    found: set[str] = set()
    for view, roles in _NAMED:
        table = table_of(view)
        named = or_(*(table.c[role].in_(parties) for role in roles))
        for (doc,) in conn.execute(select(table.c.doc).where(named)):
            found |= {file["sha256"] for file in unpack(doc)["body"]["files"]}
    return found


def rows_of(source: Source, view: type[View], **equal: Any) -> list[Row]:
    """Return the rows of a view with these values, from a snapshot or a transaction under way."""
    if isinstance(source, State):
        return source.select(view, **equal)
    table = table_of(view)
    query = select(table).where(*(table.c[name] == value for name, value in equal.items()))
    return [dict(row) for row in source.execute(query).mappings()]


_NAMED: Final[tuple[tuple[type[View], tuple[str, ...]], ...]] = (
    (PurchaseRow, ("payer", "payee", "supplier")),
    (IssuedInvoiceRow, ("issued_by", "debtor")),
)
VIEWS: Final[tuple[type[View], ...]] = (
    PurchaseRow,
    PurchaseClauseRow,
    IssuedInvoiceRow,
    InvoiceSeriesRow,
)
PROJECTIONS: Final[dict[type[Event], Projection]] = {
    PurchasesAgreed: purchases_agreed,
    PurchasePresented: purchase_presented,
    PurchaseConfirmed: purchase_confirmed,
    PurchaseObjected: purchase_objected,
    InvoiceIssued: invoice_issued,
}
