"""Reporting schedules, periods and months."""

import datetime as dt
import json
from itertools import islice, pairwise
from pathlib import Path
from typing import Any

import pytest

from contracts.errors import TermsInvalid
from contracts.period import Month, Period, months_of
from contracts.schedule import closes, read_schedule

CASE = json.loads(
    (Path(__file__).parents[1] / "vectors" / "cases" / "schedule.json").read_text(encoding="utf-8")
)


def a_schedule(**changes: Any) -> dict[str, Any]:
    return {
        "release": "2026-09-01",
        "phases": [{"closes": "open", "months": 1}],
        "report_after_months": 1,
        "pay_after_months": 2,
        "close_day": "end of month",
        **changes,
    }


def test_phases_of_a_committee_close_as_agreed() -> None:
    """Case SC-01: monthly, quarterly to June 2028, a stub, two half-years, then yearly."""
    found = list(islice(closes(read_schedule(CASE["schedule"]), stubs_accepted=True), 13))
    expect = CASE["expect"]
    last_days = [close.last_day.isoformat() for close in found]
    assert {
        "close": last_days[0],
        "report": found[0].report_on.isoformat(),
        "pay": found[0].pay_on.isoformat(),
    } == expect["first"]
    assert last_days[1:8] == expect["quarterly_closes"]
    assert [found[8].first_day.isoformat(), last_days[8]] == expect["stub"]
    assert [close.is_stub for close in found].index(True) == 8
    assert last_days[9:11] == expect["half_yearly_closes"]
    assert last_days[11:] == expect["yearly_closes"]


def test_periods_follow_each_other_without_a_gap() -> None:
    found = list(islice(closes(read_schedule(CASE["schedule"]), stubs_accepted=True), 13))
    for before, after in pairwise(found):
        assert after.first_day == before.last_day + dt.timedelta(days=1)


def test_a_stub_waits_for_the_other_side() -> None:
    periods = closes(read_schedule(CASE["schedule"]), stubs_accepted=False)
    with pytest.raises(TermsInvalid) as error:
        list(periods)
    assert error.value.code == "stub-needs-acceptance"


def test_a_phase_must_end_where_a_period_ends() -> None:
    phases = [{"until": "2026-10-31", "months": 3}]
    with pytest.raises(TermsInvalid) as error:
        list(closes(read_schedule(a_schedule(phases=phases)), stubs_accepted=True))
    assert error.value.code == "phase-does-not-fit"


def test_closing_on_the_20th_counts_from_the_21st() -> None:
    """Released on 21 September, the first monthly close is 20 October, paid on 20 December."""
    schedule = read_schedule(a_schedule(release="2026-09-21", close_day=20))
    first, second = islice(closes(schedule, stubs_accepted=True), 2)
    assert (first.last_day, first.pay_on) == (dt.date(2026, 10, 20), dt.date(2026, 12, 20))
    assert second.first_day == dt.date(2026, 10, 21)


def test_a_counted_schedule_ends() -> None:
    phases = [{"closes": 2, "months": 6}]
    found = list(closes(read_schedule(a_schedule(phases=phases)), stubs_accepted=True))
    assert [close.last_day.isoformat() for close in found] == ["2027-02-28", "2027-08-31"]


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"release": "2026-9-1"}, "date-unreadable"),
        ({"release": "20260901"}, "date-unreadable"),
        ({"close_day": 32}, "number-too-large"),
        ({"close_day": 0}, "number-too-small"),
        ({"phases": []}, "list-malformed"),
        ({"phases": [{"months": 1}]}, "field-missing"),
        ({"phases": [{"closes": 1, "months": 1, "x": 1}]}, "field-unknown"),
        ({"phases": [{"closes": "open", "months": 1}] * 2}, "phase-after-open"),
        ({"extra": 1}, "field-unknown"),
    ],
)
def test_a_malformed_schedule_is_refused(changes: dict[str, Any], code: str) -> None:
    with pytest.raises(TermsInvalid) as error:
        read_schedule(a_schedule(**changes))
    assert error.value.code == code


def test_a_month_that_has_no_31st_closes_on_its_last_day() -> None:
    assert Month(2028, 2).day(31).isoformat() == CASE["expect"]["day_31_in_2028_02"]


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2026-03", "2026-03-01", "2026-03-31"),
        ("2026-Q1", "2026-01-01", "2026-03-31"),
        ("2026-H2", "2026-07-01", "2026-12-31"),
        ("2026", "2026-01-01", "2026-12-31"),
    ],
)
def test_a_period_knows_its_days(text: str, first: str, last: str) -> None:
    period = Period.parse(text)
    assert (period.first_day.isoformat(), period.last_day.isoformat()) == (first, last)


def test_a_business_year_from_april_ends_in_march() -> None:
    assert str(Period.parse("2026", year_starts=4).last) == "2027-03"


def test_months_of_a_quarter_come_in_order() -> None:
    assert [str(month) for month in months_of("2026-Q2")] == ["2026-04", "2026-05", "2026-06"]


def test_a_month_names_its_days() -> None:
    month = Month.of(dt.date(2026, 2, 14))
    assert (month.first_day.day, month.last_day.day) == (1, 28)
    assert str(month.plus(-2)) == "2025-12"


@pytest.mark.parametrize(
    "text", ["2026-13", "2026-Q5", "26-01", "2026-1", "", "２０２６", "2026-3H"]
)
def test_other_periods_are_refused(text: str) -> None:
    with pytest.raises(TermsInvalid) as error:
        months_of(text)
    assert error.value.code == "period-unreadable"


def test_a_month_is_not_read_from_a_quarter() -> None:
    with pytest.raises(TermsInvalid):
        Month.parse("2026-Q1")


def test_a_month_outside_the_calendar_is_refused() -> None:
    with pytest.raises(TermsInvalid):
        Month(2026, 13)
