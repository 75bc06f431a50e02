"""Rules about the clause: it is of an agreement between the two, and both agreed to it.

Whoever is owed money is paid money. What she owes may be taken off only because she agreed to that
beforehand: a payer who takes it off by his own word alone lowers what others are paid (減額).

Source:
    民法505条, 506条 (相殺); 取適法5条1項3号, フリーランス法5条1項2号 (減額の禁止). That a clause to
    which the party itself agreed is outside the prohibition is to be confirmed by an expert.
"""

from ledger.agreements.views import AgreementRow
from ledger.command import Command, Context
from ledger.errors import Conflict, Forbidden, NotFound, RuleViolation
from ledger.event import Event
from ledger.keys.consents import check_consents, needs_consents
from ledger.parties.views import PartyRow
from ledger.revenue.rules import known_agreement, parties_of
from ledger.set_offs.commands import AllowSetOff, EndSetOff
from ledger.set_offs.events import SetOffAllowed, SetOffEnded
from ledger.set_offs.views import SetOffClauseRow, holds_on
from ledger.store.handler import Handler
from ledger.store.state import Key, Row, State
from ledger.store.views import unpack

_INDIVIDUALS = ("person", "sole_trader")


def allow_set_off(command: AllowSetOff, state: State, context: Context) -> list[Event]:
    """Record a clause to which payer and party agreed."""
    agreement = known_agreement(state, context.actor, command.agreement)
    payer = agreement["payer"]
    party = state.require(PartyRow, command.party, field="party")
    _must_be_between(command, agreement)
    _refuse_twice(command, payer, state)
    if context.actor.party != command.party:
        context.actor.must_act_for(payer, "agreement")
    check_consents(command.consents, state, context)
    _must_agree(command, payer, party, context)
    if command.until is not None and command.until < command.since:
        raise RuleViolation(
            "set-off-ends-before-it-begins",
            field="until",
            value=command.until.isoformat(),
            expected=f"{command.since} or later",
        )
    return [SetOffAllowed(**dict(command), payer=payer)]


def _must_be_between(command: AllowSetOff, agreement: Row) -> None:
    """Refuse a party that the agreement does not name, as a side or as who reports."""
    duties = unpack(agreement["doc"]).get("duties", [])
    named = {*parties_of(agreement), *(duty["reporter"] for duty in duties)}
    if command.party == agreement["payer"] or command.party not in named:
        raise RuleViolation(
            "set-off-party-wrong",
            "a clause binds the payer and another side of the agreement, or who reports under it",
            field="party",
            value=command.party,
            expected=sorted(named - {agreement["payer"]}),
        )


def _refuse_twice(command: AllowSetOff, payer: str, state: State) -> None:
    known = state.get(SetOffClauseRow, command.agreement, command.party)
    is_same = known is not None and known["payer"] == payer  # another debtor agrees anew
    if known is not None and is_same and holds_on(known, command.since):
        raise Conflict(
            "set-off-allowed-already",
            "a clause between the two is on record for that day",
            field="since",
            value=command.since.isoformat(),
            expected="a day after its end, or its end recorded first",
        )


def _must_agree(command: AllowSetOff, payer: str, party: Row, context: Context) -> None:
    """Refuse what the other side did not agree to; for a company the operator shows a document."""
    agreed = {consent.party for consent in command.consents} | {context.actor.party}
    missing = [one for one in (payer, command.party) if one not in agreed]
    if context.actor.is_operator and party["kind"] not in _INDIVIDUALS:
        return
    if context.actor.is_operator:
        missing = [one for one in missing if one != payer]
    if missing:
        raise Forbidden(
            "set-off-consent-missing",
            "nothing is taken off what somebody is paid unless she agreed to it",
            field="consents",
            value=missing,
            expected="the consent of each of them",
        )


def end_set_off(command: EndSetOff, state: State, context: Context) -> list[Event]:
    """Record the end of a clause; either side may."""
    row = state.get(SetOffClauseRow, command.agreement, command.party)
    sides = (row["payer"], row["party"]) if row else ()
    if row is None or not (context.actor.is_operator or context.actor.party in sides):
        raise NotFound(
            "set-off-clause-not-found",
            field="agreement",
            value=command.agreement,
            expected="an agreement with such a clause for this party",
        )
    context.actor.must_act_for(context.actor.party or "", "party")
    if not holds_on(row, command.from_day) or command.from_day.isoformat() <= row["since"]:
        raise RuleViolation(
            "set-off-clause-not-in-force",
            field="from_day",
            value=command.from_day.isoformat(),
            expected=f"after {row['since']}, up to {row['until'] or '...'}",
        )
    return [SetOffEnded(**dict(command), payer=row["payer"])]


def needs_allow(command: AllowSetOff) -> list[Key]:
    """Return the rows of the agreement, the party and the clause."""
    return [
        (AgreementRow, (command.agreement,)),
        (PartyRow, (command.party,)),
        (SetOffClauseRow, (command.agreement, command.party)),
        *needs_consents(command.consents),
    ]


def needs_end(command: EndSetOff) -> list[Key]:
    """Return the row of the clause."""
    return [(SetOffClauseRow, (command.agreement, command.party))]


HANDLERS: dict[type[Command], Handler] = {
    AllowSetOff: Handler(allow_set_off, needs_allow),
    EndSetOff: Handler(end_set_off, needs_end),
}
