"""Choices of a sample world: a small stream of numbers from a seed, the same on every machine."""

from collections.abc import Sequence
from typing import TypeVar

from ledger.entropy import SeededEntropy

_Item = TypeVar("_Item")


class Chance:
    """A stream of choices.

    Args:
        seed: The world's seed.
        stream: A name; each user has a stream of its own, so that a new choice in one place
            changes nothing elsewhere.
    """

    def __init__(self, seed: int, stream: str) -> None:
        self._entropy = SeededEntropy(seed, f"chance/{stream}")

    def below(self, limit: int) -> int:
        """Return a number from 0 to `limit - 1`."""
        return int.from_bytes(self._entropy.bytes(8), "big") % limit

    def between(self, low: int, high: int) -> int:
        """Return a number from `low` to `high`, both included."""
        return low + self.below(high - low + 1)

    def happens(self, times: int, of: int) -> bool:
        """Return True `times` times out of `of`."""
        return self.below(of) < times

    def pick(self, items: Sequence[_Item]) -> _Item:
        """Return one of the items."""
        return items[self.below(len(items))]

    def several(self, items: Sequence[_Item], count: int) -> list[_Item]:
        """Return `count` different items, in a new order."""
        pool = list(items)
        return [pool.pop(self.below(len(pool))) for _ in range(min(count, len(pool)))]
