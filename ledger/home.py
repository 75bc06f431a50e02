"""The files of a home by their names: whether it is free, its card, its secrets.

The card comes last when a home is made: a home without one is no register.
"""

import os
from pathlib import Path
from typing import Final

from ledger.errors import Conflict, LedgerError, LogCorrupt, NotFound
from ledger.log import canonical
from ledger.log.genesis import parse_genesis
from ledger.log.note import KEY_BYTES
from ledger.log_keys.files import LOG_KEY

CARD: Final = "register.json"
REQUEST_KEY: Final = "request.key"
_DATABASES: Final = ("register.db", "guard.db")
_VAULT: Final = ("vault.db", "keys.db", "master.key")


def must_be_free(home: Path) -> None:
    """Refuse a home that holds a register, or what is left of one."""
    if (home / CARD).exists():
        raise Conflict("register-exists", field="home", value=str(home), expected="an empty folder")
    if left := pieces(home):
        raise occupied(home, left)


def pieces(home: Path) -> list[str]:
    """Return which files of a register are in a folder, its card aside."""
    databases = [f"{name}{tail}" for name in _DATABASES for tail in ("", "-wal", "-shm")]
    names = [*databases, LOG_KEY, REQUEST_KEY, *_VAULT]
    return [name for name in names if (home / name).exists()]


def occupied(home: Path, found: list[str]) -> Conflict:
    """Return the refusal of a home that holds pieces of a register."""
    return Conflict(
        "home-not-empty",
        f"{home} holds files of a register that has no {CARD}: it was being made, or lost it",
        field="home",
        value=str(home),
        found=found,
        expected="an empty folder",
    )


def read_card(home: Path) -> str:
    """Return the genesis text of the register in a home."""
    try:
        data = (home / CARD).read_bytes()
    except FileNotFoundError:
        raise NotFound(
            "no-register-here",
            f"there is no register in {home}: `daicho init` creates one",
            field="home",
            value=str(home),
        ) from None
    try:
        card = canonical.decode(data)
        genesis: str = card["genesis"] if card["format"] == 1 else ""
        parse_genesis(genesis)
    except (LedgerError, KeyError, TypeError) as error:
        raise LogCorrupt(
            "register-card-damaged",
            value=str(home / CARD),
            expected="format 1 with a genesis text",
            found=str(error),
        ) from error
    return genesis


def read_key(path: Path) -> bytes:
    """Return a key of 32 bytes from its file."""
    try:
        key = path.read_bytes()
    except (FileNotFoundError, IsADirectoryError):
        raise LogCorrupt("home-incomplete", value=str(path), expected="a file") from None
    if len(key) != KEY_BYTES:
        found = f"{len(key)} bytes"
        raise LogCorrupt("key-malformed", value=str(path), found=found, expected="32 bytes")
    return key


def write_secret(path: Path, data: bytes) -> None:
    """Write a file that only its owner may read; never over one that exists."""
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
