"""A stage for disputes: a world with money paid, and one call for each command."""

from datetime import date
from typing import Any

from money_stage import Money
from paid_world import Paid, pay, reported_world
from rights_stage import Rights
from stage import digest

from ledger.access.views import OPERATOR_VIEWER
from ledger.disputes.commands import DisputeSubject, OpenDispute, SayInDispute, SettleDispute
from ledger.disputes.course_commands import CarryOutDispute, Correction, SetDisputeDeadline
from ledger.disputes.holding_commands import HoldDisputed, LinePortion, ReleaseDisputed
from ledger.statements.views import page as statements
from ledger.statements.views import show as show_statement
from ledger.values import DocumentRef

DECISION = DocumentRef(sha256=digest("settlement"))


class Disputes:
    """A committee that paid its author, a licensed work, and whoever is in it.

    Args:
        money: The stage it stands on.
        paid: Money that was paid there; made when left out.
    """

    def __init__(self, money: Money, paid: Paid | None = None) -> None:
        self.money = money
        self.paid = paid or pay(reported_world(money))
        with money.ledger.reading() as conn:
            own = statements(conn, OPERATOR_VIEWER, payee=self.paid.writer)
            shown = show_statement(conn, own[0]["id"], OPERATOR_VIEWER)
        assert shown is not None
        self.statement, line = str(shown["id"]), shown["lines"][0]
        self.run, self.step = line["run"], line["step"]

    def line(self, **change: Any) -> DisputeSubject:
        """The author's line of the first statement."""
        stated = {"kind": "statement_line", "id": self.statement, "run": self.run}
        return DisputeSubject(**({**stated, "step": self.step} | change))

    def granted(self) -> Rights:
        """A work that two companies hold in halves and license."""
        rights = Rights(self.money)
        self.money.record(rights.title())
        return rights

    def open(self, **more: Any) -> OpenDispute:
        """The writer contests his line."""
        stated: dict[str, Any] = {
            "id": self.money.new("dsp"), "subject": self.line(), "by": self.paid.writer,
            "claim": "二か月分の売上がありません。", "amount_minor": 1_000, "currency": "JPY",
            "evidence": (DocumentRef(sha256=digest("copy")),), "answer_by": date(2026, 12, 31),
        }  # fmt: skip
        return OpenDispute(**(stated | more))

    def say(self, dispute: str, **more: Any) -> SayInDispute:
        """Something said by the writer."""
        stated = {"dispute": dispute, "by": self.paid.writer, "text": "明細を送ってください。"}
        return SayInDispute(**(stated | more))

    def settle(self, dispute: str, **more: Any) -> SettleDispute:
        """The writer withdraws."""
        stated: dict[str, Any] = {
            "dispute": dispute, "by": self.paid.writer, "outcome": "withdrawn",
            "reason": "翌月の報告に含まれていた。",
        }  # fmt: skip
        return SettleDispute(**(stated | more))

    def ask(self, dispute: str, **more: Any) -> SetDisputeDeadline:
        """The writer asks the studio for an answer by the end of January."""
        stated: dict[str, Any] = {
            "dispute": dispute, "by": self.paid.writer, "turn": (self.paid.studio,),
            "answer_by": date(2027, 1, 31), "note": "追加の資料をお願いします。",
        }  # fmt: skip
        return SetDisputeDeadline(**(stated | more))

    def portion(self, amount: int) -> LinePortion:
        """A part of the writer's line."""
        return LinePortion(
            statement=self.statement, run=self.run, step=self.step, amount_minor=amount
        )

    def hold(self, dispute: str, amount: int, **more: Any) -> HoldDisputed:
        """The payer holds a part of the writer's line."""
        stated = {"dispute": dispute, "by": self.paid.studio, "lines": (self.portion(amount),)}
        return HoldDisputed(**(stated | more))

    def release(self, dispute: str, amount: int, **more: Any) -> ReleaseDisputed:
        """The payer releases a part of it."""
        stated: dict[str, Any] = {
            "dispute": dispute, "by": self.paid.studio, "lines": (self.portion(amount),),
            "reason": "一部は解決した。",
        }  # fmt: skip
        return ReleaseDisputed(**(stated | more))

    def carried_out(self, dispute: str, document: DocumentRef, **more: Any) -> CarryOutDispute:
        """The writer confirms what a document shows."""
        correction = Correction(kind="document", document=document)
        stated = {"dispute": dispute, "by": self.paid.writer, "correction": correction}
        return CarryOutDispute(**(stated | more))
