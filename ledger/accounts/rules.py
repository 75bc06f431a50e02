"""Rules about shared accounts: opened once by their payer, named by his agreements as they are."""

from typing import Final

from contracts.errors import TermsError
from contracts.money import minor_unit
from ledger.accounts.commands import OpenAccount
from ledger.accounts.events import AccountOpened
from ledger.accounts.views import SharedAccountRow
from ledger.command import Command, Context
from ledger.errors import Conflict, RuleViolation
from ledger.event import Event
from ledger.parties.views import PartyRow
from ledger.store.handler import Handler
from ledger.store.state import Key, State


def open_account(command: OpenAccount, state: State, context: Context) -> list[Event]:
    """Decide about a new account."""
    if state.get(SharedAccountRow, command.id) is not None:
        raise Conflict("id-taken", field="id", value=command.id, expected="an id nobody used yet")
    state.require(PartyRow, command.payer, field="payer")
    context.actor.must_act_for(command.payer, "payer")
    for number, party in enumerate(command.parties):
        state.require(PartyRow, party, field=f"parties[{number}]")
        if party in command.parties[:number]:
            raise RuleViolation(
                "named-twice", field=f"parties[{number}]", value=party, expected="each once"
            )
    try:
        minor_unit(command.currency)
    except TermsError as error:
        fields = {**error.fields, "field": "currency"}
        raise RuleViolation(error.code, error.message, **fields) from error
    return [AccountOpened(**dict(command))]


def needs(command: OpenAccount) -> list[Key]:
    """Return the rows of the account and of everybody named."""
    parties = dict.fromkeys((command.payer, *command.parties))
    return [(SharedAccountRow, (command.id,)), *((PartyRow, (party,)) for party in parties)]


HANDLERS: Final[dict[type[Command], Handler]] = {OpenAccount: Handler(open_account, needs)}
