"""Payout runs opened for statements: allocations, clauses, trace and standing, each read once."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

from sqlalchemy import Connection, select

from contracts.explain import Explainer
from contracts.figures import Language
from contracts.period import Period
from contracts.position import Position
from contracts.tax.income import income_of, treatment_of
from contracts.terms import Terms, parse_terms
from contracts.trace import TraceRow
from ledger.agreements.terms import payees_of
from ledger.agreements.views import AgreementRow, TermsRow
from ledger.blobs.blobs import Blobs
from ledger.committees.views import CommitteeRow
from ledger.log import canonical
from ledger.royalties.result import read_trace
from ledger.royalties.views import AllocationRow, PositionRow, RunPayeeRow, RunRow
from ledger.statements.changes import payees_changed
from ledger.statements.notes import Standing, payees_of_step
from ledger.store.views import table_of, unpack

LANGUAGES: Final[tuple[Language, ...]] = ("ja", "en")
_EXCESS: Final = "excess:"
_PROMISES: Final = ("floor/", "guarantee/", "reserve/")


@dataclass(frozen=True, slots=True)
class RunBook:
    """One run, opened.

    Attributes:
        run: Its row. agreement: the agreement's row. title: its names in Japanese and English.
        schedule_months: Months from the end of a period to the month of payment.
        items: Revenue items by id, as they entered the run.
        trace: Rows in order. rows: the same by id. explainer: the same as sentences, by language.
        standing: Clauses, and where the agreement stands.
        allocations: Payee to allocation lines, each with its step.
    """

    run: Mapping[str, Any]
    agreement: Mapping[str, Any]
    title: Mapping[str, str]
    schedule_months: int | None
    items: Mapping[str, Mapping[str, Any]]
    trace: tuple[TraceRow, ...]
    rows: Mapping[str, TraceRow]
    explainer: Mapping[Language, Explainer]
    standing: Standing
    allocations: Mapping[str, list[dict[str, Any]]]

    def step_kind(self, step: str) -> str:
        """Return the kind of a clause, such as `split/1`."""
        return str(self.clause(step)["kind"])

    def clause(self, step: str) -> Mapping[str, Any]:
        """Return a clause of the terms."""
        found: Mapping[str, Any] = next(
            each for each in self.standing.terms["steps"] if each["id"] == step
        )
        return found

    @property
    def smallest_payment(self) -> tuple[int, int]:
        """The version of the clauses, and the smallest payment that it makes; zero for none."""
        return self.run["terms_version"], self.standing.parsed.minimum_payment_minor

    def taxed(self, step: str, *, is_debtor: bool = False) -> dict[str, Any]:
        """Return the kind of income of a clause, and how consumption tax treats it."""
        clauses = {each["id"]: each for each in self.standing.terms["steps"]}
        is_committee = self.agreement["kind"] == "committee"
        income = income_of(step, clauses, is_committee=is_committee, is_debtor=is_debtor)
        return {"income": income, "treatment": treatment_of(income)}


def open_runs(conn: Connection, blobs: Blobs, ids: Iterable[str]) -> dict[str, RunBook]:
    """Open runs, with one query per view however many they are."""
    runs = _rows(conn, RunRow, "id", ids)
    agreements = {
        row["id"]: row
        for row in _rows(conn, AgreementRow, "id", [run["agreement"] for run in runs])
    }
    terms = _terms(conn, list(agreements))
    positions = {
        row["agreement"]: Position.from_dict(unpack(row["doc"]))
        for row in _rows(conn, PositionRow, "agreement", agreements)
    }
    schedules = _schedules(conn, agreements.values())
    allocations = _allocations(conn, [run["id"] for run in runs])
    books: dict[str, RunBook] = {}
    for run in runs:
        agreement = agreements[run["agreement"]]
        trace = read_trace(blobs.get(run["trace_sha256"]))
        payees = {
            reference: tuple(party for party, _ in pairs)
            for reference, pairs in trace["holders"].items()
        }
        clauses = terms[agreement["id"], run["terms_version"]]
        books[run["id"]] = RunBook(
            run=run,
            agreement=agreement,
            title=unpack(agreement["doc"])["title"],
            schedule_months=schedules.get(agreement["committee"]),
            items={item["id"]: item for item in trace["items"]},
            trace=tuple(trace["rows"]),
            rows={row.id: row for row in trace["rows"]},
            explainer={lang: Explainer(trace["rows"], lang) for lang in LANGUAGES},
            standing=Standing(clauses, _parsed(clauses), positions[agreement["id"]], payees),
            allocations=allocations[run["id"]],
        )
    return books


def _parsed(clauses: Mapping[str, Any]) -> Terms:
    return _parse(canonical.encode(clauses))


@lru_cache(maxsize=256)
def _parse(clauses: bytes) -> Terms:
    """Check clauses once, however many runs stand on them."""
    return parse_terms(canonical.decode(clauses))


def due_runs(conn: Connection, payer: str, period: Period) -> dict[tuple[str, str], list[str]]:
    """Return for each currency and payee the runs that no statement of his shows yet."""
    table = table_of(RunPayeeRow)
    query = (
        select(table.c.currency, table.c.party_id, table.c.run_id)
        .where(
            table.c.payer == payer,
            table.c.statement_id.is_(None),
            table.c.last_month <= str(period.last),
        )
        .order_by(table.c.last_month, table.c.run_id)
    )
    due: dict[tuple[str, str], list[str]] = defaultdict(list)
    for currency, party, run in conn.execute(query):
        due[currency, party].append(run)
    return due


def runs_of_period(conn: Connection, payer: str, period: Period) -> list[str]:
    """Return the runs of a payer that end within a period."""
    table = table_of(RunRow)
    query = select(table.c.id, table.c.period).where(table.c.payer == payer).order_by(table.c.id)
    return [
        id
        for id, name in conn.execute(query)
        if period.first <= Period.parse(name).last <= period.last
    ]


def waiting_payees(conn: Connection, books: Iterable[RunBook]) -> dict[tuple[str, str], list[str]]:
    """Return the payees of these runs to whom nothing was allocated, with the runs.

    Only those whose turn comes later: holders, payees of royalties, pools and recoupments, and
    those to whom a guarantee or a reserve will give something.
    A platform without sales needs no statement saying so.
    """
    some = list(books)
    table = table_of(RunPayeeRow)
    ids = [book.run["id"] for book in some]
    query = select(table.c.run_id, table.c.party_id).where(table.c.run_id.in_(ids))
    known = {(run, party) for run, party in conn.execute(query)}
    waiting: dict[tuple[str, str], list[str]] = defaultdict(list)
    for book in some:
        run = book.run["id"]
        for party in sorted(_later_payees(book)):
            if (run, party) not in known:
                waiting[book.run["currency"], party].append(run)
    return waiting


def _later_payees(book: RunBook) -> set[str]:
    found: set[str] = set()
    for step in book.standing.terms["steps"]:
        waits = step.get("basis", "").startswith(_EXCESS)
        if waits or not step["kind"].startswith(("commission/", "expense/", "hold/")):
            found |= payees_of_step(step, book.standing)
        if step["kind"].startswith(_PROMISES):
            found |= payees_changed(step, book.standing)
    references = {name for _, name in payees_of(dict(book.standing.terms)) if ":" in name}
    return found - references


def _rows(conn: Connection, view: Any, column: str, keys: Iterable[str]) -> list[dict[str, Any]]:
    table = table_of(view)
    query = select(table).where(table.c[column].in_(sorted(set(keys)))).order_by(table.c[column])
    return [dict(row) for row in conn.execute(query).mappings()]


def _terms(conn: Connection, agreements: list[str]) -> dict[tuple[str, int], dict[str, Any]]:
    rows = _rows(conn, TermsRow, "agreement_id", agreements)
    return {(row["agreement_id"], row["version"]): unpack(row["doc"])["terms"] for row in rows}


def _schedules(conn: Connection, agreements: Iterable[Mapping[str, Any]]) -> dict[str, int]:
    """Return the months to payment of the committees that say so."""
    ids = [row["committee"] for row in agreements if row["committee"]]
    docs = {row["id"]: unpack(row["doc"]) for row in _rows(conn, CommitteeRow, "id", ids)}
    return {
        id: doc["schedule"]["pay_after_months"] for id, doc in docs.items() if doc.get("schedule")
    }


def _allocations(conn: Connection, runs: list[str]) -> dict[str, dict[str, list[dict[str, Any]]]]:
    table = table_of(AllocationRow)
    query = (
        select(table)
        .where(table.c.run_id.in_(runs))
        .order_by(table.c.run_id, table.c.party_id, table.c.step)
    )
    found: dict[str, dict[str, list[dict[str, Any]]]] = defaultdict(lambda: defaultdict(list))
    for row in conn.execute(query).mappings():
        lines = [{"step": row["step"], **line} for line in unpack(row["doc"])]
        found[row["run_id"]][row["party_id"]] += lines
    return found
