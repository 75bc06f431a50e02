"""Rules about two pairs of eyes: asked before given, and never given by whoever made it."""

from typing import Final

from ledger.access.views import InvolvementRow, party_exists
from ledger.approvals.asking import maker
from ledger.approvals.commands import POLICY, Approve, Reject, SetApprovalPolicy
from ledger.approvals.events import (
    ApprovalAsked,
    ApprovalGiven,
    ApprovalPolicySet,
    ApprovalRefused,
)
from ledger.approvals.views import (
    GIVEN,
    REFUSED,
    ApprovalPolicyRow,
    ApprovalRow,
    policy_subject,
)
from ledger.command import Actor, Command, Context
from ledger.errors import Conflict, Forbidden, NotFound
from ledger.event import OPERATOR, Event
from ledger.store.handler import Handler
from ledger.store.state import Key, Row, State
from ledger.store.views import unpack


def set_policy(command: SetApprovalPolicy, state: State, context: Context) -> list[Event]:
    """Say what needs a second person; wanting fewer kinds needs one itself."""
    if command.party is None:
        _must_be_operator(context.actor)
    else:
        if not party_exists(state, command.party):
            raise NotFound("party-not-found", field="party", value=command.party)
        context.actor.must_act_for(command.party, "party")
    row = state.get(ApprovalPolicyRow, command.party or OPERATOR)
    known = unpack(row["kinds"]) if row else []
    if sorted(command.kinds) == known and not (row and row["wanted"]):
        raise Conflict(
            "approvals-unchanged", field="kinds", value=known, expected="another set of kinds"
        )
    dropped = tuple(sorted(set(known) - set(command.kinds)))
    policy = ApprovalPolicySet(
        party=command.party,
        kinds=command.kinds,
        reason=command.reason,
        set_by=context.actor.by,
        dropped=dropped,
    )
    if not dropped:
        return [policy]
    subject = policy_subject(command.party)
    asking = ApprovalAsked(
        party=command.party, kind=POLICY, subject=subject, made_by=maker(context)
    )
    return [policy, asking]


def approve(command: Approve, state: State, context: Context) -> list[Event]:
    """Approve what somebody else made."""
    row, by = _to_decide(command, state, context)
    if row["status"] == GIVEN:
        raise _decided_already("approval-given", row)
    return [
        ApprovalGiven(
            party=_party(row),
            kind=command.kind,
            subject=command.subject,
            asked=command.asked,
            given_by=by,
            note=command.note,
        )
    ]


def reject(command: Reject, state: State, context: Context) -> list[Event]:
    """Refuse to approve what somebody else made."""
    row, by = _to_decide(command, state, context)
    if row["status"] in {GIVEN, REFUSED}:
        raise _decided_already(f"approval-{row['status']}", row)
    return [
        ApprovalRefused(
            party=_party(row),
            kind=command.kind,
            subject=command.subject,
            asked=command.asked,
            refused_by=by,
            reason=command.reason,
        )
    ]


def _to_decide(command: Approve | Reject, state: State, context: Context) -> tuple[Row, str]:
    """Return what waits and who decides about it: a second person, of the party or the operator.

    Raises:
        NotFound: Nobody asked, or not of this actor.
        Conflict: It was made anew after this actor looked at it.
        Forbidden: The actor made it, showed no token, or may only read.
    """
    row = state.get(ApprovalRow, command.kind, command.subject)
    actor = context.actor
    if row is None or not (actor.is_operator or row["party"] == actor.party):
        raise NotFound("approval-not-asked", field="subject", value=command.subject)
    if row["party"] != OPERATOR:
        actor.must_act_for(row["party"], "subject")
    if row["asked_index"] != command.asked:
        raise Conflict(
            "approval-outdated", field="asked", value=command.asked, expected=row["asked_index"]
        )
    if actor.by is None:
        raise Forbidden(
            "approver-unknown",
            "who approves must show a token, to be told from who made it",
            field="token",
            value=None,
            expected="a token: --token or DAICHO_TOKEN on the command line",
        )
    if actor.by == row["made_by"]:
        raise Forbidden(
            "approval-by-maker",
            "who made it cannot approve it",
            field="token",
            value=actor.by,
            expected="the token of another person",
        )
    return row, actor.by


def _party(row: Row) -> str | None:
    return None if row["party"] == OPERATOR else str(row["party"])


def _decided_already(code: str, row: Row) -> Conflict:
    return Conflict(
        code,
        f"entry {row['decided_index']} says so already",
        field="subject",
        value=row["subject"],
        entry=row["decided_index"],
        expected="what waits for a second person",
    )


def _must_be_operator(actor: Actor) -> None:
    if not actor.is_operator:
        raise Forbidden(
            "operator-only", field="party", value=None, expected="the party you act for"
        )


def needs_set_policy(command: SetApprovalPolicy) -> list[Key]:
    """Name the rows that `set_policy` looks at."""
    own: list[Key] = [(ApprovalPolicyRow, (command.party or OPERATOR,))]
    return own + ([(InvolvementRow, (command.party, command.party))] if command.party else [])


def needs_decision(command: Approve | Reject) -> list[Key]:
    """Name the rows that `approve` and `reject` look at."""
    keys: list[Key] = [(ApprovalRow, (command.kind, command.subject))]
    if command.kind == POLICY:
        keys.append((ApprovalPolicyRow, (command.subject.partition("/")[2],)))
    return keys


HANDLERS: Final[dict[type[Command], Handler]] = {
    SetApprovalPolicy: Handler(set_policy, needs_set_policy),
    Approve: Handler(approve, needs_decision),
    Reject: Handler(reject, needs_decision),
}
