"""What the register knows of a creator, and how each of it is corrected."""

from dataclasses import dataclass
from typing import Any, Final

from fastapi import APIRouter
from sqlalchemy import Connection
from starlette.responses import HTMLResponse, Response

from api.pages import papers
from api.pages.creator.bank import accounts_of
from api.pages.desk import REFUSED, CreatorDesk, Desk, FormDep, ProvedDesk
from api.pages.forms import Form
from api.pages.reading_forms import day_in, shown_again
from ledger.jobs.notices import addresses_of
from ledger.parties import queries
from ledger.parties.commands import NoteRegistration, SetPayee
from ledger.parties.display import names_of
from ledger.parties.registration_history import history_of
from ledger.settings import Settings

router = APIRouter()
RELATIONS: Final = ("self", "agent_company", "assignee", "guardian")
_NUMBER: Final = "creator/registration.html"
_PAYEE: Final = "creator/payee.html"
_MOST_FOUND: Final = 20


@dataclass(frozen=True, slots=True)
class Registered:
    """How somebody stands as an issuer of invoices.

    Attributes:
        number: In force today; None for none.
        history: Beginnings and ends on record, the oldest first.
    """

    number: str | None
    history: list[dict[str, Any]]


@router.get("/my/details")
def show(desk: CreatorDesk) -> HTMLResponse:
    """Show what is on record about her, with the way to correct it."""
    with desk.reading() as conn:
        party = desk.found(queries.show(conn, desk.party, desk.viewer), "party", desk.party)
        name = names_of(conn, desk.register.vault, [desk.party])[desk.party]
        named = _parties_in(party)
        names = desk.names(conn, named, of_persons=True)
        registered = _registered(desk, conn)
    addresses = addresses_of(desk.register, Settings(home=desk.register.home))
    return desk.page(
        "creator/details.html",
        title="creator-details.title",
        party=party,
        name=name,
        names=names,
        registered=registered,
        accounts=accounts_of(desk),
        addresses=addresses.listed(desk.party),
        today=desk.today.isoformat(),
    )


def _parties_in(party: dict[str, Any]) -> list[str]:
    """Return the parties that the page names: who is paid, who followed, whom she followed."""
    followed = (party.get("succession") or {}).get("successors", ())
    return [
        *(one["payee"] for one in party.get("payees", ())),
        *(one["party"] for one in followed),
        *(one["party"] for one in party.get("succeeds", ())),
    ]


def _registered(desk: Desk, conn: Connection) -> Registered:
    number, history = history_of(conn, desk.party, desk.today)
    return Registered(number, history)


@router.get("/my/details/registration")
def ask_number(desk: CreatorDesk) -> HTMLResponse:
    """Show the form for a registration number."""
    return desk.page(_NUMBER, title="creator-details.number", key=desk.new_key(), **_at(desk))


@router.post("/my/details/registration")
def record_number(desk: CreatorDesk, form: FormDep) -> Response:
    """Record that a registration began or ended."""
    try:
        desk.record(_noted(desk, form), form)
        papers.keep(desk, form, "evidence")
    except REFUSED as error:
        title = "creator-details.number"
        return shown_again(desk, error, form, _NUMBER, title=title, **_at(desk))
    return desk.see("/my/details", notice="creator-details.number-recorded")


def _at(desk: Desk) -> dict[str, Any]:
    with desk.reading() as conn:
        return {"registered": _registered(desk, conn), "today": desk.today.isoformat()}


def _noted(desk: Desk, form: Form) -> NoteRegistration:
    is_end = form.needed("kind") == "ended"
    source = form.text("source") or desk.say("creator-details.own-word")
    return NoteRegistration(
        party=desk.party,
        kind="ended" if is_end else "registered",
        day=day_in(form, "day"),
        number=form.needed("number").upper().replace(" ", ""),
        source=source,
        document=papers.reference(form.file("evidence")),
    )


@router.get("/my/details/payee")
def ask_payee(desk: CreatorDesk, proved: ProvedDesk, q: str = "") -> HTMLResponse:
    """Show the form that says who is paid for her, with the companies found by name."""
    del proved
    context = _found(desk, q)
    return desk.page(_PAYEE, title="creator-details.payee", key=desk.new_key(), **context)


@router.post("/my/details/payee")
def record_payee(desk: CreatorDesk, proved: ProvedDesk, form: FormDep) -> Response:
    """Record who is paid for her from a day on."""
    del proved
    try:
        desk.record(_payee(desk, form), form)
        papers.keep(desk, form, "evidence")
    except REFUSED as error:
        context = _found(desk, form.text("q"))
        return shown_again(desk, error, form, _PAYEE, title="creator-details.payee", **context)
    return desk.see("/my/details", notice="creator-details.payee-recorded")


def _found(desk: Desk, q: str) -> dict[str, Any]:
    with desk.reading() as conn:
        found = queries.search(conn, desk.viewer, q, limit=_MOST_FOUND) if q.strip() else []
        names = desk.names(conn, [one["id"] for one in found])
    return {
        "q": q,
        "found": [(one["id"], names[one["id"]]) for one in found if one["id"] != desk.party],
        "relations": [(one, desk.say(f"creator-details.relation-{one}")) for one in RELATIONS[1:]],
        "today": desk.today.isoformat(),
    }


def _payee(desk: Desk, form: Form) -> SetPayee:
    is_self = form.text("payee") == "self"
    relation: Any = "self" if is_self else form.needed("relation")
    return SetPayee(
        party=desk.party,
        payee=desk.party if is_self else form.needed("payee"),
        relation=relation,
        effective_from=day_in(form, "effective_from"),
        evidence=papers.reference(form.file("evidence")),
    )
