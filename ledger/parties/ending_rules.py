"""What decides about parties that are gone, and about those that are there after all.

1. Only the operator says so, from a document: nobody declares another party gone.
2. A company is wound up or bankrupt, a person dies; anybody may fail to answer.
3. The same end is not recorded twice; another one corrects it. Only an end is taken back.

Source:
    Companies Act of Japan, articles 476 and 929 (liquidation and its registration); Bankruptcy Act,
    article 35; Civil Code, article 951 (an estate without known heirs). To be confirmed by an
    expert: which proof suffices to call a party gone.
"""

from datetime import date
from typing import Final

from ledger.clock import tokyo_date
from ledger.command import Command, Context
from ledger.errors import Conflict, Forbidden, RuleViolation
from ledger.event import Event
from ledger.parties.commands import EndParty, ReturnParty
from ledger.parties.endings import COMPANY_GROUNDS, PERSONAL_GROUNDS, PartyEndRow
from ledger.parties.events import PartyEnded, PartyReturned
from ledger.parties.views import PartyRow
from ledger.store.handler import Handler
from ledger.store.state import Key, State


def end_party(command: EndParty, state: State, context: Context) -> list[Event]:
    """Put on record that a party is gone."""
    _check_operator(context, command.party)
    party = state.require(PartyRow, command.party, field="party")
    _check_day(command.day, context)
    is_person = party["subject"] is not None
    impossible = COMPANY_GROUNDS if is_person else PERSONAL_GROUNDS
    if command.ground in impossible:
        possible = PERSONAL_GROUNDS if is_person else COMPANY_GROUNDS
        raise RuleViolation(
            "end-ground-impossible",
            field="ground",
            value=command.ground,
            expected=" or ".join((*possible, "unreachable")),
        )
    earlier = state.get(PartyEndRow, command.party)
    if earlier and (earlier["day"], earlier["ground"]) == (str(command.day), command.ground):
        raise Conflict(
            "party-ended-already",
            field="party",
            value=command.party,
            expected="a party that is not on record as gone, or another day or ground",
            entry_index=earlier["entry_index"],
        )
    is_private = is_person or command.ground == "unreachable"
    return [PartyEnded(**dict(command), is_private=is_private)]


def return_party(command: ReturnParty, state: State, context: Context) -> list[Event]:
    """Put on record that a party is there after all."""
    _check_operator(context, command.party)
    state.require(PartyRow, command.party, field="party")
    _check_day(command.day, context)
    earlier = state.get(PartyEndRow, command.party)
    if earlier is None:
        raise Conflict(
            "party-not-ended",
            field="party",
            value=command.party,
            expected="a party that is on record as gone",
        )
    return [PartyReturned(**dict(command), is_private=bool(earlier["is_private"]))]


def _check_operator(context: Context, party: str) -> None:
    if not context.actor.is_operator:
        raise Forbidden(
            "operator-only",
            "only the operator says that a party is gone or back, from a document",
            field="party",
            value=party,
            expected="the operator",
        )


def _check_day(day: date, context: Context) -> None:
    today = tokyo_date(context.at)
    if day > today:
        raise RuleViolation(
            "ended-in-future", field="day", value=day.isoformat(), expected=f"{today} or earlier"
        )


def needs_of_end(command: EndParty | ReturnParty) -> list[Key]:
    """Return the rows of the party and of its end."""
    return [(PartyRow, (command.party,)), (PartyEndRow, (command.party,))]


HANDLERS: Final[dict[type[Command], Handler]] = {
    EndParty: Handler(end_party, needs_of_end),
    ReturnParty: Handler(return_party, needs_of_end),
}
