"""The desk: everything a page knows of its request, and what it may do with it.

A page reads in one snapshot, under the same viewer as the API, and records the same commands with
the same actor. Cookies are for pages, tokens for machines: neither opens the other's door.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any, Final, TypeVar

from fastapi import Depends, Request
from pydantic import ValidationError
from sqlalchemy import Connection
from starlette.concurrency import run_in_threadpool
from starlette.responses import HTMLResponse, RedirectResponse

from api.auth import READ, WRITE, Caller
from api.cli.problems import as_data, in_words
from api.cli.refusals import INVALID_JA
from api.errors import status_of
from api.names import names_known
from api.pages import forms, menu, render
from api.pages.account.cookies import session_of
from api.pages.forms import Form, read_form
from api.pages.words.book import say
from api.personal_reads import ACTOR
from contracts.errors import TermsError
from contracts.figures import Language
from ledger.access.views import Viewer
from ledger.bootstrap import Register
from ledger.clock import tokyo_date
from ledger.command import Actor, Command, RequestKey, Role
from ledger.door import Recorded
from ledger.errors import Forbidden, LedgerError, NotFound
from ledger.ids import new_id
from ledger.sign_in.sessions import SignedIn

NOTICE: Final = "notice"
THEME: Final = "theme"
_THEMES: Final = ("light", "dark")
_PUBLIC: Final = Actor("public")
_KEY: Final = "key"
_UNPROCESSABLE: Final = 422
_SEE_OTHER: Final = 303
REFUSED: Final = (LedgerError, TermsError, ValidationError)
"""What a page that records catches, to show its form again."""
T = TypeVar("T")


class SignInNeeded(Exception):
    """The page is for people who are signed in; the handler leads there and back."""


class ProofNeeded(Exception):
    """The page is for who proved anew who he is; the handler leads there and back."""


@dataclass(frozen=True, slots=True)
class Problem:
    """What went wrong, for a page.

    Attributes:
        sentence: In the reader's language.
        field: Which field, if one; its name in the form or in the command.
        value: What was given. expected: what would be right, if it can be said.
        more: Further wrong fields, each with the same members.
    """

    code: str
    sentence: str
    field: str = ""
    value: str = ""
    expected: str = ""
    more: tuple["Problem", ...] = ()
    data: Mapping[str, Any] | None = None

    def at(self, *names: str) -> str:
        """Return what to say at a field that goes by one of these names; empty for nothing."""
        for one in (self, *self.more):
            if one.field in names:
                return one.expected_or_sentence
        return ""

    @property
    def expected_or_sentence(self) -> str:
        """The sentence; for one wrong field of several, what would be right."""
        return self.sentence or self.expected


@dataclass(frozen=True, slots=True)
class Desk:
    """One request of one person.

    Attributes:
        lang: Of the page. caller: who asks, as the API knows callers.
        session: The sign-in, or None for the public.
    """

    request: Request
    register: Register
    lang: Language
    caller: Caller
    session: SignedIn | None = None

    @property
    def actor(self) -> Actor:
        """Who records."""
        return self.caller.actor

    @property
    def viewer(self) -> Viewer:
        """Who reads."""
        return self.caller.viewer

    @property
    def role(self) -> Role:
        """The role of who asks."""
        return self.caller.actor.role

    @property
    def party(self) -> str:
        """The party that the person acts for.

        Raises:
            Forbidden: For none: the operator and the public.
        """
        if self.caller.actor.party is None:
            raise Forbidden(
                "party-needed",
                "this page is for somebody who acts for a party",
                field="party",
                expected="somebody who acts for a party",
            )
        return self.caller.actor.party

    @property
    def path(self) -> str:
        """The address without its language, with the query."""
        path = self.request.url.path.removeprefix(f"/{self.lang}").replace("\0", "") or "/"
        return f"{path}?{self.request.url.query}" if self.request.url.query else path

    @property
    def today(self) -> date:
        """The day in Japan."""
        return tokyo_date(self.register.clock.now())

    @property
    def csrf(self) -> str:
        """The token of the session that every form carries."""
        return self.session.csrf if self.session else ""

    def say(self, key: str, **named: object) -> str:
        """Return a text in the reader's language."""
        return say(key, self.lang, **named)

    def url(self, path: str) -> str:
        """Return an address in the reader's language."""
        return f"/{self.lang}{path}"

    def new_key(self) -> str:
        """Draw a key for a form, so that it records once however often it is sent."""
        return new_id(_KEY, self.register.clock, self.register.entropy)

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """Give one snapshot of log and views; closed before the page is written out."""
        with self.register.ledger.reading() as conn:
            yield conn

    def names(
        self, conn: Connection, parties: Iterable[str | None], *, of_persons: bool = False
    ) -> dict[str, str]:
        """Return what parties are called in the reader's language, where he may know; else the id.

        Args:
            conn: A snapshot.
            parties: Ids.
            of_persons: Whether the reader may know natural persons by name.
        """
        wanted = {party for party in parties if party}
        found = names_known(
            conn,
            self.register,
            wanted,
            of_persons=of_persons or self.actor.is_operator,
            own=self.actor.party,
        )
        return {
            party: found[party].in_language(self.lang) if party in found else party
            for party in wanted
        }

    def page(
        self, template: str, *, title: str, status: int = 200, **context: object
    ) -> HTMLResponse:
        """Answer with a page.

        Args:
            template: Path below `templates`.
            title: Key of its title, or the title itself where it is data.
            status: HTTP status.
            **context: What the template names.
        """
        cookies = self.request.cookies
        theme = cookies.get(THEME, "")
        notice = cookies.get(NOTICE, "")
        frame = {
            "desk": self,
            "title": title,
            "places": menu.places(self.role),
            "current": menu.current(self.path.partition("?")[0], self.role),
            "theme": theme if theme in _THEMES else "",
            "notice": notice,
            "problem": None,
            "form": Form(),
        }
        answer = render.answer(render.html(template, self.lang, {**frame, **context}), status)
        if notice:
            answer.delete_cookie(NOTICE, path="/")
        return answer

    def see(self, path: str, *, notice: str = "") -> RedirectResponse:
        """Lead to another page after recording.

        Args:
            path: Without its language.
            notice: Key of what to say there, once.
        """
        answer = RedirectResponse(self.url(path), _SEE_OTHER)
        if notice:
            answer.set_cookie(NOTICE, notice, max_age=60, path="/", httponly=True, samesite="lax")
        return answer

    def problem(self, error: Exception) -> Problem:
        """Say in the reader's language what went wrong."""
        data = as_data(error)
        more = tuple(self._wrong(one) for one in data.get("errors", ()))
        if more:
            return Problem(data["code"], self.say("shared.problem"), more=more, data=data)
        sentence, expected = in_words(data, self.lang)
        value = data.get("value")
        return Problem(
            data["code"],
            sentence,
            str(data.get("field", "")),
            "" if value is None else str(value),
            expected,
            data=data,
        )

    def _wrong(self, one: Mapping[str, Any]) -> Problem:
        as_code = {"code": one["type"], "message": one["expected"]}
        sentence, _ = in_words(as_code, self.lang)
        if self.lang == "ja" and sentence == one["expected"]:
            sentence = INVALID_JA.get(one["type"]) or self.say("shared.refused")
        value = "" if one["value"] == "-" else one["value"]
        return Problem(one["type"], sentence, one["field"], value)

    def status_of(self, error: Exception) -> int:
        """Return the HTTP status of a refusal."""
        return int(status_of(error)) if isinstance(error, LedgerError) else _UNPROCESSABLE

    def record(self, command: Command, form: Form) -> Recorded:
        """Record a command as the API does, once for each key of a form.

        Raises:
            LedgerError: It was refused, or cannot be done now.
        """
        self.caller.must_have(WRITE)
        return self.register.ledger.record(command, self.actor, self.request_key(form))

    def request_key(self, form: Form) -> RequestKey | None:
        """Return the key under which a form records."""
        if not form.key:
            return None
        return RequestKey(self.actor.reader, f"page-{form.key}", form.fingerprint)

    def found(self, thing: T | None, kind: str, id: str) -> T:
        """Return a thing, or say that there is none for this reader.

        Raises:
            NotFound: As said.
        """
        if thing is None:
            raise NotFound(f"{kind}-not-found", field="id", value=id)
        return thing


