"""Questions that a studio has to answer, and that it asked: listed, read, answered, ended."""

from collections.abc import Iterable, Mapping
from typing import Annotated, Any, Final

from fastapi import APIRouter, Query
from sqlalchemy import Connection
from starlette.responses import Response

from api.pages.desk import REFUSED, Desk, FormDep, StudioDesk
from api.pages.disputes import about as subjects
from api.pages.disputes import course
from api.pages.disputes.course import Speaker
from api.pages.disputes.endings import METHODS, settled
from api.pages.forms import Form
from api.pages.reading_forms import shown_again
from api.pages.studio.seat import Seat, SeatDep, chosen, sent_seat
from ledger.access.views import Viewer
from ledger.disputes import reading
from ledger.disputes.commands import SettleDispute
from ledger.disputes.course_commands import CarryOutDispute, Correction
from ledger.errors import NotFound
from ledger.ids import REPORT
from ledger.keys.consents import GRADES

router = APIRouter()
_PAGE: Final = 30
_END: Final = "studio/dispute_end.html"
Cursor = Annotated[str, Query(max_length=64)]
How = Annotated[str, Query(max_length=16)]
Items = list[dict[str, Any]]


@router.get("/studio/disputes")
def list_disputes(seat: SeatDep, after: Cursor = "", waiting: Cursor = "") -> Response:
    """List what waits for this company's answer, by day, and then everything, newest first.

    Each of the two lists goes on by a cursor of its own; its later pages show it alone.
    """
    if not seat.party:
        return chosen(seat, "/studio/disputes")
    desk, viewer = seat.desk, _viewer(seat)
    most = _PAGE + 1
    to_answer: Items = []
    everything: Items = []
    with desk.reading() as conn:
        if not after:
            to_answer = reading.to_answer(
                conn, viewer, seat.party, after=waiting or None, limit=most
            )
        if not waiting:
            everything = reading.page(
                conn, viewer, after=after or None, limit=most, is_newest_first=True
            )
        shown = to_answer[:_PAGE], everything[:_PAGE]
        described = _described(conn, seat, viewer, [*shown[0], *shown[1]])
    return desk.page(
        "studio/disputes.html",
        title="disputes.title",
        seat=seat,
        speaker=_speaker(seat),
        to_answer=shown[0],
        everything=shown[1],
        following_to_answer=_following(to_answer),
        following=_following(everything),
        after=after,
        waiting=waiting,
        today=desk.today.isoformat(),
        **described,
    )


def _viewer(seat: Seat) -> Viewer:
    """Return who reads: the operator looks with the eyes of the party that he works for."""
    desk = seat.desk
    return Viewer("studio", seat.party, desk.today) if desk.actor.is_operator else desk.viewer


def _following(items: Items) -> str | None:
    return str(items[_PAGE - 1]["id"]) if len(items) > _PAGE else None


def _described(
    conn: Connection, seat: Seat, viewer: Viewer, items: Iterable[Mapping[str, Any]]
) -> dict[str, Any]:
    """Return what questions are about and who asked; persons are named to the other side alone."""
    opened = {item["id"]: item["opened_by"] for item in items}
    own = reading.read_in_full(conn, viewer, opened)
    of_sides = {by for id, by in opened.items() if id in own}
    names = seat.desk.names(conn, opened.values())
    of = reading.subjects_of(conn, viewer, opened)
    return {
        "names": names | seat.desk.names(conn, of_sides, of_persons=True),
        "about": subjects.of_disputes(conn, viewer, of, subjects.STUDIO_WAYS),
    }


def _speaker(seat: Seat) -> Speaker:
    return Speaker(seat.desk, seat.party, "studio", seat.to)


@router.get("/studio/disputes/{dispute}")
def show(seat: SeatDep, dispute: str) -> Response:
    """Show a question: what was said, whose turn it is, how it ended."""
    if not seat.party:
        return chosen(seat, f"/studio/disputes/{dispute}")
    return course.show(_speaker(seat), dispute)


@router.post("/studio/disputes/{dispute}/messages")
def say(desk: StudioDesk, dispute: str, form: FormDep) -> Response:
    """Answer."""
    return course.said(_speaker(sent_seat(desk, form)), dispute, form)


@router.post("/studio/disputes/{dispute}/turn")
def ask(desk: StudioDesk, dispute: str, form: FormDep) -> Response:
    """Ask the other side for an answer until a day."""
    return course.asked(_speaker(sent_seat(desk, form)), dispute, form)


@router.get("/studio/disputes/{dispute}/end")
def ask_end(seat: SeatDep, dispute: str, how: How = "") -> Response:
    """Show what an ending means, and what it needs.

    Raises:
        NotFound: This party cannot end this question so.
    """
    if not seat.party:
        return chosen(seat, f"/studio/disputes/{dispute}")
    desk = seat.desk
    context = _ending(_speaker(seat), dispute, how)
    if how not in context["endings"]:
        raise NotFound("dispute-not-found", field="how", value=how)
    return desk.page(_END, title=f"disputes.do-{how}", key=desk.new_key(), **context)


def _ending(speaker: Speaker, dispute: str, how: str) -> dict[str, Any]:
    desk = speaker.desk
    methods = [(one, GRADES[one]["name"][desk.lang]) for one in METHODS]
    context = course.told(speaker, dispute)
    with desk.reading() as conn:
        own = desk.names(conn, [speaker.party])
    names = own | context["names"]
    return {**context, "names": names, "how": how, "methods": methods}


@router.post("/studio/disputes/{dispute}/end")
def end(desk: StudioDesk, dispute: str, form: FormDep) -> Response:
    """Record how it ended: by giving way, by agreement, or withdrawn by who asked."""
    speaker, how = _speaker(sent_seat(desk, form)), form.needed("how")

    def command() -> SettleDispute:
        return settled(speaker, dispute, form, how)

    try:
        return course.tried(speaker, dispute, form, command, "ended")
    except REFUSED as error:
        return _end_again(speaker, dispute, form, error)


def _end_again(speaker: Speaker, dispute: str, form: Form, error: Exception) -> Response:
    """Show the form of the ending again; a question that is over shows itself instead."""
    desk: Desk = speaker.desk
    context = _ending(speaker, dispute, form.text("how"))
    if context["how"] not in context["endings"]:
        return course.show_again(speaker, dispute, form, error)
    return shown_again(desk, error, form, _END, title=f"disputes.do-{context['how']}", **context)


@router.post("/studio/disputes/{dispute}/correction")
def correct(desk: StudioDesk, dispute: str, form: FormDep) -> Response:
    """Name the correction, or the report, that pays what was granted."""
    speaker = _speaker(sent_seat(desk, form))

    def command() -> CarryOutDispute:
        id = form.needed("correction.id")
        is_report = id.startswith(f"{REPORT}_")
        made = Correction(kind="report" if is_report else "revision", id=id)
        return CarryOutDispute(dispute=dispute, by=speaker.party, correction=made)

    return course.recorded(speaker, dispute, form, command, "corrected")
