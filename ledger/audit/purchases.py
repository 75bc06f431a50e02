"""Purchase documents follow from their statements: classes, tax cut once, deeming, who said what.

Figures are computed again by the function that the register uses, from the statement's own facts,
the party register and the dated table of this version.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from ledger.audit.family import Difference, Entry, Family, Setting, Tally
from ledger.audit.records import Record, plain
from ledger.audit.registrations import Registrations
from ledger.errors import LedgerError
from ledger.invoices.deeming import CONFIRMED, OBJECTED, REPLACED, WAITING, last_day
from ledger.invoices.figures import PurchaseFigures, Stated, purchase_figures

AGREED: Final = "purchase.agreed/1"
PRESENTED: Final = "purchase.presented/1"
SAID: Final = {"purchase.confirmed/1": CONFIRMED, "purchase.objected/1": OBJECTED}
_STATEMENT: Final = "statement.issued/1"
_COMPARED: Final = ("payer", "payee", "period", "payment_date", "currency")
_FIGURES: Final = ("is_inclusive", "is_qualified", "total_minor")
_MATTERS: Final = ("party.", "statement.", "purchase.")


@dataclass(slots=True)
class _Document:
    fact: Record
    status: str = WAITING

    def parties(self) -> list[str]:
        named = (self.fact.payer, self.fact.payee, self.fact.supplier)
        return list(dict.fromkeys(named))


class Purchases(Family):
    """Checks each document when it comes, and what is said about it."""

    def __init__(self, setting: Setting) -> None:
        super().__init__(setting)
        self._tally = Tally(self.findings, "purchases")
        self._known = Registrations()
        self._statements: dict[str, Record] = {}
        self._clauses: dict[tuple[str, str], dict[date, tuple[int, Record]]] = defaultdict(dict)
        self._documents: dict[str, _Document] = {}
        self._living: dict[str, str] = {}
        self._is_blind = False

    def see(self, entry: Entry) -> None:
        """Take the fact of one entry."""
        fact = entry.fact
        self._known.see(entry)
        if entry.event_type == _STATEMENT:
            self._statements[fact.id] = fact
        elif entry.event_type == AGREED:
            self._clauses[fact.payer, fact.payee][fact.day] = entry.index, fact
        elif entry.event_type == PRESENTED:
            self._tally.compare(entry.index, self._presented(fact), blind=self._is_blind)
            self._keep(fact)
        elif entry.event_type in SAID:
            differences = self._said(entry.event_type, fact)
            self._tally.compare(entry.index, differences, blind=self._is_blind)
            if fact.purchase in self._documents:
                self._documents[fact.purchase].status = SAID[entry.event_type]

    def missing(self, index: int, event_type: str) -> None:
        """An unseen entry may be what a document follows from."""
        self._is_blind = self._is_blind or event_type.startswith(_MATTERS)

    def finish(self) -> None:
        """Close the check."""
        self._tally.close()

    def _keep(self, fact: Record) -> None:
        if fact.replaces in self._documents:
            self._documents[fact.replaces].status = REPLACED
        self._documents[fact.id] = _Document(fact)
        self._living[fact.statement] = fact.id

    def _presented(self, fact: Record) -> Iterator[Difference]:
        statement = self._statements.get(fact.statement)
        yield "purchase-statement", True, statement is not None
        if statement is None:
            return
        expected = [getattr(statement, name) for name in _COMPARED]
        yield "purchase-statement", expected, [getattr(fact, name) for name in _COMPARED]
        yield "purchase-supplier", statement.paid_to, fact.supplier
        yield "purchase-replaces", self._living.get(fact.statement), fact.replaces
        if before := self._documents.get(fact.replaces or ""):
            yield "purchase-replaces", OBJECTED, before.status
        number = self._known.number_on(fact.supplier, fact.payment_date.isoformat())
        yield "purchase-number", number, fact.number
        yield "purchase-deeming", self._deeming(fact), plain(fact.deeming)
        try:
            figures = purchase_figures(self._stated(fact, statement))
        except LedgerError as error:
            yield "purchase-figures", "figures that follow from the statement", error.code
            return
        yield from _figures(fact, figures)

    def _stated(self, fact: Record, statement: Record) -> Stated:
        return Stated(
            day=statement.payment_date,
            currency=statement.currency,
            lines=[(line.income, line.amount_minor) for line in statement.lines],
            tax=statement.tax,
            added_minor=statement.totals.consumption_tax,
            seller=self._known.country(statement.paid_to),
            buyer=self._known.country(statement.payer),
            number=fact.number,
            services_in=fact.services_in,
            overrides={one.line: one.tax_class for one in fact.overrides},
        )

    def _deeming(self, fact: Record) -> dict[str, Any] | None:
        """Return when silence confirms it, by the clause on the day of sending."""
        clauses = self._clauses[fact.payer, fact.supplier]
        begun = [day for day in clauses if day <= fact.sent.on]
        if not begun:
            return None
        index, clause = clauses[max(begun)]
        if clause.days is None:
            return None
        by = last_day(fact.sent.on, clause.days).isoformat()
        said = {"agreed": index, "days": clause.days, "clause": clause.clause}
        return {**said, "confirm_by": by}

    def _said(self, event_type: str, fact: Record) -> Iterator[Difference]:
        document = self._documents.get(fact.purchase)
        yield "purchase-unknown", True, document is not None
        if document is None:
            return
        yield "purchase-replaced", False, document.status == REPLACED
        yield "purchase-readers", document.parties(), [*fact.parties]
        may = [document.fact.supplier]
        if SAID[event_type] == OBJECTED:
            may.append(document.fact.payee)
        yield "purchase-speaker", True, fact.by in may


def _figures(fact: Record, figures: PurchaseFigures) -> Iterator[Difference]:
    parts = [(one.subject, one.klass, one.rule, one.amount_minor) for one in figures.parts]
    stated = [(one.subject, one.tax_class, one.rule, one.amount_minor) for one in fact.lines]
    yield "purchase-classes", parts, stated
    totals = [(row.klass, row.base_minor, row.tax_minor, row.rate) for row in figures.classes]
    found = [(row.tax_class, row.base_minor, row.tax_minor, row.rate) for row in fact.classes]
    yield "purchase-tax", totals, found
    expected = [getattr(figures, name) for name in _FIGURES]
    yield "purchase-figures", expected, [getattr(fact, name) for name in _FIGURES]
    credit, said = figures.credit, fact.credit
    names = ("kind", "tax_minor", "creditable_minor", "rate")
    yield (
        "purchase-credit",
        [getattr(credit, name) for name in names],
        [getattr(said, name) for name in names],
    )
