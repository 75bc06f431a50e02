"""An empty sample register on SQLite, made once per process: to copy it is twenty times faster."""

import atexit
import shutil
import tempfile
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

from ledger.bootstrap import Sample, create_register
from ledger.settings import Settings

START = datetime(2026, 11, 22, 3, 44, 5, 123456, tzinfo=UTC)
ORIGIN = "ledger.example/ip"


@cache
def empty_home() -> Path:
    """Where it is. Its seed is 1; at what time its clock starts is said by whoever opens a copy."""
    folder = Path(tempfile.mkdtemp(prefix="daicho-empty-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    create_register(Settings(home=folder / "home"), ORIGIN, sample=Sample(1, START))
    return folder / "home"


def copy_of_empty_home(home: Path) -> Settings:
    """Copy it into a folder that is not there yet."""
    return copy_of_home(empty_home(), home)


def copy_of_home(template: Path, home: Path) -> Settings:
    """Copy a closed register on SQLite into a folder that is not there yet."""
    shutil.copytree(template, home)
    return Settings(home=home)
