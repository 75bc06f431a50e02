"""Exact shares of a right: whole-number fractions in lowest terms, added and compared exactly."""

from collections.abc import Iterable
from typing import Final

from contracts.money import Ratio, lowest_terms

NOTHING: Final[Ratio] = (0, 1)
WHOLE: Final[Ratio] = (1, 1)


def plus(a: Ratio, b: Ratio) -> Ratio:
    """Add two shares.

    Example:
        >>> plus((1, 3), (1, 6))
        (1, 2)
    """
    return lowest_terms(a[0] * b[1] + b[0] * a[1], a[1] * b[1])


def minus(a: Ratio, b: Ratio) -> Ratio:
    """Take a share off another."""
    return plus(a, (-b[0], b[1]))


def total(shares: Iterable[Ratio]) -> Ratio:
    """Add shares up."""
    found = NOTHING
    for share in shares:
        found = plus(found, share)
    return found


def is_less(a: Ratio, b: Ratio) -> bool:
    """Tell whether a share is smaller than another."""
    return a[0] * b[1] < b[0] * a[1]


def least(a: Ratio, b: Ratio) -> Ratio:
    """Give the smaller of two shares."""
    return a if is_less(a, b) else b


def written(share: Ratio) -> str:
    """Write a share as 1/3, and the whole as 1."""
    return str(share[0]) if share[1] == 1 else f"{share[0]}/{share[1]}"
