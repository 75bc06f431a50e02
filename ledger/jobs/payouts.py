"""Run a payout: compute it on a snapshot, close it through the door, again if something changed."""

from dataclasses import dataclass, replace
from typing import Final

from ledger.access.views import Viewer, may_read
from ledger.bootstrap import Register
from ledger.command import SYSTEM, Actor, RequestKey
from ledger.door import Recorded
from ledger.errors import Conflict
from ledger.ids import RUN, new_id
from ledger.jobs.disputed import disputed
from ledger.jobs.revisions import revise
from ledger.royalties.commands import ClosePayout
from ledger.royalties.prepare import PreparedPayout, prepare_payout

MOST_ATTEMPTS: Final = 5
OUTDATED: Final = "payout-outdated"


@dataclass(frozen=True, slots=True)
class PayoutRun:
    """A run that was closed.

    Attributes:
        id: Of the run.
        recorded: Its entry.
        warnings: What a person should know: months still open, money not yet received, held.
        revisions: Of earlier runs, recorded first because a change of the past was waiting.
    """

    id: str
    recorded: Recorded
    warnings: tuple[str, ...]
    revisions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Asked:
    """Which run is asked for.

    Attributes:
        agreement: Id of the agreement.
        period: The next one; runs of an agreement follow each other.
        id: Of the run; a new one if left out.
        empty: Close the period even if no money flows in it.
    """

    agreement: str
    period: str
    id: str | None = None
    empty: bool = False


def run_payout(
    register: Register, asked: Asked, *, actor: Actor = SYSTEM, request: RequestKey | None = None
) -> Recorded:
    """Compute and close the payout run of an agreement for a period; see `close_run`."""
    return close_run(register, asked, actor=actor, request=request).recorded


def close_run(
    register: Register, asked: Asked, *, actor: Actor = SYSTEM, request: RequestKey | None = None
) -> PayoutRun:
    """Compute and close the payout run of an agreement for a period; what revises past ones first.

    Args:
        register: Where.
        asked: Which run.
        actor: Who asks: the payer or the operator.
        request: Idempotency key; a repeated request computes nothing again.

    Raises:
        NotFound: There is no such agreement, or the actor may not know of it.
        Refused: The period has its run, is not over, has no clauses in force, or no money flows.
        Conflict: `payout-outdated`: it kept changing while it was being computed.
    """
    earlier = register.ledger.replay(ClosePayout, request) if request else None
    if earlier:
        return PayoutRun(_run_of(earlier), earlier, ())
    asked = replace(asked, id=asked.id or new_id(RUN, register.clock, register.entropy))
    attempts = 0
    revisions: list[str] = []
    while True:
        attempts += 1
        done = revise(register, asked.agreement, actor=actor, period=asked.period)
        revisions += [one.id for one in done]
        try:
            prepared = _prepare(register, actor, asked)
            recorded = register.ledger.record(prepared.command, actor, request)
        except Conflict as conflict:
            if conflict.code != OUTDATED or attempts == MOST_ATTEMPTS:
                raise
        else:
            # Of the fact, not of this attempt: the same request may have got in before.
            return PayoutRun(_run_of(recorded), recorded, prepared.warnings, tuple(revisions))


def _run_of(recorded: Recorded) -> str:
    return str(getattr(recorded.events[0], "id", ""))


def _prepare(register: Register, actor: Actor, asked: Asked) -> PreparedPayout:
    with register.ledger.reading() as conn:
        if not actor.is_operator:
            may_read(conn, Viewer.of(actor, register.clock), asked.agreement)
        prepared = prepare_payout(
            conn,
            register.blobs,
            id=asked.id or "",
            agreement=asked.agreement,
            period=asked.period,
            empty=asked.empty,
        )
        warnings = (*prepared.warnings, *disputed(conn, asked.agreement))
        return replace(prepared, warnings=warnings)
