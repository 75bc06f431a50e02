"""Rules about bank details: a change of them is the commonest fraud, so nobody makes one alone.

The rules kept here, in order:

1. Who proposes shows that the party asks: by its own key, by a step-up sign-in, or, for the very
   first details, by the party's paper that the operator cites.
2. Who confirms is another person, outside the party: its payer or the operator. Who that is, is
   told by the token shown; without a token nobody proposes or confirms.
3. New details wait, the first ones too. Until then the party is not paid in that currency.
4. One change waits at a time, so that none hides behind another.
5. Where the party's own policy wants a second person of its own, that comes first.
6. The party, the operator, and a payer that heard "not me" end a change at once, alone.
"""

from datetime import date
from typing import Final

from ledger.approvals.asking import asked
from ledger.approvals.views import needs_approval_keys, needs_policy_keys, require_approved
from ledger.bank_details.checks import (
    check_currency,
    check_outsider,
    check_shown,
    check_subject,
    check_wait,
    may_know,
    must_show_token,
    refuse_pending,
)
from ledger.bank_details.commands import (
    ConfirmBankDetails,
    ProposeBankDetails,
    SetBankWaiting,
    WithdrawBankDetails,
)
from ledger.bank_details.events import (
    BankDetailsConfirmed,
    BankDetailsProposed,
    BankDetailsWithdrawn,
    BankWaitingSet,
)
from ledger.bank_details.telling import tell_by, tell_contacts_since
from ledger.bank_details.views import (
    CONFIRMED,
    NOT_ME,
    PROPOSED,
    BankDetailsRow,
    in_force,
    is_frozen,
    rows_of,
    waiting_days,
)
from ledger.bank_details.waiting import earliest, over_on
from ledger.clock import tokyo_date
from ledger.command import Command, Context
from ledger.errors import Conflict, Forbidden, RuleViolation
from ledger.event import Event
from ledger.holidays import is_holiday
from ledger.parties.views import PartyRow
from ledger.store.handler import Handler
from ledger.store.state import Key, Row, State

APPROVED_AS: Final = "bank_details"


def propose(command: ProposeBankDetails, state: State, context: Context) -> list[Event]:
    """Decide about details that somebody proposes for a party."""
    party = state.require(PartyRow, command.party, field="party")
    context.actor.must_act_for(command.party, "party")
    proposer = must_show_token(context.actor)
    if state.get(BankDetailsRow, command.id) is not None:
        raise Conflict("id-taken", field="id", value=command.id, expected="an id nobody used yet")
    check_subject(command, party, state)
    check_currency(command)
    rows = rows_of(state, [command.party])[command.party]
    today = tokyo_date(context.at)
    refuse_pending(rows, command, today)
    days = waiting_days(state, today)
    check_wait(command.waiting_until, today, days, is_again=context.is_again)
    before = in_force(state, command.party, command.currency, today)
    return [
        BankDetailsProposed(
            **dict(command),
            replaces=before["id"] if before else None,
            proposed_by=proposer,
            shown=check_shown(command, rows, context),
            proposed_on=today,
            waiting_days=days,
            tell_by=tell_by(today),
            tell_contacts_since=tell_contacts_since(today),
        ),
        *asked(state, context, command.party, APPROVED_AS, command.id),
    ]


def confirm(command: ConfirmBankDetails, state: State, context: Context) -> list[Event]:
    """Decide about a second person's word that details are right."""
    row = state.require(BankDetailsRow, command.id, field="id")
    may_know(row, context.actor)
    confirmer = must_show_token(context.actor)
    check_outsider(row, context.actor)
    if confirmer == row["proposed_by"]:
        raise Forbidden(
            "second-person-needed",
            "whoever proposed details does not confirm them",
            field="by",
            value=confirmer,
            expected="another person's token",
        )
    _must_be(row, PROPOSED)
    require_approved(state, APPROVED_AS, row["id"], "id")
    _check_alarm(row, state)
    if command.how == "signature" and row["party"] not in context.signers:
        raise RuleViolation(
            "confirm-not-signed",
            "the party's own signature is not beside this command",
            field="how",
            value=command.how,
            expected="call_back, letter or in_person, or the party's signature",
        )
    today = tokyo_date(context.at)
    begins = max(row["effective_from"], row["waiting_until"], today.isoformat())
    return [
        BankDetailsConfirmed(
            **dict(command),
            party=row["party"],
            currency=row["currency"],
            confirmed_by=confirmer,
            confirmed_for=context.actor.party,
            confirmed_on=today,
            in_force_from=date.fromisoformat(begins),
        )
    ]


