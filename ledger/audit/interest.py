"""Interest on money that came late is computed again from reports, invoices and receipts.

A charge on money that came in time, or charged twice, would be somebody's loss.
"""

from collections import defaultdict
from collections.abc import Iterator
from typing import Any, Final

from contracts.errors import TermsError
from ledger.audit.family import Difference, Entry, Family, Setting, Tally
from ledger.audit.records import Record
from ledger.revenue.late import Late, late_of

CHARGED: Final = "revenue.interest_charged/1"
_ABOUT: Final = "revenue."


class InterestCharges(Family):
    """Keeps what was invoiced and what came for each report, and charges again."""

    def __init__(self, setting: Setting) -> None:
        super().__init__(setting)
        self._tally = Tally(self.findings, "interest")
        self._reports: dict[str, Record] = {}
        self._invoices: dict[str, list[dict[str, Any]]] = defaultdict(list)
        self._receipts: dict[str, dict[str, dict[str, Any]]] = defaultdict(dict)
        self._charged: dict[str, int] = defaultdict(int)
        self._is_blind = False

    def see(self, entry: Entry) -> None:
        """Take the fact of one entry."""
        fact = entry.fact
        if entry.event_type == "revenue.reported/1":
            self._reports[fact.id] = fact
        elif entry.event_type == "revenue.invoiced/1" and fact.report:
            self._invoices[fact.report].append({"due_on": fact.due_on.isoformat()})
        elif entry.event_type == "revenue.received/1":
            self._receipts[fact.report][fact.id] = {
                "id": fact.id,
                "received_on": fact.received_on.isoformat(),
                "amount_minor": fact.amount_minor,
            }
        elif entry.event_type == "revenue.receipt_withdrawn/1":
            self._receipts[fact.report].pop(fact.receipt, None)
        elif entry.event_type == CHARGED:
            self._tally.compare(entry.index, self._differences(fact), blind=self._is_blind)
            self._charged[fact.report] += fact.amount_minor

    def missing(self, index: int, event_type: str) -> None:
        """An unseen entry may be what was due, or what came."""
        self._is_blind = self._is_blind or event_type.startswith(_ABOUT)

    def finish(self) -> None:
        """Close the check."""
        self._tally.close()

    def _differences(self, fact: Record) -> Iterator[Difference]:
        report = self._reports.get(fact.report)
        yield "interest-report", True, report is not None
        if report is None:
            return
        whose = (report.agreement, report.reporter, report.currency)
        yield "interest-report", whose, (fact.agreement, fact.debtor, fact.currency)
        late = self._late(fact, report)
        if late is None:
            yield "interest-rate", "a known rate", f"{fact.rate.num}/{fact.rate.den}"
            return
        yield "interest-due", late.due_on, fact.due_on
        yield "interest-before", late.charged_minor, fact.before_minor
        yield "interest-amount", late.to_charge_minor, fact.amount_minor
        yield "interest-parts", list(_computed(late)), list(_stated(fact))
        rates = {part.interest.rate for part in late.parts}
        yield "interest-rate", rates, {(fact.rate.num, fact.rate.den)}

    def _late(self, fact: Record, report: Record) -> Late | None:
        chain = [*self._before(report), report.id]
        agreed = (fact.rate.num, fact.rate.den) if fact.clause else None
        try:
            return late_of(
                {"remittance_minor": report.remittance_minor},
                [row for id in chain for row in self._invoices[id]],
                [row for id in chain for row in self._receipts[id].values()],
                fact.until,
                agreed=agreed,
                charged_minor=sum(self._charged[id] for id in chain),
            )
        except TermsError:
            return None

    def _before(self, report: Record) -> Iterator[str]:
        while report.supersedes and report.supersedes in self._reports:
            yield report.supersedes
            report = self._reports[report.supersedes]


def _computed(late: Late) -> Iterator[tuple[Any, ...]]:
    for part in late.parts:
        found = part.interest
        yield part.amount_minor, part.paid_on, part.receipt, found.days, found.amount_minor


def _stated(fact: Record) -> Iterator[tuple[Any, ...]]:
    for part in fact.delays:
        yield part.amount_minor, part.paid_on, part.receipt, part.days, part.interest_minor
