"""Invoices to licensees: amounts from reports, classes from the table, numbers without gaps.

An invoice stands beside `revenue.invoiced/1` of the entry before it, and says the same.
"""

from collections import defaultdict
from collections.abc import Iterator
from typing import Any, Final

from contracts.errors import TermsError
from contracts.period import Period
from contracts.tax.invoice import invoice_totals
from contracts.tax.invoice_classes import Facts, class_of
from ledger.audit.family import Difference, Entry, Family, Setting, Tally
from ledger.audit.records import Record
from ledger.audit.registrations import NOTED, Registrations
from ledger.clock import SINCE_EVER
from ledger.committees.invoicing import NOTICE_OF, Notice, Version, invoicing
from ledger.committees.versions import FORMED, VERSIONS

ISSUED: Final = "invoice.issued/1"
INVOICED: Final = "revenue.invoiced/1"
_REPORTED: Final = "revenue.reported/1"
_RECORDED: Final = "agreement.recorded/1"
_ASSUMED: Final = "agreement.assumed/1"
_NOTIFIED: Final = "committee.invoice_notified/1"
_SHARED: Final = (
    "id", "agreement", "debtor", "report", "currency", "amount_minor", "issued_on", "due_on",
)  # fmt: skip
_MATTERS: Final = ("party.", "agreement.", "committee.", "revenue.", "invoice.")


