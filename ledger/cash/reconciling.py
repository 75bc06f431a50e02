"""Rules about comparing bank and book: the equation holds, and nothing has moved since."""

from collections.abc import Iterable

from ledger.cash.commands import ReconcileCash
from ledger.cash.events import CashReconciled
from ledger.cash.owners import check_committee, kept_account
from ledger.cash.views import CashAccountRow
from ledger.clock import tokyo_date
from ledger.command import Context
from ledger.errors import Conflict, RuleViolation
from ledger.event import Event
from ledger.store.state import Key, State


def reconcile_cash(command: ReconcileCash, state: State, context: Context) -> list[Event]:
    """Put a comparison on record whose three sums come out to the yen.

    Source:
        Bank and differences are the book; the shares of the committees are the book; what is owed
        is the book. By hand: 1,500 on the bank, of which 300 came for nobody knows what: book
        1,200, of which 1,200 is owed.
    """
    account = kept_account(command.account, state, context)
    today = tokyo_date(context.at)
    if not account["opened_on"] <= command.day.isoformat() <= today.isoformat():
        raise RuleViolation(
            "cash-day-outside",
            field="day",
            value=command.day.isoformat(),
            expected=f"{account['opened_on']} to {today}",
        )
    if not account["changed_index"] < command.size <= context.index:
        raise Conflict(
            "cash-changed-since",
            "lines or matches of the account changed after this was computed",
            field="size",
            value=command.size,
            expected=f"more than {account['changed_index']}: compute it again",
        )
    for committee in command.committees:
        check_committee(committee.committee, account["party"], "committees", state)
    _check_sums(command)
    return [CashReconciled(**dict(command), party=account["party"])]


def _check_sums(command: ReconcileCash) -> None:
    named = sum(one.amount_minor for one in command.differences)
    sums = {
        "differences": command.bank_minor + named,
        "committees": sum(one.amount_minor for one in command.committees),
        "owed": sum(one.amount_minor for one in command.owed),
    }
    for field, found in sums.items():
        if found != command.book_minor:
            raise RuleViolation(
                "cash-equation-broken",
                "the parts of a comparison give the book's balance",
                field=field,
                value=found,
                expected=command.book_minor,
            )


def needs_reconcile(command: ReconcileCash) -> Iterable[Key]:
    """Return the row of the account."""
    return [(CashAccountRow, (command.account,))]
