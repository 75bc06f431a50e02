"""Preparing a revision outside the door, on a snapshot: what waits is run again, oldest first."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from sqlalchemy import Connection

from contracts.period import Period
from contracts.position import Position
from ledger.agreements.back_dating import restated_by
from ledger.agreements.commands import AddTerms
from ledger.agreements.settled import pending_of, runs_of
from ledger.agreements.terms import check_terms
from ledger.agreements.versions import Version, in_force
from ledger.agreements.views import AgreementRow, versions_of
from ledger.blobs.blobs import Blobs
from ledger.errors import NotFound
from ledger.fx.lookup import Lookup
from ledger.fx.views import lookup_in
from ledger.royalties.book import Book
from ledger.royalties.differences import revision_data
from ledger.royalties.past import used_by
from ledger.royalties.reads import holders_behind, pin_of, row_of
from ledger.royalties.result import ENGINE
from ledger.royalties.returns import Returns, returns_due, returns_of
from ledger.royalties.revision import (
    REPORT,
    TERMS,
    Case,
    Cause,
    Correction,
    Past,
    Pin,
    Replayed,
    replay,
)
from ledger.royalties.revision_commands import CloseRevision, RevisionCause, RevisionResult
from ledger.royalties.sources import open_book
from ledger.royalties.views import RunHeadRow
from ledger.store.state import Row
from ledger.store.views import unpack

_JSON: Final = "application/json"
_NOT_YET: Final = 2**53 - 1  # behind every entry


@dataclass(frozen=True, slots=True)
class PreparedRevision:
    """The command, and the runs as they were and are."""

    command: CloseRevision
    replayed: tuple[Replayed, ...]


def prepare_revision(
    conn: Connection, blobs: Blobs, *, id: str, agreement: str, period: str | None = None
) -> PreparedRevision | None:
    """Run the past again for the oldest change that waits; None when nothing does.

    Changes of the past come first, then returns that have to go back before the coming run.

    Args:
        conn: A snapshot.
        blobs: Holds traces and groups of reports; receives the new traces.
        id: Id of the revision to be recorded.
        agreement: Id of the agreement.
        period: Of the coming run; returns are looked for if it is given.

    Raises:
        NotFound: There is no such agreement.
        RuleViolation: The changed clauses cannot be computed over a run; names it.
    """
    row = row_of(conn, AgreementRow, agreement)
    if row is None:
        raise NotFound("agreement-not-found", field="agreement", value=agreement)
    waiting = waiting_of(conn, blobs, agreement, period)
    head = row_of(conn, RunHeadRow, agreement)
    if not waiting or head is None:
        return None
    cause = waiting[0]
    case = _case(conn, blobs, row, cause, versions_of(conn, agreement))
    replayed = tuple(replay(case))
    data = revision_data(replayed, case.returns)
    for stated, one in zip(data["runs"], replayed, strict=True):
        trace = blobs.put(one.trace, media_type=_JSON)
        stated["trace"] = trace.model_dump(mode="json", exclude_none=True)
    result = RevisionResult.of(data)
    command = CloseRevision(
        id=id,
        agreement=agreement,
        currency=row["currency"],
        engine=ENGINE,
        cause=RevisionCause.model_validate(
            {
                "kind": cause.kind,
                "entry": cause.entry,
                "ref": cause.ref,
                "period": cause.period,
            }
        ),
        previous=head["run_id"],
        result_sha256=result.digest(),
        result=result,
    )
    return PreparedRevision(command, replayed)


def try_terms(conn: Connection, blobs: Blobs, command: AddTerms) -> None:
    """Run the past again by terms that are not recorded yet, and keep nothing.

    Raises:
        NotFound: There is no such agreement.
        RuleViolation: The terms cannot be computed over a run; names it.
    """
    row = row_of(conn, AgreementRow, command.agreement)
    if row is None:
        raise NotFound("agreement-not-found", field="agreement", value=command.agreement)
    sha256 = check_terms(command.terms, row["currency"])
    version, known = row["terms_version"] + 1, versions_of(conn, command.agreement)
    added = Version(version, command.effective_month, _NOT_YET, sha256, command.terms)
    if restated := restated_by(command, added, conn):
        cause = Cause(TERMS, _NOT_YET, str(version), restated[0]["number"])
        replay(_case(conn, blobs, row, cause, [*known, added]))


def waiting_of(
    conn: Connection, blobs: Blobs, agreement: str, period: str | None = None
) -> list[Cause]:
    """Return why past runs have to be run again, in the order in which they have to be.

    Args:
        conn: A snapshot.
        blobs: Holds the groups of reports.
        agreement: Id of the agreement.
        period: Of the coming run; returns are looked for if it is given.
    """
    found = [cause_of(row) for row in pending_of(conn, agreement)]
    if period is None:
        return found
    coming = Period.parse(period)
    return found + [one.cause(coming) for one in due_before(conn, blobs, agreement, coming)]


def due_before(conn: Connection, blobs: Blobs, agreement: str, period: Period) -> list[Returns]:
    """Return the returns that have to go back before the run of a period."""
    row, head = row_of(conn, AgreementRow, agreement), row_of(conn, RunHeadRow, agreement)
    version = in_force(versions_of(conn, agreement), str(period.last))
    if row is None or head is None or version is None or str(period.first) <= head["last_month"]:
        return []
    past = [past_of(one) for one in runs_of(conn, agreement)]
    if all(one.terms_version == version.version for one in past):
        return []
    book = open_book(conn, agreement, row["distribute_on"], Position())
    return list(returns_due(book, period, version, past, blobs))


def cause_of(row: Row) -> Cause:
    """Return what a waiting row says."""
    return Cause(row["kind"], row["entry_index"], row["ref"], row["first_number"])


def past_of(row: Row) -> Past:
    """Return a run as it stands after all revisions so far."""
    doc = unpack(row["doc"])
    return Past(
        run=row["run_id"],
        number=row["number"],
        entry=row["entry_index"],
        period=Period.parse(row["period"]),
        terms_version=row["terms_version"],
        trace=row["trace_sha256"],
        consumed=doc["consumed"],
        reports=frozenset(doc["reports"]),
        returned=frozenset(doc.get("returned", ())),
    )


def _case(
    conn: Connection, blobs: Blobs, agreement: Row, cause: Cause, versions: Sequence[Version]
) -> Case:
    def holders(reference: str, period: Period) -> Pin | None:
        found = holders_behind(conn, reference, period.last_day)
        return pin_of(found) if found is not None else None

    id = agreement["id"]
    book = open_book(conn, id, agreement["distribute_on"], Position())
    runs = [past_of(row) for row in runs_of(conn, id)]
    past = [one for one in runs if one.number >= cause.first]
    correction = _correction(book, cause.ref, lookup_in(conn)) if cause.kind == REPORT else None
    returns = returns_of(book, cause, runs, versions, blobs)
    if correction and returns:
        correction = correction.without(returns)
    return Case(
        cause=cause,
        past=past,
        versions=versions,
        files=blobs,
        holders=holders,
        reports=book.reports,
        used_before=used_by(one for one in runs if one.number < cause.first),
        correction=correction,
        returns=returns,
    )


def _correction(book: Book, report: str, lookup: Lookup) -> Correction:
    return Correction(
        report=replace(book.reports[report], used=None, converted=()),
        replaces=frozenset(book.replaced_by(report)),
        receipts=book.receipts,
        distribute_on=book.distribute_on,
        lookup=lookup,
    )
