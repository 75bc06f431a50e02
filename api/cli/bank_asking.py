"""What the command line says and asks around bank details: the wait, the offer, the last digits."""

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from api.cli.session import Session
from ledger.access.views import Viewer
from ledger.bank_details.opening import masked, open_sealed
from ledger.bank_details.views import BankDetailsRow
from ledger.bootstrap import Register
from ledger.errors import NotFound, RuleViolation
from ledger.jobs.bank_reading import sight_of
from ledger.store.state import State

_DIGITS: Final = 3


def account_of(account: Mapping[str, Any] | None) -> str:
    """Write bank and number of an account as one text; a dash where it cannot be opened."""
    return f"{account['bank']} {account['account_number']}" if account else "-"


def told(session: Session, register: Register, fact: Mapping[str, Any], holder: str | None) -> None:
    """Say what a proposal holds up and until when, and what became of the holder's name."""
    if session.out.as_json:
        return
    row = {"id": fact["id"], "subject": fact["subject"], "commit": fact["details"]}
    details = open_sealed(register.vault, row)
    if holder is not None and details.holder != holder:
        session.out.note("bank-offer-taken", given=holder, offer=details.holder)
    session.out.note(
        "bank-proposed-until",
        id=fact["id"],
        number=account_of(masked(details)),
        until=_shown_day(fact["waiting_until"]),
        currency=fact["currency"],
    )


def _shown_day(day: date) -> str:
    return day.isoformat()


def check_digits(register: Register, viewer: Viewer, details: str, digits: str) -> None:
    """Refuse a confirmation whose last digits are not those of the account.

    Whoever calls back asks the party for them: hearing them shows that both mean one account.

    Raises:
        NotFound: There are no such details for this viewer.
        RuleViolation: `bank-digits-differ`.
    """
    with register.ledger.reading() as conn:
        row = State(conn).get(BankDetailsRow, details)
        if row is None or sight_of(conn, viewer, row["party"]) in (None, "commitments"):
            raise NotFound("bank-details-not-found", field="id", value=details)
    number = masked(open_sealed(register.vault, row))["account_number"]
    if digits != number[-_DIGITS:]:
        raise RuleViolation(
            "bank-digits-differ",
            "the party named other digits than the account proposed has",
            field="digits",
            value=digits,
            expected=f"the last {_DIGITS} of what was proposed, or a withdrawal",
        )
