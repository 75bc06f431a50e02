"""Months as whole numbers since year 0, and the contract years made of them."""

from typing import Any

Json = dict[str, Any]


def month(text: str) -> int:
    year, _, number = text.partition("-")
    return int(year) * 12 + int(number) - 1


def months(period: str) -> tuple[int, int]:
    """First and last month of "2026-04", "2026-Q2", "2026-H1" or "2026"."""
    year, _, rest = period.partition("-")
    january = int(year) * 12
    if not rest:
        return january, january + 11
    if rest[0] == "Q":
        begins = january + 3 * (int(rest[1]) - 1)
        return begins, begins + 2
    if rest[0] == "H":
        begins = january + 6 * (int(rest[1]) - 1)
        return begins, begins + 5
    return january + int(rest) - 1, january + int(rest) - 1


def last_month(period: str) -> int:
    return months(period)[1]


def contract_years(year: Json, until: int) -> list[tuple[int, int]]:
    """First and last month of every contract year that has begun by a month."""
    begins, length = month(year["starts"]), year.get("months", 12)
    found: list[tuple[int, int]] = []
    while begins <= until and len(found) < year.get("years", 10_000):
        found.append((begins, begins + length - 1))
        begins += length
    return found
