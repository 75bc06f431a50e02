"""The fixtures of money tests."""

from money_stage import money, money_anywhere

__all__ = ["money", "money_anywhere"]
