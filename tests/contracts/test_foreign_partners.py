"""What follows for partners abroad: the day on which profit counts as paid, and the flags."""

from datetime import date

import pytest

from contracts.errors import TermsInvalid
from contracts.tax.partners import CONFIRM, Partner, consequences, deemed_paid_on


@pytest.mark.parametrize(
    ("last_day", "paid_on"),
    [
        (date(2026, 12, 31), date(2027, 2, 28)),
        (date(2027, 12, 31), date(2028, 2, 29)),
        (date(2026, 3, 31), date(2026, 5, 31)),
        (date(2026, 9, 30), date(2026, 11, 30)),
    ],
)
def test_undistributed_profit_counts_as_paid_two_months_later(
    last_day: date, paid_on: date
) -> None:
    assert deemed_paid_on(last_day) == paid_on


def codes(partner: Partner) -> list[str]:
    return [one.code for one in consequences(partner, date(2026, 12, 31))]


def test_the_rate_is_that_of_the_day_on_which_profit_counts_as_paid() -> None:
    """The period ends in December 2026: the table's line of 2027 applies, 20.42% still."""
    found = {one.code: one for one in consequences(Partner("KR"), date(2026, 12, 31))}
    tax = found["partnership-withholding"]
    assert (tax.day, tax.rate) == (date(2027, 2, 28), (1021, 5000))
    assert "令和8年度税制改正大綱" in tax.law


def test_every_line_has_its_law_and_is_to_be_confirmed() -> None:
    partner = Partner("CN", currencies=("CNY",), window_territories=("CN",), is_paid_in=("JPY",))
    for one in consequences(partner, date(2026, 12, 31)):
        assert one.law
        assert one.confidence == CONFIRM


def test_flags_follow_from_what_is_on_record() -> None:
    bare = ["permanent-establishment", "partnership-withholding", "treaty-form",
            "foreign-tax-credit", "distribution-out-of-scope"]  # fmt: skip
    assert codes(Partner("US", is_registered=True)) == bare
    assert codes(Partner("US")) == [*bare, "invoices-blocked"]
    windows = Partner(
        "CN", is_registered=True, currencies=("CNY", "JPY"), window_territories=("CN",),
        is_paid_in=("JPY",),
    )  # fmt: skip
    assert codes(windows) == [*bare[:4], "window-currency", "window-abroad", bare[4]]


def test_a_day_for_which_no_rate_is_known_is_refused() -> None:
    with pytest.raises(TermsInvalid, match="rate-expired"):
        consequences(Partner("US"), date(2060, 12, 31))
