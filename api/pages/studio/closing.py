"""Closing a period: a list of what is done and missing, with a button for each step.

Every button does what the same step does over HTTP, by the same jobs. Runs and statements take
their time: they go on in the background, and the page that shows how far they are may be left.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Annotated, Any, Final

from fastapi import APIRouter, Query
from sqlalchemy import Connection
from starlette.concurrency import run_in_threadpool
from starlette.responses import HTMLResponse, Response

from api.cli.warned import warned
from api.pages import charts
from api.pages.desk import REFUSED, Desk, FormDep, Problem, StudioDesk
from api.pages.forms import Form
from api.pages.studio.preview import Preview, picture_of, preview_of
from api.pages.studio.seat import Seat, SeatDep, called, chosen, sent_seat
from api.pages.studio.upload import desk_status
from api.pages.studio.work import WORKS, Work
from contracts.errors import TermsError
from ledger.bootstrap import Register
from ledger.command import Actor
from ledger.errors import Conflict, NotFound, RuleViolation
from ledger.jobs.closing import ensure_state
from ledger.jobs.closing_list import AFTER_RUNS, BEFORE_RUNS, ClosingList, closing_list, periods_of
from ledger.jobs.payouts import Asked, close_run
from ledger.jobs.statements import issue_statements
from ledger.periods.commands import ClosePeriod
from ledger.royalties.prepare import read_period

router = APIRouter()

RUNS: Final = "runs"
STATEMENTS: Final = "statements"
MONTHS: Final = "months"
_REFRESH: Final = {"Refresh": "2"}
_MOST_WRONG: Final = 100
_LOOKED_AT: Final = 3
_MONEY: Final = {"open": "#b8862f", "prepared": "#8a6bb0", "exported": "#3b6ea8", "paid": "#4f8a5b"}
"""What became of a period's transfers, in colours of `charts.COLOURS`: what is paid is no alarm."""
_FORMATS: Final = ("json", "csv", "pdf")
Asking = Annotated[str, Query(max_length=64)]
Steps = dict[str, str]


@router.get("/studio/close")
def close(seat: SeatDep, period: Asking = "") -> Response:
    """Show the list of a period."""
    if not seat.party:
        return chosen(seat, "/studio/close")
    return _page(seat, period)


def _page(seat: Seat, period: str, problem: Problem | None = None) -> Response:
    desk = seat.desk
    with desk.reading() as conn:
        periods = periods_of(conn, seat.party)
        asked = [period] if period else periods[:_LOOKED_AT]
        found = _first_open(desk, conn, seat.party, asked)
        wanted = found.period if found else ""
        names = called(desk, conn, _ids(found)) if found else {}
    return desk.page(
        "studio/close.html",
        title="close.title",
        status=desk_status(problem),
        seat=seat,
        problem=problem,
        periods=periods if wanted in periods or not wanted else [wanted, *periods],
        list=found,
        names=names,
        steps=steps_of(found) if found else {},
        before=BEFORE_RUNS,
        after=AFTER_RUNS,
        picture=_picture(desk, found) if found else None,
        works={kind: WORKS.of((kind, seat.party, wanted)) for kind in (RUNS, STATEMENTS, MONTHS)},
        key=desk.new_key(),
    )


def _list(desk: Desk, conn: Connection, payer: str, period: str) -> ClosingList:
    try:
        return closing_list(conn, desk.viewer, payer, period, desk.today)
    except TermsError as error:
        raise NotFound("period-not-found", field="period", value=period) from error


def _first_open(
    desk: Desk, conn: Connection, payer: str, periods: Sequence[str]
) -> ClosingList | None:
    """Return the list of the oldest of some periods in which something is left to do.

    Where nothing is, it is that of the newest; periods are given newest first.
    """
    found: ClosingList | None = None
    for name in reversed(periods):
        found = _list(desk, conn, payer, name)
        if any(state != "done" for state in steps_of(found).values()):
            break
    return found


def _ids(found: ClosingList) -> list[str]:
    return [one for report in found.missing_reports for one in (report.agreement, report.reporter)]


def steps_of(found: ClosingList) -> Steps:
    """Return for each step whether it is `done`, can be done (`now`), or waits (`later`)."""
    runs_left = bool(found.to_run)
    to_state = bool(found.not_stated)
    open_money = any(found.money[name] for name in ("open", "prepared", "exported"))
    waiting_before = any(found.waiting.get(kind) for kind in BEFORE_RUNS)
    waiting_after = any(found.waiting.get(kind) for kind in (*AFTER_RUNS, "payments"))
    has_runs = any(one.run for one in found.runs)
    return {
        "reports": _state(is_done=not found.missing_reports, can=True),
        "money": _state(is_done=not found.not_received, can=True),
        "terms": _state(is_done=not waiting_before, can=True),
        "runs": _state(is_done=not runs_left and has_runs, can=found.is_over and runs_left),
        "statements": _state(is_done=has_runs and not to_state, can=to_state),
        "approvals": _state(is_done=not waiting_after and bool(found.stated), can=waiting_after),
        "payments": _state(is_done=bool(found.stated) and not open_money, can=open_money),
        "months": _state(is_done=all(found.months.values()), can=found.is_over),
    }


def _state(*, is_done: bool, can: bool) -> str:
    return "done" if is_done else "now" if can else "later"