def _check_alarm(row: Row, state: State) -> None:
    """Refuse details that were proposed before the party said "not me"."""
    alarm = is_frozen(rows_of(state, [row["party"]])[row["party"]])
    if alarm is None:
        return
    raised = state.require(BankDetailsRow, alarm, field="id")
    if row["entry_index"] < raised["changed_index"]:
        raise Conflict(
            "bank-details-alarm",
            "the party said that it did not ask; what was proposed before that is not confirmed",
            field="id",
            value=row["id"],
            expected="details proposed after the party was reached",
            about=alarm,
        )


def withdraw(command: WithdrawBankDetails, state: State, context: Context) -> list[Event]:
    """Decide about taking details back or ending them."""
    row = state.require(BankDetailsRow, command.id, field="id")
    may_know(row, context.actor)
    is_payer = not context.actor.is_operator and context.actor.party != row["party"]
    if is_payer and (command.cause != NOT_ME or row["status"] != PROPOSED):
        raise Forbidden(
            "not-your-party",
            field="id",
            value=row["id"],
            expected='of another party, only "not_me" about details that are proposed',
        )
    _must_be(row, PROPOSED, CONFIRMED)
    return [
        BankDetailsWithdrawn(
            **dict(command),
            party=row["party"],
            currency=row["currency"],
            was=row["status"],
            withdrawn_by=context.actor.by,
            withdrawn_on=tokyo_date(context.at),
        )
    ]


def _must_be(row: Row, *statuses: str) -> None:
    if row["status"] not in statuses:
        raise Conflict(
            "bank-details-decided",
            "these details were decided about before",
            field="id",
            value=row["status"],
            expected=" or ".join(statuses),
            entry_index=row["changed_index"],
        )


def set_waiting(command: SetBankWaiting, state: State, context: Context) -> list[Event]:
    """Decide about how long new details wait."""
    if not context.actor.is_operator:
        raise Forbidden("operator-only", field="days", value=command.days, expected="the operator")
    today = tokyo_date(context.at)
    now = max(waiting_days(state, today), waiting_days(state, command.effective_from))
    first = today
    if command.days < now:
        first = earliest(today, now) if context.is_again else over_on(today, now, is_holiday)
    if command.effective_from < first:
        raise RuleViolation(
            "waiting-too-soon",
            "a shorter wait holds only after the longer one has passed once",
            field="effective_from",
            value=command.effective_from.isoformat(),
            expected=f"{first} or later",
        )
    return [BankWaitingSet(**dict(command), set_by=context.actor.by, set_on=today)]


def needs_propose(command: ProposeBankDetails) -> list[Key]:
    """Name the rows that `propose` looks at by key."""
    rows: list[Key] = [(BankDetailsRow, (command.id,)), (PartyRow, (command.party,))]
    return [*rows, *needs_policy_keys(command.party)]


def needs_row(command: ConfirmBankDetails | WithdrawBankDetails) -> list[Key]:
    """Name the rows that say what is decided about."""
    return [(BankDetailsRow, (command.id,)), *needs_approval_keys(APPROVED_AS, command.id)]


HANDLERS: Final[dict[type[Command], Handler]] = {
    ProposeBankDetails: Handler(propose, needs_propose),
    ConfirmBankDetails: Handler(confirm, needs_row),
    WithdrawBankDetails: Handler(withdraw, needs_row),
    SetBankWaiting: Handler(set_waiting),
}
