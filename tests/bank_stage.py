"""A stage with bank details on it: details in force by one call, for everybody's tests.

    bank = Bank(money)
    details = bank.in_force(payee)           # proposed, confirmed by a second person, in force

The samples' clock only steps by milliseconds, so `in_force` moves it past the wait.
"""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from money_stage import Money
from stage import digest

from ledger.bank_details.commands import ConfirmBankDetails, WithdrawBankDetails
from ledger.bank_details.details import TYPED
from ledger.clock import SteppingClock, tokyo_date
from ledger.command import Actor
from ledger.jobs.bank_details import Proposal, propose_details
from ledger.values import DocumentRef

FIRST = Actor("operator", by="tok_00000000000000000000000001")
SECOND = Actor("operator", by="tok_00000000000000000000000002")
PAPER = DocumentRef(sha256=digest("口座振込依頼書"))
DOMESTIC = {
    "kind": "domestic", "bank": "0001", "branch": "001", "account_type": "ordinary",
    "account_number": "1234567", "holder": "ｱｵﾊﾞ ｼﾞﾕﾝ",
}  # fmt: skip
FOREIGN = {
    "kind": "foreign", "currency": "USD", "holder": "Jane Doe", "country": "US",
    "bic": "CHASUS33", "account_number": "000123456789", "bank_name": "Example Bank",
    "address": ("1 Main Street, New York",),
}  # fmt: skip


def typed(kind: str = "domestic", **more: Any) -> Any:
    """An account as somebody types it."""
    return TYPED.validate_python((DOMESTIC if kind == "domestic" else FOREIGN) | more)


class Bank:
    """Proposes and confirms.

    Args:
        money: A stage on an open register.
    """

    def __init__(self, money: Money) -> None:
        self.money = money

    def today(self) -> date:
        """The day in Japan by the register's clock."""
        return tokyo_date(self.money.register.clock.now())

    def propose(self, party: str, *, actor: Actor = FIRST, account: Any = None, **more: Any) -> str:
        """Propose details and return their id."""
        more.setdefault("evidence", PAPER)
        proposal = Proposal(
            id=self.money.new("bank"), party=party, account=account or typed(), **more
        )
        propose_details(self.money.register, proposal, actor=actor)
        assert proposal.id is not None
        return proposal.id

    def confirm(self, details: str, *, actor: Actor = SECOND, **more: Any) -> ConfirmBankDetails:
        """Confirm details after a call."""
        stated = {"how": "call_back", "note": "登録済みの電話番号に折り返し確認"} | more
        command = ConfirmBankDetails(id=details, **stated)
        self.money.record(command, actor)
        return command

    def withdraw(self, details: str, *, actor: Actor = FIRST, **more: Any) -> None:
        """Withdraw details."""
        stated = {"cause": "mistaken", "reason": "口座番号の誤記"} | more
        self.money.record(WithdrawBankDetails(id=details, **stated), actor)

    def pass_days(self, days: int = 10) -> date:
        """Let days pass on every clock of the register, and return the new day."""
        until = self.today() + timedelta(days=days)
        advance(self.money, until)
        return until

    def in_force(self, party: str, *, account: Any = None, **more: Any) -> str:
        """Give a party an account, and let the wait pass."""
        details = self.propose(party, account=account, **more)
        self.confirm(details)
        self.pass_days()
        return details


def advance(money: Money, day: date) -> None:
    """Move the register's clocks to noon of a day in UTC."""
    moment = datetime.combine(day, time(12), tzinfo=UTC)
    for clock in (money.register.clock, money.ledger.clock):
        assert isinstance(clock, SteppingClock)
        clock.advance_to(moment)
