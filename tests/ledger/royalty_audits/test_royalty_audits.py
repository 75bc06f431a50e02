"""Royalty audits: asked for as agreed, found, answered, and carried out by corrected reports."""

from datetime import date, timedelta
from typing import Any

import pytest
from audits_stage import SETTLEMENT, Audits
from money_stage import Money
from rights_stage import consent
from stage import studio

from ledger.access.views import OPERATOR_VIEWER, PUBLIC_VIEWER, Viewer
from ledger.jobs.payouts import Asked, close_run
from ledger.jobs.verify import verify_register
from ledger.royalty_audits.views import page, rights, show


@pytest.fixture
def audits(money: Money) -> Audits:
    return Audits(money)


def shown(audits: Audits, audit: str, viewer: Viewer = OPERATOR_VIEWER) -> dict[str, Any]:
    with audits.money.ledger.reading() as conn:
        told = show(conn, audit, viewer)
    assert told is not None
    return told


def test_the_author_gets_her_share_of_what_was_missing(money_anywhere: Money) -> None:
    """The author has a tenth. 100,000 were missing of March, 20,000 too much in April.

    By hand: of 1,000,000 and 500,000 she got 100,000 and 50,000. Corrected to 1,100,000 and
    480,000 she is due 110,000 and 48,000: 10,000 more and 2,000 less. May brings 200,000, a tenth
    is 20,000; her statement is 20,000 + 8,000 = 28,000.

    Net 80,000 of 1,500,000 is 5.33%, above 5%: the licensee bears the cost of 300,000. Interest:
    100,000 × 3% × 92 / 365 = 756, from 1 May to 31 July.
    """
    audits = Audits(money_anywhere, is_paid=True)
    audit = audits.found()
    told = shown(audits, audit)
    assert (told["under_minor"], told["over_minor"]) == (100_000, 20_000)
    assert (told["interest_minor"], told["cost_of_audited_minor"]) == (756, 300_000)
    march = audits.corrected(1_100_000, "2026-03", audits.march)
    april = audits.corrected(480_000, "2026-04", audits.april)
    money_anywhere.record(
        audits.close(audit, ("2026-03", march), ("2026-04", april)), studio(audits.licensee)
    )
    assert shown(audits, audit)["corrected_minor"] == 80_000
    audits.reported(200_000, "2026-05")
    close_run(money_anywhere.register, Asked(audits.agreement, "2026-05"))
    totals = money_anywhere.issue(audits.studio, "2026-05")[audits.author].totals
    assert (totals.royalties, totals.adjustments, totals.payable) == (20_000, 8_000, 28_000)
    assert verify_register(money_anywhere.register, commands=True).findings == ()


def test_a_report_that_was_never_made_is_found_and_made(audits: Audits) -> None:
    """Nothing was reported for February; 50,000 were sold. The author gets 5,000."""
    audits.money.record(audits.right(by=audits.licensee), studio(audits.licensee))
    asked = audits.request(first_month="2026-02")
    audits.money.record(asked)
    missing = audits.finding("2026-02", None, 50_000)
    audits.money.record(audits.find(asked.id, findings=(missing,)))
    assert shown(audits, asked.id)["cost_of_audited_minor"] == 300_000
    close = audits.close(asked.id)
    refusal = audits.money.refused(close)
    assert (refusal.code, refusal.fields["value"]) == ("audit-not-corrected", "2026-02")
    report = audits.reported(50_000, "2026-02")
    audits.money.record(audits.close(asked.id, ("2026-02", report)))
    assert shown(audits, asked.id)["closed"]["corrected"][0]["was_minor"] == 0


def test_without_a_clause_nobody_audits(audits: Audits) -> None:
    assert audits.money.refused(audits.request()).code == "audit-right-missing"


