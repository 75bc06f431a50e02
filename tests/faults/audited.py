"""Royalty audits: one carried out, one settled by document, one withdrawn, for the world."""

from audits_stage import SETTLEMENT, Audits
from money_stage import Money
from rights_stage import consent


def audit(money: Money) -> Audits:
    """Record a right, and audits that end in different ways."""
    audits = Audits(money)
    money.record(audits.right(by=audits.studio, consents=consent(audits.licensee), every_months=0))
    first = audits.request(last_month="2026-03")
    money.record(first)
    money.record(audits.say(first.id))
    missing = audits.finding("2026-03", audits.march, 1_100_000)
    money.record(audits.find(first.id, findings=(missing,)))
    report = audits.corrected(1_100_000, "2026-03", audits.march)
    money.record(audits.close(first.id, ("2026-03", report)))
    second = audits.request(first_month="2026-04")
    money.record(second)
    money.record(audits.find(second.id, findings=(audits.finding("2026-04", audits.april, 1),)))
    money.record(audits.say(second.id, kind="objection", text="返品が控除されていません。"))
    money.record(
        audits.close(second.id, by=None, outcome="settled", interest_minor=500, document=SETTLEMENT)
    )
    third = audits.request(first_month="2025-01", last_month="2025-12")
    money.record(third)
    money.record(audits.close(third.id, by=audits.studio, outcome="withdrawn"))
    return audits
