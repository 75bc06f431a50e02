"""Questions of a creator: asked about a line, read, answered, withdrawn."""

from datetime import timedelta
from typing import Annotated, Any, Final

from fastapi import APIRouter, Query
from starlette.responses import HTMLResponse, Response

from api.pages.creator import disputed, evidence
from api.pages.creator.disputed import About
from api.pages.creator.reading_forms import amount_in, day_in, shown_again
from api.pages.desk import REFUSED, CreatorDesk, Desk, FormDep
from api.pages.forms import Form
from ledger.disputes import reading
from ledger.disputes.commands import OpenDispute, SayInDispute, SettleDispute
from ledger.disputes.course_commands import SetDisputeDeadline
from ledger.disputes.views import OPEN
from ledger.errors import NotFound, RuleViolation
from ledger.ids import DISPUTE, new_id

router = APIRouter()
REASONS: Final = ("missing", "amount", "share", "deduction", "tax", "other")
_DAYS_TO_ANSWER: Final = timedelta(days=14)
_PAGE: Final = 30
_NEW: Final = "creator/dispute_new.html"
_ONE: Final = "creator/dispute.html"
After = Annotated[str | None, Query(max_length=64)]


@router.get("/my/disputes")
def list_disputes(desk: CreatorDesk, after: After = None) -> HTMLResponse:
    """List her questions, the newest first."""
    with desk.reading() as conn:
        items = reading.page(conn, desk.viewer, after=after, limit=_PAGE + 1, is_newest_first=True)
        shown = items[:_PAGE]
        subjects = reading.subjects_of(conn, desk.viewer, [item["id"] for item in shown])
        about = disputed.of_disputes(conn, desk.viewer, subjects)
    return desk.page(
        "creator/disputes.html",
        title="creator-disputes.title",
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
    return desk.page(_NEW, title="creator-disputes.new", key=desk.new_key(), **_form(desk, about))


@router.post("/my/disputes")
def record(desk: CreatorDesk, form: FormDep) -> Response:
    """Open a dispute about the line."""
    line = form.whole("line") or 0
    about = _subject(desk, form.text("statement"), line, form.text("agreement"))
    try:
        recorded = desk.record(_opened(desk, about, form), form)
        evidence.keep(desk, form, "evidence")
    except REFUSED as error:
        title = "creator-disputes.new"
        return shown_again(desk, error, form, _NEW, title=title, **_form(desk, about))
    dispute = str(dict(recorded.events[0])["id"])
    return desk.see(f"/my/disputes/{dispute}", notice="creator-disputes.recorded")


def _subject(desk: Desk, statement: str, line: int, agreement: str) -> About:
    with desk.reading() as conn:
        if agreement:
            return disputed.of_agreement(conn, desk.viewer, agreement)
        if statement:
            return disputed.of_line(conn, desk.viewer, statement, line)
    raise NotFound("statement-not-found", field="statement", value="")


def _form(desk: Desk, about: About) -> dict[str, Any]:
    with desk.reading() as conn:
        names = desk.names(conn, [about.payer])
    return {
        "about": about,
        "names": names,
        "reasons": [(one, desk.say(f"creator-disputes.reason-{one}")) for one in REASONS],
        "today": desk.today.isoformat(),
        "answer_by": (desk.today + _DAYS_TO_ANSWER).isoformat(),
    }


def _opened(desk: Desk, about: About, form: Form) -> OpenDispute:
    amount = amount_in(form, "amount_minor", about.currency)
    paper = evidence.reference(form.file("evidence"))
    return OpenDispute(
        id=new_id(DISPUTE, desk.register.clock, desk.register.entropy),
        subject=about.subject,
        by=desk.party,
        claim=f"{desk.say(f'creator-disputes.reason-{_reason(form)}')}\n{form.needed('claim')}",
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
def show(desk: CreatorDesk, dispute: str) -> HTMLResponse:
    """Show a question: what was said, whose turn it is, how it ended."""
    told = _told(desk, dispute)
    return desk.page(_ONE, title="creator-disputes.one", key=desk.new_key(), **told)


@router.post("/my/disputes/{dispute}/messages")
def say(desk: CreatorDesk, dispute: str, form: FormDep) -> Response:
    """Say something in it."""

    def command() -> SayInDispute:
        paper = evidence.reference(form.file("evidence"))
        return SayInDispute(
            dispute=dispute,
            by=desk.party,
            text=form.needed("text"),
            evidence=(paper,) if paper else (),
        )

    return _recorded(desk, dispute, form, command, "said")


@router.post("/my/disputes/{dispute}/turn")
def ask_again(desk: CreatorDesk, dispute: str, form: FormDep) -> Response:
    """Ask the other side for an answer until a day."""

    def command() -> SetDisputeDeadline:
        return SetDisputeDeadline(
            dispute=dispute,
            by=desk.party,
            turn=tuple(_told(desk, dispute)["others"]),
            answer_by=day_in(form, "answer_by"),
            note=form.given("note"),
        )

    return _recorded(desk, dispute, form, command, "asked")


@router.post("/my/disputes/{dispute}/end")
def end(desk: CreatorDesk, dispute: str, form: FormDep) -> Response:
    """End it by her own word: withdraw what she asked, or accept what was claimed of her alone."""

    def command() -> SettleDispute:
        ending = _told(desk, dispute)["ending"]
        if not form.flag("is_sure"):
            raise RuleViolation(
                "page-not-sure", "tick the box if you are sure", field="is_sure", value=""
            )
        return SettleDispute(
            dispute=dispute, by=desk.party, outcome=ending, reason=form.needed("reason")
        )

    return _recorded(desk, dispute, form, command, "ended")


def _recorded(desk: Desk, dispute: str, form: Form, command: Any, notice: str) -> Response:
    try:
        desk.record(command(), form)
        evidence.keep(desk, form, "evidence")
    except REFUSED as error:
        told = _told(desk, dispute)
        return shown_again(desk, error, form, _ONE, title="creator-disputes.one", **told)
    return desk.see(f"/my/disputes/{dispute}", notice=f"creator-disputes.{notice}")


def _told(desk: Desk, dispute: str) -> dict[str, Any]:
    """Read a question with everything that its page says."""
    with desk.reading() as conn:
        told = desk.found(reading.show(conn, dispute, desk.viewer), "dispute", dispute)
        about = disputed.of_disputes(conn, desk.viewer, {dispute: told["about"]})[dispute]
        said_by = (message.get("by") for message in told.get("messages", ()))
        sides = (told["opened_by"], *told["against"])
        names = desk.names(conn, [*sides, *said_by, about.payer])
    return {
        "told": told,
        "about": about,
        "names": names,
        "today": desk.today.isoformat(),
        "answer_by": (desk.today + _DAYS_TO_ANSWER).isoformat(),
        **standing(told, desk.actor.party),
    }


def standing(told: dict[str, Any], party: str | None) -> dict[str, Any]:
    """Tell what somebody may do in a question now.

    Returns:
        `is_side`: may speak; `others`: whom to ask; `ending`: the outcome that the own word alone
        brings about, or none; `is_mine`: whether an answer is asked of this party.
    """
    sides = [told["opened_by"], *told["against"]]
    is_side = told["status"] == OPEN and party in sides and "claim" in told
    ending = ""
    if is_side and party == told["opened_by"]:
        ending = "withdrawn"
    elif is_side and told["against"] == [party]:
        ending = "upheld"
    return {
        "is_side": is_side,
        "others": [side for side in sides if side != party],
        "ending": ending,
        "is_mine": party in told.get("turn", ()),
    }
