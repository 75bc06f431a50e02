"""The fixtures of tests about people's data."""

from money_stage import money, money_anywhere

__all__ = ["money", "money_anywhere"]
