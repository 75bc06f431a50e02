"""Contributions are called for and paid; a committee sleeps and wakes; what invoices depend on.

1. A call is decided as the contract lets the members decide, and divided by investment shares.
2. Nobody pays more than it owes, and one notice of the bank is counted once.
3. Who has not paid by the day is in default: shown, with nothing done about it.

Source:
    Civil Code of Japan, articles 667 and 669; 消費税法57条の6 for invoices.
"""

from ledger.command import Context
from ledger.committees.agreement import agreed_by, require_decided
from ledger.committees.change_events import (
    CapitalCalled,
    ContributionPaid,
    InvoiceNotified,
    StatusChanged,
)
from ledger.committees.change_views import CommitteeCallRow
from ledger.committees.changes import (
    CallCapital,
    RecordContribution,
    RecordInvoiceNotice,
    SetCommitteeStatus,
)
from ledger.committees.invoicing import FILED
from ledger.committees.member_rules import check_day, must_be_member, stated
from ledger.committees.moving import owed, parties_of
from ledger.committees.versioning import (
    check_currency,
    check_effective_from,
    committee_at_work,
    may_speak,
    resulting,
)
from ledger.errors import Conflict, RuleViolation
from ledger.event import Event
from ledger.keys.consents import check_consents
from ledger.store.state import Row, State
from ledger.store.views import pack, unpack


def call_capital(command: CallCapital, state: State, context: Context) -> list[Event]:
    """Call for contributions."""
    if state.get(CommitteeCallRow, command.id) is not None:
        raise Conflict("id-taken", field="id", value=command.id, expected="a new id")
    _, before = committee_at_work(command.committee, state, may_be_dissolving=False)
    may_speak(context, before)
    check_day(command.decided_on, "decided_on", context)
    if command.due_on < command.decided_on:
        raise RuleViolation(
            "due-before-decision",
            field="due_on",
            value=command.due_on.isoformat(),
            expected=f"{command.decided_on} or later",
        )
    check_currency(command.currency, "currency")
    parts = owed(command.amount_minor, before["members"])
    check_consents(command.consents, state, context)
    require_decided(before, agreed_by(context.actor, command.consents))
    fact = command.body() | {"owed": parts, "parties": parties_of(before["members"])}
    return [CapitalCalled.model_validate_json(pack(fact))]


def record_contribution(command: RecordContribution, state: State, context: Context) -> list[Event]:
    """Count what a member paid."""
    row = state.require(CommitteeCallRow, command.call, field="call")
    call = unpack(row["doc"])
    _, before = committee_at_work(row["committee_id"], state)
    may_speak(context, before)
    check_day(command.paid_on, "paid_on", context)
    _check_payment(command, call)
    return [
        ContributionPaid(
            **dict(command), committee=row["committee_id"], parties=tuple(call["parties"])
        )
    ]


def set_status(command: SetCommitteeStatus, state: State, context: Context) -> list[Event]:
    """Say that a committee sleeps or works again."""
    row, before = committee_at_work(command.committee, state, may_be_dissolving=False)
    may_speak(context, before)
    check_effective_from(command.effective_from, row, state)
    if command.status == row["status"]:
        raise Conflict(
            "status-unchanged",
            field="status",
            value=command.status,
            expected="active" if command.status == "dormant" else "dormant",
        )
    check_consents(command.consents, state, context)
    body = command.body()
    changes = stated(body, "effective_from", "reason", "status", "consents", "document")
    return [resulting(StatusChanged, before, changes | {"before": row["status"]}, state)]


def record_notice(command: RecordInvoiceNotice, state: State, context: Context) -> list[Event]:
    """Note what decides whether qualified invoices may be issued."""
    _, before = committee_at_work(command.committee, state)
    also = [command.party] if command.party else []
    may_speak(context, before, *also)
    check_day(command.day, "day", context)
    if command.kind == FILED and command.party is not None:
        raise RuleViolation(
            "notice-party",
            field="party",
            value=command.party,
            expected="nothing: the committee's notification is one for all members",
        )
    if command.kind != FILED:
        must_be_member(before, command.party or "", "party")
    return [InvoiceNotified(**dict(command), parties=tuple(parties_of(before["members"])))]


def _check_payment(command: RecordContribution, call: Row) -> None:
    due = {one["party"]: one["amount_minor"] for one in call["owed"]}
    if command.party not in due:
        raise RuleViolation(
            "not-a-member",
            field="party",
            value=command.party,
            expected=f"one of {', '.join(due)}",
        )
    paid = [one for one in call["paid"] if one["party"] == command.party]
    if any(one["document"] == command.document.sha256 for one in call["paid"]):
        raise Conflict(
            "contribution-repeated",
            field="document.sha256",
            value=command.document.sha256,
            expected="a notice that is not counted yet",
        )
    left = due[command.party] - sum(one["amount_minor"] for one in paid)
    if command.amount_minor > left:
        raise RuleViolation(
            "contribution-exceeds",
            field="amount_minor",
            value=command.amount_minor,
            expected=f"{left} or less",
        )
