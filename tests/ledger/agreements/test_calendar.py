"""Which reports are expected, which are in, which are late."""

from datetime import date
from typing import Any

import pytest
from stage import Stage, digest, studio, window_fee

from ledger.access.views import OPERATOR_VIEWER, PUBLIC_VIEWER, Viewer
from ledger.agreements.commands import ReportDuty
from ledger.committees.commands import Schedule
from ledger.ledger import Ledger
from ledger.revenue.calendar import ExpectedReport, expected_reports
from ledger.revenue.commands import LineCounts, RegisterReport
from ledger.values import DocumentRef


@pytest.fixture
def stage(ledger: Ledger) -> Stage:
    return Stage(ledger)


@pytest.fixture
def payer(stage: Stage) -> str:
    return stage.company("幹事社")


@pytest.fixture
def licensee(stage: Stage) -> str:
    return stage.company("配信社")


def duty(reporter: str, every_months: int = 3, **more: Any) -> ReportDuty:
    schedule = Schedule(every_months=every_months, report_after_days=45, pay_after_months=2)
    stated: dict[str, Any] = {"medium": "streaming", "starts": "2026-01"}
    return ReportDuty(reporter=reporter, schedule=schedule, **(stated | more))


def owing(stage: Stage, payer: str, *duties: ReportDuty) -> str:
    return stage.agreement(payer, window_fee(payer), duties=duties)


def report(stage: Stage, agreement: str, reporter: str, period: str, **more: Any) -> str:
    identity = stage.new("rep")
    file = DocumentRef(sha256=digest(identity))
    stage.record(
        RegisterReport(
            id=identity, agreement=agreement, reporter=reporter, period=period, currency="JPY",
            basis="net", file=file, lines=file, groups=file, lines_root=digest("root"),
            counts=LineCounts(accepted=1, held=0, rejected=0), amount_minor=1000,
            remittance_minor=1000, **more,
        )
    )  # fmt: skip
    return identity


def expected(
    stage: Stage, until: str, viewer: Viewer = OPERATOR_VIEWER, today: str | None = None
) -> list[ExpectedReport]:
    with stage.ledger.reading() as conn:
        day = date.fromisoformat(today) if today else None
        return expected_reports(conn, viewer, date.fromisoformat(until), today=day)


def test_a_quarterly_duty_is_due_45_days_after_each_quarter(
    stage: Stage, payer: str, licensee: str
) -> None:
    """31 March + 45 days = 15 May; 30 June + 45 days = 14 August."""
    agreement = owing(stage, payer, duty(licensee))
    found = expected(stage, "2026-08-14", today="2026-05-16")
    assert found == [
        ExpectedReport(agreement, licensee, "streaming", "2026-Q1", date(2026, 5, 15), "overdue"),
        ExpectedReport(agreement, licensee, "streaming", "2026-Q2", date(2026, 8, 14), "due"),
    ]
    assert len(expected(stage, "2026-08-13")) == 1


def test_a_report_is_in_time_until_the_end_of_its_due_day(
    stage: Stage, payer: str, licensee: str
) -> None:
    owing(stage, payer, duty(licensee))
    assert expected(stage, "2026-05-15")[0].status == "due"
    assert expected(stage, "2026-05-16")[0].status == "overdue"


def test_one_report_or_one_for_each_month_fulfil_a_quarter(
    stage: Stage, payer: str, licensee: str
) -> None:
    agreement = owing(stage, payer, duty(licensee))
    whole = report(stage, agreement, licensee, "2026-Q1")
    months = [report(stage, agreement, licensee, f"2026-0{month}") for month in (4, 5)]
    first, second = expected(stage, "2026-10-01")
    assert (first.status, first.reports) == ("reported", (whole,))
    assert (second.status, second.reports) == ("overdue", tuple(months))
    months.append(report(stage, agreement, licensee, "2026-06"))
    assert expected(stage, "2026-10-01")[1].reports == tuple(months)


def test_a_corrected_report_counts_through_its_successor(
    stage: Stage, payer: str, licensee: str
) -> None:
    agreement = owing(stage, payer, duty(licensee))
    first = report(stage, agreement, licensee, "2026-Q1")
    second = report(stage, agreement, licensee, "2026-Q1", supersedes=first)
    assert expected(stage, "2026-06-01")[0].reports == (second,)


def test_reports_of_others_do_not_fulfil_a_duty(stage: Stage, payer: str, licensee: str) -> None:
    agreement = owing(stage, payer, duty(licensee), duty(payer, medium="video"))
    report(stage, agreement, payer, "2026-Q1")
    by_reporter = {item.reporter: item.status for item in expected(stage, "2026-06-01")}
    assert by_reporter == {licensee: "overdue", payer: "reported"}


@pytest.mark.parametrize(
    ("every_months", "starts", "ends", "periods"),
    [
        (1, "2026-01", "2026-03", ["2026-01", "2026-02", "2026-03"]),
        (6, "2026-01", None, ["2026-H1"]),
        (12, "2025-01", None, ["2025"]),
        (12, "2025-04", None, ["2025-04/2026-03"]),
        (3, "2026-02", "2026-05", ["2026-02/2026-04", "2026-05"]),
        (2, "2026-01", "2026-04", ["2026-01/2026-02", "2026-03/2026-04"]),
    ],
)
def test_periods_run_in_equal_steps_and_the_last_may_be_shorter(
    stage: Stage, payer: str, every_months: int, starts: str, ends: str, periods: list[str]
) -> None:
    owing(stage, payer, duty(payer, every_months, starts=starts, ends=ends))
    assert [item.period for item in expected(stage, "2026-11-22")] == periods


def test_a_reporter_sees_her_own_duties_and_strangers_none(
    stage: Stage, payer: str, licensee: str
) -> None:
    owing(stage, payer, duty(licensee), duty(payer, medium="video"))
    stranger = stage.company("他社")

    def seen(viewer: Viewer) -> list[str]:
        return [item.reporter for item in expected(stage, "2026-06-01", viewer)]

    assert sorted(seen(Viewer("studio", payer))) == sorted([payer, licensee])
    assert seen(Viewer("studio", licensee)) == [licensee]
    assert seen(Viewer("studio", stranger)) == []
    assert seen(PUBLIC_VIEWER) == []


def test_a_reporter_sees_her_own_report_behind_her_duty(
    stage: Stage, payer: str, licensee: str
) -> None:
    agreement = owing(stage, payer, duty(licensee))
    report(stage, agreement, licensee, "2026-Q1")
    (item,) = expected(stage, "2026-06-01", Viewer("studio", licensee))
    assert item.status == "reported"
    assert studio(licensee).party == licensee
