"""Exact shares as whole numbers, as the waterfall takes them."""

from collections.abc import Iterable, Mapping
from math import lcm

Shares = Iterable[tuple[str, Mapping[str, int]]]
"""Party and its share as {"num": ..., "den": ...}, in the contract's order."""


def weights_of_shares(shares: Shares) -> tuple[tuple[str, int], ...]:
    """Return shares as whole numbers over their common denominator, in the contract's order.

    Source:
        1/2, 1/3 and 1/6 over the denominator 6 are 3, 2 and 1.
    """
    some = list(shares)
    whole = lcm(*(share["den"] for _, share in some))
    return tuple((party, share["num"] * whole // share["den"]) for party, share in some)