@pytest.mark.parametrize(
    ("change", "code", "expected"),
    [
        ({"first_month": "2023-10"}, "audit-outside-look-back", "from 2023-11 on"),
        ({"starts_on": date(2026, 12, 5)}, "audit-notice-short", "2026-12-06 or later"),
        ({"last_month": "2026-11"}, "audit-months-ahead", "before 2026-11"),
        ({"first_month": "2026-05"}, "audit-months-reversed", "from 2026-05 on"),
        ({"audited": "party_01KAM3Z4T0V6S8Q2YB5C9D7E1F"}, "audit-right-missing", None),
    ],
)
def test_a_request_outside_the_agreement_is_refused(
    audits: Audits, change: dict[str, Any], code: str, expected: str | None
) -> None:
    """Today is 22 November 2026 in Japan; three years back is November 2023."""
    audits.money.record(audits.right())
    refusal = audits.money.refused(audits.request(**change))
    assert refusal.code == code
    assert expected in (None, refusal.fields["expected"])


def test_the_same_months_are_not_audited_twice_and_not_too_soon(audits: Audits) -> None:
    audits.money.record(audits.right())
    first = audits.request()
    audits.money.record(first)
    assert audits.money.refused(audits.request()).code == "audit-too-soon"
    audits.money.record(audits.right(every_months=0))
    assert audits.money.refused(audits.request()).code == "audit-months-audited"
    audits.money.record(audits.request(first_month="2026-01", last_month="2026-02"))
    audits.money.record(audits.close(first.id, by=audits.studio, outcome="withdrawn"))
    audits.money.record(audits.request())


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"audited": "studio"}, "audit-of-oneself"),
        ({"auditor": "stranger"}, "audit-not-a-party"),
        ({"by": "stranger"}, "audit-not-a-side"),
        ({"by": "studio"}, "audit-consent-missing"),
    ],
)
def test_a_right_binds_who_agreed_to_it(audits: Audits, change: dict[str, str], code: str) -> None:
    named = {"studio": audits.studio, "stranger": audits.money.company("無関係社")}
    right = audits.right(**{field: named[who] for field, who in change.items()})
    assert audits.money.refused(right).code == code


def test_a_right_recorded_by_who_audits_needs_the_others_consent(audits: Audits) -> None:
    right = audits.right(by=audits.studio, consents=consent(audits.licensee))
    audits.money.record(right)
    with audits.money.ledger.reading() as conn:
        (told,) = rights(conn, Viewer("studio", audits.licensee), audits.agreement)
        assert rights(conn, Viewer("studio", audits.author)) == []
    assert told["look_back_years"] == 3


def test_the_cost_stays_with_who_asked_at_exactly_the_threshold(audits: Audits) -> None:
    """75,000 of 1,500,000 is exactly 5%: not above it."""
    audits.money.record(audits.right())
    asked = audits.request()
    audits.money.record(asked)
    findings = (
        audits.finding("2026-03", audits.march, 1_075_000),
        audits.finding("2026-04", audits.april, 500_000),
    )
    audits.money.record(audits.find(asked.id, findings=findings))
    assert shown(audits, asked.id)["cost_of_audited_minor"] == 0


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"period": "2026-05"}, "audit-period-outside"),
        ({"report": "rep_01KAM3Z4T0V6S8Q2YB5C9D7E1F"}, "audit-report-not-found"),
        ({"period": "2026-04"}, "audit-report-not-found"),
        ({"due_on": date(2019, 1, 1)}, "late-rate-unknown"),
    ],
)
def test_findings_are_about_reports_of_the_months_asked_for(
    audits: Audits, change: dict[str, Any], code: str
) -> None:
    audits.money.record(audits.right())
    asked = audits.request()
    audits.money.record(asked)
    finding = audits.finding("2026-03", audits.march, 1_100_000)
    wrong = finding.model_copy(update=change)
    assert audits.money.refused(audits.find(asked.id, findings=(wrong,))).code == code
    twice = audits.find(asked.id, findings=(finding, finding))
    assert audits.money.refused(twice).code == "audit-report-twice"


