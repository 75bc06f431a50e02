"""Registers with money on them, before and after it was paid out.

Each is built once and copied for every test, because copying a folder is faster than a year of sums.
"""

import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from money_stage import SAMPLE, Money, money, money_anywhere, open_money
from paid_world import Paid, pay, reported_world

from ledger.bootstrap import open_register
from ledger.settings import Settings

__all__ = ["money", "money_anywhere"]


@pytest.fixture(scope="session")
def reported_template(tmp_path_factory: pytest.TempPathFactory) -> Paid:
    """A closed register: sales are reported and half of the money has arrived."""
    for stage in open_money(tmp_path_factory.mktemp("reported") / "home"):
        world = reported_world(stage)
    return world


@pytest.fixture(scope="session")
def paid_template(tmp_path_factory: pytest.TempPathFactory) -> Paid:
    """A closed register: two months were run and stated."""
    for stage in open_money(tmp_path_factory.mktemp("paid") / "home"):
        world = pay(reported_world(stage))
    return world


@pytest.fixture
def reported(reported_template: Paid, tmp_path: Path) -> Iterator[Paid]:
    """Sales are reported and half of the money has arrived; nothing is paid yet."""
    yield from reopened(reported_template, tmp_path / "home")


@pytest.fixture
def paid(paid_template: Paid, tmp_path: Path) -> Iterator[Paid]:
    """Two months were run and stated."""
    yield from reopened(paid_template, tmp_path / "home")


def reopened(template: Paid, home: Path) -> Iterator[Paid]:
    """Copy a closed register and open the copy."""
    shutil.copytree(template.money.register.home, home)
    register = open_register(Settings(home=home), sample=SAMPLE)
    stage = Money(register)
    stage._made = template.money._made  # ids go on where the template stopped
    yield replace(template, money=stage)
    register.close()
