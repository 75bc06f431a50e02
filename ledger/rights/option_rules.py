"""Rules about options: granted and extended by co-owners, exercised by their holder alone."""

from dataclasses import replace
from datetime import date
from typing import Any, Final

from contracts.rights.extent import Extent
from ledger.clock import tokyo_date
from ledger.command import Command, Context
from ledger.errors import RuleViolation
from ledger.event import Event
from ledger.keys.consents import check_consents, needs_consents
from ledger.parties.views import PartyRow
from ledger.rights.asking import (
    Known,
    agents_of,
    agreed_by,
    begin,
    check_holders,
    joined,
    known_of,
    must_concern,
    must_speak_still,
    needs_of,
)
from ledger.rights.checks import Agreed
from ledger.rights.commands import LicenseRight, TransferRight
from ledger.rights.option_checks import (
    check_answer,
    check_exercise,
    check_extension,
    check_granting,
    check_leads,
    check_offer,
)
from ledger.rights.option_commands import (
    AnswerOffer,
    ExerciseOption,
    ExtendOption,
    GrantOption,
    NotifyOffer,
)
from ledger.rights.option_events import (
    OptionExercised,
    OptionExtended,
    OptionGranted,
    RightOfferAnswered,
    RightOfferNotified,
)
from ledger.rights.options import Wanted, closing
from ledger.rights.reading import (
    Recorded,
    as_leaves,
    names_all_acts,
    resolved,
    transfer_clauses,
)
from ledger.rights.rules import license_by, transfer_by
from ledger.rights.views import RightRow, read_right
from ledger.store.handler import Handler
from ledger.store.state import Key, State
from ledger.store.views import pack


def grant_option(command: GrantOption, state: State, context: Context) -> list[Event]:
    """Put an option on the register; it keeps its use from others while it is open."""
    body = command.body()
    begin(command.id, command.work, state)
    extent = resolved(body["extent"], with_all_acts=names_all_acts("option", body))
    check_holders(command.grantors, "grantors", state)
    check_holders([command.holder], ("holder",), state)
    check_consents(command.consents, state, context)
    body["resolved"] = as_leaves(extent)
    known = known_of(state, command.work, extent, [*command.grantors, command.holder])
    own = known.people.parties(command.grantors, extent.first)
    must_concern(context.actor, [*own, *agents_of(known, command.grantors)], "grantors")
    must_speak_still(context, known.people, extent.first)
    agreed = _promised(command, known, extent, context)
    day = tokyo_date(context.at)
    signers = check_granting(known.recorded, known.grants, body, agreed, day)
    if closing(known.recorded, Wanted.of(body, extent)):
        body["options_on"] = day.isoformat()
    body["signers"] = [*signers]
    named = [*command.grantors, command.holder]
    body["parties"] = joined(known.people.parties(named, extent.first), signers)
    return [OptionGranted.model_validate_json(pack(body))]


def _promised(command: GrantOption, known: Known, extent: Extent, context: Context) -> Agreed:
    """Return who agreed; to promise a transfer, only clauses that reach transfers speak for all."""
    agreed = agreed_by(known, extent, context.actor, command.grantors, command.consents)
    if command.grants == "licence":
        return agreed
    titles = [one.body for one in known.recorded if one.kind == "title"]
    clauses = [clause for title in titles for clause in transfer_clauses(title)]
    return replace(agreed, mandates=tuple(clauses))


def extend_option(command: ExtendOption, state: State, context: Context) -> list[Event]:
    """Make an option longer, before it lapses."""
    one = _option(state, command.option)
    signers = [*(one.body.get("signers") or ())]
    must_concern(context.actor, signers, "option")
    check_consents(command.consents, state, context)
    _check_day(command.agreed_on, context, "agreed_on")
    present = {consent.party for consent in command.consents}
    present |= {*one.body["grantors"]} if context.actor.is_operator else {context.actor.party or ""}
    agreed = Agreed(present, {})
    body = command.body()
    said = body | {"signers": [*check_extension(one, body, agreed)]}
    return [OptionExtended.model_validate_json(pack(said | _of(one)))]


def exercise_option(command: ExerciseOption, state: State, context: Context) -> list[Event]:
    """Exercise an option: what it leads to is recorded with it, or is on record already."""
    one = _option(state, command.option)
    must_concern(context.actor, _behind_holder(one), "option")
    check_consents(command.consents, state, context)
    _check_day(command.exercised_on, context, "exercised_on")
    check_exercise(one, command.exercised_on)
    row = state.get(RightRow, command.right)
    if row is not None:
        check_leads(one, read_right(row))
        follows: list[Event] = []
    else:
        follows = _granted(command, one, state, context)
    said = OptionExercised.model_validate_json(pack(command.body() | _of(one)))
    return [*follows, said]  # what it led to stands before it, so that it is known when named


