"""A stage with payments on it: a studio that owes statements, accounts, and the way to the bank."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from bank_stage import FIRST, SECOND, Bank, typed
from money_stage import Money, rate, step, terms

from ledger.access.views import OPERATOR_VIEWER
from ledger.approvals.commands import Approve
from ledger.command import Actor
from ledger.errors import Refused
from ledger.jobs.payments import Exported, ExportOptions, Outcome, export_payment, prepare_payments
from ledger.payments.commands import CancelPayment, ConfirmPayment, Returned
from ledger.payments.prepare import Wanted
from ledger.payments.shown import show

PAY_ON = date(2027, 1, 29)  # a Friday; the 31st is a Sunday
STATED = date(2027, 1, 31)
CLIENT = ExportOptions(client_code="1234567890")


class Payer:
    """A studio that pays royalties, with its account in force.

    Args:
        money: A stage on an open register.
        own: Account of the studio.
    """

    def __init__(self, money: Money, own: Any = None) -> None:
        self.money = money
        self.bank = Bank(money)
        self.studio = money.company("星雲スタジオ")
        account = own or typed(account_number="7654321", holder="ｾｲｳﾝｽﾀｼﾞｵ")
        self.account = self.bank.in_force(self.studio, account=account)
        self._source = money.company("配信プラットフォーム")
        self._month = 0
        self._waits = False

    def person(self, name: str = "青空 純", **more: Any) -> str:
        """Register a person."""
        return self.money.named_person(name, **more)

    def with_account(self, party: str, kind: str = "domestic", **account: Any) -> str:
        """Give a party an account, in force when something is prepared; return its details."""
        details = self.bank.propose(party, account=typed(kind, **account))
        self.bank.confirm(details)
        self._waits = True
        return details

    def owe(
        self, amounts: Mapping[str, int], *, day: date = STATED, kind: str = "royalty", **more: Any
    ) -> dict[str, str]:
        """State these amounts, one agreement each; return payee to statement."""
        self._month += 1
        period = f"2026-{self._month:02}"
        for payee, amount in amounts.items():
            clause = _clause(kind, payee)
            agreement = self.money.agreement(
                self.studio, terms(clause, **more), distribute_on="report"
            )
            work = self.money.work("星の図書館", self.studio)
            self.money.sales(agreement, self._source, work, amount, period=period)
            self.money.run(agreement, period)
        issued = self.money.issue(self.studio, period, payment_date=day)
        return {payee: draft.id for payee, draft in issued.items() if payee in amounts}

    def prepare(self, *, actor: Actor = FIRST, **more: Any) -> Outcome:
        """Prepare what is due."""
        if self._waits:
            self.bank.pass_days()
            self._waits = False
        more.setdefault("due", date(2027, 12, 31))
        wanted = Wanted(self.studio, **more)
        return prepare_payments(self.money.register, wanted, actor=actor)

    def one(self, **more: Any) -> str:
        """Prepare exactly one payment and return its id."""
        (put,) = self.prepare(**more).payments
        return put.id

    def approve(self, payment: str, *, actor: Actor = SECOND) -> None:
        """Approve a payment as another person."""
        asked = self.show(payment)["approval"]["asked_index"]
        self.money.record(Approve(kind="payments", subject=payment, asked=asked), actor)

    def export(self, payment: str, *, actor: Actor = FIRST, **more: Any) -> Exported:
        """Make its files."""
        options = ExportOptions(**more) if more else CLIENT
        return export_payment(self.money.register, payment, options, actor=actor)

    def sent(self, **more: Any) -> tuple[str, Exported]:
        """Prepare, approve and export one payment."""
        payment = self.one(**more)
        self.approve(payment)
        return payment, self.export(payment)

    def confirm(self, payment: str, *, on: date = PAY_ON, **more: Any) -> None:
        """Say what became of it; all paid unless said otherwise."""
        if "paid" not in more and "returned" not in more:
            more["paid"] = [item["statement_id"] for item in self.show(payment)["items"]]
        command = ConfirmPayment(
            payment=payment,
            on=on,
            paid=tuple(more.get("paid", ())),
            returned=tuple(
                Returned(statement=name, reason=reason)
                for name, reason in more.get("returned", {}).items()
            ),
        )
        self.bank.pass_days((on - self.bank.today()).days + 1) if on > self.bank.today() else None
        self.money.record(command, FIRST)

    def cancel(self, payment: str, **more: Any) -> None:
        """Call it off."""
        self.money.record(CancelPayment(payment=payment, reason="誤り", **more), FIRST)

    def show(self, payment: str) -> dict[str, Any]:
        """Describe a payment as the operator sees it."""
        with self.money.ledger.reading() as conn:
            found = show(conn, payment, OPERATOR_VIEWER)
        assert found is not None
        return found


def _clause(kind: str, payee: str) -> dict[str, Any]:
    """A clause that gives its payee all of what came in."""
    if kind == "fee":
        return step("fee", "commission/1", basis="received", rate=rate(1, 1), payee=payee)
    return step("author", "royalty/1", basis="received", rate=rate(1, 1), payee=payee)


def refused_code(call: Any) -> str:
    """The code of a refusal."""
    try:
        call()
    except Refused as refusal:
        return refusal.code
    return "accepted"
