"""The committee that comes in, on one database or on each."""

import pytest
from money_stage import Money, money, money_anywhere
from opening_world import Taken, taken_world

__all__ = ["money", "money_anywhere"]


@pytest.fixture
def taken(money: Money) -> Taken:
    """The committee on SQLite."""
    return taken_world(money)


@pytest.fixture
def taken_anywhere(money_anywhere: Money) -> Taken:
    """The committee on either database."""
    return taken_world(money_anywhere)
