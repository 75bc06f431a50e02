"""Two pairs of eyes: a policy, what it asks for, an approval and a refusal, for the whole world."""

from datetime import date

from approvals_stage import KANA, RIKU
from money_stage import Money

from ledger.approvals.commands import Approve, Reject, SetApprovalPolicy
from ledger.command import Actor
from ledger.fx.commands import PublishedRate, RecordRates
from ledger.values import DocumentRef


def approve_rates(money: Money) -> None:
    """A company of two people records rates under its policy: one is refused, one approved."""
    party = money.company("二人の経理")
    kana, riku = Actor("studio", party, KANA), Actor("studio", party, RIKU)
    money.record(SetApprovalPolicy(party=party, kinds=("fx",), reason="経理規程 第7条"), kana)
    for number, is_right in ((150, False), (151, True)):
        rate = PublishedRate(
            base="USD", quote="JPY", date=date(2026, 3, number - 120), num=number, den=1
        )
        done = money.record(
            RecordRates(source="own", document=DocumentRef(sha256="c" * 64), rates=(rate,)), kana
        )
        said = {"kind": "fx", "subject": f"fx/{done.first_index}", "asked": done.first_index + 1}
        if is_right:
            money.record(Approve.model_validate(said), riku)
        else:
            money.record(Reject.model_validate({**said, "reason": "公表値と違う。"}), riku)
