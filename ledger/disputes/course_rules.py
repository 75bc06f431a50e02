"""Rules about the course of a dispute: whose turn it is, and what carries out how it ended."""

from collections.abc import Iterable
from typing import Any, Final

from ledger.clock import tokyo_date
from ledger.command import Command, Context
from ledger.disputes.course_commands import CarryOutDispute, SetDisputeDeadline
from ledger.disputes.course_events import DisputeCarriedOut, DisputeDeadline
from ledger.disputes.course_views import DisputeCourseRow
from ledger.disputes.rules import open_sides
from ledger.disputes.views import DisputeRow, sides_of
from ledger.errors import Conflict, Forbidden, NotFound, RuleViolation
from ledger.event import Event
from ledger.revenue.views import ReportRow
from ledger.royalties.revision_views import RevisionRow
from ledger.statements.views import StatementRow
from ledger.store.handler import Handler
from ledger.store.state import Key, Row, State
from ledger.store.views import unpack


def set_deadline(command: SetDisputeDeadline, state: State, context: Context) -> list[Event]:
    """Ask somebody for an answer; only the other side, or the operator, asks."""
    sides = open_sides(command.dispute, command.by, state, context)
    wrong = [one for one in command.turn if one not in sides.both() or one == command.by]
    if wrong or len(set(command.turn)) != len(command.turn):
        raise RuleViolation(
            "dispute-turn-wrong",
            "an answer is asked of the other side, each named once",
            field="turn",
            value=wrong or command.turn,
            expected=[one for one in sides.both() if one != command.by],
        )
    today = tokyo_date(context.at)
    if command.answer_by < today and not context.is_again:
        raise RuleViolation(
            "dispute-answer-in-past",
            "an answer can be asked for from today on",
            field="answer_by",
            value=command.answer_by.isoformat(),
            expected=f"{today} or later",
        )
    return [DisputeDeadline(**dict(command) | {"sides": sides.both()})]


def carry_out(command: CarryOutDispute, state: State, context: Context) -> list[Event]:
    """Tie a decision to the correction that gives effect to it."""
    row = state.get(DisputeRow, command.dispute)
    known = row is not None and (
        context.actor.is_operator or context.actor.party in sides_of(row).both()
    )
    if row is None or not known:
        raise NotFound("dispute-not-found", field="dispute", value=command.dispute)
    _must_be_due(command, state)
    _must_speak(command, row, context)
    _must_correct(command, row, state)
    sides = sides_of(row).both()
    return [DisputeCarriedOut(**dict(command) | {"sides": sides})]


def _must_be_due(command: CarryOutDispute, state: State) -> None:
    course = state.require(DisputeCourseRow, command.dispute, field="dispute")
    if course["is_due"]:
        return
    raise Conflict(
        "dispute-nothing-due",
        "nothing is left to be carried out",
        field="dispute",
        value=command.dispute,
        expected="a dispute that was decided for an amount",
        outcome=course["outcome"],
        carried_out=course["carried_out"] and unpack(course["carried_out"]),
    )


def _must_speak(command: CarryOutDispute, row: Row, context: Context) -> None:
    """A correction on record speaks for itself; a document is shown by whom it satisfies."""
    if command.by is None:
        if context.actor.is_operator:
            return
        raise Forbidden(
            "dispute-speaker-missing",
            "only the operator speaks without naming a side",
            field="by",
            value=None,
            expected=context.actor.party,
        )
    context.actor.must_act_for(command.by, "by")
    is_document = command.correction.kind == "document"
    may = (row["opened_by"],) if is_document else sides_of(row).both()
    if command.by not in may:
        raise Forbidden("dispute-not-a-side", field="by", value=command.by, expected=list(may))


def _must_correct(command: CarryOutDispute, row: Row, state: State) -> None:
    """Refuse a correction that is not there, is older than the dispute, or of other money."""
    correction = command.correction
    if correction.kind == "document":
        return
    view = RevisionRow if correction.kind == "revision" else ReportRow
    found = state.get(view, correction.id)
    expected = _agreements(row, state)
    is_other = found is not None and expected is not None and found["agreement"] not in expected
    if found is None or is_other:
        raise NotFound(
            "dispute-correction-not-found",
            field="correction.id",
            value=correction.id,
            expected=f"a {correction.kind} of the disputed agreement",
        )
    if found["entry_index"] < row["entry_index"]:
        raise RuleViolation(
            "dispute-correction-earlier",
            "what is older than the dispute does not carry it out",
            field="correction.id",
            value=correction.id,
            expected=f"entry {row['entry_index']} or later",
        )


def _agreements(row: Row, state: State) -> tuple[str, ...] | None:
    """Return the agreements whose corrections may carry out a dispute; None for any."""
    subject: dict[str, Any] = unpack(row["doc"])["body"]["subject"]
    if subject["kind"] == "agreement":
        return (subject["id"],)
    if subject["kind"] != "statement_line":
        return None
    statement = state.require(StatementRow, subject["id"], field="subject.id")
    lines = unpack(statement["doc"])["lines"]
    return tuple(line["agreement"] for line in lines if line["run"] == subject["run"])


def needs_dispute(command: SetDisputeDeadline | CarryOutDispute) -> Iterable[Key]:
    """Return the rows of the dispute and of its course."""
    return [(DisputeRow, (command.dispute,)), (DisputeCourseRow, (command.dispute,))]


HANDLERS: Final[dict[type[Command], Handler]] = {
    SetDisputeDeadline: Handler(set_deadline, needs_dispute),
    CarryOutDispute: Handler(carry_out, needs_dispute),
}
