"""Where a creator is paid: her accounts, a new one, and the alarm.

Whoever proposes an account has proved anew who she is; the alarm needs no proof, as it only stops.
"""

from typing import Any, Final

from fastapi import APIRouter
from sqlalchemy import Connection
from starlette.responses import HTMLResponse, Response

from api.auth import WRITE
from api.pages import papers
from api.pages.creator.bank_told import Accounts, AccountTold, reviewed, told
from api.pages.creator.bank_typed import FIELDS, KINDS, Kind, read_account
from api.pages.desk import REFUSED, CreatorDesk, Desk, FormDep, ProvedDesk
from api.pages.forms import Form
from api.pages.reading_forms import shown_again
from ledger.bank_details.commands import WithdrawBankDetails
from ledger.bank_details.directory import table_day
from ledger.bank_details.views import in_force, is_frozen, rows_of, waiting_days
from ledger.bank_details.waiting import over_on
from ledger.errors import NotFound, RuleViolation
from ledger.holidays import is_holiday
from ledger.jobs.bank_details import Proposal, propose_details
from ledger.jobs.bank_reading import see
from ledger.parties.display import names_of

router = APIRouter()
_NEW: Final = "creator/bank_new.html"
_STOP: Final = "creator/bank_stop.html"
_TITLE: Final = "creator-bank.new"
CAUSES: Final = ("not_me", "mistaken", "closed")


@router.get("/my/bank")
def show(desk: CreatorDesk) -> HTMLResponse:
    """List her accounts with how each stands."""
    return desk.page("creator/bank.html", title="creator-bank.title", told=accounts_of(desk))


def accounts_of(desk: Desk) -> Accounts:
    """Return how the accounts of the desk's party stand today."""
    with desk.reading() as conn:
        rows = rows_of(conn, [desk.party])[desk.party]
        currencies = {row["currency"] for row in rows}
        found = (in_force(conn, desk.party, one, desk.today) for one in currencies)
        used = frozenset(row["id"] for row in found if row)
        seen = see(conn, desk.register.vault, desk.viewer, desk.party)
    today = desk.today.isoformat()
    return told(seen.rows, used, today, is_frozen=is_frozen(rows) is not None)


@router.get("/my/bank/new")
def new(desk: CreatorDesk) -> Response:
    """Lead to the commonest form."""
    return desk.see("/my/bank/new/domestic")


@router.get("/my/bank/new/{kind}")
def ask(desk: CreatorDesk, proved: ProvedDesk, kind: Kind) -> HTMLResponse:
    """Show the form of a kind of account."""
    del proved
    return desk.page(_NEW, title=_TITLE, key=desk.new_key(), review=None, **_form(desk, kind))


@router.post("/my/bank/new/{kind}")
def propose(desk: CreatorDesk, kind: Kind, form: FormDep) -> Response:
    """Check what was typed, show it once more as a bank will read it, then propose it."""
    again: dict[str, Any] = {"title": _TITLE, "review": None, **_form(desk, kind)}
    try:
        typed, details = read_account(form, kind)
        if form.text("step") == "record":
            paper = papers.reference(form.file("evidence"))
            proposal = Proposal(
                party=desk.party,
                account=typed,
                evidence=paper,
                takes_offer=form.flag("takes_offer"),
            )
            desk.caller.must_have(WRITE)
            request = desk.request_key(form)
            propose_details(desk.register, proposal, actor=desk.actor, request=request)
            papers.keep(desk, form, "evidence")
            return desk.see("/my/bank", notice="creator-bank.proposed")
    except REFUSED as error:
        return shown_again(desk, error, form, _NEW, **again)
    review = None if form.text("step") == "edit" else reviewed(details)
    context: dict[str, Any] = again | {
        "review": review,
        "form": form,
        "key": form.key or desk.new_key(),
    }
    return desk.page(_NEW, **context)


def _form(desk: Desk, kind: Kind) -> dict[str, Any]:
    with desk.reading() as conn:
        days = waiting_days(conn, desk.today)
        kana = _kana(desk, conn) if kind != "foreign" else ""
    return {
        "kind": kind,
        "kinds": KINDS,
        "fields": FIELDS[kind],
        "days": days,
        "until": over_on(desk.today, days, is_holiday).isoformat(),
        "kana": kana,
        "table_day": table_day().isoformat(),
        "types": [
            (one, desk.say(f"creator-bank.type-{one}"))
            for one in ("ordinary", "current", "savings")
        ],
    }


def _kana(desk: Desk, conn: Connection) -> str:
    name = names_of(conn, desk.register.vault, [desk.party]).get(desk.party)
    return (name.kana or "") if name else ""


@router.get("/my/bank/{details}/stop")
def ask_stop(desk: CreatorDesk, details: str) -> HTMLResponse:
    """Ask whether an account is to be ended, and say what follows."""
    context: dict[str, Any] = {"account": _account(desk, details), "causes": _causes(desk)}
    return desk.page(_STOP, title="creator-bank.stop", key=desk.new_key(), **context)


@router.post("/my/bank/{details}/stop")
def stop(desk: CreatorDesk, details: str, form: FormDep) -> Response:
    """End an account; "not me" holds every payment at once."""
    account = _account(desk, details)
    try:
        desk.record(_withdrawal(account, form), form)
    except REFUSED as error:
        context = {"account": account, "causes": _causes(desk)}
        return shown_again(desk, error, form, _STOP, title="creator-bank.stop", **context)
    is_alarm = form.text("cause") == "not_me"
    return desk.see("/my/bank", notice=f"creator-bank.{'denied' if is_alarm else 'stopped'}")


def _account(desk: Desk, details: str) -> AccountTold:
    for one in accounts_of(desk).accounts:
        if one.row["id"] == details:
            return one
    raise NotFound("bank-details-not-found", field="id", value=details)


def _causes(desk: Desk) -> list[tuple[str, str]]:
    return [(one, desk.say(f"creator-bank.cause-{one}")) for one in CAUSES]


def _withdrawal(account: AccountTold, form: Form) -> WithdrawBankDetails:
    cause = form.needed("cause")
    if cause not in CAUSES:
        raise RuleViolation(
            "page-choice-unknown", "choose one of the list", field="cause", value=cause
        )
    return WithdrawBankDetails(
        id=account.row["id"],
        cause=cause,  # type: ignore[arg-type]  # it is one of CAUSES
        reason=form.text("reason") or cause,
    )