def language_of(request: Request) -> Language:
    """Return the language of the site that answers: the last piece of where it is mounted."""
    return "en" if request.scope.get("root_path", "").endswith("/en") else "ja"


async def desk(request: Request) -> Desk:
    """Return the desk of a request; the public's where nobody is signed in.

    Raises:
        RuleViolation: The address has NUL in it, which no database looks for.
    """
    forms.must_be_an_address(request)
    return await desk_of(request)


async def desk_of(request: Request) -> Desk:
    """Return the desk of a request whatever its address: what is wrong is told on a page, too."""
    register: Register = request.app.state.register
    session = await run_in_threadpool(_session, register, request)
    actor = session.actor if session else _PUBLIC
    request.scope.setdefault("state", {})[ACTOR] = actor  # whose reads of people's data are noted
    scopes = frozenset(session.scopes) if session else frozenset()
    caller = Caller(actor, Viewer.of(actor, register.clock), scopes)
    return Desk(request, register, language_of(request), caller, session)


def _session(register: Register, request: Request) -> SignedIn | None:
    return session_of(register, request)


DeskDep = Annotated[Desk, Depends(desk)]


def entering(*roles: Role) -> Callable[[Desk], Any]:
    """Return what lets people of these roles in, and the operator."""

    async def enter(desk: DeskDep) -> Desk:
        if desk.session is None:
            raise SignInNeeded
        if desk.role not in roles and not desk.actor.is_operator:
            raise Forbidden(
                "role-may-not-enter",
                "this page is for people in another role",
                field="role",
                value=desk.role,
                expected=roles[0],
            )
        desk.caller.must_have(READ)
        return desk

    return enter


SignedInDesk = Annotated[Desk, Depends(entering("creator", "studio", "auditor"))]
CreatorDesk = Annotated[Desk, Depends(entering("creator"))]
StudioDesk = Annotated[Desk, Depends(entering("studio"))]
AuditorDesk = Annotated[Desk, Depends(entering("auditor"))]


async def sent_form(request: Request, desk: DeskDep) -> Form:
    """Read a form that a page of this session sent.

    Raises:
        SignInNeeded: Nobody is signed in.
        Forbidden: Another site sent it, or the page is of another session.
    """
    if desk.session is None:
        raise SignInNeeded
    form = await read_form(request)
    forms.must_be_ours(request, form, desk.csrf)
    return form


FormDep = Annotated[Form, Depends(sent_form)]


async def proved(desk: SignedInDesk) -> Desk:
    """Let on who proved anew who he is, within the last minutes."""
    if not desk.actor.stepped_up:
        raise ProofNeeded
    return desk


ProvedDesk = Annotated[Desk, Depends(proved)]
