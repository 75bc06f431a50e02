"""Backups of people's keys: kept for thirty days and no longer, because they can undo an erasure.

A backup is a copy of `keys.db` named for its time. Making one removes those that are too old. The
store itself remembers when it was last copied, so that an erasure can say when it takes effect.
Keys must not be backed up in any other way.
"""

import re
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Final

from ledger.bootstrap import Register
from ledger.clock import parse_stamp, stamp, tokyo_date
from ledger.errors import Conflict
from ledger.vault.files import sync_folder

MAX_AGE_DAYS: Final = 30
"""The oldest a backup of keys may become.

Source:
    The register's own promise, in docs/OPERATIONS.md; an erasure is complete within it.
"""

_NAME: Final = re.compile(r"keys-([0-9]{8}T[0-9]{6}Z)\.db")
_FORMAT: Final = "%Y%m%dT%H%M%SZ"


@dataclass(frozen=True, slots=True)
class KeyBackup:
    """A backup that was made, and those that it replaced.

    Attributes:
        file: The copy. expires_on: when it must be gone.
        removed: Names of older ones that were removed.
    """

    file: Path
    expires_on: date
    removed: tuple[str, ...]


def back_up_keys(register: Register, folder: Path) -> KeyBackup:
    """Copy people's keys into a folder, and remove copies older than `MAX_AGE_DAYS` from it.

    Raises:
        Conflict: A backup of this second is there already.
    """
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    now = register.clock.now()
    target = folder / f"keys-{now.astimezone(UTC).strftime(_FORMAT)}.db"
    if target.exists():
        raise Conflict("key-backup-exists", field="file", value=target.name, expected="a new name")
    unfinished = folder / f".{target.name}.unfinished"
    unfinished.unlink(missing_ok=True)
    register.vault.back_up_keys(unfinished, stamp(now))
    unfinished.replace(target)
    removed = tuple(sorted(_prune(folder, now)))
    sync_folder(folder)
    return KeyBackup(target, tokyo_date(now + timedelta(days=MAX_AGE_DAYS)), removed)


def _prune(folder: Path, now: datetime) -> list[str]:
    """Remove backups that are too old; what is named otherwise is not ours."""
    removed = []
    for path in folder.iterdir():
        match = _NAME.fullmatch(path.name)
        if match is None:
            continue
        taken_at = datetime.strptime(match[1], _FORMAT).replace(tzinfo=UTC)
        if now - taken_at > timedelta(days=MAX_AGE_DAYS):
            _overwrite(path)
            path.unlink()
            removed.append(path.name)
    return removed


def _overwrite(path: Path) -> None:
    """Empty a copy before it is removed, so that its keys do not lie about on the disk."""
    try:
        with closing(sqlite3.connect(path, isolation_level=None)) as conn:
            conn.execute("PRAGMA secure_delete=ON")
            conn.execute("DELETE FROM subject_key")
    except sqlite3.DatabaseError:
        return  # damaged, and about to go


def effective_on(register: Register) -> date:
    """Return from when on no backup of keys can bring back what is erased today."""
    today = tokyo_date(register.clock.now())
    last = register.vault.last_key_backup()
    if last is None:
        return today
    expires = tokyo_date(parse_stamp(last) + timedelta(days=MAX_AGE_DAYS))
    return max(today, expires)
