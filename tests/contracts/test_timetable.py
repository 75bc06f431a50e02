"""The clause on when an agreement closes and pays."""

import json
from pathlib import Path
from typing import Any

import pytest

from contracts.errors import TermsInvalid
from contracts.period import Month, Period
from contracts.terms import Terms, parse_terms

CASE = json.loads(
    (Path(__file__).parents[1] / "vectors" / "cases" / "schedule.json").read_text(encoding="utf-8")
)


def with_schedule(**changes: Any) -> Terms:
    """Terms with the schedule of SC-01, or with some of it changed."""
    step = {
        "id": "author", "kind": "royalty/1", "clause": "第5条", "basis": "received",
        "label": {"ja": "使用料", "en": "royalty"}, "rate": {"num": 1, "den": 1}, "payee": "party_a",
    }  # fmt: skip
    schedule = {**CASE["schedule"], **changes}
    return parse_terms({"terms": 1, "currency": "JPY", "steps": [step], "schedule": schedule})


def pay_day(terms: Terms, month: str) -> str | None:
    assert terms.timetable is not None
    close = terms.timetable.close_of(Month.parse(month))
    return close.pay_on.isoformat() if close else None


@pytest.mark.parametrize(
    ("month", "paid"),
    [
        ("2026-08", "2026-11-30"),  # before the release: with the first close
        ("2026-09", "2026-11-30"),
        ("2026-10", "2027-02-28"),
        ("2026-12", "2027-02-28"),
        ("2028-06", "2028-08-31"),
        ("2028-07", "2028-10-31"),  # the stub of July and August
        ("2028-09", "2029-04-30"),  # half a year to February 2029
        ("2029-09", "2030-10-31"),  # then years
    ],
)
def test_a_month_is_paid_with_the_close_in_which_it_ends(month: str, paid: str) -> None:
    """SC-01 by hand: two months after each close, on the last day of the month."""
    assert pay_day(with_schedule(stubs_accepted=True), month) == paid


def test_a_short_period_waits_for_the_other_sides_yes() -> None:
    """Up to June 2028 all is agreed; July and August 2028 are not."""
    terms = with_schedule()
    assert pay_day(terms, "2028-06") == "2028-08-31"
    with pytest.raises(TermsInvalid) as refused:
        pay_day(terms, "2028-07")
    assert refused.value.code == "stub-needs-acceptance"


@pytest.mark.parametrize("period", ["2026-Q3", "2026-H2", "2028-Q3"])
def test_a_period_in_two_closes_is_refused(period: str) -> None:
    """The third quarter of 2026 ends with a close, but begins before the release: that is fine;
    the second half has the close of September inside, the third quarter of 2028 that of August."""
    timetable = with_schedule(stubs_accepted=True).timetable
    assert timetable is not None
    if period == "2026-Q3":
        timetable.check_period(Period.parse(period))
        return
    with pytest.raises(TermsInvalid) as refused:
        timetable.check_period(Period.parse(period))
    assert refused.value.code == "period-across-close"
    assert refused.value.fields["expected"] in (
        "a period up to 2026-09-30", "a period up to 2028-08-31",
    )  # fmt: skip


def test_after_the_last_phase_nothing_is_said() -> None:
    """Two closes and no more."""
    terms = with_schedule(phases=[{"closes": 2, "months": 1}])
    assert pay_day(terms, "2026-10") == "2026-12-31"
    assert pay_day(terms, "2026-11") is None


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"close_day": 32}, "number-too-large"),
        ({"release": "2026-9-1"}, "date-unreadable"),
        (
            {"phases": [{"closes": "open", "months": 1}, {"closes": 1, "months": 1}]},
            "phase-after-open",
        ),
        ({"phases": [{"until": "2026-10-15", "months": 1}]}, "phase-does-not-fit"),
        ({"stubs_accepted": "yes"}, "flag-malformed"),
    ],
)
def test_what_could_not_be_followed_is_refused_at_once(change: dict[str, Any], code: str) -> None:
    """When the clauses are recorded, not on the day on which somebody is to be paid."""
    with pytest.raises(TermsInvalid) as refused:
        with_schedule(**change)
    assert refused.value.code == code


def test_terms_without_the_clause_say_nothing() -> None:
    """As all terms did before there was one."""
    assert with_schedule().timetable is not None
    plain = {name: value for name, value in _plain().items() if name != "schedule"}
    assert parse_terms(plain).timetable is None


def _plain() -> dict[str, Any]:
    step = {
        "id": "a", "kind": "royalty/1", "clause": "5", "basis": "received", "payee": "party_a",
        "label": {"ja": "a", "en": "a"}, "rate": {"num": 1, "den": 1},
    }  # fmt: skip
    return {"terms": 1, "currency": "JPY", "steps": [step]}
