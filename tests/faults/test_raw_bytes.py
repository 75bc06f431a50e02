"""Bytes of the database file itself are changed, underneath SQLite.

Either the change hit nothing that anybody reads, and then everything reads as before; or opening
refuses, or verification names what is wrong. Nothing passes in silence.
"""

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path
from random import Random

import pytest
from sqlalchemy import exc

from ledger.audit.findings import VerifyReport
from ledger.bootstrap import open_register, open_to_verify
from ledger.catalog import VIEWS
from ledger.errors import LedgerError, LogCorrupt
from ledger.jobs.verify import verify_register
from ledger.settings import Settings
from ledger.store.tables import LOG_TABLES
from ledger.store.views import table_of
from tests.faults.everything import everything_on_sqlite

__all__ = ["everything_on_sqlite"]

SAMPLES = 20
TABLES = [table.name for table in (*LOG_TABLES, *map(table_of, VIEWS))]


@pytest.fixture
def home(everything_on_sqlite: Settings, tmp_path: Path) -> Path:
    """A closed register: everything is in one file."""
    copy = tmp_path / "home"
    shutil.copytree(everything_on_sqlite.home, copy)
    assert not (copy / "register.db-wal").exists()
    return copy


def flip(home: Path, offset: int, original: bytes) -> None:
    """Put the file back as it was, but for one byte."""
    _write(home, original[:offset] + _flipped(original[offset], offset) + original[offset + 1 :])


def flip_all(home: Path, value: bytes, at: int, original: bytes) -> None:
    """Put the file back as it was, but for one byte of a value, wherever SQLite left a copy."""
    changed = value[:at] + _flipped(value[at], at) + value[at + 1 :]
    _write(home, original.replace(value, changed))


def _flipped(byte: int, place: int) -> bytes:
    return bytes([byte ^ (1 << place % 8)])


def _write(home: Path, data: bytes) -> None:
    for stray in home.glob("register.db-*"):
        stray.unlink()
    (home / "register.db").write_bytes(data)


def verified(home: Path, *, views: bool = False) -> VerifyReport:
    with closing(open_to_verify(Settings(home=home))) as opened:
        return verify_register(opened, views=views)


def is_passed_over(home: Path) -> bool:
    """Tell whether nothing is said; views are built again only where the log says nothing."""
    try:
        return all(verified(home, views=views).verdict != "FAIL" for views in (False, True))
    except (LedgerError, exc.DatabaseError):
        return False


def contents(home: Path) -> dict[str, list[tuple[object, ...]]]:
    """Every row that the register reads."""
    conn = sqlite3.connect(home / "register.db")
    try:
        return {
            name: sorted(conn.execute(f"SELECT * FROM {name}").fetchall(), key=repr)
            for name in TABLES
        }
    finally:
        conn.close()


def values(home: Path, index: int) -> dict[str, bytes]:
    conn = sqlite3.connect(home / "register.db")
    leaf, leaf_hash = conn.execute(
        "SELECT leaf, leaf_hash FROM entry WHERE idx = ?", (index,)
    ).fetchone()
    salt, data = conn.execute(
        "SELECT salt, data FROM part WHERE idx = ? ORDER BY ordinal DESC", (index,)
    ).fetchone()
    conn.close()
    return {"leaf": leaf, "leaf_hash": leaf_hash, "salt": salt, "data": data}


@pytest.mark.parametrize("column", ["leaf", "leaf_hash", "salt", "data"])
@pytest.mark.parametrize("index", [0, 20])
def test_a_byte_of_an_entry_changed_in_the_file_is_named(
    home: Path, column: str, index: int
) -> None:
    original = (home / "register.db").read_bytes()
    value = values(home, index)[column]
    assert original.count(value) >= 1  # a page that was split may keep what has moved
    for at in (0, len(value) // 2, len(value) - 1):
        flip_all(home, value, at, original)
        report = verified(home)
        assert report.verdict == "FAIL"
        assert index in {finding.index for finding in report.findings}


def test_a_byte_of_the_last_entry_changed_in_the_file_is_refused_at_opening(home: Path) -> None:
    original = (home / "register.db").read_bytes()
    conn = sqlite3.connect(home / "register.db")
    (last,) = conn.execute("SELECT max(idx) FROM entry").fetchone()
    conn.close()
    leaf = values(home, last)["leaf"]
    for at in range(0, len(leaf), 60):
        flip(home, original.index(leaf) + at, original)
        with pytest.raises(LogCorrupt):
            open_register(Settings(home=home))
        assert last in {finding.index for finding in verified(home).findings}


def test_no_byte_anywhere_in_the_file_changes_in_silence(home: Path) -> None:
    original = (home / "register.db").read_bytes()
    before = contents(home)
    chance = Random(20261122)
    loud = 0
    for _ in range(SAMPLES):
        flip(home, chance.randrange(len(original)), original)
        passed = is_passed_over(home)
        loud += not passed
        if passed:
            assert contents(home) == before
    assert loud > 0


@pytest.mark.parametrize("length", [0, 100, 16_384, 50_000])
def test_a_file_cut_short_is_refused(home: Path, length: int) -> None:
    path = home / "register.db"
    path.write_bytes(path.read_bytes()[:length])
    with pytest.raises((LedgerError, exc.DatabaseError)):
        verified(home, views=True)


def test_pages_overwritten_with_zeros_are_not_passed_over(home: Path) -> None:
    """As after a file system lost a write: whole pages, not single bytes."""
    path = home / "register.db"
    original = path.read_bytes()
    before = contents(home)
    for page in range(0, len(original), 16_384 * 12):
        for stray in home.glob("register.db-*"):
            stray.unlink()
        path.write_bytes(original[:page] + bytes(16_384) + original[page + 16_384 :])
        passed = is_passed_over(home)
        if passed:
            assert contents(home) == before
