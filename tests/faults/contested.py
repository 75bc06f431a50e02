"""Disputes: one settled, one open, for the world with every fact."""

from disputes_stage import Disputes
from money_stage import Money
from paid_world import Paid
from rights_stage import consent


def contest(money: Money, paid: Paid) -> Disputes:
    """Record a dispute about a statement that its sides end, and one about an agreement."""
    disputes = Disputes(money, paid)
    opened = disputes.open()
    money.record(opened)
    money.record(disputes.say(opened.id))
    money.record(disputes.say(opened.id, by=None, text="双方に回答を求めました。"))
    money.record(disputes.settle(opened.id, outcome="agreed", consents=consent(paid.studio)))
    subject = disputes.line().model_copy(
        update={"kind": "agreement", "id": paid.agreement, "run": None, "step": None}
    )
    money.record(disputes.open(subject=subject, amount_minor=None, currency=None))
    return disputes
