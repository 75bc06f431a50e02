"""A lead with a committee's bank account: reports that are owed, and files of the bank."""

from datetime import date
from typing import Any

from money_stage import Money, rate, step, terms
from stage import member

from ledger.access.views import OPERATOR_VIEWER
from ledger.cash.commands import MatchCash, OpenCashAccount, UnmatchCash
from ledger.cash.parts import CashPart
from ledger.cash.proposing import Proposed
from ledger.cash.shown import show
from ledger.cash.views import CashLineRow
from ledger.jobs.cash import Comparison, Taken, compare, import_cash, match_of, propose
from ledger.store.views import table_of

HEADINGS = "日付,お支払金額,お預り金額,残高,摘要"
OPENED_ON = date(2026, 4, 1)


def bank_csv(*rows: str, headings: str = HEADINGS) -> bytes:
    """A bank's file in cp932, as banks give it."""
    return ("\r\n".join((headings, *rows)) + "\r\n").encode("cp932")


class CashStage:
    """Two reports of a platform: 1,000,000 for March and 500,000 for April, all of it promised.

    The author gets 1%, the lead two thirds of the rest and the partner one third. 50,000 were on
    the account when its book began.

    Args:
        money: A stage on an open register.
    """

    def __init__(self, money: Money) -> None:
        self.money = money
        self.lead, self.partner = money.company("星雲スタジオ"), money.company("銀河出版")
        self.platform = money.company("株式会社アオバハイシン")
        self.writer = money.named_person("青空 太郎")
        self.work = money.work("星の図書館", self.lead)
        self.committee = money.committee(
            member(self.lead, "2/3"), member(self.partner, "1/3"), works=(self.work,)
        )
        clauses = terms(
            step("author", "royalty/1", basis="received", rate=rate(1, 100), payee=self.writer),
            step("members", "split/1", holders=f"committee:{self.committee}/investment"),
        )
        self.agreement = money.agreement(
            self.lead, clauses, kind="committee", committee=self.committee, works=(self.work,),
            parties=(self.lead, self.partner),
        )  # fmt: skip
        self.march = self.report("2026-03", 1_000_000)
        self.april = self.report("2026-04", 500_000)
        self.account = self.open()

    def report(self, period: str, amount: int, **more: Any) -> str:
        """The platform reports, and promises to pay all of it."""
        more.setdefault("remittance_minor", amount)
        reporter = more.pop("reporter", self.platform)
        return self.money.sales(self.agreement, reporter, self.work, amount, period=period, **more)

    def open(self, **more: Any) -> str:
        """Begin an account's book."""
        stated = {
            "id": self.money.new("acct"), "party": self.lead, "name": "製作委員会口",
            "opened_on": OPENED_ON, "opening_minor": 50_000,
        }  # fmt: skip
        command = OpenCashAccount(**(stated | more))
        self.money.record(command)
        return command.id

    def take(self, *rows: str, account: str | None = None, **more: Any) -> Taken:
        """Take a bank's file."""
        headings = more.pop("headings", HEADINGS)
        data = bank_csv(*rows, headings=headings)
        return import_cash(self.money.register, account or self.account, data, **more)

    def proposed(self, **more: Any) -> dict[str, Proposed]:
        """What the open lines were probably for; by batch and number."""
        found = propose(self.money.register, self.account, OPERATOR_VIEWER, **more)
        return {f"{one.batch}/{one.n}": one for one in found}

    def kinds(self) -> list[str]:
        """How sure the proposals are, line by line."""
        return [one.kind for one in self.proposed().values()]

    def confirm(self, line: str, **more: Any) -> MatchCash:
        """Confirm the proposal for a line."""
        command = match_of(self.money.register, self.account, self.proposed()[line], **more)
        self.money.record(command)
        return command

    def matching(self, batch: str, line: int, *parts: dict[str, Any], **more: Any) -> MatchCash:
        """What a line was for, not recorded yet."""
        return MatchCash(
            account=self.account, batch=batch, line=line,
            purposes=tuple(CashPart(**part) for part in parts), **more,
        )  # fmt: skip

    def receipt(self, report: str, amount: int, **more: Any) -> dict[str, Any]:
        """A part that makes a receipt."""
        return {
            "kind": "receipt", "report": report, "agreement": self.agreement,
            "receipt": self.money.new("rcpt"), "amount_minor": amount, **more,
        }  # fmt: skip

    def unmatching(self, batch: str, line: int, number: int = 1) -> UnmatchCash:
        """What takes a match back."""
        return UnmatchCash(
            account=self.account, batch=batch, line=line, number=number, reason="取り違え"
        )

    def show(self, account: str | None = None) -> dict[str, Any]:
        """Describe the account."""
        with self.money.ledger.reading() as conn:
            found = show(conn, account or self.account, OPERATOR_VIEWER)
        assert found is not None
        return found

    def lines(self) -> list[dict[str, Any]]:
        """All lines."""
        table = table_of(CashLineRow)
        with self.money.ledger.reading() as conn:
            rows = conn.execute(table.select().order_by(table.c.batch, table.c.n)).mappings()
            return [dict(row) for row in rows]

    def compared(self, day: date = date(2026, 5, 31), **more: Any) -> Comparison:
        """Bank and book at the end of May."""
        return compare(self.money.register, self.account, day, **more)


def owed(found: Comparison) -> dict[tuple[str, str | None], int]:
    """To whom the book is owed: kind and party, or what it stands for, to the amount."""
    sums: dict[tuple[str, str | None], int] = {}
    for one in found.owed:
        key = (one.kind, one.party or one.ref or one.committee)
        sums[key] = sums.get(key, 0) + one.amount_minor
    return sums


def differences(found: Comparison) -> dict[str, int]:
    """Why bank and book differ."""
    return {one.kind: one.amount_minor for one in found.book.differences}
