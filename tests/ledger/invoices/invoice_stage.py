"""A world of statements in yen whose payees are registered, not registered, members and abroad."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from money_stage import Money, rate, step, terms
from stage import digest, member

from ledger.access.views import OPERATOR_VIEWER
from ledger.clock import tokyo_date
from ledger.committees.changes import RecordInvoiceNotice
from ledger.invoices.commands import AgreePurchases, Sent
from ledger.invoices.reading import purchases
from ledger.jobs.purchases import Presented, present_period
from ledger.values import DocumentRef

NUMBERS = ("T7000012050002", "T2000012010019", "T8000012010038")
PAPER = DocumentRef(sha256=digest("契約書"))
MARCH = "2026-03"


@dataclass
class Bought:
    """What is on the register.

    Attributes:
        lead: Leads the committee and pays. partner: the other member.
        author: A registered company with three percent. writer: a person without a number, with two
            percent. abroad: a company in the United States with one percent.
        licensee: Reports and is invoiced.
    """

    money: Money
    lead: str
    partner: str
    author: str
    writer: str
    abroad: str
    licensee: str
    work: str
    committee: str
    agreement: str
    report: str

    def today(self) -> date:
        """The day in Japan."""
        return tokyo_date(self.money.register.clock.now())

    def state(self, **more: Any) -> dict[str, str]:
        """Run and state March; payee to statement."""
        self.money.run(self.agreement, MARCH)
        issued = self.money.issue(self.lead, MARCH, **more)
        return {payee: command.id for payee, command in issued.items()}

    def present(self, **more: Any) -> Presented:
        """Present March's statements today."""
        sent = Sent(on=self.today())
        return present_period(self.money.register, self.lead, MARCH, sent, **more)

    def agree(self, payee: str, days: int | None = 14) -> None:
        """Record that silence confirms what the lead presents to somebody."""
        command = AgreePurchases(
            payer=self.lead, payee=payee, day=date(2026, 1, 1), days=days, document=PAPER,
            clause="第12条3項",
        )  # fmt: skip
        self.money.record(command)

    def register_members(self) -> None:
        """File the committee's notification, so that it may issue qualified invoices."""
        self.money.record(
            RecordInvoiceNotice(
                committee=self.committee, kind="filed", day=date(2026, 1, 10), document=PAPER
            )
        )


def bought_world(money: Money, *, country: str = "JP", sales: int = 1_000_000) -> Bought:
    """A committee of two that pays an author, a writer and somebody abroad; March is received."""
    lead = money.company("星雲スタジオ", invoice_number=NUMBERS[0])
    partner = money.company("銀河出版", invoice_number=NUMBERS[1])
    author = money.company("原作工房", invoice_number=NUMBERS[2])
    writer = money.named_person("青空 太郎")
    abroad = money.company("Nebula Inc.", country="US")
    licensee = money.company("配信プラットフォーム", country=country)
    work = money.work("星の図書館", lead)
    committee = money.committee(member(lead, "2/3"), member(partner, "1/3"), works=(work,))
    clauses = terms(
        step("author", "royalty/1", basis="received", rate=rate(3, 100), payee=author),
        step("writer", "royalty/1", basis="received", rate=rate(1, 50), payee=writer),
        step("abroad", "royalty/1", basis="received", rate=rate(1, 100), payee=abroad),
        step("members", "split/1", holders=f"committee:{committee}/investment"),
    )
    agreement = money.agreement(
        lead, clauses, kind="committee", committee=committee, works=(work,),
        parties=(lead, partner),
    )  # fmt: skip
    report = money.sales(agreement, licensee, work, sales)
    money.receive(agreement, report, sales)
    return Bought(
        money, lead, partner, author, writer, abroad, licensee, work, committee, agreement, report
    )


def purchase_of(world: Bought, payee: str) -> dict[str, Any]:
    """The document presented to a payee, as the operator sees it."""
    with world.money.ledger.reading() as conn:
        (found,) = [
            one
            for one in purchases(conn, OPERATOR_VIEWER, world.today())
            if one["payee"] == payee and one["standing"] != "replaced"
        ]
    return found
