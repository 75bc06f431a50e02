"""Rules about months: closed once, reopened for a reason, never closed before they begin."""

from contracts.errors import TermsInvalid
from contracts.period import Month
from ledger.clock import TOKYO
from ledger.command import Actor, Command, Context
from ledger.errors import Conflict, Forbidden, RuleViolation
from ledger.event import Event
from ledger.periods.commands import ClosePeriod, OpenPeriod, ReopenPeriod
from ledger.periods.events import PeriodClosed, PeriodOpened, PeriodReopened
from ledger.periods.payer import must_act_for_payer, payer_keys
from ledger.periods.views import CLOSED, REGISTER, PeriodRow
from ledger.store.handler import Handler
from ledger.store.state import Key, Row, State

_MONTHS_AHEAD = 12  # a month may be opened a year early, closed only once it has begun

_Asked = OpenPeriod | ClosePeriod | ReopenPeriod


def open_period(command: OpenPeriod, state: State, context: Context) -> list[Event]:
    """Open a month explicitly, once."""
    row = _addressed(command, state, context.actor)
    _refuse_after(command.month, _this_month(context).plus(_MONTHS_AHEAD))
    if row is not None:
        code = "period-closed" if row["status"] == CLOSED else "period-already-open"
        raise Conflict(
            code,
            f"the month {command.month} is on record as {row['status']}",
            field="month",
            value=command.month,
            expected="a month nobody opened yet; a closed one is reopened with a reason",
            entry=row["entry_index"],
        )
    return [PeriodOpened(month=command.month, agreement=command.agreement)]


def close_period(command: ClosePeriod, state: State, context: Context) -> list[Event]:
    """Close a month that has begun and is not closed."""
    row = _addressed(command, state, context.actor)
    _refuse_after(command.month, _this_month(context))
    closed = next((each for each in (row, _wide(state, command.month)) if _is_closed(each)), None)
    if closed is not None:
        raise Conflict(
            "period-already-closed",
            f"the month {command.month} is closed already",
            field="month",
            value=command.month,
            expected="an open month",
            entry=closed["entry_index"],
        )
    return [PeriodClosed(month=command.month, agreement=command.agreement)]


def reopen_period(command: ReopenPeriod, state: State, context: Context) -> list[Event]:
    """Reopen a month in the scope in which it was closed."""
    row = _addressed(command, state, context.actor)
    if not _is_closed(row):
        wide = command.agreement is not None and _is_closed(_wide(state, command.month))
        raise Conflict(
            "period-not-closed",
            "the month is closed register-wide, not for this agreement alone"
            if wide
            else f"the month {command.month} is not closed",
            field="month",
            value=command.month,
            expected="reopen it register-wide" if wide else "a closed month",
        )
    return [PeriodReopened(month=command.month, agreement=command.agreement, reason=command.reason)]


def _addressed(command: _Asked, state: State, actor: Actor) -> Row | None:
    """Return the month's row in the scope the command names, if the actor may speak about it."""
    if command.agreement is not None:
        must_act_for_payer(state, actor, command.agreement)
    elif not actor.is_operator:
        raise Forbidden(
            "operator-only",
            "only the operator speaks about months of the whole register",
            field="agreement",
            value=None,
            expected="an agreement of which you are the payer",
        )
    return state.get(PeriodRow, command.agreement or REGISTER, command.month)


def _wide(state: State, month: str) -> Row | None:
    return state.get(PeriodRow, REGISTER, month)


def _is_closed(row: Row | None) -> bool:
    return row is not None and row["status"] == CLOSED


def _this_month(context: Context) -> Month:
    # Months of the register are months of Japan: at 9 a.m. in Tokyo the day in UTC begins.
    return Month.of(context.at.astimezone(TOKYO).date())


def _refuse_after(text: str, latest: Month) -> None:
    try:
        month = Month.parse(text)
    except TermsInvalid as error:
        fields = {**error.fields, "field": "month", "value": text}
        raise RuleViolation(error.code, error.message, **fields) from error
    if month > latest:
        raise RuleViolation(
            "period-in-future",
            f"the month {text} lies in the future",
            field="month",
            value=text,
            expected=f"{latest} or earlier",
        )


def needs(command: _Asked) -> list[Key]:
    """Return the rows of the month in both scopes, and the agreement's payer."""
    keys: list[Key] = [(PeriodRow, (REGISTER, command.month))]
    if command.agreement is not None:
        keys.append((PeriodRow, (command.agreement, command.month)))
        keys += payer_keys(command.agreement)
    return keys


HANDLERS: dict[type[Command], Handler] = {
    OpenPeriod: Handler(open_period, needs),
    ClosePeriod: Handler(close_period, needs),
    ReopenPeriod: Handler(reopen_period, needs),
}
