"""Questions of a creator: asked about a line, read, answered, withdrawn."""

from typing import Annotated, Any, Final

from fastapi import APIRouter, Query
from starlette.responses import HTMLResponse, Response

from api.pages import papers
from api.pages.desk import REFUSED, CreatorDesk, Desk, FormDep
from api.pages.disputes import about as subjects
from api.pages.disputes import course
from api.pages.disputes.about import About
from api.pages.disputes.endings import settled
from api.pages.forms import Form
from api.pages.reading_forms import amount_in, day_in, shown_again
from ledger.disputes import reading
from ledger.disputes.commands import OpenDispute, SettleDispute
from ledger.errors import NotFound, RuleViolation
from ledger.ids import DISPUTE, new_id

router = APIRouter()
REASONS: Final = ("missing", "amount", "share", "deduction", "tax", "other")
_PAGE: Final = 30
_NEW: Final = "creator/dispute_new.html"
After = Annotated[str | None, Query(max_length=64)]


@router.get("/my/disputes")
def list_disputes(desk: CreatorDesk, after: After = None) -> HTMLResponse:
    """List her questions, the newest first."""
    with desk.reading() as conn:
        items = reading.page(conn, desk.viewer, after=after, limit=_PAGE + 1, is_newest_first=True)
        shown = items[:_PAGE]
        of = reading.subjects_of(conn, desk.viewer, [item["id"] for item in shown])
        about = subjects.of_disputes(conn, desk.viewer, of)
    return desk.page(
        "creator/disputes.html",
        title="disputes.title",
        speaker=course.of_creator(desk),
        items=shown,
        about=about,
        following=shown[-1]["id"] if len(items) > _PAGE else None,
        is_first=after is None,
    )


@router.get("/my/disputes/new")
def ask(
    desk: CreatorDesk,
    statement: Annotated[str, Query(max_length=64)] = "",
    line: Annotated[int, Query(ge=0, le=1_000_000)] = 0,
    agreement: Annotated[str, Query(max_length=64)] = "",
) -> HTMLResponse:
    """Show the form with the line that it is about."""
    about = _subject(desk, statement, line, agreement)
    return desk.page(_NEW, title="disputes.new", key=desk.new_key(), **_form(desk, about))


@router.post("/my/disputes")
def record(desk: CreatorDesk, form: FormDep) -> Response:
    """Open a dispute about the line."""
    line = form.whole("line") or 0
    about = _subject(desk, form.text("statement"), line, form.text("agreement"))
    try:
        recorded = desk.record(_opened(desk, about, form), form)
        papers.keep(desk, form, "evidence")
    except REFUSED as error:
        title = "disputes.new"
        return shown_again(desk, error, form, _NEW, title=title, **_form(desk, about))
    dispute = str(dict(recorded.events[0])["id"])
    return desk.see(f"/my/disputes/{dispute}", notice="disputes.recorded")


def _subject(desk: Desk, statement: str, line: int, agreement: str) -> About:
    with desk.reading() as conn:
        if agreement:
            return subjects.of_agreement(conn, desk.viewer, agreement)
        if statement:
            return subjects.of_line(conn, desk.viewer, statement, line)
    raise NotFound("statement-not-found", field="statement", value="")


def _form(desk: Desk, about: About) -> dict[str, Any]:
    with desk.reading() as conn:
        names = desk.names(conn, [about.payer])
    return {
        "speaker": course.of_creator(desk),
        "about": about,
        "names": names,
        "reasons": [(one, desk.say(f"disputes.reason-{one}")) for one in REASONS],
        "today": desk.today.isoformat(),
        "answer_by": (desk.today + course.DAYS_TO_ANSWER).isoformat(),
    }


def _opened(desk: Desk, about: About, form: Form) -> OpenDispute:
    amount = amount_in(form, "amount_minor", about.currency)
    paper = papers.reference(form.file("evidence"))
    return OpenDispute(
        id=new_id(DISPUTE, desk.register.clock, desk.register.entropy),
        subject=about.subject,
        by=desk.party,
        claim=f"{desk.say(f'disputes.reason-{_reason(form)}')}\n{form.needed('claim')}",
        amount_minor=amount,
        currency=about.currency if amount else None,
        evidence=(paper,) if paper else (),
        answer_by=day_in(form, "answer_by"),
    )


def _reason(form: Form) -> str:
    reason = form.needed("reason")
    if reason not in REASONS:
        raise RuleViolation(
            "page-choice-unknown", "choose one of the list", field="reason", value=reason
        )
    return reason


@router.get("/my/disputes/{dispute}")
def show(desk: CreatorDesk, dispute: str) -> Response:
    """Show a question: what was said, whose turn it is, how it ended."""
    return course.show(course.of_creator(desk), dispute)


@router.post("/my/disputes/{dispute}/messages")
def say(desk: CreatorDesk, dispute: str, form: FormDep) -> Response:
    """Say something in it."""
    return course.said(course.of_creator(desk), dispute, form)


@router.post("/my/disputes/{dispute}/turn")
def ask_again(desk: CreatorDesk, dispute: str, form: FormDep) -> Response:
    """Ask the other side for an answer until a day."""
    return course.asked(course.of_creator(desk), dispute, form)


@router.post("/my/disputes/{dispute}/end")
def end(desk: CreatorDesk, dispute: str, form: FormDep) -> Response:
    """End it by her own word: withdraw what she asked, or accept what was claimed of her alone."""
    speaker = course.of_creator(desk)

    def command() -> SettleDispute:
        return settled(speaker, dispute, form)

    return course.recorded(speaker, dispute, form, command, "ended")
