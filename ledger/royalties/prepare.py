"""Preparing a payout run outside the door, on a snapshot, in as many threads as one likes.

The command carries the result and everything it was computed from by hash and entry index; the
writer checks that nothing of it has changed since. Nothing is closed by a run: a month that is
still open is only pointed out.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection

from contracts.errors import TermsError
from contracts.period import Month, Period
from contracts.position import Position
from contracts.waterfall import Inputs, Outcome
from ledger.agreements.views import AgreementRow
from ledger.blobs.blobs import Blobs
from ledger.errors import Conflict, NotFound, RuleViolation
from ledger.fx.views import lookup_in
from ledger.periods.views import closed_months
from ledger.royalties.book import Sources, counts_units, sources_of
from ledger.royalties.commands import ClosePayout, RunResult
from ledger.royalties.exchange import Exchange
from ledger.royalties.exchange_views import lines_of
from ledger.royalties.reads import Reads, reads_of, row_of
from ledger.royalties.result import (
    ENGINE,
    Computation,
    compute,
    kept_of,
    result_of,
    write_trace,
)
from ledger.royalties.revision_prepare import due_before
from ledger.royalties.sources import open_book, warnings_of
from ledger.royalties.views import PositionRow, RunHeadRow
from ledger.store.state import Row
from ledger.store.views import unpack


@dataclass(frozen=True, slots=True)
class PreparedPayout:
    """The command, the computation with its trace, and what a person should know first."""

    command: ClosePayout
    outcome: Outcome
    warnings: tuple[str, ...]


def prepare_payout(
    conn: Connection, blobs: Blobs, *, id: str, agreement: str, period: str, empty: bool = False
) -> PreparedPayout:
    """Compute what everybody is due from an agreement for a period.

    Args:
        conn: A snapshot.
        blobs: Holds the groups of reports; receives the trace.
        id: Id of the run to be closed.
        agreement: Id of the agreement.
        period: The next one; runs of an agreement follow each other.
        empty: Close the period even if no money flows in it.

    Raises:
        NotFound: There is no such agreement.
        Conflict: The period has its run already, or returns have to go back into earlier runs
            first.
        RuleViolation: The period lies before the last run, or no clauses are in force.
    """
    run = compute_run(conn, blobs, agreement, period)
    _refuse_returns(conn, blobs, agreement, read_period(period))
    result = RunResult.of(result_of(run.computation))
    refuse_empty(period, run.sources.entries, result, is_meant=empty)
    trace = blobs.put(write_trace(run.computation), media_type="application/json")
    command = ClosePayout(
        id=id,
        agreement=agreement,
        period=period,
        currency=run.computation.inputs.currency,
        engine=ENGINE,
        terms_version=run.reads.terms["version"],
        terms_sha256=run.reads.terms["terms_sha256"],
        inputs=run.sources.entries,
        read_set=run.reads.entries,
        consumed=run.sources.consumed,
        converted=lines_of(run.sources.converted),
        trace=trace,
        previous=run.previous,
        empty=empty,
        result_sha256=result.digest(),
        result=result,
    )
    outcome = run.computation.outcome
    warnings = (
        *_open_months(conn, read_period(period), agreement),
        *_said(run.warnings, outcome),
        *_kept_unexplained(run.computation, result),
    )
    return PreparedPayout(command, outcome, warnings)


def _refuse_returns(conn: Connection, blobs: Blobs, agreement: str, period: Period) -> None:
    """Refuse a run that would take returns of months that were run under other clauses."""
    for due in due_before(conn, blobs, agreement, period)[:1]:
        raise Conflict(
            "payout-outdated",
            f"report {due.report.id} brings returns of months that were run under other clauses; "
            "their revision comes first",
            field="previous",
            value=due.report.id,
            entry=due.report.index,
            expected="the revision of these returns recorded",
        )


@dataclass(frozen=True, slots=True)
class ComputedRun:
    """The next run of an agreement as it would come out now; nothing of it is stored.

    Attributes:
        reads: What it depends on besides the money. sources: the money.
        previous: The run before it.
        warnings: What a person should know of the money before closing the run.
    """

    computation: Computation
    reads: Reads
    sources: Sources
    previous: str | None
    warnings: tuple[str, ...]


def compute_run(conn: Connection, blobs: Blobs, agreement: str, period: str) -> ComputedRun:
    """Compute the next run of an agreement without storing anything.

    Raises:
        NotFound: There is no such agreement.
        Conflict: The period has its run already.
        RuleViolation: The period lies before the last run, or no clauses are in force.
    """
    row = row_of(conn, AgreementRow, agreement)
    if row is None:
        raise NotFound("agreement-not-found", field="agreement", value=agreement)
    months = read_period(period)
    head = row_of(conn, RunHeadRow, agreement)
    refuse_out_of_order(months, head)
    reads = reads_of(conn, agreement, period)
    before = position_of(conn, agreement)
    book = open_book(conn, agreement, row["distribute_on"], before)
    terms, number = reads.terms["terms"], head["runs"] + 1 if head else 1
    exchange = Exchange.of(terms, lookup_in(conn))
    units = counts_units(terms)
    sources = sources_of(book, months, number, blobs, with_units=units, exchange=exchange)
    inputs = Inputs(
        period=period,
        currency=row["currency"],
        items=sources.items,
        expenses=sources.expenses,
        holders=reads.holders,
        elsewhere=reads.elsewhere,
    )
    computation = compute(terms, before, inputs, reads.pinned, sources.remittances)
    previous = head["run_id"] if head else None
    return ComputedRun(computation, reads, sources, previous, tuple(warnings_of(book, months)))


def read_period(text: str) -> Period:
    """Return the months of a period.

    Raises:
        RuleViolation: It is none.
    """
    try:
        return Period.parse(text)
    except TermsError as error:
        raise RuleViolation(
            error.code, error.message, **{**error.fields, "field": "period"}
        ) from error


def refuse_out_of_order(period: Period, head: Row | None) -> None:
    """Refuse a second run for a period, and a run before the last one.

    Raises:
        Conflict: `payout-exists`, naming the run.
        RuleViolation: `payout-out-of-order`, naming the first month that can still be run.
    """
    if head is None:
        return
    if head["period"] == period.name:
        raise Conflict(
            "payout-exists",
            f"the run {head['run_id']} closed this period",
            field="period",
            value=period.name,
            run=head["run_id"],
            expected="a later period",
        )
    last = Month.parse(head["last_month"])
    if period.first <= last:
        raise RuleViolation(
            "payout-out-of-order",
            f"the run {head['run_id']} covers the months up to {last}",
            field="period",
            value=period.name,
            run=head["run_id"],
            expected=f"{last.plus(1)} or later",
        )


def refuse_empty(period: str, inputs: Sequence[int], result: RunResult, *, is_meant: bool) -> None:
    """Refuse a run in which no money flows, unless that is meant: its period is closed for good.

    Most such runs come too early: money for a report counts once it has arrived.

    Raises:
        RuleViolation: `payout-empty`.
    """
    if inputs or result.postings or result.held or is_meant:
        return
    raise RuleViolation(
        "payout-empty",
        "no money has arrived for this period yet; a run would close it without any",
        field="period",
        value=period,
        expected="receipts within the period, or `empty` to close it without money",
    )


def position_of(conn: Connection, agreement: str) -> Position:
    """Return where an agreement stands after its last run."""
    row = row_of(conn, PositionRow, agreement)
    return Position.from_dict(unpack(row["doc"])) if row else Position()


def _open_months(conn: Connection, period: Period, agreement: str) -> list[str]:
    closed = set(closed_months(conn, agreement))
    return [f"month-open: {month}" for month in map(str, period.months) if month not in closed]


def _said(warnings: Sequence[str], outcome: Outcome) -> list[str]:
    held = outcome.identity.get("held", 0)
    return [*warnings, *([f"held: {held}"] if held else [])]


def _kept_unexplained(computation: Computation, result: RunResult) -> list[str]:
    """Say what reporters kept that no clause gives anybody: it is owed, but did not come in."""
    laid = sum(line.kept_minor for one in result.allocations for line in one.lines)
    unexplained = sum(kept_of(computation).values()) - laid
    return [f"kept-beyond-fees: {unexplained}"] if unexplained > 0 else []
