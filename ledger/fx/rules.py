"""Rules about rates: published, not in the future, one value per source, pair and day."""

from datetime import date
from math import gcd

from contracts.errors import TermsError
from contracts.money import minor_unit
from ledger.approvals.asking import asked
from ledger.clock import tokyo_date
from ledger.command import Actor, Command, Context
from ledger.errors import Conflict, Forbidden, NotFound, RuleViolation
from ledger.event import Event
from ledger.fx.commands import PublishedRate, RecordRates
from ledger.fx.events import RatesRecorded
from ledger.fx.views import FxRateRow, FxSourceRow
from ledger.store.handler import Handler
from ledger.store.state import Key, Row, State

_Cell = tuple[str, str, date]


def record_rates(command: RecordRates, state: State, context: Context) -> list[Event]:
    """Record rates that nobody recorded yet, and corrections that name what they replace."""
    _may_record(command.source, state, context.actor)
    today, seen = tokyo_date(context.at), set[_Cell]()
    for number, rate in enumerate(command.rates):
        field = f"rates[{number}]"
        _refuse_malformed(rate, field, today)
        if (cell := (rate.base, rate.quote, rate.date)) in seen:
            raise RuleViolation(
                "fx-rate-twice",
                field=field,
                value=_shown(rate),
                expected="one value per pair and day",
            )
        seen.add(cell)
        _refuse_known(command.source, rate, field, state)
    recorder = context.actor.party
    recorded = RatesRecorded(**dict(command), recorder=recorder)
    return [recorded, *asked(state, context, recorder, "fx", f"fx/{context.index}")]


def _may_record(source: str, state: State, actor: Actor) -> None:
    """Refuse all but the operator, and the company that records this source.

    Who is paid by a rate must not be free to add to a source that others' terms name.

    Raises:
        Forbidden: `role-may-not-write` or `fx-source-of-another`.
    """
    if actor.is_operator:
        return
    if actor.role != "studio" or actor.party is None:
        raise Forbidden("role-may-not-write", role=actor.role, expected="operator or studio")
    row = state.get(FxSourceRow, source)
    if row is not None and row["recorder"] != actor.party:
        raise Forbidden(
            "fx-source-of-another",
            field="source",
            value=source,
            expected="a source nobody else records, or the operator's help",
        )


def _refuse_malformed(rate: PublishedRate, field: str, today: date) -> None:
    for name, code in (("base", rate.base), ("quote", rate.quote)):
        try:
            minor_unit(code)
        except TermsError as error:
            fields = {**error.fields, "field": f"{field}.{name}"}
            raise RuleViolation(error.code, error.message, **fields) from error
    if rate.base == rate.quote:
        raise RuleViolation(
            "fx-pair-same", field=field, value=rate.base, expected="two different currencies"
        )
    if rate.date > today:
        raise RuleViolation(
            "day-in-future",
            field=f"{field}.date",
            value=rate.date.isoformat(),
            expected=f"{today} or earlier",
        )
    if gcd(rate.num, rate.den) != 1:
        raise RuleViolation(
            "ratio-not-lowest",
            field=field,
            value=f"{rate.num}/{rate.den}",
            expected="lowest terms",
        )


def _refuse_known(source: str, rate: PublishedRate, field: str, state: State) -> None:
    """Refuse a value that is on record, and another one that does not name what it replaces."""
    row = state.get(FxRateRow, source, rate.base, rate.quote, rate.date.isoformat())
    if row is None:
        if rate.replaces is not None:
            raise NotFound("fx-rate-not-found", field=f"{field}.replaces", value=rate.replaces)
        return
    if (row["num"], row["den"]) == (rate.num, rate.den):
        raise Conflict(
            "fx-rate-known",
            field=field,
            value=_shown(rate),
            entry=row["entry_index"],
            expected="a rate nobody recorded yet",
        )
    if rate.replaces != row["entry_index"]:
        raise Conflict(
            "fx-rate-differs",
            f"entry {row['entry_index']} says {_value(row)} for {rate.base}/{rate.quote} "
            f"on {rate.date}",
            field=field,
            value=_shown(rate),
            entry=row["entry_index"],
            expected=f"{_value(row)}, or a correction that `replaces` {row['entry_index']}",
        )


def _shown(rate: PublishedRate) -> str:
    return f"{rate.base}/{rate.quote} {rate.date} {rate.num}/{rate.den}"


def _value(row: Row) -> str:
    return f"{row['num']}/{row['den']}"


def needs(command: RecordRates) -> list[Key]:
    """Return the rows of the rates and of their source."""
    rows: list[Key] = [
        (FxRateRow, (command.source, rate.base, rate.quote, rate.date.isoformat()))
        for rate in command.rates
    ]
    return [(FxSourceRow, (command.source,)), *rows]


HANDLERS: dict[type[Command], Handler] = {RecordRates: Handler(record_rates, needs)}
