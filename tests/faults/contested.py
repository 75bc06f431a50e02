"""Disputes: one settled, one open, for the world with every fact."""

from disputes_stage import DECISION, Disputes
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
    about = disputes.open(subject=subject, amount_minor=None, currency=None)
    money.record(about)
    money.record(disputes.ask(about.id))
    _hold(disputes)
    return disputes


def _hold(disputes: Disputes) -> None:
    """Hold what the payer says is too much, release some of it, and carry out what was granted."""
    money, paid = disputes.money, disputes.paid
    opened = disputes.open(by=paid.studio, against=(paid.writer,))
    money.record(opened)
    money.record(disputes.hold(opened.id, 700))
    money.record(disputes.release(opened.id, 100))
    upheld = disputes.settle(opened.id, outcome="upheld", by=paid.writer, granted_minor=500)
    money.record(upheld)
    money.record(disputes.carried_out(opened.id, DECISION, by=paid.studio))
