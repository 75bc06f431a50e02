"""The checks behind the rules about bank details, one refusal each."""

from datetime import date, timedelta
from typing import Final

from ledger.bank_details.commands import ProposeBankDetails
from ledger.bank_details.details import DOMESTIC_CURRENCY
from ledger.bank_details.views import is_pending
from ledger.bank_details.waiting import earliest, over_on
from ledger.command import Actor, Context
from ledger.errors import Conflict, Forbidden, NotFound, RuleViolation
from ledger.holidays import is_holiday
from ledger.parties.views import SUBJECT, PartyNumberRow
from ledger.store.state import Row, State

_LONGEST: Final = timedelta(days=120)


def must_show_token(actor: Actor) -> str:
    """Return who acts; whoever shows no token cannot be told from anybody else.

    Raises:
        Forbidden: `token-needed`.
    """
    if actor.by is None:
        raise Forbidden(
            "token-needed",
            "two people are told apart by their tokens",
            field="by",
            value="no token",
            expected="a token of your own",
        )
    return actor.by


def check_subject(command: ProposeBankDetails, party: Row, state: State) -> None:
    """Refuse details sealed under somebody else's key, and those of who was erased.

    Raises:
        RuleViolation: `details-of-another-person` or `subject-erased`.
    """
    if party["data_use"] == "erased":
        raise RuleViolation(
            "subject-erased", field="party", value=command.party, expected="a party with data"
        )
    own = party["subject"]
    owner = state.get(PartyNumberRow, SUBJECT, command.subject)
    if command.subject != own if own else owner is not None:
        raise RuleViolation(
            "details-of-another-person",
            "they are sealed under the key of another person",
            field="subject",
            value=command.subject,
            expected=own or "a subject made for these details",
        )


def check_currency(command: ProposeBankDetails) -> None:
    """Refuse an account in Japan for another currency than yen.

    Raises:
        RuleViolation: `domestic-not-yen`.
    """
    if command.kind == "domestic" and command.currency != DOMESTIC_CURRENCY:
        raise RuleViolation(
            "domestic-not-yen",
            field="currency",
            value=command.currency,
            expected=f"{DOMESTIC_CURRENCY}, or an account abroad",
        )


def refuse_pending(rows: list[Row], command: ProposeBankDetails, today: date) -> None:
    """Refuse a second change while one waits.

    Raises:
        Conflict: `bank-details-pending`, with the one that waits.
    """
    for row in rows:
        if row["currency"] == command.currency and is_pending(row, today):
            raise Conflict(
                "bank-details-pending",
                "one change waits at a time: confirm it or withdraw it first",
                field="currency",
                value=command.currency,
                expected=f"a decision about {row['id']}",
                about=row["id"],
            )


def check_wait(until: date, today: date, days: int, *, is_again: bool) -> None:
    """Refuse a wait that is too short.

    A calendar of holidays grows. Whoever decides again asks only what every calendar says.

    Raises:
        RuleViolation: `waiting-too-short` or `waiting-too-long`.
    """
    first = earliest(today, days) if is_again else over_on(today, days, is_holiday)
    if until < first:
        raise RuleViolation(
            "waiting-too-short",
            f"new details wait for {days} days on which banks work",
            field="waiting_until",
            value=until.isoformat(),
            expected=f"{first} or later",
        )
    if until > today + _LONGEST:
        raise RuleViolation(
            "waiting-too-long",
            field="waiting_until",
            value=until.isoformat(),
            expected=f"{today + _LONGEST} or earlier",
        )


def check_shown(command: ProposeBankDetails, rows: list[Row], context: Context) -> str:
    """Return how it was shown that the party asks for this.

    Raises:
        RuleViolation: `bank-evidence-needed`. Forbidden: `step-up-needed`.
    """
    if command.party in context.signers:
        return "signature"
    actor = context.actor
    if actor.is_operator and command.evidence is None:
        raise RuleViolation(
            "bank-evidence-needed",
            "for a party, the operator proposes what the party wrote",
            field="evidence",
            value="",
            expected="SHA-256 of the party's own paper",
        )
    is_first = not any(row["in_force_from"] for row in rows)
    if actor.is_operator and is_first:
        return "evidence"
    if not actor.stepped_up:
        raise Forbidden(
            "step-up-needed",
            "a change of bank details needs a step-up sign-in, or the party's own signature",
            field="by",
            value=actor.by,
            expected="a step-up token",
        )
    return "step_up"


def may_know(row: Row, actor: Actor) -> None:
    """Refuse whoever may not know that these details exist; he hears that there are none.

    Raises:
        NotFound: `bank-details-not-found`.
    """
    if actor.is_operator or (actor.party == row["party"] and actor.role in ("studio", "creator")):
        return
    raise NotFound("bank-details-not-found", field="id", value=row["id"])


def check_outsider(row: Row, actor: Actor) -> None:
    """Refuse a confirmation by the party itself.

    Raises:
        Forbidden: `confirm-own-details`.
    """
    if not actor.is_operator and actor.party == row["party"]:
        raise Forbidden(
            "confirm-own-details",
            "a party does not confirm its own account",
            field="by",
            value=actor.party,
            expected="the operator",
        )
