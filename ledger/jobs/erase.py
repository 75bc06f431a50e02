"""Erasing people: ordered in the log, destroyed, recorded as done; the same call completes it.

Whatever moment the machine stops at, nothing is said that is not so:

    before the order       nothing happened
    after the order        the data may be gone or not; the log says "ordered"
    after the destruction  the log still says "ordered", which is true
    after the record       the key is gone, and the log says "erased"

A backup of the keys that is older still opens the data, so erasure takes effect when the last such
backup has reached its age (`ledger.jobs.key_backups`).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from ledger.bootstrap import Register
from ledger.command import SYSTEM, Actor
from ledger.errors import Conflict, Refused, Unavailable
from ledger.jobs.doors import entrance_of
from ledger.jobs.key_backups import effective_on
from ledger.sign_in.of_person import forget
from ledger.subjects.commands import Ground, OrderErasure, RecordErasure, RestrictUse
from ledger.subjects.destroying import destroy, gone_subjects
from ledger.subjects.queries import people_of, standing
from ledger.subjects.views import ERASED


@dataclass(frozen=True, slots=True)
class Erasure:
    """What came of a request.

    Attributes:
        subjects: Who was erased, the person first, then her printed names.
        files: How many statement files were removed.
        effective_on: From this day no backup of the keys can bring the data back.
    """

    subjects: tuple[str, ...]
    files: int
    effective_on: date

    def as_data(self) -> dict[str, Any]:
        """Return the outcome as plain JSON values."""
        return {
            "erased": list(self.subjects),
            "files_removed": self.files,
            "effective_on": self.effective_on.isoformat(),
        }


def erase_people(
    register: Register, named: str, *, ground: Ground = "request", actor: Actor = SYSTEM
) -> Erasure:
    """Erase a subject, or a party that is a person with all credits that name the party.

    Repeating the call after an interruption completes it; after success it changes nothing.

    Args:
        register: Where.
        named: `subj_...` or `party_...`.
        ground: Why.
        actor: The operator.

    Raises:
        RuleViolation: `data-still-needed`; nothing was destroyed.
        NotFound: Nobody is meant by it.
        Forbidden: Somebody other than the operator asks.
    """
    with register.ledger.reading() as conn:
        people = people_of(conn, named)
    for subject in people:
        _order(register, subject, ground, actor)
    files = _destroy(register, people)
    for subject in people:
        _record(register, subject, actor)
    return Erasure(tuple(people), files, effective_on(register))


def _order(register: Register, subject: str, ground: Ground, actor: Actor) -> None:
    try:
        register.ledger.record(OrderErasure(subject=subject, ground=ground), actor)
    except Conflict as conflict:
        if conflict.code not in ("erasure-ordered-already", "subject-erased-already"):
            raise


def _destroy(register: Register, people: Mapping[str, str | None]) -> int:
    """Destroy what is left, and make sure that it is.

    Raises:
        Unavailable: Something of them is still here; the log goes on saying "ordered".
    """
    with register.ledger.reading() as conn:
        files = destroy(conn, register.vault, register.blobs, people)
    forget(entrance_of(register), people)
    if left := register.vault.left_of(people):
        raise Unavailable("erasure-unfinished", value=sorted(left), expected="try again")
    return files


def _record(register: Register, subject: str, actor: Actor) -> None:
    try:
        register.ledger.record(RecordErasure(subject=subject), actor)
    except Conflict as conflict:
        if conflict.code != "subject-erased-already":
            raise


def reconcile(register: Register, actor: Actor = SYSTEM) -> tuple[str, ...]:
    """Carry out what was ordered: after an interruption, or after a backup was restored.

    Returns:
        Whose erasure is on record only now.
    """
    with register.ledger.reading() as conn:
        people = gone_subjects(conn)
        open_orders = [name for name in people if standing(conn, name)["status"] != ERASED]
    _destroy(register, people)
    for subject in open_orders:
        _record(register, subject, actor)
    return tuple(open_orders)


def restrict_instead(
    register: Register, named: str, refusal: Refused, actor: Actor = SYSTEM
) -> tuple[str, ...]:
    """Restrict the use of data that a refusal to erase says are still needed.

    Args:
        register: Where.
        named: Whom the request was about.
        refusal: `data-still-needed`; the need that ends last, or has no end, becomes the reason.
        actor: The operator.

    Returns:
        The subjects whose use is restricted now.
    """
    needs: Any = refusal.fields.get("needs")
    if refusal.code != "data-still-needed" or not needs:
        raise refusal
    longest = max(needs, key=lambda need: need.get("until", "9999-12-31"))
    until = longest.get("until")
    with register.ledger.reading() as conn:
        people = people_of(conn, named)
    for subject in people:
        command = RestrictUse(
            subject=subject,
            reason=longest["reason"],
            law=longest.get("law"),
            until=date.fromisoformat(until) if until else None,
        )
        register.ledger.record(command, actor)
    return tuple(people)
