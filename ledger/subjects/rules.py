"""What decides about people's data: the operator asks, the law may say not yet.

The decision to erase is on record before anything is destroyed, and "erased" only after: so the
rule speaks while nothing is lost, and the register never says that data are gone which are here.
"""

from typing import Final

from ledger.clock import tokyo_date
from ledger.command import Actor, Command, Context
from ledger.errors import Conflict, Forbidden, NotFound, RuleViolation
from ledger.event import Event
from ledger.parties.views import SUBJECT, PartyNumberRow
from ledger.store.handler import Handler
from ledger.store.state import Key, Row, State
from ledger.subjects.commands import OrderErasure, RecordErasure, ReleaseSubject, RestrictUse
from ledger.subjects.events import (
    ErasureOrdered,
    SubjectErased,
    SubjectReleased,
    SubjectRestricted,
)
from ledger.subjects.needs import needs_of, possible_from
from ledger.subjects.views import ERASED, ORDERED, SubjectRow, party_of
from ledger.works.credited import CreditedSubjectRow

_AnyCommand = OrderErasure | RecordErasure | RestrictUse | ReleaseSubject


def needs_subject(command: _AnyCommand) -> list[Key]:
    """Name the rows that all rules of this slice look at."""
    return [
        (SubjectRow, (command.subject,)),
        (PartyNumberRow, (SUBJECT, command.subject)),
        (CreditedSubjectRow, (command.subject,)),
    ]


def order_erasure(command: OrderErasure, state: State, context: Context) -> list[Event]:
    """Decide whether a person's data may be destroyed now.

    Raises:
        RuleViolation: `data-still-needed`: names what needs them, by which law, and the day from
            which erasure is possible.
        Conflict: It was ordered, or done, before.
    """
    row = _known(command.subject, state, context.actor)
    _refuse_erased(command.subject, row)
    party = party_of(state, command.subject)
    needs = needs_of(state, command.subject, party, tokyo_date(context.at))
    if needs:
        day = possible_from(needs)
        raise RuleViolation(
            "data-still-needed",
            "the data are still needed; restrict their use instead, and erase them later",
            field="subject",
            value=command.subject,
            needs=[need.as_data() for need in needs],
            possible_from=day.isoformat() if day else None,
            expected="nothing that needs the data",
        )
    return [ErasureOrdered(subject=command.subject, ground=command.ground)]


def record_erasure(command: RecordErasure, state: State, context: Context) -> list[Event]:
    """Decide about saying that the key is gone: only after it was ordered."""
    row = _known(command.subject, state, context.actor)
    if row is not None and row["status"] == ERASED:
        raise _erased_already(command.subject)
    if row is None or row["status"] != ORDERED:
        raise NotFound(
            "erasure-not-ordered",
            field="subject",
            value=command.subject,
            expected="an erasure that was ordered",
        )
    return [SubjectErased(subject=command.subject, ground=row["ground"])]


def restrict_use(command: RestrictUse, state: State, context: Context) -> list[Event]:
    """Decide about keeping data for one purpose; a later restriction replaces an earlier one."""
    _refuse_erased(command.subject, _known(command.subject, state, context.actor))
    today = tokyo_date(context.at)
    if command.until is not None and command.until < today:
        raise RuleViolation(
            "restriction-over-already",
            field="until",
            value=command.until.isoformat(),
            expected=f"{today.isoformat()} or later",
        )
    return [SubjectRestricted(**dict(command))]


def release_subject(command: ReleaseSubject, state: State, context: Context) -> list[Event]:
    """Decide about ending a restriction."""
    row = _known(command.subject, state, context.actor)
    if row is None or row["reason"] is None:
        raise NotFound("restriction-not-found", field="subject", value=command.subject)
    return [SubjectReleased(subject=command.subject, reason=command.reason)]


def _known(subject: str, state: State, actor: Actor) -> Row | None:
    """Return what was decided about a person before, after checking that the log knows her.

    Raises:
        Forbidden: Somebody other than the operator asks.
        NotFound: No entry cites this subject.
    """
    if not actor.is_operator:
        raise Forbidden("operator-only", field="subject", role=actor.role, expected="operator")
    if party_of(state, subject) is None and state.get(CreditedSubjectRow, subject) is None:
        raise NotFound(
            "subject-not-found",
            field="subject",
            value=subject,
            expected="a subject that a party or a credit cites",
        )
    return state.get(SubjectRow, subject)


def _refuse_erased(subject: str, row: Row | None) -> None:
    if row is not None and row["status"] == ERASED:
        raise _erased_already(subject)
    if row is not None and row["status"] == ORDERED:
        raise Conflict(
            "erasure-ordered-already",
            field="subject",
            value=subject,
            index=row["ordered_index"],
        )


def _erased_already(subject: str) -> Conflict:
    return Conflict("subject-erased-already", field="subject", value=subject)


HANDLERS: Final[dict[type[Command], Handler]] = {
    OrderErasure: Handler(order_erasure, needs_subject),
    RecordErasure: Handler(record_erasure, needs_subject),
    RestrictUse: Handler(restrict_use, needs_subject),
    ReleaseSubject: Handler(release_subject, needs_subject),
}
