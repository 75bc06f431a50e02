"""The tables of the log, of access tokens and of who read whose data; schema only.

These classes describe columns. They never take input, never leave the store and never carry a row
on a busy path: appending and reading use driver SQL (`append.py`, `read.py`). `entry`, `part`,
`tile`, `request` and `checkpoint` are append-only (`guards.py`); `head` moves forward; `token`,
`step_up` and `personal_read` are ordinary tables beside the log.
"""

from typing import Any, ClassVar, Final

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    UniqueConstraint,
)
from sqlmodel import Field, SQLModel

LOG_METADATA: Final = MetaData()

# STRICT tables of SQLite know INTEGER, not BIGINT; both hold 64 bits there.
_BIGINT: Final = BigInteger().with_variant(Integer(), "sqlite")
_STRICT: Final = {"sqlite_strict": True}
# Rows ordered by their key in one tree. A hidden rowid would be a second unique key, through which
# INSERT OR REPLACE could delete an older row.
_STRICT_BY_KEY: Final = {"sqlite_strict": True, "sqlite_with_rowid": False}


def _integer(*, key: bool = False) -> Any:
    return Field(sa_column=Column(_BIGINT, primary_key=key, nullable=False, autoincrement=False))


def _text(*, key: bool = False, null: bool = False) -> Any:
    return Field(sa_column=Column(Text(), primary_key=key, nullable=null))


def _bytes() -> Any:
    return Field(sa_column=Column(LargeBinary(), nullable=False))


def _check(name: str, rule: str) -> CheckConstraint:
    return CheckConstraint(rule, name=name)


class LogTable(SQLModel):
    """Keeps the log's tables in a schema of their own, apart from the views."""

    metadata: ClassVar[MetaData] = LOG_METADATA


class HeadRow(LogTable, table=True):
    """The one row that every write locks first: size, right edge, last leaf, last time."""

    __tablename__ = "head"
    __table_args__ = (
        _check("head_one", "log_id = 1"),
        _check("head_size", "size >= 0"),
        _check("head_last_leaf", "length(last_leaf) = 32"),
        _STRICT,
    )

    log_id: int = _integer(key=True)
    genesis: str = _text()
    size: int = _integer()
    edge: bytes = _bytes()
    last_leaf: bytes = _bytes()
    last_time: str = _text()


class EntryRow(LogTable, table=True):
    """One entry: the exact leaf bytes and their hash. Order is `idx`, nothing else."""

    __tablename__ = "entry"
    __table_args__ = (
        _check("entry_idx", "idx >= 0"),
        _check("entry_leaf", "length(leaf) BETWEEN 1 AND 65535"),
        _check("entry_leaf_hash", "length(leaf_hash) = 32"),
        _STRICT,
    )

    idx: int = _integer(key=True)
    leaf: bytes = _bytes()
    leaf_hash: bytes = _bytes()


class PartRow(LogTable, table=True):
    """One salted part of an entry."""

    __tablename__ = "part"
    __table_args__ = (
        _check("part_ordinal", "ordinal >= 0"),
        _check("part_salt", "length(salt) = 32"),
        _check("part_data", "length(data) BETWEEN 1 AND 65535"),
        _STRICT_BY_KEY,
    )

    idx: int = _integer(key=True)
    ordinal: int = _integer(key=True)
    name: str = _text()
    salt: bytes = _bytes()
    data: bytes = _bytes()


class TileRow(LogTable, table=True):
    """One full tile: 256 hashes. Partial tiles are derived, never stored."""

    __tablename__ = "tile"
    __table_args__ = (
        _check("tile_level", "level BETWEEN 0 AND 7"),
        _check("tile_index", "tile_index >= 0"),
        _check("tile_hashes", "length(hashes) = 8192"),
        _STRICT_BY_KEY,
    )

    level: int = _integer(key=True)
    tile_index: int = _integer(key=True)
    hashes: bytes = _bytes()


class RequestRow(LogTable, table=True):
    """One idempotency key: whose, a keyed digest of the request, the entries it made."""

    __tablename__ = "request"
    __table_args__ = (
        _check("request_mac", "length(mac) = 32"),
        _check("request_range", "first_index >= 0 AND count >= 0"),
        _STRICT_BY_KEY,
    )

    party: str = _text(key=True)
    key: str = _text(key=True)
    mac: bytes = _bytes()
    first_index: int = _integer()
    count: int = _integer()


class CheckpointRow(LogTable, table=True):
    """One published checkpoint: the signed note, with the size and root that it states."""

    __tablename__ = "checkpoint"
    __table_args__ = (
        _check("checkpoint_size", "size >= 0"),
        _check("checkpoint_root", "length(root) = 32"),
        _check("checkpoint_note", "length(note) BETWEEN 1 AND 1000000"),
        _STRICT_BY_KEY,
    )

    size: int = _integer(key=True)
    root: bytes = _bytes()
    note: bytes = _bytes()


class TokenRow(LogTable, table=True):
    """One access token, known by its hash. Mutable: tokens are revoked."""

    __tablename__ = "token"
    __table_args__ = (UniqueConstraint("token_hash", name="token_hash_unique"), _STRICT)

    id: str = _text(key=True)
    token_hash: bytes = _bytes()
    party_id: str | None = _text(null=True)
    role: str = _text()
    scopes: str = _text()
    label: str = _text()
    created_at: str = _text()
    expires_at: str | None = _text(null=True)
    revoked_at: str | None = _text(null=True)


class StepUpRow(LogTable, table=True):
    """One token of a few minutes, and the token whose holder it was made for."""

    __tablename__ = "step_up"
    __table_args__ = (_STRICT_BY_KEY,)

    id: str = _text(key=True)
    parent_id: str = _text()


class PersonalReadRow(LogTable, table=True):
    """That somebody read a kind of data of a person: one row per person, kind and request.

    Not in the chain: there are more of them than of everything else.
    """

    __tablename__ = "personal_read"
    __table_args__ = (
        Index("personal_read_subject", "subject", "id"),
        _STRICT_BY_KEY,
    )

    id: str = _text(key=True)
    subject: str = _text(key=True)
    kind: str = _text(key=True)
    at: str = _text()
    role: str = _text()
    party: str | None = _text(null=True)
    by: str | None = _text(null=True)
    why: str = _text()


APPEND_ONLY: Final = ("entry", "part", "tile", "request", "checkpoint")
LOG_TABLES: Final[tuple[Table, ...]] = tuple(LOG_METADATA.sorted_tables)
