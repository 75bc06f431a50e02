"""What a second person looks at before approving: who gets what, or what changed, in plain words.

    summary(printer, "runs", "run_...")    -> payees and sums
    summary(printer, "terms", "agr_.../2") -> clauses added, left out and changed, as sentences

The figures are read from the register at that moment; what is approved is the entry that asked.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, Final

from sqlalchemy import Connection, func, select

from ledger.access.views import Viewer
from ledger.agreements.views import TermsRow
from ledger.approvals.views import page, policies, show
from ledger.bank_details.views import BankDetailsRow
from ledger.fx.views import FxRateRow
from ledger.papers.money_clauses import Teller
from ledger.papers.printer import Printer
from ledger.payments.views import PaymentItemRow
from ledger.revenue.views import ReportRow
from ledger.royalties.revision_views import RevisionRow
from ledger.royalties.views import RunPayeeRow, RunRow
from ledger.statements.views import StatementRow
from ledger.store.views import View, table_of, unpack

Summary = dict[str, Any]

HOLDS_UP: Final[Mapping[str, str]] = {
    "terms": "runs",
    "fx": "runs",
    "reports": "runs",
    "runs": "statements",
    "statements": "payments",
    "payments": "exports",
    "bank_details": "payments",
    "policy": "policy",
}
"""What cannot go on until a kind is approved."""
_MOST_RATES: Final = 50
_SUMS: Final[Mapping[str, tuple[type[View], str, str]]] = {
    "runs": (RunPayeeRow, "run_id", "amount_minor"),
    "statements": (StatementRow, "id", "transfer_minor"),
    "reports": (ReportRow, "id", "amount_minor"),
    "payments": (PaymentItemRow, "payment_id", "transfer_minor"),
}


def pending(
    conn: Connection, viewer: Viewer, *, after: int = -1, limit: int = 50, **filters: str | None
) -> list[Summary]:
    """List what waits, oldest first, with the money it is about and what it holds up.

    Args:
        conn: A snapshot.
        viewer: Sees what is of his own party.
        after: Entry of the last one of the page before.
        limit: Most rows.
        **filters: Columns that must equal a value: `status`, `kind`, `subject`, `party`.
    """
    rows = page(conn, viewer, after=after, limit=limit, **filters)
    return [
        {**row, **_money(conn, row["kind"], row["subject"]), "holds_up": HOLDS_UP[row["kind"]]}
        for row in rows
    ]


def summary(printer: Printer, kind: str, subject: str) -> Summary | None:
    """Describe what waits, or was decided, and what it says; None for what nobody asked about."""
    found = show(printer.conn, printer.viewer, kind, subject)
    if found is None:
        return None
    money = _money(printer.conn, kind, subject)
    said = _SAID[kind](printer, subject) if kind in _SAID else {}
    return {**found, **money, "holds_up": HOLDS_UP[kind], **said}


def _money(conn: Connection, kind: str, subject: str) -> Summary:
    """Return the sum that something is about, in one currency."""
    if kind not in _SUMS:
        return {}
    view, id_column, amount = _SUMS[kind]
    table = table_of(view)
    query = select(table.c.currency, func.sum(table.c[amount])).where(table.c[id_column] == subject)
    row = conn.execute(query.group_by(table.c.currency)).first()
    return {"currency": row[0], "amount_minor": int(row[1])} if row else {}


def _rows(conn: Connection, view: type[View], **equal: object) -> Iterator[Mapping[str, Any]]:
    table = table_of(view)
    query = select(table).order_by(*table.primary_key.columns)
    for name, value in equal.items():
        query = query.where(table.c[name] == value)
    return (dict(row) for row in conn.execute(query).mappings())


def _run(printer: Printer, subject: str) -> Summary:
    view: type[View] = RevisionRow if subject.startswith("rev_") else RunRow
    head = next(_rows(printer.conn, view, id=subject), None)
    payees = _rows(printer.conn, RunPayeeRow, run_id=subject)
    return {
        **_only(head, ("agreement", "payer", "period")),
        "payees": [_only(row, ("party_id", "amount_minor", "kept_minor")) for row in payees],
    }


def _statement(printer: Printer, subject: str) -> Summary:
    names = (
        "payer", "payee", "paid_to", "period", "payment_date", "payable_minor",
        "consumption_tax_minor", "withholding_minor", "transfer_minor", "carried_out_minor",
    )  # fmt: skip
    return _only(next(_rows(printer.conn, StatementRow, id=subject), None), names)


def _report(printer: Printer, subject: str) -> Summary:
    names = ("agreement", "reporter", "period", "basis", "amount_minor", "remittance_minor")
    return _only(next(_rows(printer.conn, ReportRow, id=subject), None), names)


def _rates(printer: Printer, subject: str) -> Summary:
    entry = int(subject.partition("/")[2])
    rows = list(_rows(printer.conn, FxRateRow, entry_index=entry))
    names = ("source", "base", "quote", "date", "num", "den", "replaced_index")
    return {"count": len(rows), "rates": [_only(row, names) for row in rows[:_MOST_RATES]]}


def _payment(printer: Printer, subject: str) -> Summary:
    names = (
        "statement_id", "payee", "paid_to", "amount_minor", "withholding_minor", "transfer_minor",
        "held_minor", "set_off_minor", "pay_on", "status",
    )  # fmt: skip
    rows = _rows(printer.conn, PaymentItemRow, payment_id=subject)
    return {"items": [_only(row, names) for row in rows]}


def _bank_details(printer: Printer, subject: str) -> Summary:
    """Say whose they are; the account itself is shown by `daicho bank`, to whom may see it."""
    row = next(_rows(printer.conn, BankDetailsRow, id=subject), None)
    return _only(row, ("party", "currency", "effective_from"))


def _policy(printer: Printer, subject: str) -> Summary:
    whose = subject.partition("/")[2]
    found = next(
        (one for one in policies(printer.conn, printer.viewer) if one["party"] == whose), {}
    )
    return {name: found[name] for name in ("kinds", "wanted", "reason") if name in found}


def _terms(printer: Printer, subject: str) -> Summary:
    """Say what differs from the version before, clause by clause, as sentences."""
    agreement, _, version = subject.partition("/")
    rows = {row["version"]: row for row in _rows(printer.conn, TermsRow, agreement_id=agreement)}
    row, before = rows[int(version)], rows.get(int(version) - 1)
    new = _sentences(printer, row)
    old = _sentences(printer, before) if before else {}
    return {
        "agreement": agreement,
        "version": row["version"],
        "effective_month": row["effective_month"],
        "clauses_added": _told(new, new.keys() - old.keys()),
        "clauses_left_out": _told(old, old.keys() - new.keys()),
        "clauses_changed": [
            {"clause": each, "before": old[each], "after": new[each]}
            for each in new
            if each in old and old[each] != new[each]
        ],
    }


def _sentences(printer: Printer, row: Mapping[str, Any]) -> dict[str, str]:
    terms = unpack(row["doc"])["terms"]
    teller = Teller(printer, terms)
    return {step["id"]: teller.clause(step) for step in terms["steps"]}


def _told(clauses: Mapping[str, str], wanted: Iterable[str]) -> list[dict[str, str]]:
    chosen = set(wanted)
    return [{"clause": each, "says": says} for each, says in clauses.items() if each in chosen]


def _only(row: Mapping[str, Any] | None, names: Iterable[str]) -> Summary:
    return {name: row[name] for name in names if row and row.get(name) is not None}


_SAID: Final[Mapping[str, Callable[[Printer, str], Summary]]] = {
    "runs": _run,
    "statements": _statement,
    "reports": _report,
    "fx": _rates,
    "payments": _payment,
    "bank_details": _bank_details,
    "policy": _policy,
    "terms": _terms,
}
