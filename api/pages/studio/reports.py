"""Licensees' reports: the list, one report with its four amounts, and money that arrived for it."""

from collections.abc import Mapping
from typing import Annotated, Any, Final

from fastapi import APIRouter, Query
from sqlalchemy import Connection
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from api.bodies import to_model
from api.pages import charts
from api.pages.desk import REFUSED, Desk, FormDep, Problem, StudioDesk
from api.pages.forms import Form
from api.pages.studio.report_problems import problems_file, told
from api.pages.studio.seat import Seat, SeatDep, called, chosen, sent_seat
from api.pages.studio.upload import desk_status
from ledger.access.views import may_read
from ledger.ids import RECEIPT, new_id
from ledger.revenue import views
from ledger.revenue.commands import RecordReceipt
from ledger.revenue.ingest import read_problems
from ledger.revenue.lines import Problem as LineProblem

router = APIRouter()

_PAGE: Final = 50
_MOST_SHOWN: Final = 200
_FOUR: Final = ("reported_minor", "invoiced_minor", "received_minor", "distributable_minor")
Asked = Annotated[str, Query(max_length=64)]


@router.get("/studio/reports")
def list_reports(
    seat: SeatDep, agreement: Asked = "", period: Asked = "", status: Asked = "", after: Asked = ""
) -> Response:
    """List the reports that this reader may read."""
    if not seat.party:
        return chosen(seat, "/studio/reports")
    desk = seat.desk
    asked = {"agreement": agreement, "period": period, "status": status}
    filters = {name: value for name, value in asked.items() if value}
    with desk.reading() as conn:
        found = views.page(conn, desk.viewer, after=after or None, limit=_PAGE + 1, **filters)
        items = found[:_PAGE]
        names = called(desk, conn, [[one["agreement"], one["reporter"]] for one in items])
    return desk.page(
        "studio/reports.html",
        title="reports.title",
        seat=seat,
        items=items,
        names=names,
        asked=asked,
        following=items[-1]["id"] if len(found) > _PAGE else None,
        is_first=not after,
        here=seat.to("/studio/reports", **filters),
    )


@router.get("/studio/reports/{report_id}")
def show_report(seat: SeatDep, report_id: str) -> Response:
    """Show reported, invoiced, received and distributable, and what was not accepted."""
    return _page(seat, report_id, Form())


def _page(seat: Seat, id: str, form: Form, problem: Problem | None = None) -> Response:
    desk = seat.desk
    with desk.reading() as conn:
        report = _report(desk, conn, id)
        same = {name: report[name] for name in ("agreement", "reporter", "period")}
        beside = views.page(conn, desk.viewer, status=views.ACTIVE, **same)
        names = called(desk, conn, [report["agreement"], report["reporter"]])
    problems = told(_problems(desk, report), desk.lang)
    return desk.page(
        "studio/report.html",
        title="reports.one",
        status=desk_status(problem),
        seat=seat,
        report=report,
        names=names,
        form=form,
        problem=problem,
        beside=[one["id"] for one in beside if one["id"] != id],
        problems=problems[:_MOST_SHOWN],
        problem_count=len(problems),
        four=_FOUR,
        picture=_picture(desk, report),
        key=desk.new_key(),
    )


def _report(desk: Desk, conn: Connection, id: str) -> dict[str, Any]:
    may_read(conn, desk.viewer, id)
    return desk.found(views.show(conn, id), "report", id)


def _problems(desk: Desk, report: Mapping[str, Any]) -> list[LineProblem]:
    reference = report.get("problems")
    rows = read_problems(desk.register.blobs.get(reference["sha256"])) if reference else []
    return [LineProblem(**row) for row in rows]


@router.get("/studio/reports/{report_id}/problems.csv")
def problems_csv(seat: SeatDep, report_id: str) -> Response:
    """Hand out every line that was held or rejected."""
    desk = seat.desk
    with desk.reading() as conn:
        report = _report(desk, conn, report_id)
    return problems_file(told(_problems(desk, report), desk.lang), f"{report_id}problems")


@router.get("/studio/reports/{report_id}/file")
def sent_file(seat: SeatDep, report_id: str) -> Response:
    """Hand out the sender's file, byte for byte."""
    desk = seat.desk
    with desk.reading() as conn:
        report = _report(desk, conn, report_id)
    headers = {"Content-Disposition": f'attachment; filename="{report_id}.csv"'}
    content = desk.register.blobs.get(report["file"]["sha256"])
    return Response(content, media_type="application/octet-stream", headers=headers)


@router.post("/studio/reports/{report_id}/receipts")
async def receive(desk: StudioDesk, form: FormDep, report_id: str) -> Response:
    """Record that money arrived for a report."""
    return await run_in_threadpool(_receive, sent_seat(desk, form), form, report_id)


def _receive(seat: Seat, form: Form, id: str) -> Response:
    desk = seat.desk
    with desk.reading() as conn:
        report = _report(desk, conn, id)
    try:
        given = {
            "id": new_id(RECEIPT, desk.register.clock, desk.register.entropy),
            "agreement": report["agreement"],
            "report": id,
            "currency": report["currency"],
            "amount_minor": form.whole("amount_minor"),
            "received_on": form.needed("received_on"),
            "bank_reference": form.given("bank_reference"),
        }
        body = {name: value for name, value in given.items() if value is not None}
        desk.record(to_model(RecordReceipt, body), form)
    except REFUSED as error:
        return _page(seat, id, form, desk.problem(error))
    return desk.see(seat.back(f"/studio/reports/{id}"), notice="reports.received-recorded")


def _picture(desk: Desk, report: Mapping[str, Any]) -> Any:
    rows = [
        {"name": desk.say(f"reports.{name}"), "amount": report[name], "place": place}
        for place, name in enumerate(_FOUR)
    ]
    spec = {
        "width": 420,
        "height": 130,
        "data": {"values": rows},
        "mark": "bar",
        "encoding": {
            "y": {"field": "name", "type": "nominal", "sort": None, "title": None},
            "x": {
                "field": "amount",
                "type": "quantitative",
                "title": desk.say("reports.amount-in", currency=report["currency"]),
                "axis": {"format": ",d", "tickCount": 4},
            },
        },
    }
    sentence = "、" if desk.lang == "ja" else ", "
    written = sentence.join(f"{row['name']} {row['amount']:,}" for row in rows)
    return charts.chart(spec, title=desk.say("reports.four"), told=written)
