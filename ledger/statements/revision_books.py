"""Revisions of past runs opened for statements: each run as it was and as it is."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Connection, select

from contracts.explain import Explainer
from contracts.tax.income import income_of, treatment_of
from contracts.terms import parse_terms
from contracts.trace import TraceRow
from ledger.agreements.views import versions_of
from ledger.blobs.blobs import Blobs
from ledger.royalties.result import read_trace
from ledger.royalties.revision_views import RevisionRow
from ledger.royalties.views import AllocationRow
from ledger.statements.books import LANGUAGES, RunBook, open_runs
from ledger.store.views import table_of, unpack


@dataclass(frozen=True, slots=True)
class RevisionBook(RunBook):
    """A revision, opened; what it has of a run is that of the last one it concerns.

    Attributes:
        was: Run to its book before the revision. now: after it.
        clauses: Every clause that any version of the terms has or had, the latest by each name.
        latest: The latest version of the terms, and the smallest payment that it makes.
    """

    was: Mapping[str, RunBook]
    now: Mapping[str, RunBook]
    clauses: Mapping[str, Mapping[str, Any]]
    latest: tuple[int, int]

    @property
    def smallest_payment(self) -> tuple[int, int]:
        """Those of the latest version: a correction is paid by the clauses of today."""
        return self.latest

    def clause(self, step: str) -> Mapping[str, Any]:
        """Return a clause as the latest version that has it says it."""
        return self.clauses[step]

    def taxed(self, step: str, *, is_debtor: bool = False) -> dict[str, Any]:
        """Return the kind of income of a clause, and how consumption tax treats it."""
        is_committee = self.agreement["kind"] == "committee"
        income = income_of(step, self.clauses, is_committee=is_committee, is_debtor=is_debtor)
        return {"income": income, "treatment": treatment_of(income)}

    def run_of(self, period: str | None) -> str:
        """Return the run of a period that the revision concerns."""
        return next(run for run, book in self.now.items() if book.run["period"] == period)

    def book_with(self, run: str, row: str) -> RunBook:
        """Return the book of a run that has a row of a trace: the new one if both do."""
        return self.now[run] if row in self.now[run].rows else self.was[run]

    def row(self, run: str, row: str) -> TraceRow:
        """Return a row of the new trace of a run, or else of the old."""
        return self.book_with(run, row).rows[row]


def open_revisions(conn: Connection, blobs: Blobs, ids: Iterable[str]) -> dict[str, RevisionBook]:
    """Open revisions, with the runs that each of them concerns."""
    table = table_of(RevisionRow)
    query = select(table).where(table.c.id.in_(sorted(set(ids)))).order_by(table.c.id)
    rows = [dict(row) for row in conn.execute(query).mappings()]
    docs = {row["id"]: unpack(row["doc"]) for row in rows}
    concerned = {run["run"] for doc in docs.values() for run in doc["runs"]}
    originals = open_runs(conn, blobs, concerned)
    return {
        row["id"]: _opened(conn, blobs, row, docs[row["id"]]["runs"], originals) for row in rows
    }


def _opened(
    conn: Connection,
    blobs: Blobs,
    row: Mapping[str, Any],
    runs: list[Mapping[str, Any]],
    originals: Mapping[str, RunBook],
) -> RevisionBook:
    versions = {one.version: one.terms for one in versions_of(conn, row["agreement"])}
    was, now = dict[str, RunBook](), dict[str, RunBook]()
    for run in runs:
        original, terms = originals[run["run"]], versions[run["terms_version"]]
        was[run["run"]] = _with_trace(original, blobs.get(run["replaced_trace"]), None)
        now[run["run"]] = _with_trace(original, blobs.get(run["trace"]["sha256"]), terms)
    last, newest = now[runs[-1]["run"]], max(versions)
    return RevisionBook(
        run=row,
        agreement=last.agreement,
        title=last.title,
        schedule_months=last.schedule_months,
        items=last.items,
        trace=last.trace,
        rows=last.rows,
        explainer=last.explainer,
        standing=last.standing,
        allocations=_lines(conn, row["id"]),
        was=was,
        now=now,
        clauses={
            step["id"]: step for version in sorted(versions) for step in versions[version]["steps"]
        },
        latest=(newest, versions[newest].get("minimum_payment", {}).get("amount", 0)),
    )


def _with_trace(book: RunBook, data: bytes, terms: Mapping[str, Any] | None) -> RunBook:
    """Return the book of a run as another trace tells it, under other clauses where it has any."""
    trace = read_trace(data)
    standing = book.standing
    if terms is not None:
        payees = {
            reference: tuple(party for party, _ in pairs)
            for reference, pairs in trace["holders"].items()
        }
        standing = replace(standing, terms=terms, parsed=parse_terms(dict(terms)), payees=payees)
    return replace(
        book,
        items={item["id"]: item for item in trace["items"]},
        trace=tuple(trace["rows"]),
        rows={row.id: row for row in trace["rows"]},
        explainer={lang: Explainer(trace["rows"], lang) for lang in LANGUAGES},
        standing=standing,
    )


def _lines(conn: Connection, revision: str) -> dict[str, list[dict[str, Any]]]:
    """Return each payee's lines, each with its step."""
    table = table_of(AllocationRow)
    query = select(table).where(table.c.run_id == revision)
    found: dict[str, list[dict[str, Any]]] = {}
    for row in conn.execute(query.order_by(table.c.party_id, table.c.step)).mappings():
        lines = [{"step": row["step"], **line} for line in unpack(row["doc"])]
        found.setdefault(row["party_id"], []).extend(lines)
    return found
