"""What comes in, as documents of a journal: reports, invoices, receipts, interest.

The rules kept here, in order:

1. A report is revenue of the day on which it was recorded (未請求), by what it reports: what its
   reporter keeps waits on an account of its own until the statement shows it as kept.
2. An invoice moves the amount from accrued to receivable, adds the tax, and only then names the
   tax class. A credit note does the same the other way round. What arrived before fills it.
3. A receipt fills what was invoiced, then what is accrued; what is more waits (仮受金). A receipt
   by set-off lowers what is payable instead of raising the bank.
4. A correction is the difference to what it corrects, on the day on which it was recorded.
5. Money of a committee is no revenue of whoever collects it: it is held for the members (預り金),
   with its tax, which members account for themselves.

Source:
    Rule 5 follows from the partnership being transparent for taxes (消費税法基本通達1-3-1); to be
    confirmed by an expert, as is the day of rule 1.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from sqlalchemy import Connection, select

from ledger.agreements.views import AgreementRow
from ledger.cash.views import CashAccountRow, CashReceiptRow
from ledger.clock import tokyo_date
from ledger.invoices.views import IssuedInvoiceRow
from ledger.jobs.accounting_lines import (
    ACCRUED,
    BANK,
    DEPOSITS,
    INTEREST_INCOME,
    NO_TAX,
    OTHER_RECEIVABLE,
    PAYABLE,
    RECEIVABLE,
    SALE_CLASSES,
    SALES,
    SUSPENSE,
    UNSTATED,
    WINDOW_KEPT,
    Drafted,
    JournalDocument,
    Line,
)
from ledger.revenue.interest_views import InterestRow
from ledger.revenue.views import InvoiceRow, ReceiptRow, ReportRow
from ledger.set_offs.views import SetOffRow
from ledger.store.views import View, table_of, unpack

Row = Mapping[str, Any]
_SET_OFF: Final = "off_"


@dataclass(slots=True)
class _Owed:
    """What is open of a report and of all that it corrects, while their papers are read."""

    accrued: int = 0
    receivable: int = 0
    suspense: int = 0


def day_of(text: str) -> date:
    """Return the day in Japan of a moment as the views keep it."""
    return tokyo_date(datetime.fromisoformat(text))


def committees_of(conn: Connection, payer: str) -> dict[str, str | None]:
    """Return the agreements of a payer, each with its committee."""
    table = table_of(AgreementRow)
    query = select(table.c.id, table.c.committee).where(table.c.payer == payer)
    return {row[0]: row[1] for row in conn.execute(query)}


def rows_of_payer(conn: Connection, view: type[View], payer: str) -> list[Row]:
    """Return the rows of a view about a payer's agreements, in the order of the log."""
    table, agreement = table_of(view), table_of(AgreementRow)
    query = (
        select(table)
        .join(agreement, agreement.c.id == table.c.agreement)
        .where(agreement.c.payer == payer)
        .order_by(table.c.entry_index, *table.primary_key.columns)
    )
    return [dict(row) for row in conn.execute(query).mappings()]


def income(conn: Connection, payer: str) -> Iterator[JournalDocument]:
    """Yield the documents of what comes in to a payer, in no order."""
    reader = _Income(conn, payer)
    yield from reader.documents()
    for row in rows_of_payer(conn, InterestRow, payer):
        drafted = Drafted(
            date.fromisoformat(row["until"]), row["id"], "interest", row["entry_index"],
            row["currency"], party=row["debtor"],
        )  # fmt: skip
        drafted.line(OTHER_RECEIVABLE, row["amount_minor"], row["debtor"])
        drafted.put(Line(INTEREST_INCOME, -row["amount_minor"], "not_taxable"))
        yield drafted.done()


