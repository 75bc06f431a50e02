"""Issue the statements of a payer for a period: prepared on a snapshot, issued through the door."""

from collections.abc import Callable, Iterable
from concurrent.futures import Future
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from sqlalchemy import select

from ledger.approvals.views import require_all_approved
from ledger.bootstrap import Register
from ledger.command import SYSTEM, Actor, RequestKey
from ledger.door import Recorded
from ledger.errors import Conflict, Refused, RuleViolation
from ledger.jobs.contested import contested
from ledger.jobs.statement_files import PLAIN_FORMATS, makers_of
from ledger.statements.commands import IssueStatement
from ledger.statements.prepare import prepare_statements
from ledger.statements.views import StatementRow
from ledger.store.views import table_of

Progress = Callable[[int, int], None]

MOST_ATTEMPTS: Final = 5
OUTDATED: Final = "statement-outdated"


def issue_statements(  # noqa: PLR0913 - each keyword is a choice of its own
    register: Register,
    *,
    payer: str,
    period: str,
    payment_date: date | None = None,
    is_final: bool = False,
    actor: Actor = SYSTEM,
    request: RequestKey | None = None,
    progress: Progress | None = None,
    formats: Iterable[str] = PLAIN_FORMATS,
) -> list[Recorded]:
    """Issue the statement of every payee whom runs of a payer concern.

    Each statement is an entry of its own. If the work is interrupted, the same call issues those
    that are missing; what changed under way is prepared again. Whose statement cannot be computed
    is named in the refusal, after all others have theirs.

    Args:
        register: Where.
        payer: Whose runs.
        period: Runs up to its end that no statement shows yet.
        payment_date: Planned day; from the committees' schedules if left out.
        is_final: True to pay small amounts too, and those that wait although no run is due.
        actor: Who asks: the payer or the operator.
        request: Idempotency key; repeated, it returns what it issued and issues what is missing.
        progress: Called with (statements issued, statements in all).
        formats: Of the files; see `ledger.jobs.statement_files`.

    Returns:
        One per statement, in the order of currency and payee.

    Raises:
        Refused: There is nothing to state, it was stated, or a rule refused a statement.
        Conflict: `statement-outdated`: it kept changing while it was being prepared.
    """
    actor.must_act_for(payer, "payer")
    makers = makers_of(formats, register.public_url)
    earlier = _issued_before(register, payer, period, request) if request else []
    attempts, issued = 0, list(earlier)
    while True:
        attempts += 1
        refusals: list[RuleViolation] = []
        try:
            with register.ledger.reading() as conn:
                commands = prepare_statements(
                    conn, register.blobs, register.vault, payer, period, payment_date=payment_date,
                    is_final=is_final, refused=refusals.append, makers=makers, remarks=contested,
                )  # fmt: skip
        except Refused:
            if earlier:  # nothing is missing
                return earlier
            raise
        outdated = _issue(register, Batch(commands, actor, request), issued, progress)
        if outdated is None:
            if refusals:
                raise refusals[0]
            return issued
        if attempts == MOST_ATTEMPTS:
            raise outdated


def _refuse_unapproved(register: Register, commands: Iterable[IssueStatement]) -> None:
    """Refuse before any statement is issued, naming every run that waits for a second person."""
    shown = (("runs", run) for command in commands for run in command.runs)
    with register.ledger.reading() as conn:
        require_all_approved(conn, shown, "runs")


@dataclass(frozen=True, slots=True)
class Batch:
    """Prepared statements, and who asked for them."""

    commands: list[IssueStatement]
    actor: Actor
    request: RequestKey | None


def _issued_before(
    register: Register, payer: str, period: str, request: RequestKey
) -> list[Recorded]:
    """Return the statements that this very request issued before.

    Raises:
        Conflict: The key was used for another request.
    """
    table = table_of(StatementRow)
    query = select(table.c.currency, table.c.payee).order_by(table.c.entry_index)
    with register.ledger.reading() as conn:
        stated = conn.execute(query.where(table.c.payer == payer, table.c.period == period)).all()
    replays = (
        register.ledger.replay(IssueStatement, _key_of(request, currency, payee))
        for currency, payee in stated
    )
    return [replay for replay in replays if replay]


def _key_of(request: RequestKey, currency: str, payee: str) -> RequestKey:
    return replace(request, key=f"{request.key}/{currency}/{payee}")


def _issue(
    register: Register, batch: Batch, issued: list[Recorded], progress: Progress | None
) -> Conflict | None:
    """Issue what was prepared; return the refusal of one that has to be prepared again."""
    _refuse_unapproved(register, batch.commands)
    waiting: list[Future[Recorded]] = []
    for command in batch.commands:
        key = batch.request and _key_of(batch.request, command.currency, command.payee)
        waiting.append(register.ledger.submit(command, batch.actor, key))
    total = len(issued) + len(waiting)
    outdated: Conflict | None = None
    for future in waiting:
        try:
            issued.append(future.result())
        except Conflict as conflict:
            if conflict.code != OUTDATED:
                raise
            outdated = conflict
        if progress:
            progress(len(issued), total)
    return outdated
