"""A licensee's report: chosen, looked at line by line, put right, and recorded.

Looking stores nothing on the register. The file is kept for this session alone between the steps
(`drafts`), and what is recorded is read again from it, by the same rules as a report that is sent
over HTTP.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Annotated, Any, Final

from fastapi import APIRouter, Query
from sqlalchemy import Connection, select
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from api.cli.labels import coded
from api.pages import charts
from api.pages.desk import REFUSED, Desk, FormDep, Problem, StudioDesk
from api.pages.forms import Form, Upload
from api.pages.studio import drafts, mapping
from api.pages.studio.report_problems import problems_file, told
from api.pages.studio.report_totals import differing
from api.pages.studio.seat import Seat, SeatDep, called, chosen, sent_seat
from api.pages.studio.sheets import as_csv
from api.reports import ReportQuery, must_know
from contracts.figures import Language
from ledger.agreements.views import AgreementPartyRow, AgreementRow, DutyRow
from ledger.agreements.views import page as agreements_page
from ledger.errors import NotFound, RuleViolation
from ledger.jobs.reports import Stated, ingest_report
from ledger.revenue.calendar import ExpectedReport, expected_reports
from ledger.revenue.encoding import decode
from ledger.revenue.ingest import ReportMeta, ReportSummary, look_at_report
from ledger.revenue.lines import Problem as LineProblem
from ledger.revenue.preview import Glance, glance
from ledger.store.views import table_of

router = APIRouter()

_FORESIGHT: Final = timedelta(days=92)
_MOST_AGREEMENTS: Final = 500
_MOST_SHOWN: Final = 200
_ASKED: Final = ("agreement", "reporter", "period", "basis", "currency", "supersedes", "confirm")
_NUMBERS: Final = ("remittance_minor", "control_rows", "control_amount_minor")
_TYPED: Final = (*_NUMBERS, *_ASKED[1:-1])  # in the first form, and put right there
Named = Annotated[str, Query(max_length=64)]


@dataclass(frozen=True, slots=True)
class Looked:
    """A file, and what would become of it.

    Attributes:
        seen: The beginning of the file as cells; None where it cannot be read at all.
        summary: What would become of its lines; None while they cannot be judged.
    """

    upload: Upload
    seen: Glance | None
    columns: mapping.Mapping
    summary: ReportSummary | None
    problem: Problem | None


@router.get("/studio/reports/new")
def new_report(
    seat: SeatDep,
    agreement: Named = "",
    reporter: Named = "",
    period: Named = "",
    supersedes: Named = "",
) -> Response:
    """Show what is expected, or the form for one agreement."""
    if not seat.party:
        return chosen(seat, "/studio/reports/new")
    typed = {"agreement": agreement, "reporter": reporter, "period": period}
    typed |= {"supersedes": supersedes}
    form = Form({name: (text,) for name, text in typed.items() if text})
    return _form(seat, form) if agreement else _choose(seat)


def _choose(seat: Seat) -> Response:
    desk = seat.desk
    with desk.reading() as conn:
        rows = agreements_page(conn, desk.viewer, limit=_MOST_AGREEMENTS, party=seat.party)
        own = {row["id"] for row in rows}
        items = [one for one in _expected(desk, conn) if one.status != "reported"]
        items = [one for one in items if one.agreement in own or one.reporter == seat.party]
        names = called(desk, conn, [[one.agreement, one.reporter] for one in items])
    options = sorted((row["id"], str(row["title_ja"])) for row in rows)
    return desk.page(
        "studio/report_choose.html",
        title="reports.new",
        seat=seat,
        expected=items[:_MOST_SHOWN],
        names=names,
        agreements=sorted(options, key=lambda option: option[1]),
    )


def _expected(desk: Desk, conn: Connection) -> list[ExpectedReport]:
    until = desk.today + _FORESIGHT
    return expected_reports(conn, desk.viewer, until, today=desk.today)


@dataclass(frozen=True, slots=True)
class _Choices:
    """What the form offers for one agreement."""

    title: str
    currency: str
    reporters: list[tuple[str, str]]
    periods: list[str]


def _choices(desk: Desk, conn: Connection, agreement: str) -> _Choices:
    must_know(conn, desk.caller, agreement)
    table, parties, duties = map(_table, (AgreementRow, AgreementPartyRow, DutyRow))
    row = conn.execute(select(table).where(table.c.id == agreement)).mappings().first()
    if row is None:  # something else that the reader may know, such as a committee
        raise NotFound("agreement-not-found", field="agreement", value=agreement)
    expected = [one for one in _expected(desk, conn) if one.agreement == agreement]
    due = list(conn.execute(select(duties.c.reporter).where(duties.c.agreement_id == agreement)))
    there = select(parties.c.party_id).where(parties.c.agreement_id == agreement)
    ids = dict.fromkeys([one[0] for one in due] + list(conn.execute(there).scalars()))
    names = desk.names(conn, ids, of_persons=True)
    open_ones = [one.period for one in expected if one.status != "reported"]
    return _Choices(
        row["title_ja"],
        row["currency"],
        [(id, names[id]) for id in ids if id != row["payer"]],
        sorted(set(open_ones)),
    )


def _table(view: Any) -> Any:
    return table_of(view)


def _form(
    seat: Seat, form: Form, problem: Problem | None = None, upload: Upload | None = None
) -> Response:
    desk = seat.desk
    with desk.reading() as conn:
        choices = _choices(desk, conn, form.text("agreement"))
    return desk.page(
        "studio/report_new.html",
        title="reports.new",
        status=desk_status(problem),
        seat=seat,
        form=form,
        problem=problem,
        choices=choices,
        draft=drafts.keep(desk, upload) if upload else "",
        file_name=upload.name if upload else "",
        kept=mapping.typed(form) if upload else {},
        key=desk.new_key(),
    )


def desk_status(problem: Problem | None) -> int:
    """Return the status of a form that is shown again."""
    return 422 if problem else 200


@router.post("/studio/reports/new")
async def send_report(desk: StudioDesk, form: FormDep) -> Response:
    """Look at a file, hand out what is wrong with it, or record it, as the button says."""
    return await run_in_threadpool(_sent, desk, form)


def _sent(desk: Desk, form: Form) -> Response:
    seat = sent_seat(desk, form)
    try:
        upload = _upload(desk, form)
    except REFUSED as error:
        return _form(seat, form, desk.problem(error))
    looked = _look(desk, form, upload)
    wanted = form.text("do", "look")
    if wanted == "problems" and looked.summary:
        return _as_file(looked.summary.problems, desk.lang, upload.name)
    is_final = wanted == "record" and looked.problem is None
    return _recorded(seat, form, looked) if is_final else _again(seat, form, looked)


def _again(seat: Seat, form: Form, looked: Looked) -> Response:
    """Show the page where what is wrong can be put right."""
    problem = looked.problem
    if problem and problem.code != "report-restates" and any(map(problem.at, _TYPED)):
        return _form(seat, form, problem, looked.upload)
    return _looked(seat, form, looked)


def _recorded(seat: Seat, form: Form, looked: Looked) -> Response:
    desk, upload = seat.desk, looked.upload
    try:
        return _record(seat, form, looked)
    except REFUSED as error:
        again = Looked(upload, looked.seen, looked.columns, looked.summary, desk.problem(error))
        return _again(seat, form, again)


def _upload(desk: Desk, form: Form) -> Upload:
    """Return the file that was sent now, or the one that is kept since the step before."""
    sent = form.file("file")
    if sent is not None:
        return as_csv(sent)
    if form.text("draft"):
        return drafts.kept(desk, form.text("draft"))
    raise RuleViolation(
        "field-needed", "this has to be filled in", field="file", value="", expected="a file"
    )


def _query(form: Form) -> ReportQuery:
    """Read what the sender says about the file.

    Raises:
        ValidationError: A field is malformed, or missing.
        RuleViolation: A number is none.
    """
    said: dict[str, Any] = {name: form.given(name) for name in _ASKED}
    said |= {name: form.whole(name) for name in _NUMBERS}
    return ReportQuery.model_validate(
        {name: value for name, value in said.items() if value is not None}
    )


def _look(desk: Desk, form: Form, upload: Upload) -> Looked:
    columns: mapping.Mapping = {"reading": mapping.STANDARD_READING, "columns": {}}
    seen = None
    try:
        query = _query(form)
        text = decode(upload.data).data
        if not text.strip():
            raise RuleViolation(
                "report-empty", field="file", value="0 bytes", expected="headings, and lines"
            )
        with desk.reading() as conn:
            must_know(conn, desk.caller, query.agreement)
            seen = glance(text)
            if "reading" in form.fields:
                columns = mapping.sent(form)
                seen = glance(
                    text, separator=columns["separator"], header_line=columns["header_line"]
                )
            else:
                last = mapping.last_of(conn, desk.register.blobs, desk.viewer, query.reporter)
                columns = mapping.begun(last, seen)
            meta = _meta(query, columns)
            summary = look_at_report(conn, upload.data, meta)
    except REFUSED as error:
        return Looked(upload, seen, columns, None, desk.problem(error))
    return Looked(upload, seen, columns, summary, None)


def _meta(query: ReportQuery, columns: mapping.Mapping) -> ReportMeta:
    return ReportMeta(
        id="",
        agreement=query.agreement,
        reporter=query.reporter,
        period=query.period,
        basis=query.basis,
        currency=query.currency,
        profile=mapping.profile_of(columns),
    )


def _record(seat: Seat, form: Form, looked: Looked) -> Response:
    desk, query = seat.desk, _query(form)
    stated: Stated = {
        "agreement": query.agreement,
        "reporter": query.reporter,
        "period": query.period,
        "currency": query.currency,
        "basis": query.basis,
        "control": query.control(),
        "supersedes": query.supersedes,
        "confirm": query.confirm,
        "remittance_minor": query.remittance_minor,
        "file_name": looked.upload.name,
    }
    desk.caller.must_have("write")
    done = ingest_report(
        desk.register,
        data=looked.upload.data,
        profile=mapping.put(desk.register.blobs, looked.columns),
        actor=desk.actor,
        request=desk.request_key(form),
        **stated,
    )
    return desk.see(seat.back(f"/studio/reports/{done.id}"), notice="reports.recorded")


def _looked(seat: Seat, form: Form, looked: Looked) -> Response:
    desk = seat.desk
    with desk.reading() as conn:
        choices = _choices(desk, conn, form.text("agreement"))
    summary = looked.summary
    return desk.page(
        "studio/report_look.html",
        title="reports.look",
        status=desk_status(looked.problem),
        seat=seat,
        form=form,
        choices=choices,
        looked=looked,
        columns=looked.columns,
        defaulted=mapping.DEFAULTED,
        file_name=looked.upload.name,
        problem=looked.problem,
        restates=_restates(looked.problem),
        draft=drafts.keep(desk, looked.upload),
        key=desk.new_key(),
        problems=told(summary.problems[:_MOST_SHOWN], desk.lang) if summary else [],
        most=_MOST_SHOWN,
        differing=differing(desk, form, summary) if summary else [],
        sums=_sums(desk, summary) if summary else [],
        picture=_picture(desk, summary, form.text("currency", "JPY")) if summary else None,
    )


def _restates(problem: Problem | None) -> Mapping[str, Any]:
    """Return what a correction touches, where that has to be confirmed."""
    if problem is None or problem.code != "report-restates":
        return {}
    return problem.data or {}


def _as_file(problems: Sequence[LineProblem], lang: Language, name: str) -> Response:
    return problems_file(told(problems, lang), f"{name.rsplit('.', 1)[0]}-problems")


def month_sums(summary: ReportSummary) -> list[tuple[str, str, int]]:
    """Return what was accepted by month and medium."""
    sums: Counter[tuple[str, str]] = Counter()
    for group in summary.groups:
        sums[group.month, group.channel] += group.amount_minor
    return [(month, channel, amount) for (month, channel), amount in sorted(sums.items())]


def _sums(desk: Desk, summary: ReportSummary) -> list[tuple[str, str, int]]:
    found = month_sums(summary)
    return [(month, coded(channel, desk.lang), amount) for month, channel, amount in found]


def _picture(desk: Desk, summary: ReportSummary, currency: str) -> Any:
    rows = [
        {"month": month, "medium": medium, "amount": amount}
        for month, medium, amount in _sums(desk, summary)
    ]
    if not rows:
        return None
    spec = charts.bars(
        rows,
        across=("month", desk.say("reports.month")),
        up=("amount", desk.say("reports.amount-in", currency=currency)),
        colour=("medium", desk.say("reports.medium")),
        width=520,
        height=180,
    )
    told_by = desk.say("reports.picture-told", count=len(rows))
    return charts.chart(spec, title=desk.say("reports.picture"), told=told_by)
