"""A stage for taxes of a year: people who are paid by clauses of their own, on days of one's own."""

from datetime import date
from typing import Any

from money_stage import Money, rate, step, terms
from stage import digest

from ledger.statements.commands import IssueStatement
from ledger.tax_forms.commands import FileTreatyForm
from ledger.values import DocumentRef


class Payer:
    """A studio that pays people a tenth of what comes in by an agreement with each."""

    def __init__(self, money: Money, name: str = "幹事社", **more: Any) -> None:
        self.money = money
        self.id = money.company(name, **more)
        self._agreements: dict[tuple[str, str], tuple[str, str]] = {}

    def pays(
        self, payee: str, amount: int, on: date, period: str = "2026-03", income: str = "copyright"
    ) -> IssueStatement:
        """State an amount of one kind of income for somebody, planned for a day."""
        self.owes(payee, amount, period, income)
        return self.money.issue(self.id, period, payment_date=on)[payee]

    def owes(
        self, payee: str, amount: int, period: str = "2026-03", income: str = "copyright"
    ) -> None:
        """Let an amount become payable without stating it."""
        agreement, work = self._agreement(payee, income)
        self.money.sales(agreement, self.id, work, amount * 10, period=period)
        self.money.run(agreement, period)

    def _agreement(self, payee: str, income: str) -> tuple[str, str]:
        if (payee, income) not in self._agreements:
            clause = step(
                "author", "royalty/1", basis="received", rate=rate(1, 10), payee=payee,
                income=income,
            )  # fmt: skip
            agreement = self.money.agreement(self.id, terms(clause), distribute_on="report")
            self._agreements[payee, income] = (agreement, self.money.work(f"作品{agreement}"))
        return self._agreements[payee, income]

    def files_form(self, payee: str, filed_on: date, **more: Any) -> str:
        """Put a treaty form with the USA on file."""
        stated: dict[str, Any] = {
            "id": self.money.new("form"), "payer": self.id, "payee": payee, "country": "US",
            "article": "12", "has_benefits_form": True,
            "document": DocumentRef(sha256=digest("form")),
        }  # fmt: skip
        command = FileTreatyForm(filed_on=filed_on, **(stated | more))
        self.money.record(command)
        return command.id