@router.get("/studio/close/preview")
def preview(seat: SeatDep, agreement: Asking, period: Asking) -> Response:
    """Show what the next run of an agreement would give everybody; nothing is stored."""
    if not seat.party:
        return chosen(seat, "/studio/close")
    desk = seat.desk
    found: Preview | None = None
    problem: Problem | None = None
    names: dict[str, str] = {}
    with desk.reading() as conn:
        try:
            found = preview_of(conn, desk, agreement, period)
            names = called(desk, conn, [agreement, [row.payee for row in found.rows]])
        except REFUSED as error:
            problem = desk.problem(error)
    return desk.page(
        "studio/preview.html",
        title="close.preview",
        status=desk_status(problem),
        seat=seat,
        agreement=agreement,
        period_name=period,
        found=found,
        warnings=[warned(one, desk.lang) for one in found.warnings] if found else [],
        names=names,
        picture=picture_of(desk, found, names) if found else None,
        problem=problem,
        key=desk.new_key(),
    )


@router.post("/studio/close")
async def step(desk: StudioDesk, form: FormDep) -> Response:
    """Do one step."""
    return await run_in_threadpool(_step, sent_seat(desk, form), form)


def _step(seat: Seat, form: Form) -> Response:
    desk, period = seat.desk, form.needed("period")
    wanted = form.text("do")
    try:
        desk.caller.must_have("write")
        desk.actor.must_act_for(seat.party, "party")
        if wanted not in _DOES:
            raise RuleViolation("value-not-allowed", field="do", value=wanted, expected=[*_DOES])
        with desk.reading() as conn:
            found = _list(desk, conn, seat.party, period)
        chosen_ones = frozenset(form.many("agreement"))
        task = _Task(desk.register, desk.actor, found, chosen_ones, form.flag("empty"))
        WORKS.start((wanted, seat.party, period), partial(_DOES[wanted], task))
    except REFUSED as error:
        return _page(seat, period, desk.problem(error))
    return desk.see(seat.back("/studio/close/work", do=wanted, period=period))


@dataclass(frozen=True, slots=True)
class _Task:
    """What a step works on.

    Attributes:
        agreements: These alone; empty for all.
        empty: Also close periods in which no money flows.
    """

    register: Register
    actor: Actor
    found: ClosingList
    agreements: frozenset[str]
    empty: bool


def _run_all(task: _Task, work: Work) -> None:
    wanted = [
        one for one in task.found.to_run if not task.agreements or one.agreement in task.agreements
    ]
    work.total = len(wanted)
    for one in wanted:
        asked = Asked(one.agreement, task.found.period, empty=task.empty)
        work.attempt(one.title, partial(close_run, task.register, asked, actor=task.actor))


def _issue_all(task: _Task, work: Work) -> None:
    issue_statements(
        task.register,
        payer=task.found.payer,
        period=task.found.period,
        actor=task.actor,
        progress=work.progress,
        formats=_FORMATS,
    )


def _close_months(task: _Task, work: Work) -> None:
    """Close the months that are open: the operator for everybody, a payer its own agreements."""
    months = [month for month, is_closed in task.found.months.items() if not is_closed]
    scopes: list[str | None] = [None]
    if not task.actor.is_operator:
        scopes = [one.agreement for one in task.found.runs]
    work.total = len(months) * len(scopes)
    for month in months:
        for scope in scopes:
            work.attempt(month, partial(_close_month, task, month, scope))
        if task.actor.is_operator:
            ensure_state(task.register, month)


def _close_month(task: _Task, month: str, agreement: str | None) -> None:
    command = ClosePeriod(month=month, agreement=agreement)
    try:
        task.register.ledger.record(command, task.actor)
    except Conflict as conflict:
        if conflict.code != "period-closed":  # by somebody else, or for the register, just now
            raise


_DOES: Final = {RUNS: _run_all, STATEMENTS: _issue_all, MONTHS: _close_months}


@router.get("/studio/close/work")
def work(seat: SeatDep, do: Asking, period: Asking) -> Response:
    """Show how far a step is; the page asks again by itself while it runs."""
    desk = seat.desk
    read_period(period)
    found = WORKS.of((do, seat.party, period))
    answer: HTMLResponse = desk.page(
        "studio/close_work.html",
        title=f"close.work-{do}" if do in _DOES else "close.title",
        seat=seat,
        do=do,
        period_name=period,
        work=found,
        wrong=[(about, desk.problem(error)) for about, error in found.wrong[:_MOST_WRONG]]
        if found
        else [],
    )
    if found and not found.is_over:
        answer.headers.update(_REFRESH)
    return answer


def _picture(desk: Desk, found: ClosingList) -> Any:
    """Draw how far the period's transfers are."""
    shown = {
        desk.say(f"close.money-{name}"): (one.amount_minor, colour)
        for name, colour in _MONEY.items()
        for one in found.money[name]
        if one.currency == "JPY"
    }
    rows = [{"state": state, "amount": amount} for state, (amount, _) in shown.items()]
    if not rows:
        return None
    spec = {
        "width": 520,
        "height": 60,
        "data": {"values": rows},
        "mark": "bar",
        "encoding": {
            "x": {
                "field": "amount",
                "type": "quantitative",
                "title": desk.say("reports.amount-in", currency="JPY"),
                "axis": {"format": ",d", "tickCount": 4},
            },
            "color": {
                "field": "state",
                "type": "nominal",
                "title": None,
                "scale": {
                    "domain": list(shown),
                    "range": [colour for _, colour in shown.values()],
                },
            },
        },
    }
    comma = "、" if desk.lang == "ja" else ", "
    told = comma.join(f"{row['state']} {row['amount']:,}" for row in rows)
    return charts.chart(spec, title=desk.say("close.money-picture"), told=told)
