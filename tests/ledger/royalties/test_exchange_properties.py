"""However the money of a report arrives, what was converted of it adds up."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from contracts.conversion import convert, in_minor_units
from contracts.fx_terms import FxTerms
from ledger.errors import RuleViolation
from ledger.fx.lookup import Known, Lookup, Wanted, find_rate
from ledger.revenue.distributable import by_group, distributable_minor
from ledger.royalties.exchange import Changed, Exchange, Paid, Taken

END = date(2026, 3, 31)
WEIGHTS = st.lists(st.integers(-(10**6), 10**7), min_size=1, max_size=5).filter(
    lambda weights: sum(weights) > 0
)
HOW = st.sampled_from(["line", "total"])
SHARES = st.lists(st.integers(1, 10**6), min_size=1, max_size=5)


def rate_of(day: str) -> Known:
    """A rate that differs every day: 150.01, 150.02 ..."""
    return Known(15_000 + date.fromisoformat(day).toordinal() % 97, 100, 7)


def every_day(_source: str, base: str, quote: str, day: str) -> Known | None:
    return rate_of(day) if (base, quote) == ("USD", "JPY") else None


def exchange(day: str, how: str, lookup: Lookup = every_day) -> Exchange:
    return Exchange("JPY", FxTerms("kawase", day, how), lookup)  # type: ignore[arg-type]


def taken(weights: Sequence[int], promised: int = 0, **more: object) -> Taken:
    whole = sum(weights)
    base = Taken("rep_1", "USD", whole, promised, None, whole, END, (), (), weights)
    return replace(base, **more)  # type: ignore[arg-type]


def steps(
    report: Taken, payments: Sequence[Paid], cuts: Sequence[int], ex: Exchange
) -> list[Changed]:
    """Take a report in several runs, each when so many payments had arrived."""
    done: list[Changed] = []
    for count in cuts:
        paid = payments[:count]
        arrived = sum(one.amount_minor for one in paid)
        total = distributable_minor(
            report.amount_minor, report.remittance_minor, arrived, "receipt"
        )
        if total in (0, report.used):
            continue
        done.append(ex.change(replace(report, total=total, paid=paid)))
        report = replace(report, used=total, converted=done[-1].converted)
    return done


def payments_of(shares: Sequence[int]) -> list[Paid]:
    first = date(2026, 3, 1)
    return [Paid(10 + n, share, first + timedelta(days=n)) for n, share in enumerate(shares)]


@given(WEIGHTS, SHARES, HOW)
def test_one_rate_never_drifts(weights: list[int], shares: list[int], how: str) -> None:
    ex, payments = exchange("period_end", how), payments_of(shares)
    report = taken(weights, promised=sum(shares))
    done = steps(report, payments, range(1, len(shares) + 1), ex)
    rate = in_minor_units((rate_of(str(END)).num, 100), "USD", "JPY")
    found = sum(line.amount_minor for one in done for line in one.lines)
    assert found == sum(convert(by_group(sum(weights), weights), rate, how))  # type: ignore[arg-type]
    assert done[-1].used_minor == found


@example([0, 0, -244, 381], [1, 111, 10, 16575], "line")
@given(WEIGHTS, SHARES, HOW)
def test_payments_convert_alike_in_one_run_and_in_many(
    weights: list[int], shares: list[int], how: str
) -> None:
    ex, payments = exchange("receipt", how), payments_of(shares)
    report = taken(weights, promised=sum(shares))
    many = steps(report, payments, range(1, len(shares) + 1), ex)
    once = steps(report, payments, [len(shares)], ex)
    for runs in (many, once):
        assert sum(one.fx.amount_minor for run in runs for one in run.lines) == sum(weights)
    assert many[-1].converted == once[-1].converted
    assert many[-1].used_minor == once[-1].used_minor
    assert [run.before_minor for run in many] == [0, *(run.used_minor for run in many[:-1])]


@given(WEIGHTS, HOW)
def test_a_report_and_its_opposite_leave_nothing(weights: list[int], how: str) -> None:
    ex = exchange("period_end", how)
    there = ex.change(taken(weights)).used_minor
    back = ex.change(taken([-weight for weight in weights])).used_minor
    assert there + back == 0


def test_money_that_waits_for_no_payment_takes_the_last_day_of_its_period() -> None:
    """A report of returns: -1.00 at the rate of 31 March, whatever the terms say of payments."""
    changed = exchange("receipt", "line").change(taken([-100]))
    (one,) = changed.converted
    assert (one.wanted, one.receipt) == ("2026-03-31", None)
    assert changed.used_minor == -(100 * rate_of("2026-03-31").num // 10_000)


def test_without_a_clause_the_run_is_refused_naming_the_report() -> None:
    with pytest.raises(RuleViolation) as refusal:
        Exchange("JPY", None, every_day).change(taken([100]))
    assert refusal.value.code == "fx-terms-missing"
    assert refusal.value.fields["report"] == "rep_1"


def test_what_outgrows_an_amount_is_refused_naming_the_report() -> None:
    """9 x 10^15 cents at some 150 yen a dollar are beyond 2^53 - 1 yen."""
    with pytest.raises(RuleViolation) as refusal:
        exchange("period_end", "line").change(taken([9 * 10**15]))
    assert (refusal.value.code, refusal.value.fields["report"]) == ("amount-too-large", "rep_1")


def test_the_pair_itself_comes_before_the_opposite_one_even_if_older() -> None:
    """The direct rate of two days ago counts, though the opposite pair has one of today."""
    known = {
        ("USD", "JPY", "2026-03-29"): Known(150, 1, 3),
        ("JPY", "USD", "2026-03-31"): Known(1, 151, 4),
    }
    fx = FxTerms("kawase", "period_end", "line", inverse=True)
    found = find_rate(
        lambda _source, base, quote, day: known.get((base, quote, day)),
        Wanted("USD", "JPY", END, fx),
    )
    assert found is not None
    assert (found.known.entry, found.inverse) == (3, False)
