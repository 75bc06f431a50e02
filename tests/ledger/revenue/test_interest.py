"""Interest on money that came late for a report."""

from datetime import date
from typing import Any

import pytest
from money_stage import Money
from set_off_stage import SetOffStage
from stage import studio

from ledger.access.views import OPERATOR_VIEWER, Viewer
from ledger.command import Actor
from ledger.jobs.verify import verify_register
from ledger.revenue.commands import RecordInvoice
from ledger.revenue.interest_commands import ChargeInterest
from ledger.revenue.interest_views import late_reports, page
from ledger.values import Ratio

DUE, UNTIL = date(2026, 5, 31), date(2026, 7, 31)


@pytest.fixture
def stage(money_anywhere: Money) -> SetOffStage:
    """A report whose 600,000 were due on 31 May, on either database."""
    stage = SetOffStage(money_anywhere)
    stage.money.record(invoice(stage))
    return stage


def invoice(stage: SetOffStage, **change: Any) -> RecordInvoice:
    stated: dict[str, Any] = {
        "id": stage.money.new("inv"), "agreement": stage.agreement, "debtor": stage.window,
        "report": stage.owed, "currency": "JPY", "amount_minor": 600_000,
        "issued_on": date(2026, 5, 1), "due_on": DUE,
    }  # fmt: skip
    return RecordInvoice(**(stated | change))


def charge(stage: SetOffStage, amount: int, **change: Any) -> ChargeInterest:
    stated: dict[str, Any] = {
        "id": stage.money.new("int"), "report": stage.owed, "until": UNTIL, "amount_minor": amount,
    }  # fmt: skip
    return ChargeInterest(**(stated | change))


def test_each_part_is_late_for_as_long_as_it_took(stage: SetOffStage) -> None:
    """By hand: 200,000 came on 30 June, 30 days late: 200,000 × 3% × 30 / 365 = 493.15. 400,000
    are open on 31 July, 61 days: 400,000 × 3% × 61 / 365 = 2,005.47. 493 + 2,005 = 2,498."""
    stage.money.receive(stage.agreement, stage.owed, 200_000, received_on=date(2026, 6, 30))
    stage.money.record(charge(stage, 2_498))
    with stage.money.ledger.reading() as conn:
        (found,) = page(conn, OPERATOR_VIEWER, report=stage.owed)
    assert found["amount_minor"] == 2_498
    assert [(part["days"], part["interest_minor"]) for part in found["delays"]] == [
        (30, 493), (61, 2_005),
    ]  # fmt: skip


def test_what_was_charged_is_not_charged_again(stage: SetOffStage) -> None:
    """Up to 30 June 600,000 × 3% × 30 / 365 = 1,479.45; up to 31 July 3,008.2: 1,529 are left."""
    stage.money.record(charge(stage, 1_479, until=date(2026, 6, 30)))
    refused = stage.money.refused(charge(stage, 3_008))
    assert (refused.code, refused.fields["expected"]) == ("interest-differs", 1_529)
    stage.money.record(charge(stage, 1_529))


def test_a_clause_with_a_higher_rate_counts(stage: SetOffStage) -> None:
    """600,000 × 14.6% × 61 / 365 = 14,640."""
    rate = Ratio(num=73, den=500)
    refused = stage.money.refused(charge(stage, 14_640, agreed_rate=rate))
    assert refused.code == "interest-clause-missing"
    stage.money.record(charge(stage, 14_640, agreed_rate=rate, clause="第9条"))


def test_money_in_time_costs_nothing(stage: SetOffStage) -> None:
    """All of it came on the due day."""
    stage.money.receive(stage.agreement, stage.owed, 600_000, received_on=DUE)
    refused = stage.money.refused(charge(stage, 1))
    assert refused.fields["expected"] == 0
    with stage.money.ledger.reading() as conn:
        assert late_reports(conn, OPERATOR_VIEWER, stage.lead, UNTIL) == []


def test_without_an_invoice_nothing_says_since_when(stage: SetOffStage) -> None:
    """It is listed last, with what is open, and cannot be charged."""
    other = stage.report("2026-05", 50_000)
    refused = stage.money.refused(charge(stage, 1, report=other))
    assert refused.code == "interest-without-due-day"
    with stage.money.ledger.reading() as conn:
        listed = late_reports(conn, OPERATOR_VIEWER, stage.lead, UNTIL)
    assert [(one.report["id"], one.late.due_on) for one in listed] == [
        (stage.owed, DUE), (other, None),
    ]  # fmt: skip
    assert listed[1].late.open_minor == 50_000


def test_a_corrected_report_keeps_its_invoice_and_its_receipts(stage: SetOffStage) -> None:
    """Corrected to 700,000: 600,000 came in time, 100,000 × 3% × 61 / 365 = 501.36 are late."""
    stage.money.receive(stage.agreement, stage.owed, 600_000, received_on=DUE)
    corrected = stage.money.sales(
        stage.agreement, stage.window, stage.work, 700_000, period="2026-04",
        remittance_minor=700_000, supersedes=stage.owed,
    )  # fmt: skip
    assert stage.money.refused(charge(stage, 501)).code == "report-superseded"
    stage.money.record(charge(stage, 501, report=corrected))
    with stage.money.ledger.reading() as conn:
        (one,) = late_reports(conn, OPERATOR_VIEWER, stage.lead, UNTIL)
    assert (one.late.interest_minor, one.late.to_charge_minor) == (501, 0)


def test_a_day_without_a_known_rate_is_refused_in_words(stage: SetOffStage) -> None:
    """Due in March 2020, when another law held."""
    old = stage.report("2026-05", 1_000)
    stage.money.record(
        invoice(stage, report=old, issued_on=date(2020, 1, 1), due_on=date(2020, 3, 30))
    )
    assert stage.money.refused(charge(stage, 1, report=old)).code == "late-rate-unknown"


def test_only_who_is_owed_charges(stage: SetOffStage) -> None:
    """Neither the debtor nor a stranger; the debtor reads what he is charged with."""
    assert stage.money.refused(charge(stage, 3_008), studio(stage.window)).code == "not-your-party"
    stranger = Actor("studio", stage.money.company("無関係の会社", country="JP"))
    assert stage.money.refused(charge(stage, 3_008), stranger).code == "agreement-not-found"
    stage.money.record(charge(stage, 3_008), studio(stage.lead))
    with stage.money.ledger.reading() as conn:
        assert len(page(conn, Viewer("studio", stage.window))) == 1
        assert page(conn, Viewer("studio", stranger.party)) == []


def test_charges_verify(stage: SetOffStage) -> None:
    """Bytes, contents, decisions and views."""
    stage.money.record(charge(stage, 3_008))
    report = verify_register(stage.money.register, views=True, commands=True)
    assert list(report.findings) == []
    assert ("interest", "ok") in {(check.check, check.status) for check in report.checks}
