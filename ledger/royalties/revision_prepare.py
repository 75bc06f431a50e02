"""Preparing a revision outside the door, on a snapshot: what waits is run again, oldest first."""

from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import Connection, select

from contracts.period import Period
from ledger.agreements.settled import pending_of, runs_of
from ledger.agreements.views import AgreementRow, versions_of
from ledger.blobs.blobs import Blobs
from ledger.errors import NotFound
from ledger.fx.views import lookup_in
from ledger.revenue.views import ReportRow
from ledger.royalties.book import Reported
from ledger.royalties.differences import revision_data
from ledger.royalties.reads import holders_behind, pin_of, row_of
from ledger.royalties.result import ENGINE
from ledger.royalties.revision import REPORT, Case, Cause, Correction, Past, Pin, Replayed, replay
from ledger.royalties.revision_commands import CloseRevision, RevisionCause, RevisionResult
from ledger.royalties.sources import receipts_of
from ledger.royalties.views import RunHeadRow
from ledger.store.state import Row
from ledger.store.views import table_of, unpack

_JSON: Final = "application/json"


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
    replayed = tuple(replay(_case(conn, blobs, row, cause)))
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


def _case(conn: Connection, blobs: Blobs, agreement: Row, cause: Cause) -> Case:
    def holders(reference: str, period: Period) -> Pin | None:
        found = holders_behind(conn, reference, period.last_day)
        return pin_of(found) if found is not None else None

    id = agreement["id"]
    return Case(
        cause=cause,
        past=[past_of(row) for row in runs_of(conn, id) if row["number"] >= cause.first],
        versions=versions_of(conn, id),
        files=blobs,
        holders=holders,
        correction=_correction(conn, agreement, cause.ref) if cause.kind == REPORT else None,
    )


def _correction(conn: Connection, agreement: Row, report: str) -> Correction:
    table = table_of(ReportRow)
    query = select(table).where(table.c.agreement == agreement["id"])
    rows: dict[str, dict[str, Any]] = {
        row["id"]: {**row, **unpack(row["doc"])} for row in conn.execute(query).mappings()
    }
    replaced: list[str] = []
    before = rows[report].get("supersedes")
    while before is not None:
        replaced.append(before)
        before = rows[before].get("supersedes")
    row = rows[report]
    return Correction(
        report=Reported(
            index=row["entry_index"],
            id=report,
            period=Period.parse(row["period"]),
            reporter=row["reporter"],
            basis=row["basis"],
            amount_minor=row["amount_minor"],
            remittance_minor=row["remittance_minor"],
            groups=row["groups"]["sha256"],
            currency=row["currency"],
        ),
        replaces=frozenset(replaced),
        receipts=receipts_of(conn, agreement["id"]),
        distribute_on=agreement["distribute_on"],
        lookup=lookup_in(conn),
    )
