"""Reports, invoices and receipts as the register knows them.

Four amounts stand side by side and are never mixed: what was reported, invoiced and received, and
what of it may be distributed.
"""

from typing import Any

from sqlalchemy import Connection, func, select
from sqlmodel import Field

from ledger.access.views import Viewer, belongs, involve, visible
from ledger.agreements.settled import first_use_of, pend
from ledger.agreements.views import AgreementRow
from ledger.clock import stamp
from ledger.event import Event, Place
from ledger.revenue.distributable import distributable_minor
from ledger.revenue.events import (
    ReceiptWithdrawn,
    RevenueInvoiced,
    RevenueReceived,
    RevenueReported,
)
from ledger.store.handler import Projection
from ledger.store.state import Row, State
from ledger.store.views import View, integer, pack, table_of, text, unpack

ACTIVE, SUPERSEDED = "active", "superseded"


class ReportRow(View, table=True):
    """A licensee's report.

    `distributed_minor` and `run_id` say how much of it payout runs have used, and the last one.
    """

    __tablename__ = "v_report"

    id: str = Field(sa_column=text(key=True))
    agreement: str = Field(sa_column=text(index=True))
    reporter: str = Field(sa_column=text(index=True))
    period: str = Field(sa_column=text())
    basis: str = Field(sa_column=text())
    currency: str = Field(sa_column=text())
    amount_minor: int = Field(sa_column=integer())
    remittance_minor: int = Field(sa_column=integer())
    received_minor: int = Field(sa_column=integer())
    distributed_minor: int = Field(sa_column=integer())
    run_id: str | None = Field(sa_column=text(null=True))
    status: str = Field(sa_column=text())
    entry_index: int = Field(sa_column=integer())
    successor: str | None = Field(sa_column=text(null=True))
    doc: str = Field(sa_column=text())


class ReportFileRow(View, table=True):
    """Which report to a payer a file belongs to, so that nobody counts it twice."""

    __tablename__ = "v_report_file"

    payer: str = Field(sa_column=text(key=True))
    sha256: str = Field(sa_column=text(key=True))
    report_id: str = Field(sa_column=text())


class ReportSumsRow(View, table=True):
    """The last report of certain sums, so that a file saved again is not counted twice."""

    __tablename__ = "v_report_sums"

    agreement: str = Field(sa_column=text(key=True))
    reporter: str = Field(sa_column=text(key=True))
    period: str = Field(sa_column=text(key=True))
    sha256: str = Field(sa_column=text(key=True))
    report_id: str = Field(sa_column=text())


class InvoiceRow(View, table=True):
    """An invoice to a licensee."""

    __tablename__ = "v_invoice"

    id: str = Field(sa_column=text(key=True))
    agreement: str = Field(sa_column=text(index=True))
    report: str | None = Field(sa_column=text(null=True, index=True))
    debtor: str = Field(sa_column=text())
    currency: str = Field(sa_column=text())
    amount_minor: int = Field(sa_column=integer())
    issued_on: str = Field(sa_column=text())
    due_on: str = Field(sa_column=text())
    entry_index: int = Field(sa_column=integer())
    doc: str = Field(sa_column=text())


class ReceiptRow(View, table=True):
    """Money that arrived for a report. `report` is the one it was sent for, corrected or not."""

    __tablename__ = "v_receipt"

    id: str = Field(sa_column=text(key=True))
    agreement: str = Field(sa_column=text(index=True))
    report: str = Field(sa_column=text(index=True))
    currency: str = Field(sa_column=text())
    amount_minor: int = Field(sa_column=integer())
    received_on: str = Field(sa_column=text())
    entry_index: int = Field(sa_column=integer())
    doc: str = Field(sa_column=text())


class FeedRow(View, table=True):
    """The last entry that changed what an agreement's payout runs start from."""

    __tablename__ = "v_feed"

    agreement: str = Field(sa_column=text(key=True))
    entry_index: int = Field(sa_column=integer())


