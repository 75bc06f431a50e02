"""Committees that live at random keep what must hold; see `committee_life`."""

import pytest
from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.machine.committee_life import CommitteeLife

_QUIET = (HealthCheck.too_slow, HealthCheck.filter_too_much, HealthCheck.data_too_large)


def lives(histories: int, steps: int) -> None:
    """Run histories of so many steps, the same in every build."""
    run_state_machine_as_test(
        CommitteeLife,
        settings=settings(
            max_examples=histories, stateful_step_count=steps, derandomize=True, deadline=None,
            suppress_health_check=_QUIET,
        ),
    )  # fmt: skip


def test_a_few_committees_live_and_everything_adds_up() -> None:
    lives(3, 20)


@pytest.mark.slow
def test_many_committees_live_and_everything_adds_up() -> None:
    lives(25, 40)
