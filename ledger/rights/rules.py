"""Rules about rights: nobody grants more than he holds, co-owners agree, exclusives do not overlap.

What is checked is in `ledger.rights.checks`, which the auditor runs as well; here the register's
views are read, and whoever asks must be somebody whose right it is.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any, Final

from contracts.rights.extent import Extent
from contracts.rights.grants import UNASSIGNED, Ending
from contracts.rights.holding import Held
from contracts.rights.shares import WHOLE
from contracts.rights.signing import signing
from ledger.access.views import InvolvementRow
from ledger.clock import tokyo_date
from ledger.command import Command, Context
from ledger.committees.milestone_views import milestone_rows, passed_by
from ledger.errors import Conflict, Forbidden, NotFound, RuleViolation
from ledger.event import Event
from ledger.keys.consents import check_consents
from ledger.parties.views import PartyRow
from ledger.rights.asking import (
    Known,
    agents_of,
    agreed_by,
    begin,
    check_holders,
    check_source,
    joined,
    known_of,
    must_concern,
    must_speak_still,
    needs_of,
)
from ledger.rights.awaiting import awaited, within
from ledger.rights.behind import people_behind
from ledger.rights.checks import (
    Agreed,
    check_bundle,
    check_ending,
    check_licence,
    check_title,
    check_transfer,
)
from ledger.rights.commands import EndRight, LicenseRight, RecordTitle, RegisterRight, TransferRight
from ledger.rights.conditions import (
    amounts_in,
    amounts_of,
    by_option,
    encumbering,
    promised_by,
    reversion_of,
)
from ledger.rights.events import (
    RightEnded,
    RightLicensed,
    RightRegistered,
    RightTransferred,
    TitleRecorded,
)
from ledger.rights.guarantees import check_values
from ledger.rights.options import Wanted, check_optioned
from ledger.rights.people import committee_of
from ledger.rights.positions import licensors_on
from ledger.rights.promised import guaranteed_by
from ledger.rights.reading import (
    Recorded,
    as_leaves,
    extent_of,
    first_ending,
    last_day,
    licence_of,
    resolved,
    title_of,
    transfer_clauses,
    transfer_of,
)
from ledger.rights.views import RightRow, read_right
from ledger.store.handler import Handler
from ledger.store.state import Key, State
from ledger.store.views import pack

_RECEIVER: Final = {"transfer": "taker", "option": "holder", "encumbrance": "creditor"}


def record_title(command: RecordTitle, state: State, context: Context) -> list[Event]:
    """Put a title on the register; only the operator says where rights began."""
    if not context.actor.is_operator:
        raise Forbidden(
            "operator-only",
            "the operator records titles, from the document that shows them",
            field="work",
            value=command.work,
            expected="a title that the operator records",
        )
    body = command.body()
    begin(command.id, command.work, state)
    extent = resolved(body["extent"], with_all_acts=True)
    holders = [stake.holder for stake in command.stakes]
    check_holders(holders, "stakes", state)
    for number, clause in enumerate(command.signing):
        state.require(PartyRow, clause.representative, field=f"signing[{number}].representative")
    body["resolved"] = as_leaves(extent)
    title = title_of(body)
    known = known_of(state, command.work, extent, holders)
    check_title(known.grants, title)
    parties = known.people.parties(holders, extent.first)
    body["parties"] = joined(parties, (clause.representative for clause in command.signing))
    return [TitleRecorded.model_validate_json(pack(body))]


def transfer_right(command: TransferRight, state: State, context: Context) -> list[Event]:
    """Move a share of a right."""
    return transfer_by(command, state, context, None)


def transfer_by(
    command: TransferRight, state: State, context: Context, option: Recorded | None
) -> list[Event]:
    """Move a share of a right, by itself or by the exercise of an option."""
    body = command.body()
    begin(command.id, command.work, state)
    extent = resolved(body["extent"], with_all_acts=True)
    sides = [command.giver, command.taker]
    check_holders(sides, ("giver", "taker"), state)
    _check_unassigned(command)
    check_consents(command.consents, state, context)
    body["resolved"] = as_leaves(extent)
    known = known_of(state, command.work, extent, sides)
    check_source(command.source, known, "source")
    transfer = transfer_of(body)
    clauses = [
        clause
        for one in known.recorded
        if one.kind == "title"
        for clause in transfer_clauses(one.body)
    ]
    own = known.people.parties([command.giver], extent.first)
    if option is None:
        may = [*own, *(clause.representative for clause in clauses)]
        must_concern(context.actor, may, "giver")
        must_speak_still(context, known.people, extent.first)
    _check_recorder(command, context)
    agreed = agreed_by(known, extent, context.actor, sides, command.consents)
    agreed = promised_by(replace(agreed, mandates=tuple(clauses)), option)
    signers = check_transfer(known.grants, transfer, agreed)
    body |= _options(known, body, extent, agreed, context) if command.ground == "contract" else {}
    body |= by_option(option) | reversion_of(body, extent)
    if burdens := encumbering(known.recorded, transfer):
        body["encumbrances"] = burdens
    body["signers"] = [*signers]
    body["parties"] = joined(known.people.parties(sides, extent.first), signers)
    return [RightTransferred.model_validate_json(pack(body))]


def license_right(command: LicenseRight, state: State, context: Context) -> list[Event]:
    """License a use."""
    return license_by(command, state, context, None)


def license_by(
    command: LicenseRight, state: State, context: Context, option: Recorded | None
) -> list[Event]:
    """License a use, by itself or by the exercise of an option."""
    body = command.body()
    begin(command.id, command.work, state)
    extent = resolved(body["extent"])
    check_holders(command.licensors, "licensors", state)
    check_holders([command.licensee], ("licensee",), state)
    _check_agreement(command, state, context)
    check_consents(command.consents, state, context)
    body["resolved"] = as_leaves(extent)
    body["resolved_holdbacks"] = [
        as_leaves(resolved(each["extent"], field=f"holdbacks[{number}].extent"))
        for number, each in enumerate(body["holdbacks"])
    ]
    body |= _bundled(command, body, extent, state)
    known = known_of(state, command.work, extent, [*command.licensors, command.licensee])
    check_source(command.source, known, "source", kind="licence")
    licence = licence_of(body)
    licensors = known.people.parties(command.licensors, extent.first)
    if option is None:
        may = [*licensors, *agents_of(known, command.licensors)]
        must_concern(context.actor, may, "licensors")
        must_speak_still(context, known.people, extent.first)
    agreed = agreed_by(known, extent, context.actor, command.licensors, command.consents)
    agreed = promised_by(agreed, option)
    signers = check_licence(known.grants, licence, agreed)
    body |= {} if command.source else _options(known, body, extent, agreed, context)
    body |= by_option(option) | reversion_of(body, extent)
    body["signers"] = [*signers]
    if waiting := _awaiting(command, extent, known, state):
        body["awaiting"] = waiting
    body["parties"] = joined(
        known.people.parties([*command.licensors, command.licensee], extent.first), signers
    )
    return [RightLicensed.model_validate_json(pack(body))]


def _bundled(
    command: LicenseRight, body: dict[str, Any], extent: Extent, state: State
) -> dict[str, Any]:
    """Refuse a bundle that does not add up; give its price by parts."""
    if command.bundle is None:
        return {}
    check_bundle(body["bundle"], extent)
    guarantees = guaranteed_by(state, command.agreement) if command.agreement else []
    check_values(body["bundle"], amounts_of(body["bundle"]), guarantees)
    return amounts_in(body["bundle"])


def _options(
    known: Known, body: dict[str, Any], extent: Extent, agreed: Agreed, context: Context
) -> dict[str, Any]:
    """Refuse what an open option keeps for somebody else; give the day, where there was one."""
    day = tokyo_date(context.at)
    wanted = Wanted.of(body, extent)
    was_there = check_optioned(known.recorded, wanted, agreed, day)
    return {"options_on": day.isoformat()} if was_there else {}


def _awaiting(
    command: LicenseRight, extent: Extent, known: Known, state: State
) -> list[dict[str, Any]]:
    """Return the approvals that windows of the licensors still wait for, as far as it matters."""
    committees = [named for one in command.licensors if (named := committee_of(one))]
    if command.source or not committees:
        return []
    passed = passed_by(milestone_rows(state, committees), date.max)
    found = awaited(known.people, command.licensors, extent.first, passed)
    return [one.noted() for one in within(found, extent)]


def end_right(command: EndRight, state: State, context: Context) -> list[Event]:
    """End a grant from a day on; what was derived from a licence ends with it."""
    row = state.require(RightRow, command.right, field="right")
    one = read_right(row)
    extent = extent_of(one.body)
    _check_not_over(command, one)
    day = max(command.first_day, tokyo_date(context.at))
    must_concern(context.actor, _may_end(one, day, state), "right")
    known = known_of(state, row["work"], extent, ())
    ending = Ending(command.right, command.first_day, command.ground)
    ended = replace(known.grants, endings=(*known.grants.endings, ending))
    check_ending(known.grants, ended, command.right)
    said = command.body() | {"work": row["work"], "parties": one.body["parties"]}
    return [RightEnded.model_validate_json(pack(said))]


def register_right(command: RegisterRight, state: State, context: Context) -> list[Event]:
    """Note a registration under article 77."""
    row = state.require(RightRow, command.right, field="right")
    one = read_right(row)
    must_concern(context.actor, (), "right")  # the operator alone, from the certificate
    if one.kind in {"licence", "option"} or one.body.get("burden") == "attachment":
        raise RuleViolation(
            "right-not-registrable",
            "article 77 registers transfers of copyright and pledges, not licences",
            field="right",
            value=command.right,
            expected="a title, a transfer or a pledge",
        )
    today = tokyo_date(context.at)
    if command.day > today:
        raise RuleViolation(
            "registered-in-future",
            field="day",
            value=command.day.isoformat(),
            expected=f"{today} or earlier",
        )
    if any(each["number"] == command.number for each in one.registrations):
        raise Conflict(
            "right-registered-already",
            field="number",
            value=command.number,
            expected="a registration that is not on record",
        )
    said = command.body() | {"work": row["work"], "parties": one.body["parties"]}
    return [RightRegistered.model_validate_json(pack(said))]


def _check_unassigned(command: TransferRight) -> None:
    """Refuse a contract with nobody: only what happened by itself leaves a share without holder."""
    if UNASSIGNED in (command.giver, command.taker) and command.ground == "contract":
        raise RuleViolation(
            "rights-nobody-contracts",
            "a contract needs two parties; only other grounds involve a share that nobody holds",
            field="giver" if command.giver == UNASSIGNED else "taker",
            value=UNASSIGNED,
            expected="a party or a committee's copyright",
        )


def _check_recorder(command: TransferRight, context: Context) -> None:
    """Refuse a party that says by itself that what needs nobody's consent has happened."""
    if command.ground != "contract" and not context.actor.is_operator:
        raise Forbidden(
            "operator-only",
            "the operator records what needs no consent, from the document that shows it",
            field="ground",
            value=command.ground,
            expected="contract, with the consents of the co-owners",
        )


