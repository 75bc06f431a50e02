"""What decides about grants of reading rights."""

from typing import Final

from ledger.access.commands import GrantAccess, RevokeAccess
from ledger.access.events import AccessGranted, AccessRevoked
from ledger.access.views import EVERYTHING, GrantRow, InvolvementRow, party_exists
from ledger.clock import tokyo_date
from ledger.command import Actor, Command, Context
from ledger.errors import Conflict, Forbidden, NotFound, RuleViolation
from ledger.event import OPERATOR, Event
from ledger.store.handler import Handler
from ledger.store.state import Key, State


def needs_grant_access(command: GrantAccess) -> list[Key]:
    """Name the rows that `grant_access` looks at."""
    return [(GrantRow, (command.id,)), (InvolvementRow, (command.grantee, command.grantee))]


def grant_access(command: GrantAccess, state: State, context: Context) -> list[Event]:
    """Decide about opening objects to a party.

    The operator may open anything, a studio what it may read in full itself.
    """
    actor = context.actor
    if not actor.is_operator and actor.role != "studio":
        raise Forbidden("role-may-not-grant", role=actor.role, expected="operator or studio")
    if state.get(GrantRow, command.id) is not None:
        raise Conflict("id-taken", field="id", value=command.id)
    if not party_exists(state, command.grantee):
        raise NotFound("party-not-found", field="grantee", value=command.grantee)
    _check_until(command, context)
    _check_objects(command, state, actor)
    return [
        AccessGranted(
            id=command.id,
            grantee=command.grantee,
            objects=command.objects,
            until=command.until,
            reason=command.reason,
            granted_by=actor.party or OPERATOR,
        )
    ]


def _check_until(command: GrantAccess, context: Context) -> None:
    today = tokyo_date(context.at)
    if command.until is not None and command.until < today:
        raise RuleViolation(
            "grant-over-already",
            field="until",
            value=command.until.isoformat(),
            expected=f"{today.isoformat()} or later",
        )


def _check_objects(command: GrantAccess, state: State, actor: Actor) -> None:
    repeated = sorted({item for item in command.objects if command.objects.count(item) > 1})
    if repeated:
        raise RuleViolation(
            "object-repeated", field="objects", value=repeated, expected="each object once"
        )
    if EVERYTHING in command.objects:
        _check_everything(command, actor)
        return
    for object_id in command.objects:
        if not _may_grant(state, actor, object_id):
            # The same answer for "unknown" and "not yours": that it exists is confidential too.
            raise NotFound("object-not-found", field="objects", value=object_id)


def _check_everything(command: GrantAccess, actor: Actor) -> None:
    if command.objects != (EVERYTHING,):
        raise RuleViolation(
            "everything-and-more", field="objects", value=list(command.objects), expected="* alone"
        )
    if not actor.is_operator:
        raise Forbidden(
            "operator-only", field="objects", value=EVERYTHING, expected="ids of your own objects"
        )


def _may_grant(state: State, actor: Actor, object_id: str) -> bool:
    if actor.is_operator:
        return bool(state.select(InvolvementRow, object_id=object_id))
    row = state.get(InvolvementRow, object_id, actor.party or "")
    return row is not None and row["level"] == "party"


def needs_revoke_access(command: RevokeAccess) -> list[Key]:
    """Name the rows that `revoke_access` looks at."""
    return [(GrantRow, (command.id,))]


def revoke_access(command: RevokeAccess, state: State, context: Context) -> list[Event]:
    """Decide about ending a grant: the operator and whoever gave it may."""
    grant = state.get(GrantRow, command.id)
    actor = context.actor
    knows = actor.is_operator or (
        grant is not None and actor.party in {grant["granted_by"], grant["grantee"]}
    )
    if grant is None or not knows:
        raise NotFound("grant-not-found", field="id", value=command.id)
    actor.must_act_for(grant["granted_by"], "id")
    if grant["status"] == "revoked":
        raise Conflict("grant-revoked-already", field="id", value=command.id)
    return [AccessRevoked(id=command.id, grantee=grant["grantee"], reason=command.reason)]


HANDLERS: Final[dict[type[Command], Handler]] = {
    GrantAccess: Handler(grant_access, needs_grant_access),
    RevokeAccess: Handler(revoke_access, needs_revoke_access),
}
