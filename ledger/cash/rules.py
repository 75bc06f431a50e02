"""Rules about accounts and their lines: whole files, in order, each once; balances that run on."""

from collections.abc import Iterable
from datetime import date
from typing import Final

from contracts.errors import TermsError
from contracts.money import minor_unit
from ledger.access.views import party_exists
from ledger.cash.commands import (
    CashLine,
    ImportCash,
    MatchCash,
    OpenCashAccount,
    ReconcileCash,
    UnmatchCash,
    digest_of,
)
from ledger.cash.events import CashAccountOpened, CashLinesImported
from ledger.cash.matching_rules import match_cash, needs_match, needs_unmatch, unmatch_cash
from ledger.cash.owners import check_committee, kept_account
from ledger.cash.reconciling import needs_reconcile, reconcile_cash
from ledger.cash.views import CashAccountRow, CashFileRow, CashImportRow, CashLineRow
from ledger.clock import tokyo_date
from ledger.command import Command, Context
from ledger.errors import Conflict, NotFound, RuleViolation
from ledger.event import Event
from ledger.store.handler import Handler
from ledger.store.state import Key, Row, State

_MOST_TOLD: Final = 5


def open_cash_account(command: OpenCashAccount, state: State, context: Context) -> list[Event]:
    """Begin the book of an account."""
    if state.get(CashAccountRow, command.id) is not None:
        raise Conflict("id-taken", field="id", value=command.id, expected="an id nobody used yet")
    context.actor.must_act_for(command.party, "party")
    if not party_exists(state, command.party):
        raise NotFound(
            "party-not-found", field="party", value=command.party, expected="a registered party"
        )
    try:
        minor_unit(command.currency)
    except TermsError as error:
        fields = {**error.fields, "field": "currency"}
        raise RuleViolation(error.code, error.message, **fields) from error
    check_committee(command.committee, command.party, "committee", state)
    _refuse_future(command.opened_on, "opened_on", context)
    return [CashAccountOpened(**dict(command))]


def import_cash(command: ImportCash, state: State, context: Context) -> list[Event]:
    """Take a bank's file, the whole of it or nothing."""
    account = kept_account(command.account, state, context)
    if state.get(CashImportRow, command.id) is not None:
        raise Conflict("id-taken", field="id", value=command.id, expected="an id nobody used yet")
    if digest_of(command.lines) != command.lines_sha256:
        raise RuleViolation(
            "cash-lines-differ",
            field="lines_sha256",
            value=command.lines_sha256,
            expected=digest_of(command.lines),
        )
    _refuse_known_file(command, state)
    _check_days(command, account, context)
    _refuse_known_lines(command, account, state)
    check_balances(command, account["balance_minor"])
    return [
        CashLinesImported(
            **dict(command),
            party=account["party"],
            in_minor=sum(line.amount_minor for line in command.lines if line.amount_minor > 0),
            out_minor=-sum(line.amount_minor for line in command.lines if line.amount_minor < 0),
        )
    ]


def _refuse_known_file(command: ImportCash, state: State) -> None:
    known = state.get(CashFileRow, command.account, command.file.sha256)
    if known is not None:
        raise Conflict(
            "cash-file-known",
            f"this very file was taken as {known['batch']}",
            field="file",
            value=command.file.sha256,
            batch=known["batch"],
            expected="a file that was not taken yet",
        )


def _check_days(command: ImportCash, account: Row, context: Context) -> None:
    """Refuse lines out of order, outside the days of the file, or before the book began."""
    _refuse_future(command.last_day, "last_day", context)
    if command.first_day.isoformat() < account["opened_on"]:
        raise RuleViolation(
            "cash-before-opening",
            f"the book of this account begins on {account['opened_on']}",
            field="first_day",
            value=command.first_day.isoformat(),
            expected=f"{account['opened_on']} or later",
        )
    before = command.first_day
    for number, line in enumerate(command.lines, start=1):
        if line.n != number or not before <= line.day <= command.last_day or not line.amount_minor:
            raise RuleViolation(
                "cash-lines-out-of-order",
                field=f"lines[{number}]",
                value=f"{line.n} {line.day} {line.amount_minor}",
                expected=f"line {number}, from {before} to {command.last_day}, an amount",
            )
        before = line.day


def _refuse_known_lines(command: ImportCash, account: Row, state: State) -> None:
    """Refuse a file that goes over days on record, and tell which of its lines are known.

    A file may begin on the last day on record, with lines that are not.
    """
    last = account["last_day"]
    if last is None or command.first_day.isoformat() > last:
        return
    first = command.first_day.isoformat()
    rows = state.where(
        CashLineRow,
        lambda table: [table.c.account == command.account, table.c.day >= first],
    )
    known = {(row["day"], row["amount_minor"], row["digest"]): row for row in rows}
    same = [
        (line, row)
        for line in command.lines
        if (row := known.get((line.day.isoformat(), line.amount_minor, line.digest)))
    ]
    if same:
        told = [_told(line, row) for line, row in same[:_MOST_TOLD]]
        raise Conflict(
            "cash-lines-known",
            f"{len(same)} of its lines are on record",
            field="lines",
            value=told,
            count=len(same),
            expected=f"a file that begins after {last}",
        )
    if first < last:
        raise Conflict(
            "cash-import-late",
            f"the account is kept up to {last}; files follow each other",
            field="first_day",
            value=first,
            expected=f"{last} or later",
        )


def _told(line: CashLine, row: Row) -> str:
    return f"line {line.n} ({line.day}, {line.amount_minor}) is {row['batch']}/{row['n']}"


def check_balances(command: ImportCash, before: int) -> None:
    """Refuse a file whose balances do not run on from the account's.

    Args:
        command: The import.
        before: What the account holds before its first line.

    Raises:
        RuleViolation: `cash-balance-broken`, naming the first line at which they do not.

    Example:
        By hand: 1,000 before; +500 says 1,500, which is right; -200 says 1,200: it must be 1,300.
    """
    balance = before
    _expect("opening_minor", command.opening_minor, balance)
    for line in command.lines:
        balance += line.amount_minor
        _expect(f"lines[{line.n}].balance_minor", line.balance_minor, balance)
    _expect("closing_minor", command.closing_minor, balance)


def _expect(field: str, stated: int | None, found: int) -> None:
    if stated is not None and stated != found:
        raise RuleViolation(
            "cash-balance-broken",
            "the balance that the bank states is not the one before with what moved since",
            field=field,
            value=stated,
            difference=stated - found,
            expected=found,
        )


def _refuse_future(day: date, field: str, context: Context) -> None:
    today = tokyo_date(context.at)
    if day > today:
        raise RuleViolation(
            "day-in-future", field=field, value=day.isoformat(), expected=f"{today} or earlier"
        )


def needs_open(command: OpenCashAccount) -> Iterable[Key]:
    """Return the row of the account."""
    return [(CashAccountRow, (command.id,))]


def needs_import(command: ImportCash) -> Iterable[Key]:
    """Return the rows of the account, the import and the file."""
    return [
        (CashAccountRow, (command.account,)),
        (CashImportRow, (command.id,)),
        (CashFileRow, (command.account, command.file.sha256)),
    ]


HANDLERS: Final[dict[type[Command], Handler]] = {
    OpenCashAccount: Handler(open_cash_account, needs_open),
    ImportCash: Handler(import_cash, needs_import),
    MatchCash: Handler(match_cash, needs_match),
    UnmatchCash: Handler(unmatch_cash, needs_unmatch),
    ReconcileCash: Handler(reconcile_cash, needs_reconcile),
}
