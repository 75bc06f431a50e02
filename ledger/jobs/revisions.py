"""Record what changes of the past make different: run again on a snapshot, written by the door.

Revisions come in the order of the entries that caused them, each on top of the one before, and
before the agreement's next payout run.
"""

from dataclasses import dataclass, replace
from typing import Final

from sqlalchemy import Connection

from ledger.access.views import Viewer, may_read
from ledger.agreements.settled import pending_of
from ledger.bootstrap import Register
from ledger.command import SYSTEM, Actor, RequestKey
from ledger.door import Recorded
from ledger.errors import Conflict
from ledger.ids import REVISION, new_id
from ledger.royalties.revision_commands import CloseRevision
from ledger.royalties.revision_prepare import PreparedRevision, prepare_revision
from ledger.royalties.revision_views import revisions_of

MOST_ATTEMPTS: Final = 5
OUTDATED: Final = "revision-outdated"


@dataclass(frozen=True, slots=True)
class Revised:
    """A revision that was recorded.

    Attributes:
        id: Of the revision. recorded: its entry.
    """

    id: str
    recorded: Recorded


def revise(
    register: Register, agreement: str, *, actor: Actor = SYSTEM, request: RequestKey | None = None
) -> list[Revised]:
    """Record the revisions that wait for an agreement, oldest first.

    Args:
        register: Where.
        agreement: Id of the agreement.
        actor: Who asks: the payer or the operator.
        request: Idempotency key; a repeated request returns what it recorded. Each revision has
            the key of the entry that caused it.

    Returns:
        One per change that waited; empty when none did.

    Raises:
        NotFound: There is no such agreement, or the actor may not know of it.
        Refused: Changed clauses cannot be computed over a run, or a rule refused.
        Conflict: `revision-outdated`: something kept changing while it was being computed.
    """
    if earlier := _recorded_before(register, agreement, request) if request else []:
        return earlier
    found: list[Revised] = []
    attempts = 0
    while (prepared := draft_revision(register, agreement, actor=actor)) is not None:
        try:
            key = request and _key_of(request, prepared.command.cause.entry)
            recorded = register.ledger.record(prepared.command, actor, key)
        except Conflict as conflict:
            attempts += 1
            if conflict.code != OUTDATED or attempts == MOST_ATTEMPTS:
                raise
        else:
            found.append(Revised(_id_of(recorded), recorded))
    return found


def _recorded_before(register: Register, agreement: str, request: RequestKey) -> list[Revised]:
    """Return the revisions that this very request recorded before."""
    with register.ledger.reading() as conn:
        causes = [row["cause_entry"] for row in revisions_of(conn, agreement)]
    replays = (register.ledger.replay(CloseRevision, _key_of(request, entry)) for entry in causes)
    return [Revised(_id_of(one), one) for one in replays if one]


def _key_of(request: RequestKey, cause: int) -> RequestKey:
    return replace(request, key=f"{request.key}/{cause}")


def draft_revision(
    register: Register, agreement: str, *, actor: Actor = SYSTEM
) -> PreparedRevision | None:
    """Run the past again for the oldest change that waits, and record nothing.

    Raises:
        NotFound: There is no such agreement, or the actor may not know of it.
    """
    with register.ledger.reading() as conn:
        _must_know(conn, register, actor, agreement)
        if not pending_of(conn, agreement):
            return None
        id = new_id(REVISION, register.clock, register.entropy)
        return prepare_revision(conn, register.blobs, id=id, agreement=agreement)


def waiting(
    register: Register, agreement: str, *, actor: Actor = SYSTEM
) -> list[dict[str, object]]:
    """Return the changes of the past whose differences are not recorded yet, oldest first."""
    with register.ledger.reading() as conn:
        _must_know(conn, register, actor, agreement)
        return [dict(row) for row in pending_of(conn, agreement)]


def _must_know(conn: Connection, register: Register, actor: Actor, agreement: str) -> None:
    if not actor.is_operator:
        may_read(conn, Viewer.of(actor, register.clock), agreement)


def _id_of(recorded: Recorded) -> str:
    return str(getattr(recorded.events[0], "id", ""))
