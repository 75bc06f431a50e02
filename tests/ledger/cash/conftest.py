"""The fixtures of tests about cash."""

import pytest
from cash_stage import CashStage
from money_stage import Money, money, money_anywhere

__all__ = ["money", "money_anywhere"]


@pytest.fixture
def cash(money: Money) -> CashStage:
    """A lead with an account and two reports that are owed."""
    return CashStage(money)