class Invoices(Family):
    """Knows reports, agreements and committees as far as invoices need them."""

    def __init__(self, setting: Setting) -> None:
        super().__init__(setting)
        self._tally = Tally(self.findings, "invoices")
        self._known = Registrations()
        self._reports: dict[str, Record] = {}
        self._superseded: set[str] = set()
        self._agreements: dict[str, tuple[str, str | None]] = {}
        self._versions: dict[str, list[Version]] = defaultdict(list)
        self._notices: dict[str, list[Notice]] = defaultdict(list)
        self._noted: list[Notice] = []
        self._invoiced: dict[str, int] = defaultdict(int)
        self._beside: Record | None = None
        self._issued: dict[str, list[Record]] = defaultdict(list)
        self._last: dict[tuple[str, str], int] = defaultdict(int)
        self._is_blind = False

    def see(self, entry: Entry) -> None:
        """Take the fact of one entry."""
        fact, beside = entry.fact, self._beside
        self._known.see(entry)
        self._beside = None
        if entry.event_type == ISSUED:
            differences = list(self._differences(fact, beside))
            self._tally.compare(entry.index, differences, blind=self._is_blind)
            self._issued[fact.report].append(fact)
            year, _, last = fact.number.partition("-")
            self._last[fact.issuer, year] = int(last) if last.isdecimal() else 0
        elif entry.event_type == INVOICED:
            self._beside = fact
            if fact.report is not None:
                self._invoiced[fact.report] += fact.amount_minor
        else:
            self._learn(entry.event_type, fact)

    def missing(self, index: int, event_type: str) -> None:
        """An unseen entry may be what an invoice follows from."""
        self._is_blind = self._is_blind or event_type.startswith(_MATTERS)

    def finish(self) -> None:
        """Close the check."""
        self._tally.close()

    def _learn(self, event_type: str, fact: Record) -> None:
        if event_type == _REPORTED:
            self._reports[fact.id] = fact
            self._superseded |= {fact.supersedes} if fact.supersedes else set()
        elif event_type == _RECORDED:
            self._agreements[fact.id] = fact.payer, fact.committee
        elif event_type == _ASSUMED and fact.agreement in self._agreements:
            _, committee = self._agreements[fact.agreement]
            self._agreements[fact.agreement] = fact.debtor, committee
        elif event_type in VERSIONS:
            first = fact.formed_on if event_type == FORMED else fact.effective_from
            since = first.isoformat() if first else SINCE_EVER
            members = tuple(member.party for member in fact.members)
            self._versions[fact.id].append(Version(since, members))
        elif event_type == _NOTIFIED:
            notice = Notice(fact.day.isoformat(), fact.kind, fact.party)
            self._notices[fact.committee].append(notice)
        elif event_type == NOTED:
            self._noted.append(Notice(fact.day.isoformat(), NOTICE_OF[fact.kind], fact.party))

    def _differences(self, fact: Record, beside: Record | None) -> Iterator[Difference]:
        said = [getattr(fact, name) for name in _SHARED]
        yield "invoice-beside", said, [getattr(beside, name, None) for name in _SHARED]
        year = str(fact.issued_on.year)
        expected = f"{year}-{self._last[fact.issuer, year] + 1:04d}"
        yield "invoice-number", expected, fact.number
        report, agreement = self._reports.get(fact.report), self._agreements.get(fact.agreement)
        yield "invoice-report", True, report is not None and agreement is not None
        if report is None or agreement is None:
            return
        yield "invoice-report", False, fact.report in self._superseded
        of = (report.agreement, report.reporter, report.period, report.currency)
        yield "invoice-report", of, (fact.agreement, fact.debtor, fact.period, fact.currency)
        payer, committee = agreement
        yield "invoice-issuer", (committee or payer, payer), (fact.issuer, fact.by)
        own = beside.amount_minor if beside is not None else 0
        yield from self._amounts(fact, report, own)
        yield from self._qualified(fact, committee)

    def _amounts(self, fact: Record, report: Record, own: int) -> Iterator[Difference]:
        chain = list(self._chain(report))
        invoiced = sum(self._invoiced[one] for one in chain) - own
        yield "invoice-amount", report.remittance_minor - invoiced, fact.amount_minor
        yield "invoice-kind", "credit" if fact.amount_minor < 0 else "invoice", fact.kind
        issued = [one for each in reversed(chain) for one in self._issued[each]]
        credited = [one for one in issued if one.kind == "invoice"]
        is_credit = fact.kind == "credit"
        yield "invoice-of", {one.id for one in credited} if is_credit else set(), {*fact.of}
        before = credited[-1] if is_credit and credited else None
        yield "invoice-class", self._class(fact, report, before), (fact.tax_class, fact.rule)
        try:
            day = Period.parse(report.period).last.last_day
            (total,) = invoice_totals([(fact.tax_class, fact.amount_minor)], day)
        except (TermsError, ValueError) as error:
            yield "invoice-tax", "a rate for that day", str(error)
            return
        taxed = (total.tax_minor, total.rate, total.total_minor)
        yield "invoice-tax", taxed, (fact.tax_minor, fact.rate, fact.total_minor)

    def _chain(self, report: Record) -> Iterator[str]:
        yield report.id
        while report.supersedes in self._reports:
            report = self._reports[report.supersedes]
            yield report.id

    def _class(self, fact: Record, report: Record, before: Record | None) -> Any:
        if fact.override is not None:
            return fact.override.tax_class, "override"
        if before is not None:
            return before.tax_class, before.rule
        seller, buyer = self._known.country(fact.by), self._known.country(fact.debtor)
        try:
            day = Period.parse(report.period).last.last_day
            rule = class_of(Facts(fact.subject, seller, buyer, fact.services_in), day)
        except (TermsError, ValueError) as error:
            return str(error)
        return rule.klass, rule.id

    def _qualified(self, fact: Record, committee: str | None) -> Iterator[Difference]:
        claims = fact.tax_class == "standard" and not fact.is_plain
        yield "invoice-qualified", claims, fact.is_qualified
        day = fact.issued_on.isoformat()
        number = self._known.number_on(fact.by, day) if claims else None
        yield "invoice-registration", (number, claims), (fact.registration, number is not None)
        if claims and committee is not None and self._versions[committee]:
            notices = [*self._notices[committee], *self._noted]
            registered = self._known.is_registered()
            found = invoicing(self._versions[committee], registered, notices, day)
            yield "invoice-qualified", True, found.may_issue
