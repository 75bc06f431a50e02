"""The fixtures of tests of faults."""

from tests.faults.world import either_register, either_settings, postgresql_register

__all__ = ["either_register", "either_settings", "postgresql_register"]
