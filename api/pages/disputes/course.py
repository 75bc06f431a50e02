"""A question as both of its sides see it: what was said, whose turn it is, and what one may do.

The pages of creators and of studios differ in their addresses and in some words. What they read,
what they record and who may do what is the same, and is here.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final, Literal

from starlette.responses import Response

from api.pages import papers
from api.pages.desk import REFUSED, Desk
from api.pages.disputes import about as subjects
from api.pages.disputes.about import CREATOR_WAYS, STUDIO_WAYS, Ways
from api.pages.forms import Form
from api.pages.reading_forms import day_in, shown_again
from ledger.command import Command
from ledger.disputes import reading
from ledger.disputes.checks import lacking
from ledger.disputes.commands import SayInDispute
from ledger.disputes.course_commands import SetDisputeDeadline
from ledger.disputes.views import OPEN

Area = Literal["my", "studio"]
DAYS_TO_ANSWER: Final = timedelta(days=14)
TITLE: Final = "disputes.one"
_TEMPLATES: Final[Mapping[Area, str]] = {
    "my": "creator/dispute.html",
    "studio": "studio/dispute.html",
}
_WAYS: Final[Mapping[Area, Ways]] = {"my": CREATOR_WAYS, "studio": STUDIO_WAYS}


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who looks at a question, and speaks in it.

    Attributes:
        party: For whom; empty for nobody.
        area: Whose pages these are.
        to: Makes an address of these pages, with its language.
    """

    desk: Desk
    party: str
    area: Area
    to: Callable[[str], str]

    @property
    def ways(self) -> Ways:
        """Where these pages show what a question is about."""
        return _WAYS[self.area]

    def place(self, rest: str = "") -> str:
        """Return the address of the list, or of something below it."""
        return self.to(f"/{self.area}/disputes{rest}")

    def see(self, rest: str, notice: str) -> Response:
        """Lead to a page of these after recording."""
        path = self.place(rest).removeprefix(f"/{self.desk.lang}")
        return self.desk.see(path, notice=f"disputes.{notice}")


def of_creator(desk: Desk) -> Speaker:
    """Return who is at the pages of creators."""
    return Speaker(desk, desk.actor.party or "", "my", desk.url)


def show(speaker: Speaker, dispute: str) -> Response:
    """Show a question."""
    desk = speaker.desk
    context = told(speaker, dispute)
    return desk.page(_TEMPLATES[speaker.area], title=TITLE, key=desk.new_key(), **context)


def told(speaker: Speaker, dispute: str) -> dict[str, Any]:
    """Read a question with everything that its page says.

    Raises:
        NotFound: There is none that this reader may know of.
    """
    desk = speaker.desk
    with desk.reading() as conn:
        shown = desk.found(reading.show(conn, dispute, desk.viewer), "dispute", dispute)
        subject = {dispute: shown["about"]}
        about = subjects.of_disputes(conn, desk.viewer, subject, speaker.ways)[dispute]
        said_by = (message.get("by") for message in shown.get("messages", ()))
        sides = (shown["opened_by"], *shown["against"])
        # Who pays knows by name whom he pays; whoever is merely concerned learns no person's name.
        is_of_sides = speaker.area == "studio" and "claim" in shown
        named = [*sides, *said_by, about.payer]
        names = desk.names(conn, named, of_persons=is_of_sides)
    return {
        "speaker": speaker,
        "told": shown,
        "about": about,
        "names": names,
        "today": desk.today.isoformat(),
        "answer_by": (desk.today + DAYS_TO_ANSWER).isoformat(),
        **standing(shown, speaker.party),
    }


def standing(told: Mapping[str, Any], party: str | None) -> dict[str, Any]:
    """Tell what somebody may do in a question now.

    Returns:
        `is_side`: may speak; `others`: whom to ask; `endings`: outcome to those whose consent it
        needs beside his own word; `ending`: the one that his own word alone brings about, or
        none; `is_mine`: whether an answer is asked of this party.

    Example:
        >>> told = {"status": "open", "opened_by": "a", "against": ["b"], "claim": "x"}
        >>> standing(told, "b")["endings"]
        {'upheld': (), 'agreed': ('a',)}
    """
    sides = (told["opened_by"], *told["against"])
    is_side = told["status"] == OPEN and party in sides and "claim" in told
    endings = endings_of(told, party) if is_side else {}
    return {
        "is_side": is_side,
        "others": [side for side in sides if side != party],
        "endings": endings,
        "ending": own_ending(endings),
        "is_mine": party in told.get("turn", ()),
    }


def endings_of(told: Mapping[str, Any], party: str | None) -> dict[str, tuple[str, ...]]:
    """Return how a side may end a question, each with those whose consent it needs besides."""
    opener, against = told["opened_by"], tuple(told["against"])
    if party is None or party not in (opener, *against):
        return {}
    own = "withdrawn" if party == opener else "upheld"
    return {how: lacking(how, opener, against, {party}) for how in (own, "agreed")}


def own_ending(endings: Mapping[str, tuple[str, ...]]) -> str:
    """Return the ending that needs nobody else; empty for none."""
    return next((how for how, others in endings.items() if not others), "")


def said(speaker: Speaker, dispute: str, form: Form) -> Response:
    """Record what was said."""

    def command() -> SayInDispute:
        paper = papers.reference(form.file("evidence"))
        return SayInDispute(
            dispute=dispute,
            by=speaker.party,
            text=form.needed("text"),
            evidence=(paper,) if paper else (),
        )

    return recorded(speaker, dispute, form, command, "said")


def asked(speaker: Speaker, dispute: str, form: Form) -> Response:
    """Record that the other side is asked for an answer until a day."""

    def command() -> SetDisputeDeadline:
        return SetDisputeDeadline(
            dispute=dispute,
            by=speaker.party,
            turn=tuple(told(speaker, dispute)["others"]),
            answer_by=day_in(form, "answer_by"),
            note=form.given("note"),
        )

    return recorded(speaker, dispute, form, command, "asked")


def recorded(
    speaker: Speaker, dispute: str, form: Form, command: Callable[[], Command], notice: str
) -> Response:
    """Record what a form of a question asks for, and show the question; refused, show why."""
    try:
        return tried(speaker, dispute, form, command, notice)
    except REFUSED as error:
        return show_again(speaker, dispute, form, error)


def tried(
    speaker: Speaker, dispute: str, form: Form, command: Callable[[], Command], notice: str
) -> Response:
    """Record what a form asks for, and lead to the question.

    Raises:
        Exception: One of `REFUSED`.
    """
    speaker.desk.record(command(), form)
    papers.keep(speaker.desk, form, "evidence")
    return speaker.see(f"/{dispute}", notice)


def show_again(speaker: Speaker, dispute: str, form: Form, error: Exception) -> Response:
    """Show a question with what was typed, and why it was refused."""
    context = told(speaker, dispute)
    template = _TEMPLATES[speaker.area]
    return shown_again(speaker.desk, error, form, template, title=TITLE, **context)
