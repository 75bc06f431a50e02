"""The position of a licensor passes: asked for by itself, or as a part of a dissolution.

licensor_changed_event(state, context, LicensorChange(...)) -> LicensorChanged
"""

from dataclasses import dataclass
from datetime import date
from typing import Final

from ledger.command import Command, Context
from ledger.errors import RuleViolation
from ledger.event import Event
from ledger.keys.consents import Consent, check_consents, needs_consents
from ledger.parties.views import PartyRow
from ledger.rights.asking import check_holders, joined, must_concern, must_speak_still
from ledger.rights.behind import people_behind
from ledger.rights.checks import Agreed
from ledger.rights.commands import AssignLicensor
from ledger.rights.events import LicensorChanged
from ledger.rights.people import People
from ledger.rights.positions import check_change
from ledger.rights.reading import Recorded
from ledger.rights.views import RightRow, read_right
from ledger.store.handler import Handler
from ledger.store.state import Key, State
from ledger.values import DocumentRef


@dataclass(frozen=True, slots=True)
class LicensorChange:
    """What passes, as a command says it.

    Attributes:
        licence: Id of the licence.
        giver: Licensor until then.
        taker: Licensor from the first day on.
        ground: `assignment`, `consent` or `notice`.
        consents: Their shape is checked by whoever builds it (`check_consents`).
    """

    licence: str
    giver: str
    taker: str
    first_day: date
    ground: str
    document: DocumentRef
    consents: tuple[Consent, ...] = ()


def assign_licensor(command: AssignLicensor, state: State, context: Context) -> list[Event]:
    """Move a licensor's position; for the operator, and for who gives it, or takes it and knows."""
    one = read_right(state.require(RightRow, command.licence, field="licence"))
    people = people_behind(state, (command.giver, command.taker))
    sides = people.parties((command.giver, command.taker), command.first_day)
    # Asked before anything else, and of those who know the licence: nobody tries out what there is.
    must_concern(context.actor, set(sides) & _knowing(one), "licence")
    must_speak_still(context, people, command.first_day)
    check_consents(command.consents, state, context)
    change = LicensorChange(
        command.licence,
        command.giver,
        command.taker,
        command.first_day,
        command.ground,
        command.document,
        command.consents,
    )
    return [licensor_changed_event(state, context, change)]


def licensor_changed_event(
    state: State, context: Context, change: LicensorChange, dissolution: str | None = None
) -> LicensorChanged:
    """Return the fact of a change of licensor.

    Args:
        state: The state of the transaction under way.
        context: Who asks; the operator records from a document that giver and taker signed.
        change: What passes.
        dissolution: The dissolution that it is a part of.

    Raises:
        NotFound: The licence, giver or taker is not on the register.
        RuleViolation: See `ledger.rights.positions.check_change`.
        Forbidden: `licensor-consent-missing` names who has not agreed.
    """
    one = _licence(state, change.licence)
    check_holders([change.giver, change.taker], ("giver", "taker"), state)
    people = _people(state, one, (change.giver, change.taker))
    actor, day = context.actor, change.first_day
    present = {consent.party for consent in change.consents}
    present |= {change.giver, change.taker} if actor.is_operator else {actor.party or ""}
    agreed = Agreed(present, people.signing_on(day, present), tuple(people.windows_on(day)))
    said = {"giver": change.giver, "taker": change.taker, "ground": change.ground}
    signers = check_change(one, {**said, "first_day": day}, agreed)
    named = [change.giver, change.taker, one.body["licensee"]]
    return LicensorChanged(
        parties=tuple(joined(people.parties(named, day), signers)),
        licence=change.licence,
        work=one.body["work"],
        first_day=day,
        signers=signers,
        document=change.document,
        consents=change.consents,
        dissolution=dissolution,
        **said,
    )


def _licence(state: State, right: str) -> Recorded:
    one = read_right(state.require(RightRow, right, field="licence"))
    if one.kind != "licence":
        raise RuleViolation(
            "right-not-a-licence", field="licence", value=right, expected="a licence"
        )
    return one


def _knowing(one: Recorded) -> set[str]:
    """Return who may read a licence: its parties, and those to whom a position passed."""
    told = [one.body, *one.licensor_changes]
    return {party for each in told for party in each["parties"]}


def _people(state: State, one: Recorded, sides: tuple[str, ...]) -> People:
    return people_behind(state, (*sides, one.body["licensee"]))


def needs_assign_licensor(command: AssignLicensor) -> list[Key]:
    """Return the row of the licence and those of the parties named."""
    sides = [each for each in (command.giver, command.taker) if each.startswith("party_")]
    return [
        (RightRow, (command.licence,)),
        *((PartyRow, (party,)) for party in sides),
        *needs_consents(command.consents),
    ]


def whose_position_moves(command: AssignLicensor, state: State) -> list[str]:
    """Return the giver, or the members behind it: those who want it signed must sign."""
    people = people_behind(state, [command.giver])
    return list(people.parties([command.giver], command.first_day))


HANDLERS: Final[dict[type[Command], Handler]] = {
    AssignLicensor: Handler(assign_licensor, needs_assign_licensor, whose_position_moves),
}
