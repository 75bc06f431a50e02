"""Where a creator is written to, and about what: asked for, confirmed, made quiet, ended."""

from typing import Any, Final

from fastapi import APIRouter
from starlette.responses import HTMLResponse, Response

from api.auth import WRITE
from api.cli.notices_words import kind as kind_called
from api.pages.desk import REFUSED, CreatorDesk, Desk, FormDep
from api.pages.forms import Form
from api.pages.reading_forms import shown_again
from ledger.errors import RuleViolation
from ledger.jobs.notices import addresses_of
from ledger.notices import kinds
from ledger.notices.addresses import Addresses, NewAddress
from ledger.notices.deliveries import ENDED
from ledger.settings import Settings

router = APIRouter()
_PAGE: Final = "creator/notices.html"
_TITLE: Final = "creator-notices.title"
OFFERED: Final = (
    kinds.STATEMENT_ISSUED,
    kinds.PURCHASE_PRESENTED,
    kinds.PAYMENT_SENT,
    kinds.PAYMENT_RETURNED,
    kinds.FORM_EXPIRING,
    kinds.DISPUTE_OPENED,
    kinds.ANSWER_DUE,
)
"""Kinds that a creator may choose; the others are for companies."""


def _addresses(desk: Desk) -> Addresses:
    return addresses_of(desk.register, Settings(home=desk.register.home))


@router.get("/my/notices")
def show(desk: CreatorDesk) -> HTMLResponse:
    """List her addresses, with the form for another."""
    return desk.page(_PAGE, title=_TITLE, **_context(desk))


def _context(desk: Desk) -> dict[str, Any]:
    listed = _addresses(desk).listed(desk.party)
    return {
        "addresses": [row for row in listed if row["status"] != ENDED],
        "kinds": [(one, kind_called(one, desk.lang)) for one in OFFERED],
        "kind_names": {one: kind_called(one, desk.lang) for one in kinds.CHOSEN},
        "secret": "",
        "key": desk.new_key(),
    }


@router.post("/my/notices")
def subscribe(desk: CreatorDesk, form: FormDep) -> Response:
    """Ask for notices to an address; a webhook's secret is shown this once."""
    try:
        desk.caller.must_have(WRITE)
        made = _addresses(desk).subscribe(_new(desk, form), desk.actor.by)
    except REFUSED as error:
        return _again(desk, error, form)
    if made.secret is None:
        return desk.see("/my/notices", notice="creator-notices.asked")
    return desk.page(_PAGE, title=_TITLE, **(_context(desk) | {"secret": made.secret}))


def _again(desk: Desk, error: Exception, form: Form) -> HTMLResponse:
    context = _context(desk)
    del context["key"]
    return shown_again(desk, error, form, _PAGE, title=_TITLE, **context)


def _new(desk: Desk, form: Form) -> NewAddress:
    channel: Any = form.needed("channel")
    chosen = form.many("kinds")
    if not chosen:
        raise RuleViolation(
            "page-choice-needed", "choose at least one of the list", field="kinds", value=""
        )
    return NewAddress(
        party=desk.party,
        channel=channel,
        target=form.needed("target"),
        lang=desk.lang,
        kinds=chosen,
        replaces=form.given("replaces"),
    )


@router.post("/my/notices/{address}/{act}")
def act(desk: CreatorDesk, address: str, act: str, form: FormDep) -> Response:
    """Confirm an address by its code, make it quiet, test it or end it."""
    try:
        desk.caller.must_have(WRITE)
        _act(desk, address, act, form)
    except REFUSED as error:
        return _again(desk, error, form)
    return desk.see("/my/notices", notice=f"creator-notices.{act}")


def _act(desk: Desk, address: str, act: str, form: Form) -> None:
    addresses, party = _addresses(desk), desk.party
    if act == "confirm":
        addresses.confirm(address, form.needed("code"), party)
    elif act == "quiet":
        addresses.shown(address, party)  # nobody makes another's address quiet
        addresses.quieten(address)
    elif act == "test":
        addresses.test(address, party)
    elif act == "end":
        addresses.end(address, party)
    else:
        raise RuleViolation("page-choice-unknown", "no such act", field="act", value=act)
