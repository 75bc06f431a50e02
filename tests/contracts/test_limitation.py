"""Until when a claim that is not paid can be enforced."""

from datetime import date

import pytest

from contracts.errors import TermsInvalid
from contracts.limitation import limitation, limitation_terms


@pytest.mark.parametrize(
    ("since", "known", "latest"),
    [
        (date(2026, 7, 31), date(2031, 7, 31), date(2036, 7, 31)),
        (date(2028, 2, 29), date(2033, 2, 28), date(2038, 2, 28)),
        (date(2020, 4, 1), date(2025, 4, 1), date(2030, 4, 1)),
    ],
)
def test_the_years_end_with_the_day_of_the_same_date(
    since: date, known: date, latest: date
) -> None:
    """By hand: the first day does not count: 1 August 2026 to 31 July 2031 are five years."""
    found = limitation(since)
    assert (found.known_until, found.latest) == (known, latest)


def test_what_was_due_under_older_law_is_refused() -> None:
    """Other years held before April 2020."""
    with pytest.raises(TermsInvalid) as refused:
        limitation(date(2020, 3, 31))
    assert refused.value.code == "limitation-unknown"


def test_every_line_names_its_law_and_how_sure_it_is() -> None:
    """A year without a source is no year."""
    assert {line.id for line in limitation_terms()} == {"known", "unknown"}
    assert all(line.law and line.confidence for line in limitation_terms())
