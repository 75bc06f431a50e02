"""What decides about beginnings and ends of registrations as invoice issuers.

1. The party itself or the operator says so, and names where it is seen.
2. The number has the form of one, is nobody else's, and is the one that ends.
3. What is to come is not recorded: a day lies on or before the day of recording.
"""

from typing import Final

from ledger.clock import tokyo_date
from ledger.command import Command, Context
from ledger.errors import Conflict, RuleViolation
from ledger.event import Event
from ledger.parties.commands import NoteRegistration
from ledger.parties.events import RegistrationNoted
from ledger.parties.numbers import check_company_invoice_number, invoice_warnings
from ledger.parties.registered import ENDED
from ledger.parties.registrations import numbers_on
from ledger.parties.views import INVOICE_NUMBER, PartyNumberRow, PartyRow
from ledger.store.handler import Handler
from ledger.store.state import Key, Row, State


def note_registration(command: NoteRegistration, state: State, context: Context) -> list[Event]:
    """Put a beginning or an end on record."""
    party = state.require(PartyRow, command.party, field="party")
    context.actor.must_act_for(command.party, "party")
    today = tokyo_date(context.at)
    if command.day > today:
        raise RuleViolation(
            "registration-in-future",
            field="day",
            value=command.day.isoformat(),
            expected=f"{today} or earlier",
        )
    is_private = party["subject"] is not None
    warnings = _check_number(command, party, state, is_private=is_private)
    _check_change(command, party, state)
    return [RegistrationNoted(**dict(command), warnings=warnings, is_private=is_private)]


def _check_number(
    command: NoteRegistration, party: Row, state: State, *, is_private: bool
) -> tuple[str, ...]:
    warnings = invoice_warnings(command.number)
    if not is_private and party["kind"] == "company":
        check_company_invoice_number(command.number, party["corporate_number"])
    owner = state.get(PartyNumberRow, INVOICE_NUMBER, command.number)
    if owner is not None and owner["party_id"] != command.party:
        raise Conflict(
            "invoice-number-taken",
            field="number",
            value=command.number,
            expected="a number that no other party has",
        )
    return warnings


def _check_change(command: NoteRegistration, party: Row, state: State) -> None:
    """Refuse a beginning under the number that is in force, and the end of another number."""
    number = numbers_on(state, [party], command.day)[command.party]
    is_end = command.kind == ENDED
    if is_end and number is not None and number != command.number:
        raise RuleViolation(
            "registration-of-another-number", field="number", value=command.number, expected=number
        )
    if (is_end and number is None) or (not is_end and number == command.number):
        raise Conflict(
            "registration-unchanged",
            "that is how the party stands on that day already",
            field="kind",
            value=command.kind,
            expected="registered" if is_end else "another number, or ended",
        )


def needs(command: NoteRegistration) -> list[Key]:
    """Return the rows of the party and of the number."""
    return [
        (PartyRow, (command.party,)),
        (PartyNumberRow, (INVOICE_NUMBER, command.number)),
    ]


HANDLERS: Final[dict[type[Command], Handler]] = {
    NoteRegistration: Handler(note_registration, needs),
}