def _granted(command: ExerciseOption, one: Recorded, state: State, context: Context) -> list[Event]:
    """Return what the option promised, as the commands for it would have asked for it."""
    option = one.body
    extent = {name: value for name, value in option["extent"].items() if value is not None}
    extent |= {"first": command.begins.isoformat()} if command.begins else {}
    extent |= {"until": command.ends.isoformat()} if command.ends else {}
    body = command.body()
    asked: dict[str, Any] = {
        "id": command.right,
        "work": option["work"],
        "extent": extent,
        "document": body["document"],
        "consents": body["consents"],
    }
    if option["grants"] == "licence":
        asked |= {"licensors": option["grantors"], "licensee": option["holder"]}
        asked |= {name: option[name] for name in ("exclusivity", "sublicensable")}
        licence = LicenseRight.model_validate_json(pack(asked))
        events = license_by(licence, state, context, one)
    else:
        asked |= {"giver": option["grantors"][0], "taker": option["holder"]}
        asked |= {"articles_27_28_expressly": option["articles_27_28_expressly"]}
        asked |= {"share": option["share"]} if option.get("share") else {}
        events = transfer_by(TransferRight.model_validate_json(pack(asked)), state, context, one)
    granted = events[0].body()
    check_leads(one, Recorded(option["grants"], granted))
    return events


def notify_offer(command: NotifyOffer, state: State, context: Context) -> list[Event]:
    """Put an offer to whoever has the first refusal or the first negotiation."""
    one = _option(state, command.option)
    must_concern(context.actor, one.body.get("signers") or (), "option")
    if command.third:
        check_holders([command.third], ("third",), state)
    _check_day(command.offered_on, context, "offered_on")
    body = command.body()
    check_offer(one, body)
    said = body | {"number": len(one.offers) + 1} | _of(one)
    return [RightOfferNotified.model_validate_json(pack(said))]


def answer_offer(command: AnswerOffer, state: State, context: Context) -> list[Event]:
    """Note what the holder of a first refusal answered."""
    one = _option(state, command.option)
    must_concern(context.actor, _behind_holder(one), "option")
    _check_day(command.answered_on, context, "answered_on")
    body = command.body()
    check_answer(one, body)
    return [RightOfferAnswered.model_validate_json(pack(body | _of(one)))]


def _option(state: State, option: str) -> Recorded:
    one = read_right(state.require(RightRow, option, field="option"))
    if one.kind != "option":
        raise RuleViolation("right-not-an-option", field="option", value=option, expected="opt_…")
    return one


def _of(one: Recorded) -> dict[str, Any]:
    return {"work": one.body["work"], "parties": [*one.body["parties"]]}


def _behind_holder(one: Recorded) -> list[str]:
    """Return who speaks for the holder of an option: itself, or those who read as its members."""
    holder = one.body["holder"]
    if holder.startswith("party_"):
        return [holder]
    bound = {*(one.body.get("signers") or ()), *one.body["grantors"]}
    return [party for party in one.body["parties"] if party not in bound]


def _check_day(day: date, context: Context, field: str) -> None:
    """Refuse a day to come; who declares for himself declares it today."""
    today = tokyo_date(context.at)
    if day > today:
        raise RuleViolation(
            "rights-day-in-future", field=field, value=day.isoformat(), expected=f"{today}"
        )
    if day != today and not context.actor.is_operator:
        raise RuleViolation(
            "rights-day-not-today",
            "the operator records what was declared before, from its document",
            field=field,
            value=day.isoformat(),
            expected=f"{today}",
        )


def needs_grant_option(command: GrantOption) -> list[Key]:
    """Return the rows of the id, the work and everybody named."""
    sides = (*command.grantors, command.holder)
    return needs_of(command.id, command.work, sides, command.consents)


def needs_of_option(command: ExtendOption | NotifyOffer | AnswerOffer) -> list[Key]:
    """Return the row of the option named, and those of a third party and of consents."""
    third = getattr(command, "third", None) or ""
    parties: list[Key] = [(PartyRow, (third,))] if third.startswith("party_") else []
    consents = getattr(command, "consents", ())
    return [(RightRow, (command.option,)), *parties, *needs_consents(consents)]


def needs_exercise_option(command: ExerciseOption) -> list[Key]:
    """Return the rows of the option, of what it leads to, and of consents."""
    rights: list[Key] = [(RightRow, (command.option,)), (RightRow, (command.right,))]
    return [*rights, *needs_consents(command.consents)]


def who_declares(command: ExerciseOption, state: State) -> list[str]:
    """Return the holder of the option, who declares: if he wants it signed, he must sign."""
    return _behind_holder(_option(state, command.option))


HANDLERS: Final[dict[type[Command], Handler]] = {
    GrantOption: Handler(grant_option, needs_grant_option),
    ExtendOption: Handler(extend_option, needs_of_option),
    ExerciseOption: Handler(exercise_option, needs_exercise_option, who_declares),
    NotifyOffer: Handler(notify_offer, needs_of_option),
    AnswerOffer: Handler(answer_offer, needs_of_option),
}
