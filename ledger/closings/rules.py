"""Rules about the state of a month: the operator records it when the month is closed for all."""

from ledger.closings.commands import CloseState
from ledger.closings.events import StateClosed
from ledger.closings.views import ClosedStateRow
from ledger.command import Command, Context
from ledger.errors import Conflict, Forbidden
from ledger.event import Event
from ledger.periods.views import REGISTER, PeriodRow, is_closed
from ledger.store.handler import Handler
from ledger.store.state import Key, State


def close_state(command: CloseState, state: State, context: Context) -> list[Event]:
    """Record the roots that were computed; whether they are right the auditor computes again."""
    if not context.actor.is_operator:
        raise Forbidden("operator-only", role=context.actor.role, expected="operator")
    if not is_closed(state, command.month):
        raise Conflict(
            "period-not-closed",
            f"the month {command.month} is not closed for the whole register",
            field="month",
            value=command.month,
            expected="a closed month",
        )
    before = state.get(ClosedStateRow, command.month)
    if before is not None and command.size <= before["entry_index"]:
        raise Conflict(
            "state-closed-already",
            f"the state of {command.month} is on record already",
            field="size",
            value=command.size,
            expected=f"above {before['entry_index']}",
            entry=before["entry_index"],
        )
    return [StateClosed.model_validate(dict(command))]


def needs(command: CloseState) -> list[Key]:
    """Return the month and its state so far."""
    return [(PeriodRow, (REGISTER, command.month)), (ClosedStateRow, (command.month,))]


HANDLERS: dict[type[Command], Handler] = {CloseState: Handler(close_state, needs)}