def revenue_reported(event: RevenueReported, state: State, place: Place) -> None:
    """Put a report on the register; one it corrects hands over what arrived for it."""
    received = 0
    if event.supersedes:
        run = first_use_of(state, event.agreement, replaced_reports(state, event.supersedes))
        first = run["number"] if run else None
        pend(state, event.agreement, place.index, ("report", event.id), first)
        before = state.require(ReportRow, event.supersedes, field="supersedes")
        received = before["received_minor"]
        state.change(ReportRow, event.supersedes, status=SUPERSEDED, successor=event.id)
    state.put(
        ReportRow,
        id=event.id,
        agreement=event.agreement,
        reporter=event.reporter,
        period=event.period,
        basis=event.basis,
        currency=event.currency,
        amount_minor=event.amount_minor,
        remittance_minor=event.remittance_minor,
        received_minor=received,
        distributed_minor=0,
        status=ACTIVE,
        entry_index=place.index,
        doc=pack({**_report_doc(event), "recorded_at": stamp(place.recorded_at)}),
    )
    payer, *_ = event.parties
    state.put(ReportFileRow, payer=payer, sha256=event.file.sha256, report_id=event.id)
    state.put(
        ReportSumsRow,
        agreement=event.agreement,
        reporter=event.reporter,
        period=event.period,
        sha256=event.groups.sha256,
        report_id=event.id,
    )
    for party in (*event.parties, event.reporter):
        involve(state, event.id, party)
    belongs(state, event.id, event.agreement)
    feed(state, event.agreement, place)


def replaced_reports(state: State, report: str | None) -> list[str]:
    """Return a report, the one that it corrects, and so on, back to the first."""
    found: list[str] = []
    while report is not None and (row := state.get(ReportRow, report)) is not None:
        found.append(report)
        report = unpack(row["doc"]).get("supersedes")
    return found


def _report_doc(event: RevenueReported) -> dict[str, Any]:
    names = {
        "file", "lines", "groups", "problems", "lines_root", "counts", "control", "differences",
        "profile", "supersedes", "is_synthetic",
    }  # fmt: skip
    return event.model_dump(mode="json", exclude_none=True, include=names)


def revenue_invoiced(event: RevenueInvoiced, state: State, place: Place) -> None:
    """Put an invoice beside its report."""
    state.put(
        InvoiceRow,
        id=event.id,
        agreement=event.agreement,
        report=event.report,
        debtor=event.debtor,
        currency=event.currency,
        amount_minor=event.amount_minor,
        issued_on=event.issued_on.isoformat(),
        due_on=event.due_on.isoformat(),
        entry_index=place.index,
        doc=pack(event.model_dump(mode="json", exclude_none=True, include={"document"})),
    )
    for party in (*event.parties, event.debtor):
        involve(state, event.id, party)
    belongs(state, event.id, event.agreement)


def revenue_received(event: RevenueReceived, state: State, place: Place) -> None:
    """Add money to what arrived for a report."""
    doc = {"document", "bank_reference", "excess_minor"}
    state.put(
        ReceiptRow,
        id=event.id,
        agreement=event.agreement,
        report=event.report,
        currency=event.currency,
        amount_minor=event.amount_minor,
        received_on=event.received_on.isoformat(),
        entry_index=place.index,
        doc=pack(event.model_dump(mode="json", exclude_none=True, include=doc)),
    )
    state.add(ReportRow, event.report, received_minor=event.amount_minor)
    for party in event.parties:
        involve(state, event.id, party)
    belongs(state, event.id, event.agreement)
    feed(state, event.agreement, place)


def receipt_withdrawn(event: ReceiptWithdrawn, state: State, place: Place) -> None:
    """Take money back from the report that counts it now; the paper is no receipt any more."""
    state.delete(ReceiptRow, event.receipt)
    state.add(ReportRow, head_report(state, event.report)["id"], received_minor=-event.amount_minor)
    feed(state, event.agreement, place)


def head_report(state: State, report: str) -> Row:
    """Return the report that stands in the place of another: itself, or what corrects it."""
    row = state.require(ReportRow, report, field="report")
    while row["successor"] is not None:
        row = state.require(ReportRow, row["successor"], field="report")
    return row


def feed(state: State, agreement: str, place: Place) -> None:
    """Note that something changed what an agreement's next payout run starts from."""
    state.put(FeedRow, agreement=agreement, entry_index=place.index)


