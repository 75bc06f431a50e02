"""Records of payments and the days by which they and the tax are handed in."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.errors import TermsInvalid
from contracts.tax.filing import (
    NON_RESIDENT,
    RESIDENT,
    Paid,
    payment_records,
    records_due,
    remit_by,
)

SPORTS_DAY = {date(2026, 10, 12)}


def paid(amount: int, day: date = date(2026, 3, 31), **more: object) -> Paid:
    return Paid(**{"payee": "a", "residence": "JP", "income": "copyright", "paid_on": day, "amount_minor": amount, **more})  # type: ignore[arg-type]  # fmt: skip


@pytest.mark.parametrize(("amount", "files"), [(20_000, False), (20_001, True)])
def test_a_record_is_filed_above_the_limit_and_not_at_it(amount: int, files: bool) -> None:
    (record,) = payment_records([paid(30_000), paid(amount, date(2026, 10, 31))], 2026)
    assert (record.total_minor, record.must_file) == (30_000 + amount, files)


def test_consumption_tax_counts_unless_it_is_shown_apart() -> None:
    apart = paid(50_000, consumption_tax_minor=5_000)
    inside = paid(50_000, consumption_tax_minor=5_000, is_separated=False)
    assert [payment_records([each], 2026)[0].must_file for each in (apart, inside)] == [False, True]


def test_the_year_is_that_of_payment() -> None:
    payments = [paid(60_000, date(2026, 12, 31)), paid(70_000, date(2027, 1, 1))]
    assert [record.total_minor for record in payment_records(payments, 2026)] == [60_000]


def test_a_payee_who_moved_abroad_has_a_record_of_each_form() -> None:
    payments = [paid(60_000), paid(600_000, residence="FR", withheld_minor=122_520)]
    assert [(r.form, r.must_file, r.withheld_minor) for r in payment_records(payments, 2026)] == [
        (NON_RESIDENT, True, 122_520), (RESIDENT, True, 0),
    ]  # fmt: skip


def test_kinds_of_income_stand_apart_in_one_record() -> None:
    payments = [
        paid(60_000, withheld_minor=6_126),
        paid(10_000, income="fee", withheld_minor=1_021),
    ]
    (record,) = payment_records(payments, 2026)
    assert record.incomes == (("copyright", 60_000, 6_126), ("fee", 10_000, 1_021))


@given(st.lists(st.tuples(st.sampled_from("abc"), st.integers(0, 10**9)), max_size=20))
def test_records_sum_to_what_was_paid(payments: list[tuple[str, int]]) -> None:
    records = payment_records([paid(amount, payee=payee) for payee, amount in payments], 2026)
    assert sum(record.total_minor for record in records) == sum(amount for _, amount in payments)
    assert len({record.payee for record in records}) == len(records)


@pytest.mark.parametrize(
    ("day", "last"),
    [
        (date(2026, 9, 30), date(2026, 10, 13)),
        (date(2026, 11, 1), date(2026, 12, 10)),
        (date(2026, 12, 31), date(2027, 1, 12)),
    ],
)
def test_tax_is_paid_over_by_the_tenth_or_the_working_day_after(day: date, last: date) -> None:
    """By hand: 10 January 2027 is a Sunday and the 11th a holiday (成人の日): the 12th."""
    holidays = SPORTS_DAY | {date(2027, 1, 11)}
    assert remit_by(day, holidays.__contains__) == last


def test_records_are_due_at_the_end_of_january() -> None:
    """By hand: 31 January 2027 is a Sunday: Monday, 1 February."""
    assert records_due(2026, set[date]().__contains__) == date(2027, 2, 1)


def test_a_year_before_the_table_is_refused() -> None:
    with pytest.raises(TermsInvalid, match="filing-unknown"):
        payment_records([paid(1, date(2000, 1, 1))], 2000)
