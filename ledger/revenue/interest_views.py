"""Interest that was charged, and what is late of a payer's reports on a day."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from sqlalchemy import Connection, select
from sqlmodel import Field

from contracts.money import Ratio
from ledger.access.views import Viewer, belongs, involve, visible
from ledger.agreements.views import AgreementRow
from ledger.clock import stamp
from ledger.event import Event, Place
from ledger.revenue.interest_events import InterestCharged
from ledger.revenue.late import Late, late_of
from ledger.revenue.views import ACTIVE, InvoiceRow, ReceiptRow, ReportRow, replaced_reports
from ledger.store.handler import Projection
from ledger.store.state import Row, State
from ledger.store.views import View, integer, pack, table_of, text, unpack

_IDS_PER_QUERY: Final = 500


class InterestRow(View, table=True):
    """Interest that somebody was charged with. `report` is the one it was charged for."""

    __tablename__ = "v_interest"

    id: str = Field(sa_column=text(key=True))
    agreement: str = Field(sa_column=text(index=True))
    report: str = Field(sa_column=text(index=True))
    debtor: str = Field(sa_column=text(index=True))
    currency: str = Field(sa_column=text())
    until: str = Field(sa_column=text())
    amount_minor: int = Field(sa_column=integer())
    entry_index: int = Field(sa_column=integer())
    doc: str = Field(sa_column=text())


@dataclass(frozen=True, slots=True)
class LateReport:
    """A report with what is late of it."""

    report: Row
    late: Late


def interest_charged(event: InterestCharged, state: State, place: Place) -> None:
    """Put interest on the register, for the agreement's parties and whoever owes it."""
    state.put(
        InterestRow,
        id=event.id,
        agreement=event.agreement,
        report=event.report,
        debtor=event.debtor,
        currency=event.currency,
        until=event.until.isoformat(),
        amount_minor=event.amount_minor,
        entry_index=place.index,
        doc=pack({"body": event.body(), "recorded_at": stamp(place.recorded_at)}),
    )
    for party in dict.fromkeys((*event.parties, event.debtor)):
        involve(state, event.id, party)
    belongs(state, event.id, event.agreement)


def late_in(state: State, report: Row, day: date, agreed: Ratio | None) -> Late:
    """Compute what is late of a report, within a transaction."""
    chain = [*replaced_reports(state, before_of(report)), report["id"]]
    rows: dict[type[View], list[Row]] = {
        view: [row for id in chain for row in state.select(view, report=id)]
        for view in (InvoiceRow, ReceiptRow, InterestRow)
    }
    charged = sum(row["amount_minor"] for row in rows[InterestRow])
    return late_of(
        report, rows[InvoiceRow], rows[ReceiptRow], day, agreed=agreed, charged_minor=charged
    )


def before_of(report: Row) -> str | None:
    """Return the report that this one corrects."""
    found: str | None = unpack(report["doc"]).get("supersedes")
    return found


def late_reports(
    conn: Connection, viewer: Viewer, payer: str, day: date, *, agreed: Ratio | None = None
) -> list[LateReport]:
    """List the reports to a payer whose money was late or is open on a day; oldest due day first.

    Those without an invoice come last: nothing says when they were due.

    Args:
        conn: A snapshot.
        viewer: Sees the reports of his own agreements.
        payer: To whom it was reported.
        day: Up to which interest is counted.
        agreed: Rate per year that a clause names.
    """
    reports = _reports(conn, viewer, payer)
    chains = _chains(conn, reports)
    ids = [id for chain in chains.values() for id in chain]
    found: dict[type[View], Mapping[str, list[Row]]] = {
        view: _by_report(conn, view, ids) for view in (InvoiceRow, ReceiptRow, InterestRow)
    }
    listed = []
    for report in reports:
        rows = {
            view: [row for id in chains[report["id"]] for row in by_report.get(id, ())]
            for view, by_report in found.items()
        }
        charged = sum(row["amount_minor"] for row in rows[InterestRow])
        late = late_of(
            report, rows[InvoiceRow], rows[ReceiptRow], day, agreed=agreed, charged_minor=charged
        )
        if late.parts or (late.open_minor and late.due_on is None):
            listed.append(LateReport(report, late))
    return sorted(listed, key=lambda one: (one.late.due_on or date.max, one.report["id"]))


def _reports(conn: Connection, viewer: Viewer, payer: str) -> list[Row]:
    report, agreement = table_of(ReportRow), table_of(AgreementRow)
    query = (
        select(report)
        .join(agreement, agreement.c.id == report.c.agreement)
        .where(agreement.c.payer == payer, report.c.status == ACTIVE)
        .where(report.c.remittance_minor > 0, visible(viewer, report.c.id))
        .order_by(report.c.id)
    )
    return [dict(row) for row in conn.execute(query).mappings()]


def _chains(conn: Connection, reports: Iterable[Row]) -> dict[str, list[str]]:
    """Return each report with all that it corrects; one query for each step back in time."""
    chains = {report["id"]: [report["id"]] for report in reports}
    heads = {report["id"]: report["id"] for report in reports}
    table = table_of(ReportRow)
    while heads:
        found = {
            id: heads[successor]
            for some in _some(sorted(heads))
            for id, successor in conn.execute(
                select(table.c.id, table.c.successor).where(table.c.successor.in_(some))
            )
        }
        for id, head in found.items():
            chains[head].append(id)
        heads = found
    return chains


def _by_report(conn: Connection, view: type[View], ids: list[str]) -> dict[str, list[Row]]:
    table = table_of(view)
    found: dict[str, list[Row]] = defaultdict(list)
    for some in _some(ids):
        for row in conn.execute(select(table).where(table.c.report.in_(some))).mappings():
            found[row["report"]].append(dict(row))
    return found


def _some(ids: list[str]) -> Iterable[list[str]]:
    return (ids[start : start + _IDS_PER_QUERY] for start in range(0, len(ids), _IDS_PER_QUERY))


def page(
    conn: Connection,
    viewer: Viewer,
    *,
    after: str | None = None,
    limit: int = 50,
    **filters: str | None,
) -> list[dict[str, Any]]:
    """List interest that was charged, in the order of ids.

    Args:
        conn: A snapshot.
        viewer: Sees what concerns him.
        after: Last id of the page before.
        limit: Most rows.
        **filters: Columns that must equal a value: `agreement`, `report`, `debtor`.
    """
    table = table_of(InterestRow)
    query = select(table).where(visible(viewer, table.c.id))
    if after is not None:
        query = query.where(table.c.id > after)
    for name, value in filters.items():
        if value is not None:
            query = query.where(table.c[name] == value)
    rows = conn.execute(query.order_by(table.c.id).limit(limit)).mappings()
    return [_described(dict(row)) for row in rows]


def _described(row: Row) -> dict[str, Any]:
    doc = unpack(row.pop("doc"))
    return {**row, **doc["body"], "recorded_at": doc["recorded_at"]}


VIEWS: Final[tuple[type[View], ...]] = (InterestRow,)
PROJECTIONS: Final[dict[type[Event], Projection]] = {InterestCharged: interest_charged}