def show(conn: Connection, id: str) -> dict[str, Any] | None:
    """Describe a report with its four amounts, invoices and receipts.

    The caller has checked that the viewer may read it.
    """
    found = _described(conn, [id])
    if not found:
        return None
    chain = _chain(conn, id)
    return {
        **found[0],
        "invoices": _papers(conn, InvoiceRow, chain),
        "receipts": _papers(conn, ReceiptRow, chain),
    }


def page(
    conn: Connection, viewer: Viewer, *, after: str | None = None, limit: int = 50, **filters: str
) -> list[dict[str, Any]]:
    """List reports in the order of their ids.

    Args:
        conn: A snapshot.
        viewer: Sees what he is a full party to, or was granted.
        after: Last id of the page before.
        limit: Most rows.
        **filters: Columns that must equal a value: `agreement`, `reporter`, `period`, `status`.
    """
    table = table_of(ReportRow)
    query = select(table.c.id).where(visible(viewer, table.c.id)).order_by(table.c.id).limit(limit)
    if after is not None:
        query = query.where(table.c.id > after)
    for name, value in filters.items():
        query = query.where(table.c[name] == value)
    return _described(conn, list(conn.execute(query).scalars()))


def _described(conn: Connection, ids: list[str]) -> list[dict[str, Any]]:
    """Describe reports with two queries, however many there are."""
    report, agreement = table_of(ReportRow), table_of(AgreementRow)
    invoiced = _invoiced(conn, ids)
    query = (
        select(report, agreement.c.distribute_on)
        .join(agreement, agreement.c.id == report.c.agreement)
        .where(report.c.id.in_(ids))
        .order_by(report.c.id)
    )
    return [
        _description(dict(row), invoiced.get(row["id"], 0))
        for row in conn.execute(query).mappings()
    ]


def _invoiced(conn: Connection, ids: list[str]) -> dict[str, int]:
    table = table_of(InvoiceRow)
    query = (
        select(table.c.report, func.sum(table.c.amount_minor))
        .where(table.c.report.in_(ids))
        .group_by(table.c.report)
    )
    return {report: int(amount) for report, amount in conn.execute(query)}


def _description(row: dict[str, Any], invoiced_minor: int) -> dict[str, Any]:
    doc = unpack(row.pop("doc"))
    amount, remittance, received = (
        row.pop("amount_minor"), row.pop("remittance_minor"), row.pop("received_minor"),
    )  # fmt: skip
    is_active = row["status"] == ACTIVE
    distributable = distributable_minor(amount, remittance, received, row.pop("distribute_on"))
    return {
        **row,
        "reported_minor": amount,
        "remittance_minor": remittance,
        "invoiced_minor": invoiced_minor,
        "received_minor": received,
        "excess_minor": max(0, received - max(0, remittance)),
        "distributable_minor": distributable if is_active else 0,
        **doc,
    }


def _chain(conn: Connection, id: str) -> list[str]:
    """Return a report and all that it corrects, so that their papers are shown with it."""
    table = table_of(ReportRow)
    below = select(table.c.id).where(table.c.id == id).cte(recursive=True)
    below = below.union(select(table.c.id).join(below, table.c.successor == below.c.id))
    return list(conn.execute(select(below.c.id)).scalars())


def _papers(conn: Connection, view: type[View], reports: list[str]) -> list[dict[str, Any]]:
    table = table_of(view)
    query = select(table).where(table.c.report.in_(reports)).order_by(table.c.entry_index)
    names = [column.name for column in table.columns if column.name != "doc"]
    rows = conn.execute(query).mappings()
    return [{**{name: row[name] for name in names}, **unpack(row["doc"])} for row in rows]


VIEWS: tuple[type[View], ...] = (
    ReportRow,
    ReportFileRow,
    ReportSumsRow,
    InvoiceRow,
    ReceiptRow,
    FeedRow,
)

PROJECTIONS: dict[type[Event], Projection] = {
    RevenueReported: revenue_reported,
    RevenueInvoiced: revenue_invoiced,
    RevenueReceived: revenue_received,
    ReceiptWithdrawn: receipt_withdrawn,
}
