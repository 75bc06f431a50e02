"""Rates of exchange: one value per source, pair and day, corrected by name."""

from datetime import date

import pytest
from stage import Stage, digest, studio

from ledger.command import SYSTEM, Actor
from ledger.errors import RuleViolation
from ledger.fx.commands import PublishedRate, RecordRates
from ledger.fx.views import page, rate_on, rates_of
from ledger.ledger import Ledger
from ledger.values import DocumentRef

FRIDAY, SUNDAY = date(2026, 1, 30), date(2026, 2, 1)


@pytest.fixture
def stage(ledger: Ledger) -> Stage:
    return Stage(ledger)


def rates(*lines: PublishedRate, source: str = "boj") -> RecordRates:
    return RecordRates(source=source, document=DocumentRef(sha256=digest("相場表")), rates=lines)


def usd(num: int = 15123, day: date = FRIDAY, replaces: int | None = None) -> PublishedRate:
    return PublishedRate(base="USD", quote="JPY", date=day, num=num, den=100, replaces=replaces)


def test_a_rate_counts_until_the_next_one_for_a_few_days(stage: Stage) -> None:
    """No rate is published on Sunday 1 February 2026: Friday's counts, two days before."""
    recorded = stage.record(rates(usd()))
    with stage.ledger.reading() as conn:
        found = rate_on(conn, "boj", "USD", "JPY", SUNDAY)
    assert (found.known.num, found.known.den, found.date) == (15123, 100, "2026-01-30")
    assert found.known.entry == recorded.first_index


def test_an_old_rate_does_not_count(stage: Stage) -> None:
    stage.record(rates(usd()))
    with stage.ledger.reading() as conn, pytest.raises(RuleViolation) as refusal:
        rate_on(conn, "boj", "USD", "JPY", date(2026, 2, 7))
    assert refusal.value.code == "fx-rate-missing"
    assert refusal.value.fields["value"] == "USD/JPY 2026-02-07"
    assert refusal.value.fields["expected"] == "USD/JPY by boj, 2026-01-31 to 2026-02-07"


def test_no_rate_is_computed_over_a_third_currency(stage: Stage) -> None:
    lines = [
        PublishedRate(base="EUR", quote=code, date=FRIDAY, num=2, den=1) for code in ("USD", "JPY")
    ]
    stage.record(rates(*lines, source="ecb"))
    with stage.ledger.reading() as conn, pytest.raises(RuleViolation, match="direct pair"):
        rate_on(conn, "ecb", "USD", "JPY", FRIDAY)


def test_the_opposite_pair_counts_only_where_the_terms_say_so(stage: Stage) -> None:
    line = PublishedRate(base="JPY", quote="USD", date=FRIDAY, num=33, den=5000)
    stage.record(rates(line))
    with stage.ledger.reading() as conn:
        found = rate_on(conn, "boj", "USD", "JPY", FRIDAY, inverse=True)
        assert (found.known.num, found.known.den, found.inverse) == (33, 5000, True)
        with pytest.raises(RuleViolation, match="direct pair"):
            rate_on(conn, "boj", "USD", "JPY", FRIDAY)


def test_another_value_for_the_same_day_is_refused_naming_both(stage: Stage) -> None:
    first = stage.record(rates(usd())).first_index
    refusal = stage.refused(rates(usd(15127)))
    assert refusal.code == "fx-rate-differs"
    assert refusal.fields["value"] == "USD/JPY 2026-01-30 15127/100"
    assert "15123/100" in str(refusal.fields["expected"])
    assert refusal.fields["entry"] == first


def test_a_correction_names_what_it_replaces(stage: Stage) -> None:
    first = stage.record(rates(usd())).first_index
    stage.record(rates(usd(15133, replaces=first)))
    with stage.ledger.reading() as conn:
        (row,) = page(conn, source="boj")
    assert (row["num"], row["replaced_index"]) == (15133, first)
    assert stage.refused(rates(usd(15143, replaces=first))).code == "fx-rate-differs"


def test_a_correction_of_what_is_not_there_is_refused(stage: Stage) -> None:
    assert stage.refused(rates(usd(replaces=3))).code == "fx-rate-not-found"


def test_the_same_rate_again_is_refused(stage: Stage) -> None:
    stage.record(rates(usd()))
    assert stage.refused(rates(usd())).code == "fx-rate-known"


def test_two_values_in_one_request_are_refused(stage: Stage) -> None:
    refusal = stage.refused(rates(usd(), usd(15133)))
    assert (refusal.code, refusal.fields["field"]) == ("fx-rate-twice", "rates[1]")


@pytest.mark.parametrize(
    ("line", "code"),
    [
        (PublishedRate(base="JPY", quote="JPY", date=FRIDAY, num=1, den=1), "fx-pair-same"),
        (PublishedRate(base="XAU", quote="JPY", date=FRIDAY, num=1, den=1), "unknown-currency"),
        (PublishedRate(base="USD", quote="JPY", date=FRIDAY, num=4, den=2), "ratio-not-lowest"),
        (
            PublishedRate(base="USD", quote="JPY", date=date(2999, 1, 1), num=1, den=1),
            "day-in-future",
        ),
    ],
)
def test_what_cannot_be_a_rate_is_refused(stage: Stage, line: PublishedRate, code: str) -> None:
    refusal = stage.refused(rates(line))
    assert refusal.code == code
    assert str(refusal.fields["field"]).startswith("rates[0]")


def test_a_source_belongs_to_whoever_recorded_it_first(stage: Stage) -> None:
    mine, other = stage.company("海外販売"), stage.company("窓口社")
    stage.record(rates(usd(), source="house-rate"), studio(mine))
    later = rates(usd(15133, SUNDAY), source="house-rate")
    assert stage.refused(later, studio(other)).code == "fx-source-of-another"
    assert stage.refused(later, Actor("creator", mine)).code == "role-may-not-write"
    stage.record(later, SYSTEM)


def test_everything_of_a_source_can_be_read_at_once_or_page_by_page(stage: Stage) -> None:
    stage.record(rates(usd(), usd(15133, SUNDAY)))
    with stage.ledger.reading() as conn:
        assert set(rates_of(conn, "boj")) == {
            ("USD", "JPY", "2026-01-30"), ("USD", "JPY", "2026-02-01")
        }  # fmt: skip
        (first,) = page(conn, limit=1)
        (second,) = page(conn, after=first["id"], base="USD")
    assert (first["date"], second["date"]) == ("2026-01-30", "2026-02-01")
