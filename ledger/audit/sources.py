"""The money side of an agreement, taken from the facts as they go by."""

from dataclasses import dataclass

from contracts.period import Period
from contracts.position import Position
from ledger.audit.records import Record, plain
from ledger.royalties.book import Book, Cost, Receipt, Reported
from ledger.royalties.exchange import converted_of


@dataclass(slots=True)
class AgreementBook(Book):
    """What the facts so far tell of the money of an agreement.

    Attributes:
        head: Payer and currency.
    """

    head: tuple[str, str] | None = None

    def take_report(self, index: int, fact: Record) -> None:
        """Take a report; the one it corrects is no longer in force."""
        report = Reported(
            index=index,
            id=fact.id,
            period=Period.parse(fact.period),
            reporter=fact.reporter,
            basis=fact.basis,
            amount_minor=fact.amount_minor,
            remittance_minor=fact.remittance_minor,
            groups=fact.groups.sha256,
            currency=fact.currency,
        )
        self.reported(report, fact.supersedes)

    def take_receipt(self, index: int, fact: Record) -> None:
        """Take money that arrived."""
        receipt = Receipt(index, fact.report, fact.amount_minor, fact.received_on)
        self.receipts.append(receipt)

    def take_withdrawal(self, fact: Record) -> None:
        """Take back money that was not for a report after all."""
        self.receipts = [one for one in self.receipts if one.index != fact.entry]

    def take_cost(self, index: int, fact: Record) -> None:
        """Take a cost."""
        last_day = Period.parse(fact.period).last_day
        self.expenses[index] = Cost(fact.step, fact.amount_minor, last_day)

    def take_run(self, fact: Record) -> None:
        """Take a run: what it used is used."""
        for report, total in fact.consumed.items():
            if report in self.reports:
                self.reports[report].used = total
        self._take_conversions(fact)
        for index in fact.inputs:
            self.expenses.pop(index, None)
        self.position = Position(fact.position)
        self.runs += 1

    def _take_conversions(self, fact: Record) -> None:
        for report, lines in (fact.converted or {}).items():
            if report in self.reports:
                self.reports[report].converted = converted_of(plain(lines))

    def take_assumption(self, fact: Record) -> None:
        """Take a change of debtor: what is run from then on is his."""
        if self.head is not None:
            self.head = (fact.debtor, self.head[1])

    def take_revision(self, fact: Record) -> None:
        """Take what a change of the past moved: the position, and what corrected reports gave."""
        for report, total in fact.consumed.items():
            if report in self.reports:
                self.reports[report].used = total
        self._take_conversions(fact)
        self.take_returned(fact)
        self.position = Position(fact.position)

    def take_returned(self, fact: Record) -> None:
        """Take the groups of a report that a revision put back; later runs leave them out."""
        if fact.returned and fact.cause.ref in self.reports:
            groups = {one.group: one.amount_minor for one in fact.returned}
            self.reports[fact.cause.ref].returned = groups
