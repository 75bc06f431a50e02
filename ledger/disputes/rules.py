"""Rules about disputes: about something on record, between those whom it concerns, ended once."""

from collections.abc import Iterable
from typing import Final

from ledger.clock import tokyo_date
from ledger.command import Command, Context
from ledger.disputes.checks import lacking
from ledger.disputes.commands import OpenDispute, SayInDispute, SettleDispute
from ledger.disputes.concerned import Concerned, check_line, concerned, not_found
from ledger.disputes.events import DisputeMessage, DisputeOpened, DisputeSettled
from ledger.disputes.views import OPEN, DisputeRow, Sides, sides_of
from ledger.errors import Conflict, Forbidden, NotFound, RuleViolation
from ledger.event import Event
from ledger.keys.consents import check_consents, needs_consents
from ledger.parties.views import PartyRow
from ledger.store.handler import Handler
from ledger.store.state import Key, State
from ledger.store.views import unpack


def open_dispute(command: OpenDispute, state: State, context: Context) -> list[Event]:
    """Record that somebody contests something; only whom it concerns can."""
    if state.get(DisputeRow, command.id) is not None:
        raise Conflict("id-taken", field="id", value=command.id, expected="an id nobody used yet")
    state.require(PartyRow, command.by, field="by")
    context.actor.must_act_for(command.by, "by")
    about = concerned(command.subject, (command.by, *(command.against or ())), state)
    if command.by not in about.parties:
        raise not_found(command.subject)
    check_line(command.subject, state)
    against = _other_side(command, about)
    today = tokyo_date(context.at)
    if command.answer_by < today and not context.is_again:
        raise RuleViolation(
            "dispute-answer-in-past",
            "an answer can be asked for from today on",
            field="answer_by",
            value=command.answer_by.isoformat(),
            expected=f"{today} or later",
        )
    parties = about.parties if about.is_open else (command.by, *against)
    return [DisputeOpened(**dict(command) | {"against": against, "parties": parties})]


def _other_side(command: OpenDispute, about: Concerned) -> tuple[str, ...]:
    against = command.against or about.other_side(command.by)
    if not against:
        raise RuleViolation(
            "dispute-against-nobody",
            "nobody else is concerned by it",
            field="against",
            value=command.subject.id,
            expected="a subject that concerns somebody else too",
        )
    wrong = [party for party in against if party == command.by or party not in about.parties]
    if wrong or len(set(against)) != len(against):
        raise RuleViolation(
            "dispute-against-unconcerned",
            "the other side is whom the subject concerns, each named once, and not who opens it",
            field="against",
            value=wrong or against,
            expected=[party for party in about.parties if party != command.by],
        )
    return tuple(against)


def say_in_dispute(command: SayInDispute, state: State, context: Context) -> list[Event]:
    """Record what somebody said in an open dispute."""
    sides = open_sides(command.dispute, command.by, state, context)
    said = dict(command) | {"sides": sides.both()}
    return [DisputeMessage(**said)]


def settle_dispute(command: SettleDispute, state: State, context: Context) -> list[Event]:
    """Record how a dispute ended, by the word of who gives way or by a document that decided."""
    sides = open_sides(command.dispute, command.by, state, context)
    check_consents(command.consents, state, context)
    if command.by is None and command.document is None:
        raise RuleViolation(
            "dispute-document-missing",
            "what the operator records for others is shown by a document",
            field="document",
            value=None,
            expected="the settlement, the withdrawal, the award or the judgment",
        )
    agreed = {consent.party for consent in command.consents} | {command.by or ""}
    missing = lacking(command.outcome, sides.by, sides.against, agreed)
    if missing and command.by is not None:
        raise Forbidden(
            "dispute-consent-missing",
            "a dispute ends by the word of the side that gives way, or of both",
            field="consents",
            value=list(missing),
            expected="the consent of each of them",
        )
    _check_granted(command, state)
    said = dict(command) | {"sides": sides.both(), "parties": sides.parties}
    return [DisputeSettled(**said)]


def _check_granted(command: SettleDispute, state: State) -> None:
    """Refuse an amount where nothing is granted, or where another one was claimed."""
    if command.granted_minor is None:
        return
    row = state.require(DisputeRow, command.dispute, field="dispute")
    claimed = unpack(row["doc"])["body"].get("amount_minor", 0)
    most = claimed if command.outcome in ("upheld", "agreed") else 0
    if command.granted_minor > most:
        raise RuleViolation(
            "dispute-granted-too-much",
            "no more is granted than was claimed, and nothing where the claim fell",
            field="granted_minor",
            value=command.granted_minor,
            expected=f"at most {most}",
        )


def open_sides(dispute: str, by: str | None, state: State, context: Context) -> Sides:
    """Return the sides of an open dispute in which the actor may speak.

    Raises:
        Refused: There is none that he may know of, it is over, or he speaks for nobody in it.
    """
    row = state.get(DisputeRow, dispute)
    sides = sides_of(row) if row is not None else None
    is_known = sides is not None and (
        context.actor.is_operator or context.actor.party in sides.both()
    )
    if row is None or sides is None or not is_known:
        raise NotFound("dispute-not-found", field="dispute", value=dispute)
    if by is None and not context.actor.is_operator:
        raise Forbidden(
            "dispute-speaker-missing",
            "only the operator speaks without naming a side",
            field="by",
            value=None,
            expected=context.actor.party,
        )
    if by is not None:
        context.actor.must_act_for(by, "by")
        if by not in sides.both():
            raise Forbidden("dispute-not-a-side", field="by", value=by, expected=list(sides.both()))
    if row["status"] != OPEN:
        raise Conflict(
            "dispute-settled",
            "it is over; what comes later is another dispute",
            field="dispute",
            value=dispute,
            expected="a dispute that is open",
            outcome=row["status"],
        )
    return sides


def needs_open(command: OpenDispute) -> Iterable[Key]:
    """Return the rows of the dispute and of who opens it."""
    return [(DisputeRow, (command.id,)), (PartyRow, (command.by,))]


def needs_say(command: SayInDispute) -> Iterable[Key]:
    """Return the row of the dispute."""
    return [(DisputeRow, (command.dispute,))]


def needs_settle(command: SettleDispute) -> Iterable[Key]:
    """Return the rows of the dispute and of who consents."""
    return [(DisputeRow, (command.dispute,)), *needs_consents(command.consents)]


HANDLERS: Final[dict[type[Command], Handler]] = {
    OpenDispute: Handler(open_dispute, needs_open),
    SayInDispute: Handler(say_in_dispute, needs_say),
    SettleDispute: Handler(settle_dispute, needs_settle),
}
