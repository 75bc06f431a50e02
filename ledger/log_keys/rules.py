"""Rules about the keys that sign checkpoints: the operator alone, with statements that hold."""

from ledger.command import Actor, Command, Context
from ledger.errors import Forbidden, RuleViolation, SignatureInvalid
from ledger.event import Event
from ledger.log_keys.commands import RetireLogKey, RotateLogKey
from ledger.log_keys.events import LogKeyRetired, LogKeyRotated
from ledger.log_keys.views import keys_of
from ledger.store.handler import Handler
from ledger.store.state import State


def rotate_log_key(command: RotateLogKey, state: State, context: Context) -> list[Event]:
    """Bring the next key, if the newest and the next one itself say so."""
    _operator_only(context.actor)
    try:
        keys_of(state).check_rotation(command.previous, command.key, command.note)
    except SignatureInvalid as error:
        raise _refused(error) from error
    return [LogKeyRotated(previous=command.previous, key=command.key, note=command.note)]


def retire_log_key(command: RetireLogKey, state: State, context: Context) -> list[Event]:
    """Retire an older key, if the newest says so."""
    _operator_only(context.actor)
    try:
        keys_of(state).check_retirement(command.key, command.note)
    except SignatureInvalid as error:
        raise _refused(error) from error
    return [LogKeyRetired(key=command.key, note=command.note)]


def _operator_only(actor: Actor) -> None:
    if not actor.is_operator:
        raise Forbidden("operator-only", role=actor.role, expected="operator")


def _refused(error: SignatureInvalid) -> RuleViolation:
    """Say what does not hold; to the door it is a refusal, not damage."""
    return RuleViolation(error.code, error.message, **{"field": "note", **error.fields})


HANDLERS: dict[type[Command], Handler] = {
    RotateLogKey: Handler(rotate_log_key),
    RetireLogKey: Handler(retire_log_key),
}
