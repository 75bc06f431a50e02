"""Revenue: licensees' reports, invoices, receipts, and which reports are expected when."""

from dataclasses import asdict
from datetime import date, timedelta
from typing import Annotated, Any, Final

from fastapi import APIRouter, Path, Query
from starlette.responses import JSONResponse, Response

from api import answers, examples
from api.auth import ReaderDep
from api.filters import ReportFilters
from api.openapi import lists, reads, serves, uploads, writes
from api.paging import PageDep
from api.reading import RegisterDep
from api.reports import ReportQuery, ingest
from api.writing import CallDep, UploadDep
from ledger.access.views import may_read
from ledger.clock import tokyo_date
from ledger.errors import NotFound, RuleViolation
from ledger.ids import INVOICE, RECEIPT
from ledger.revenue import views
from ledger.revenue.calendar import expected_reports
from ledger.revenue.commands import RecordInvoice, RecordReceipt
from ledger.revenue.ingest import read_problems
from ledger.revenue.line_proof import prove_line

router = APIRouter(tags=["revenue"])

_FORESIGHT_DAYS: Final = 731
ReportIdPath = Annotated[str, Path(max_length=64, examples=[examples.REPORT_ID])]
LinePath = Annotated[int, Path(ge=1, le=2**31, description="Line of the sender's file.")]


@router.post("/reports", **uploads("Upload a report", "text/csv", examples.REPORT_CSV))
async def upload_report(call: UploadDep, query: Annotated[ReportQuery, Query()]) -> JSONResponse:
    """Register a licensee's file: every line is accepted, held or rejected, and the sums say so."""
    return await ingest(call, query)


@router.post(
    "/invoices", **writes("Record an invoice", RecordInvoice, examples.INVOICE, chosen=["id"])
)
async def record_invoice(call: CallDep) -> JSONResponse:
    """Record that a licensee was invoiced."""
    command = call.read(RecordInvoice, new=("id", INVOICE))
    return await call.record(command, knows=[command.agreement])


@router.post(
    "/receipts", **writes("Record a receipt", RecordReceipt, examples.RECEIPT, chosen=["id"])
)
async def record_receipt(call: CallDep) -> JSONResponse:
    """Record that money arrived, and for which report."""
    command = call.read(RecordReceipt, new=("id", RECEIPT))
    return await call.record(command, knows=[command.agreement, command.report])


@router.get("/reports", **lists("List reports", answers.REPORT_SHOWN))
def list_reports(
    register: RegisterDep,
    caller: ReaderDep,
    page: PageDep,
    filters: Annotated[ReportFilters, Query()],
) -> JSONResponse:
    """List the reports that this caller may read, in order of id."""
    asked = filters.given()
    with register.ledger.reading() as conn:
        items = views.page(conn, caller.viewer, after=page.after, limit=page.fetch, **asked)
    return page.answer(items)


@router.get("/reports/{report_id}", **reads("Show a report", answers.REPORT_SHOWN))
def show_report(register: RegisterDep, caller: ReaderDep, report_id: ReportIdPath) -> JSONResponse:
    """Show reported, invoiced, received and distributable: four amounts that are never one."""
    return JSONResponse(_report(register, caller, report_id))


@router.get(
    "/reports/{report_id}/problems",
    **reads("Show held and rejected lines", {"items": [answers.REPORT_PROBLEM]}),
)
def show_problems(
    register: RegisterDep, caller: ReaderDep, report_id: ReportIdPath
) -> JSONResponse:
    """List every line that was not accepted: where, what, and what would be right."""
    reference = _report(register, caller, report_id).get("problems")
    items = read_problems(register.blobs.get(reference["sha256"])) if reference else []
    return JSONResponse({"items": items})


@router.get(
    "/reports/{report_id}/lines/{line}/proof",
    **reads("Prove one line of a report", answers.LINE_PROOF),
)
def prove_report_line(
    register: RegisterDep, caller: ReaderDep, report_id: ReportIdPath, line: LinePath
) -> JSONResponse:
    """Prove an accepted line against the report's root, without showing any other."""
    report = _report(register, caller, report_id)
    proof = prove_line(register.blobs.get(report["lines"]["sha256"]), line)
    accepted = report["counts"]["accepted"]
    known = {"lines_root": report["lines_root"], "accepted": accepted}
    return JSONResponse({**known, **proof.to_dict()})


class SentFile(Response):
    """Somebody's file: its encoding is the sender's affair."""

    media_type = "application/octet-stream"


@router.get(
    "/reports/{report_id}/file",
    response_class=SentFile,
    **serves("Fetch the sender's file", "application/octet-stream", examples.REPORT_CSV),
)
def fetch_file(register: RegisterDep, caller: ReaderDep, report_id: ReportIdPath) -> SentFile:
    """Return the file byte for byte as it was sent."""
    reference = _report(register, caller, report_id)["file"]
    headers = {"Content-Disposition": f'attachment; filename="{report_id}.csv"'}
    content = register.blobs.get(reference["sha256"])
    return SentFile(content, headers=headers)


@router.get("/calendar", **reads("Show expected reports", {"items": [answers.EXPECTED]}))
def show_calendar(
    register: RegisterDep,
    caller: ReaderDep,
    until: Annotated[date | None, Query(description="Due on or before; today if left out.")] = None,
) -> JSONResponse:
    """List which reports are reported, due or overdue."""
    today = tokyo_date(register.clock.now())
    last = today + timedelta(days=_FORESIGHT_DAYS)
    day = until or today
    if day > last:
        raise RuleViolation(
            "too-far-ahead", field="until", value=str(day), expected=f"{last} or earlier"
        )
    with register.ledger.reading() as conn:
        expected = expected_reports(conn, caller.viewer, day, today=today)
    items = [{**asdict(item), "due_on": item.due_on.isoformat()} for item in expected]
    return JSONResponse({"items": items})


def _report(register: RegisterDep, caller: ReaderDep, report_id: str) -> dict[str, Any]:
    with register.ledger.reading() as conn:
        may_read(conn, caller.viewer, report_id)
        report = views.show(conn, report_id)
    if report is None:  # the operator may read whatever there is, and this is not there
        raise NotFound("report-not-found", field="report", value=report_id)
    return report
