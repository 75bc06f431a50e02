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
from ledger.agreements.versions import Version
from ledger.agreements.views import AgreementRow, versions_of
from ledger.blobs.blobs import Blobs
from ledger.errors import NotFound
from ledger.fx.lookup import Lookup
from ledger.fx.views import lookup_in
from ledger.royalties.book import Book
from ledger.royalties.differences import revision_data
from ledger.royalties.reads import holders_behind, pin_of, row_of
from ledger.royalties.result import ENGINE
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
    conn: Connection, blobs: Blobs, *, id: str, agreement: str
) -> PreparedRevision | None:
    """Run the past again for the oldest change that waits; None when nothing does.

    Args:
        conn: A snapshot.
        blobs: Holds traces and groups of reports; receives the new traces.
        id: Id of the revision to be recorded.
        agreement: Id of the agreement.

    Raises:
        NotFound: There is no such agreement.
        RuleViolation: The changed clauses cannot be computed over a run; names it.
    """
    row = row_of(conn, AgreementRow, agreement)
    if row is None:
        raise NotFound("agreement-not-found", field="agreement", value=agreement)
    waiting = pending_of(conn, agreement)
    head = row_of(conn, RunHeadRow, agreement)
    if not waiting or head is None:
        return None
    cause = cause_of(waiting[0])
    replayed = tuple(replay(_case(conn, blobs, row, cause, versions_of(conn, agreement))))
    data = revision_data(replayed)
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
            {"kind": cause.kind, "entry": cause.entry, "ref": cause.ref}
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
    earlier = [past.reports for past in runs if past.number < cause.first]
    return Case(
        cause=cause,
        past=[past for past in runs if past.number >= cause.first],
        versions=versions,
        files=blobs,
        holders=holders,
        reports=book.reports,
        used_before=frozenset().union(*earlier),
        correction=_correction(book, cause.ref, lookup_in(conn)) if cause.kind == REPORT else None,
    )


def _correction(book: Book, report: str, lookup: Lookup) -> Correction:
    return Correction(
        report=replace(book.reports[report], used=None, converted=()),
        replaces=frozenset(book.replaced_by(report)),
        receipts=book.receipts,
        distribute_on=book.distribute_on,
        lookup=lookup,
    )