def test_a_report_that_was_corrected_meanwhile_is_named(audits: Audits) -> None:
    audits.money.record(audits.right())
    asked = audits.request()
    audits.money.record(asked)
    newer = audits.corrected(1_050_000, "2026-03", audits.march)
    refusal = audits.money.refused(audits.find(asked.id))
    assert (refusal.code, refusal.fields["expected"]) == ("audit-report-corrected", newer)


def test_silence_is_consent_only_after_the_agreed_days(audits: Audits) -> None:
    audit = audits.found()
    silent = audits.close(audit, by=audits.studio, outcome="unanswered")
    assert audits.money.refused(silent).code == "audit-may-be-answered"
    assert shown(audits, audit)["object_until"] == str(date(2026, 11, 22) + timedelta(days=30))


def test_who_objects_is_not_silent_and_a_settlement_needs_both(audits: Audits) -> None:
    audit = audits.found()
    objection = audits.say(audit, kind="objection", text="返品が控除されていません。")
    own = objection.model_copy(update={"by": audits.studio})
    assert audits.money.refused(own).code == "audit-not-a-side"
    audits.money.record(objection, studio(audits.licensee))
    assert shown(audits, audit)["status"] == "objected"
    assert audits.money.refused(objection).code == "audit-objection-late"
    report = audits.corrected(1_060_000, "2026-03", audits.march)
    settled = audits.close(
        audit, ("2026-03", report), outcome="settled", interest_minor=500,
        cost_of_audited_minor=150_000, document=SETTLEMENT,
    )  # fmt: skip
    assert audits.money.refused(settled).code == "audit-consent-missing"
    audits.money.record(settled.model_copy(update={"consents": consent(audits.studio)}))
    told = shown(audits, audit)
    assert (told["corrected_minor"], told["cost_of_audited_minor"]) == (60_000, 150_000)
    assert audits.money.refused(audits.say(audit)).code == "audit-closed"
    assert verify_register(audits.money.register).findings == ()


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"outcome": "clean"}, "audit-not-clean"),
        ({"outcome": "agreed", "interest_minor": 1}, "audit-owed-differs"),
        ({"outcome": "agreed", "by": None}, "audit-document-missing"),
        ({"outcome": "withdrawn"}, "audit-consent-missing"),
    ],
)
def test_an_end_that_does_not_fit_is_refused(
    audits: Audits, change: dict[str, Any], code: str
) -> None:
    audit = audits.found()
    report = audits.corrected(1_100_000, "2026-03", audits.march)
    reports = () if change["outcome"] in ("clean", "withdrawn") else (("2026-03", report),)
    assert audits.money.refused(audits.close(audit, *reports, **change)).code == code


def test_a_report_older_than_the_findings_corrects_nothing(audits: Audits) -> None:
    audit = audits.found()
    refusal = audits.money.refused(audits.close(audit, ("2026-03", audits.march)))
    assert refusal.code == "audit-correction-not-found"


def test_a_clean_audit_is_closed_by_who_asked(audits: Audits) -> None:
    audits.money.record(audits.right())
    asked = audits.request()
    audits.money.record(asked)
    early = audits.close(asked.id, by=audits.studio, outcome="clean")
    assert audits.money.refused(early).code == "audit-nothing-found"
    right = audits.finding("2026-03", audits.march, 1_000_000)
    audits.money.record(audits.find(asked.id, findings=(right,)))
    audits.money.record(early, studio(audits.studio))
    told = shown(audits, asked.id)
    assert (told["status"], told["interest_minor"], told["cost_of_audited_minor"]) == (
        "clean",
        0,
        0,
    )


def test_strangers_hear_nothing_of_an_audit(audits: Audits) -> None:
    audit = audits.found()
    with audits.money.ledger.reading() as conn:
        for viewer in (PUBLIC_VIEWER, Viewer("creator", audits.author)):
            assert show(conn, audit, viewer) is None
            assert page(conn, viewer) == []
        assert [one["id"] for one in page(conn, Viewer("studio", audits.licensee))] == [audit]
    said = audits.say(audit, by=audits.author)
    refusal = audits.money.refused(said, studio(audits.author))
    assert refusal.code == "royalty-audit-not-found"