class _Income:
    """Reads a payer's reports with their papers, each in the order of the log."""

    def __init__(self, conn: Connection, payer: str) -> None:
        self._committees = committees_of(conn, payer)
        self._reports = {row["id"]: row for row in rows_of_payer(conn, ReportRow, payer)}
        papers = [
            *(("report", row) for row in self._reports.values()),
            *(("invoice", row) for row in rows_of_payer(conn, InvoiceRow, payer)),
            *(("receipt", row) for row in rows_of_payer(conn, ReceiptRow, payer)),
        ]
        self._papers = sorted(papers, key=lambda one: (one[1]["entry_index"], one[0]))
        self._issued = {row["id"]: row for row in rows_of_payer(conn, IssuedInvoiceRow, payer)}
        self._owed: dict[str, _Owed] = defaultdict(_Owed)
        self._places = _places(conn)
        self._set_off = {row["receipt"]: row for row in rows_of_payer(conn, SetOffRow, payer)}

    def documents(self) -> Iterator[JournalDocument]:
        """Yield them."""
        makers = {"report": self._report, "invoice": self._invoice, "receipt": self._receipt}
        for kind, row in self._papers:
            yield makers[kind](row)

    def _head(self, report: str) -> str:
        """Return the last of the reports that correct one another."""
        row = self._reports[report]
        while row["successor"] is not None and row["successor"] in self._reports:
            row = self._reports[row["successor"]]
        return str(row["id"])

    def _revenue(self, row: Row, amount: int, tax: int = 0, tax_class: str = NO_TAX) -> Line:
        committee = self._committees[row["agreement"]]
        if committee is not None:
            return Line(DEPOSITS, amount + tax, committee=committee)
        return Line(SALES, amount, tax_class, tax)

    def _report(self, row: Row) -> JournalDocument:
        doc = unpack(row["doc"])
        before = self._reports.get(doc.get("supersedes") or "")
        amount, remittance = (
            row[name] - (before[name] if before else 0)
            for name in ("amount_minor", "remittance_minor")
        )
        owed = self._owed[self._head(row["id"])]
        drafted = Drafted(
            day_of(doc["recorded_at"]), row["id"], "correction" if before else "report",
            row["entry_index"], row["currency"], row["period"], row["reporter"],
        )  # fmt: skip
        drafted.line(ACCRUED, remittance, row["reporter"])
        drafted.line(WINDOW_KEPT, amount - remittance, row["reporter"])
        drafted.put(self._revenue(row, -amount))
        owed.accrued += remittance
        cleared = max(0, min(owed.suspense, owed.accrued))
        owed.suspense -= cleared
        owed.accrued -= cleared
        drafted.line(SUSPENSE, cleared, row["reporter"]).line(ACCRUED, -cleared, row["reporter"])
        return drafted.done()

    def _invoice(self, row: Row) -> JournalDocument:
        issued = self._issued.get(row["id"])
        amount = row["amount_minor"]
        tax = issued["tax_minor"] if issued else 0
        tax_class = SALE_CLASSES[issued["tax_class"]] if issued else UNSTATED
        kind = issued["kind"] if issued else "invoice"
        drafted = Drafted(
            date.fromisoformat(row["issued_on"]), row["id"], kind, row["entry_index"],
            row["currency"], issued["number"] if issued else "", row["debtor"],
        )  # fmt: skip
        drafted.line(RECEIVABLE, amount + tax, row["debtor"])
        drafted.put(self._revenue(row, -amount, -tax, tax_class))
        if row["report"] is not None:
            owed = self._owed[self._head(row["report"])]
            owed.receivable += amount + tax
            owed.accrued -= amount
            drafted.put(self._revenue(row, amount))
            drafted.line(ACCRUED, -amount, row["debtor"])
            if amount > 0:
                self._take_up(owed, drafted, row["debtor"])
        return drafted.done()

    def _take_up(self, owed: _Owed, drafted: Drafted, party: str) -> None:
        """Let an invoice be filled by what arrived before it.

        Example:
            By hand: 1,000 reported, 1,100 arrive: 1,000 fill what is accrued, 100 wait. Invoiced
            with 100 of tax, 1,100 are receivable: 1,000 and the 100 that wait fill it.
        """
        early = max(0, min(-owed.accrued, owed.receivable))
        owed.accrued += early
        owed.receivable -= early
        waited = max(0, min(owed.suspense, owed.receivable))
        owed.suspense -= waited
        owed.receivable -= waited
        drafted.line(ACCRUED, early, party).line(SUSPENSE, waited, party)
        drafted.line(RECEIVABLE, -early - waited, party)

    def _receipt(self, row: Row) -> JournalDocument:
        """Fill what was invoiced, then what is accrued; the rest waits.

        Example:
            By hand: 1,000 accrued, 660 of it invoiced with 60 of tax; 1,100 arrive: 660 fill the
            invoice, 400 what is accrued, 40 wait.
        """
        doc, amount = unpack(row["doc"]), row["amount_minor"]
        reference = doc.get("bank_reference") or ""
        is_set_off = row["id"] in self._set_off or reference.startswith(_SET_OFF)
        owed = self._owed[self._head(row["report"])]
        reporter = self._reports[row["report"]]["reporter"]
        drafted = Drafted(
            date.fromisoformat(row["received_on"]), row["id"],
            "set_off" if is_set_off else "receipt", row["entry_index"], row["currency"],
            reference, reporter,
        )  # fmt: skip
        if is_set_off:
            found = self._set_off.get(row["id"])
            drafted.line(PAYABLE, amount, found["party"] if found else reporter)
        else:
            drafted.put(Line(BANK, amount, place=self._places.get(row["id"])))
        invoiced = max(0, min(amount, owed.receivable))
        accrued = max(0, min(amount - invoiced, owed.accrued))
        rest = amount - invoiced - accrued
        owed.receivable -= invoiced
        owed.accrued -= accrued
        owed.suspense += rest
        drafted.line(RECEIVABLE, -invoiced, reporter).line(ACCRUED, -accrued, reporter)
        return drafted.line(SUSPENSE, -rest, reporter).done()


def _places(conn: Connection) -> dict[str, str]:
    """Return the name of the bank account on which each receipt is known to have come."""
    line, account = table_of(CashReceiptRow), table_of(CashAccountRow)
    query = select(line.c.receipt, account.c.name).join(account, account.c.id == line.c.account)
    return {row[0]: row[1] for row in conn.execute(query)}
