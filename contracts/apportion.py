"""Divide one whole amount by weights so that the parts add up to it exactly.

Two rules, chosen by name in the contract:
- `hamilton`: parts cut down, leftover units to the largest remainders, ties by order.
- `first`: parts cut down, leftover units one each from the first item on.
In both a zero weight receives nothing, and a negative amount mirrors the positive one.
"""

from collections.abc import Callable, Sequence

from contracts.errors import TermsInvalid


def hamilton(total: int, weights: Sequence[int]) -> list[int]:
    """Divide by largest remainder; between equal remainders the earlier item wins.

    Args:
        total: Whole units to divide, any sign.
        weights: Not negative, not all zero. They need not sum to anything.

    Returns:
        One part per weight, in order, summing to `total`.

    Raises:
        TermsInvalid: A weight is negative or not an int, or all are zero.

    Source:
        Largest-remainder (Hamilton) method: Balinski and Young, Fair Representation (1982).
        Case CM-04: 101 over 3333/3333/3334 gives 34/33/34.

    Example:
        >>> hamilton(101, [3333, 3333, 3334]), hamilton(-101, [3333, 3333, 3334])
        ([34, 33, 34], [-34, -33, -34])
    """
    whole = _checked_sum(weights)
    quotients = [divmod(abs(total) * weight, whole) for weight in weights]
    parts = [part for part, _ in quotients]
    # sorted() is stable: equal remainders stay in the order of the contract.
    by_remainder = sorted(range(len(weights)), key=lambda place: -quotients[place][1])
    for place in by_remainder[: abs(total) - sum(parts)]:
        parts[place] += 1
    return [-part for part in parts] if total < 0 else parts


def first(total: int, weights: Sequence[int]) -> list[int]:
    """Divide with leftover units going one each from the first item with a weight on.

    Args:
        total: Whole units to divide, any sign.
        weights: Not negative, not all zero.

    Returns:
        One part per weight, in order, summing to `total`.

    Raises:
        TermsInvalid: A weight is negative or not an int, or all are zero.

    Source:
        Allocation rule of formancehq/numscript's published test suite: 15 over 80% / 8% / 12%
        gives 13 / 1 / 1.

    Example:
        >>> first(15, [80, 8, 12])
        [13, 1, 1]
    """
    whole = _checked_sum(weights)
    parts = [abs(total) * weight // whole for weight in weights]
    weighted = [place for place, weight in enumerate(weights) if weight]
    for place in weighted[: abs(total) - sum(parts)]:
        parts[place] += 1
    return [-part for part in parts] if total < 0 else parts


RULES: dict[str, Callable[[int, Sequence[int]], list[int]]] = {
    "hamilton": hamilton,
    "first": first,
}


def _checked_sum(weights: Sequence[int]) -> int:
    if any(type(weight) is not int or weight < 0 for weight in weights):
        raise TermsInvalid(
            "weight-negative",
            "Weights are whole numbers, never negative.",
            value=repr(list(weights)),
            expected="ints >= 0",
        )
    whole = sum(weights)
    if whole == 0:
        raise TermsInvalid(
            "weights-all-zero",
            "Nobody to receive: every weight is zero.",
            value=repr(list(weights)),
            expected="at least one weight > 0",
        )
    return whole
