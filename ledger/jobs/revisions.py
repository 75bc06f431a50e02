"""Record what changes of the past make different: run again on a snapshot, written by the door.

Revisions come in the order of the entries that caused them, each on top of the one before, and
before the agreement's next payout run. After them come returns that the next run would take
although they belong to runs under other clauses: for the run that is asked for, or for the month
after the last run.
"""

from dataclasses import dataclass, replace
from typing import Final

from sqlalchemy import Connection

from contracts.period import Month, Period
from ledger.access.views import Viewer, may_read
from ledger.bootstrap import Register
from ledger.clock import tokyo_date
from ledger.command import SYSTEM, Actor, RequestKey
from ledger.door import Recorded
from ledger.errors import Conflict
from ledger.ids import REVISION, new_id
from ledger.royalties.past import RETURNS, Cause
from ledger.royalties.prepare import read_period
from ledger.royalties.reads import row_of
from ledger.royalties.revision_commands import CloseRevision
from ledger.royalties.revision_prepare import PreparedRevision, prepare_revision, waiting_of
from ledger.royalties.revision_views import revisions_of
from ledger.royalties.views import RunHeadRow

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
    register: Register,
    agreement: str,
    *,
    actor: Actor = SYSTEM,
    request: RequestKey | None = None,
    period: str | None = None,
) -> list[Revised]:
    """Record the revisions that wait for an agreement, oldest first.

    Args:
        register: Where.
        agreement: Id of the agreement.
        actor: Who asks: the payer or the operator.
        request: Idempotency key; a repeated request returns what it recorded. Each revision has
            the key of the entry that caused it.
        period: Of the coming run; the month after the last run if left out.

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
    while (prepared := _draft(register, agreement, actor, period)) is not None:
        try:
            cause = prepared.command.cause
            key = request and _key_of(request, cause.entry, cause.kind)
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
        rows = revisions_of(conn, agreement)
    keys = (_key_of(request, row["cause_entry"], row["cause_kind"]) for row in rows)
    replays = (register.ledger.replay(CloseRevision, key) for key in keys)
    return [Revised(_id_of(one), one) for one in replays if one]


def _key_of(request: RequestKey, cause: int, kind: str) -> RequestKey:
    """Return the key of a revision; a report may be the cause of two, with its returns second."""
    more = f"/{kind}" if kind == RETURNS else ""
    return replace(request, key=f"{request.key}/{cause}{more}")


def draft_revision(
    register: Register, agreement: str, *, actor: Actor = SYSTEM
) -> PreparedRevision | None:
    """Run the past again for the oldest change that waits, and record nothing.

    Raises:
        NotFound: There is no such agreement, or the actor may not know of it.
    """
    return _draft(register, agreement, actor, None)


def _draft(
    register: Register, agreement: str, actor: Actor, period: str | None
) -> PreparedRevision | None:
    with register.ledger.reading() as conn:
        _must_know(conn, register, actor, agreement)
        period = _coming(conn, agreement, period)
        if not _causes(conn, register, agreement, period):
            return None
        id = new_id(REVISION, register.clock, register.entropy)
        return prepare_revision(conn, register.blobs, id=id, agreement=agreement, period=period)


def waiting(
    register: Register, agreement: str, *, actor: Actor = SYSTEM
) -> list[dict[str, object]]:
    """Return the changes of the past whose differences are not recorded yet, oldest first."""
    with register.ledger.reading() as conn:
        _must_know(conn, register, actor, agreement)
        return waiting_in(conn, register, agreement)


def waiting_in(conn: Connection, register: Register, agreement: str) -> list[dict[str, object]]:
    """Return the changes that wait, on a snapshot; then the returns of reports that go back."""
    return [
        {
            "agreement": agreement,
            "entry_index": cause.entry,
            "kind": cause.kind,
            "ref": cause.ref,
            "first_number": cause.first,
        }
        for cause in _causes(conn, register, agreement, _coming(conn, agreement, None))
    ]


def _causes(
    conn: Connection, register: Register, agreement: str, period: str | None
) -> list[Cause]:
    """Return what waits; returns do not before the months of the coming run are over."""
    found = waiting_of(conn, register.blobs, agreement, period)
    if not found or found[-1].kind != RETURNS:
        # The clock is not read for nothing: samples of the ledger repeat every reading of it.
        return found
    this_month = Month.of(tokyo_date(register.clock.now()))
    return [
        cause
        for cause in found
        if cause.period is None or Period.parse(cause.period).last < this_month
    ]


def _coming(conn: Connection, agreement: str, period: str | None) -> str | None:
    """Return the period of the coming run: the month after the last run if none is asked for."""
    head = row_of(conn, RunHeadRow, agreement)
    if head is None:
        return None
    return read_period(period or str(Month.parse(head["last_month"]).plus(1))).name


def _must_know(conn: Connection, register: Register, actor: Actor, agreement: str) -> None:
    if not actor.is_operator:
        may_read(conn, Viewer.of(actor, register.clock), agreement)


def _id_of(recorded: Recorded) -> str:
    return str(getattr(recorded.events[0], "id", ""))
