"""A work whose writer is owed a royalty by A, and B who assumes the debt."""

from typing import Any

from money_stage import Money, rate, step, terms
from rights_stage import consent
from stage import digest

from ledger.access.views import OPERATOR_VIEWER
from ledger.debtors.commands import AssumeDebt
from ledger.debtors.views import debtors
from ledger.keys.consents import Consent
from ledger.statements.commands import IssueStatement
from ledger.statements.waiting import Waiting
from ledger.statements.waiting_views import waiting_from
from ledger.values import DocumentRef

MINIMUM = {"amount": 1_000}
DOCUMENT = DocumentRef(sha256=digest("債務引受契約書"), title="債務引受契約書")


def agreed(party: str, attested_by: str) -> tuple[Consent, ...]:
    """A consent on paper that another party attests."""
    (found,) = consent(party)
    return (found.model_copy(update={"attested_by": attested_by}),)


class Debts:
    """Half of what is reported goes to the writer; less than 1,000 waits.

    Args:
        money: The stage it stands on.
    """

    def __init__(self, money: Money, *, minimum: bool = True) -> None:
        self.money = money
        self.a = money.company("旧幹事", country="JP")
        self.b = money.company("承継会社", country="JP")
        self.writer = money.named_person("脚本家")
        self.work = money.work("星の図書館", self.a)
        self.more = {"minimum_payment": MINIMUM} if minimum else {}
        self.agreement = self.another()

    def another(self, payer: str | None = None, **more: Any) -> str:
        """Record one more agreement with the writer, paid by A."""
        clauses = terms(
            step("author", "royalty/1", basis="received", rate=rate(1, 2), payee=self.writer),
            **self.more,
        )
        stated: dict[str, Any] = {"works": (self.work,), "distribute_on": "report"}
        return self.money.agreement(payer or self.a, clauses, **(stated | more))

    def sell(self, period: str, amount: int, agreement: str | None = None) -> None:
        """Report sales and run the month."""
        named = agreement or self.agreement
        self.money.sales(named, self.a, self.work, amount, period=period)
        self.money.run(named, period)

    def assumption(self, from_month: str = "2026-04", **more: Any) -> AssumeDebt:
        """B assumes the debt; not recorded yet."""
        stated: dict[str, Any] = {
            "agreement": self.agreement, "debtor": self.b, "document": DOCUMENT,
            "consents": consent(self.b),
        }  # fmt: skip
        return AssumeDebt(from_month=from_month, **(stated | more))

    def assume(self, from_month: str = "2026-04", **more: Any) -> None:
        """B assumes the debt."""
        self.money.record(self.assumption(from_month, **more))

    def state(self, payer: str, period: str, **more: Any) -> IssueStatement:
        """State the writer's month."""
        return self.money.issue(payer, period, **more)[self.writer]

    def waiting(self, payer: str) -> dict[tuple[str, str], tuple[Waiting, ...]]:
        """What waits in a payer's accounts."""
        with self.money.ledger.reading() as conn:
            return waiting_from(conn, payer)

    def carried(self, payer: str) -> int:
        """What waits for the writer with a payer."""
        parts = self.waiting(payer).get((self.writer, "JPY"), ())
        return sum(one.part.amount_minor for one in parts)

    def told(self, agreement: str | None = None) -> dict[str, Any]:
        """Who owes an agreement."""
        with self.money.ledger.reading() as conn:
            found = debtors(conn, agreement or self.agreement, OPERATOR_VIEWER)
        assert found is not None
        return found