def _check_agreement(command: LicenseRight, state: State, context: Context) -> None:
    """Refuse an agreement that is not on the register, or that its sender is no party to."""
    # Agreements are above rights, so that they may name them; everybody in one is involved in it.
    # What an agreement guarantees is said to nobody else: it stands in a refusal further on.
    if command.agreement is None:
        return
    actor = context.actor
    party = {} if actor.is_operator else {"party_id": actor.party or "", "level": "party"}
    if not state.select(InvolvementRow, object_id=command.agreement, **party):
        raise NotFound("agreement-not-found", field="agreement", value=command.agreement)


def _may_end(one: Recorded, day: date, state: State) -> list[str]:
    """Return who may end a grant alone: whoever gives it up, or a licensor that needs nobody else.

    A title, and whatever one side wants back from the other, is ended by the operator, from the
    document that shows it.
    """
    if one.kind == "title":
        return []
    if one.kind != "licence":  # what somebody received, he lets go
        return [one.body[_RECEIVER[one.kind]]]
    licensors = _signing_on(one, day, state)
    return [one.body["licensee"], *(licensors if len(licensors) == 1 else ())]


def _signing_on(one: Recorded, day: date, state: State) -> Sequence[str]:
    """Return who signs for the licensors of a licence; for a committee, those of the day."""
    licensors = licensors_on(one, day)
    if any(committee_of(holder) for holder in licensors):
        people = people_behind(state, licensors)
        held = Held(extent_of(one.body), tuple((holder, WHOLE) for holder in licensors))
        return signing(held, people.windows_on(day), people.members_on(day)).parties
    return licensors if one.licensor_changes else one.body.get("signers") or licensors


