"""The fixtures of money tests: papers are printed of a register with names in its vault."""

from money_stage import money, money_anywhere

__all__ = ["money", "money_anywhere"]
