"""A studio with two people whose policy is two pairs of eyes."""

from typing import Any

from money_stage import Money
from paid_world import Paid, reported_world

from ledger.access.views import OPERATOR_VIEWER
from ledger.approvals.commands import Approve, Reject, SetApprovalPolicy
from ledger.approvals.views import page
from ledger.command import Actor

KANA = "tok_01KAM3Z4T0V6S8Q2YB5C9D7E1A"
RIKU = "tok_01KAM3Z4T0V6S8Q2YB5C9D7E1B"
KINDS = ("terms", "fx", "reports", "runs", "statements")


class House:
    """Two people of the studio, and the register they work on.

    Args:
        money: The stage.
    """

    def __init__(self, money: Money) -> None:
        self.money = money
        self.paid: Paid = reported_world(money)
        self.kana = Actor("studio", self.paid.studio, KANA)
        self.riku = Actor("studio", self.paid.studio, RIKU)

    def wants(self, *kinds: str) -> None:
        """Set the studio's policy."""
        said = {"party": self.paid.studio, "kinds": kinds, "reason": "経理規程 第7条"}
        self.money.record(SetApprovalPolicy.model_validate(said), self.kana)

    def waiting(self) -> list[dict[str, Any]]:
        """What waits for a second person."""
        with self.money.ledger.reading() as conn:
            return page(conn, OPERATOR_VIEWER, status="waiting")

    def approval(self, kind: str, subject: str) -> Approve:
        """The approval of what waits under this name."""
        return Approve.model_validate(self._said(kind, subject))

    def approve(self, kind: str, subject: str, actor: Actor | None = None) -> None:
        """Let the second person approve."""
        self.money.record(self.approval(kind, subject), actor or self.riku)

    def reject(self, kind: str, subject: str) -> None:
        """Let the second person refuse."""
        said = {**self._said(kind, subject), "reason": "金額が請求書と違う。"}
        self.money.record(Reject.model_validate(said), self.riku)

    def _said(self, kind: str, subject: str) -> dict[str, Any]:
        with self.money.ledger.reading() as conn:
            (row,) = page(conn, OPERATOR_VIEWER, kind=kind, subject=subject)
        return {"kind": kind, "subject": subject, "asked": row["asked_index"]}