def _check_not_over(command: EndRight, one: Recorded) -> None:
    over, last = first_ending(one), last_day(one)
    if over is not None and over <= command.first_day:
        code, expected = "right-ended-already", f"before {over}"
    elif last is not None and command.first_day > last:
        code, expected = "right-ended-already", f"{last} or earlier"
    else:
        return
    raise RuleViolation(
        code, field="first_day", value=command.first_day.isoformat(), expected=expected
    )


def needs_record_title(command: RecordTitle) -> list[Key]:
    """Return the rows of the id, the work and everybody named."""
    holders = [stake.holder for stake in command.stakes]
    holders += [clause.representative for clause in command.signing]
    return needs_of(command.id, command.work, holders, ())


def needs_transfer_right(command: TransferRight) -> list[Key]:
    """Return the rows of the id, the work and everybody named."""
    sides = (command.giver, command.taker)
    return needs_of(command.id, command.work, sides, command.consents)


def needs_license_right(command: LicenseRight) -> list[Key]:
    """Return the rows of the id, the work and everybody named."""
    sides = (*command.licensors, command.licensee)
    return needs_of(command.id, command.work, sides, command.consents)


def needs_of_right(command: EndRight | RegisterRight) -> list[Key]:
    """Return the row of the grant named."""
    return [(RightRow, (command.right,))]


def whose_right_moves(command: TransferRight, state: State) -> list[str]:
    """Return the giver, or the members behind it: those who want it signed must sign."""
    people = people_behind(state, [command.giver])
    first = command.extent.first
    return list(people.parties([command.giver], first))


HANDLERS: Final[dict[type[Command], Handler]] = {
    RecordTitle: Handler(record_title, needs_record_title),
    TransferRight: Handler(transfer_right, needs_transfer_right, whose_right_moves),
    LicenseRight: Handler(license_right, needs_license_right),
    EndRight: Handler(end_right, needs_of_right),
    RegisterRight: Handler(register_right, needs_of_right),
}
