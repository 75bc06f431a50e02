"""The fixtures of tests about the end of committees."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from ending_stage import Ending
from money_stage import money_on, open_money

from ledger.settings import Settings


@pytest.fixture
def ending(tmp_path: Path) -> Iterator[Ending]:
    """A committee of three that holds a work, on SQLite."""
    for money in open_money(tmp_path / "home"):
        yield Ending(money)


@pytest.fixture
def ending_anywhere(either_settings: Settings) -> Iterator[Ending]:
    """The same on either kind of database."""
    for money in money_on(either_settings):
        yield Ending(money)
