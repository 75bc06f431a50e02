"""How a purchase document stands on a day follows from what was said and the day asked."""

from datetime import date
from typing import Any

import pytest

from ledger.invoices.deeming import last_day, standing_on


def row(**more: Any) -> dict[str, Any]:
    return {"status": "waiting", "confirm_by": "2026-04-15", "bears_tax": 1, **more}


def test_the_day_of_sending_is_not_counted() -> None:
    """Sent on 1 April with 14 days: the last day is 15 April."""
    assert last_day(date(2026, 4, 1), 14) == date(2026, 4, 15)
    assert last_day(date(2028, 2, 20), 14) == date(2028, 3, 5)  # a leap year


@pytest.mark.parametrize(
    ("found", "day", "standing"),
    [
        (row(), date(2026, 4, 15), ("waiting", None)),
        (row(), date(2026, 4, 16), ("deemed", date(2026, 4, 16))),
        (row(), date(2030, 1, 1), ("deemed", date(2026, 4, 16))),
        (row(confirm_by=None), date(2030, 1, 1), ("waiting", None)),
        (row(status="objected"), date(2030, 1, 1), ("objected", None)),
        (row(status="confirmed"), date(2026, 4, 2), ("confirmed", None)),
        (row(status="replaced"), date(2030, 1, 1), ("replaced", None)),
        (row(bears_tax=0), date(2030, 1, 1), ("not_needed", None)),
    ],
)
def test_silence_confirms_by_the_calendar_alone(
    found: dict[str, Any], day: date, standing: tuple[str, date | None]
) -> None:
    assert tuple(standing_on(found, day)) == standing
