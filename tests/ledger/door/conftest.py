"""The fixtures of tests of the door."""

from tests.faults.world import either_register

__all__ = ["either_register"]
