"""The fixtures of tests of faults."""

from tests.faults.world import either_register

__all__ = ["either_register"]
