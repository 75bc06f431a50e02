"""The tables of the log, of tokens, of who read whose data and of who signs in; schema only.

These classes describe columns. They never take input, never leave the store and never carry a row
on a busy path: appending and reading use driver SQL (`append.py`, `read.py`). `entry`, `part`,
`tile`, `request` and `checkpoint` are append-only (`guards.py`); `head` moves forward; `token`,
`step_up` and `personal_read` are ordinary tables beside the log. So are those of people who sign
in, but for `sign_in_event`, which is append-only too.
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


class SignInAccountRow(LogTable, table=True):
    """One person at one seat: how she signs in, and the token that everything she does is under."""

    __tablename__ = "sign_in_account"
    __table_args__ = (
        UniqueConstraint("login_mac", name="sign_in_account_login"),
        UniqueConstraint("token_id", name="sign_in_account_token"),
        Index("sign_in_account_subject", "subject"),
        _STRICT_BY_KEY,
    )

    id: str = _text(key=True)
    token_id: str = _text()
    subject: str | None = _text(null=True)
    login_mac: str = _text()
    login: bytes = _bytes()
    password: str | None = _text(null=True)
    password_at: str | None = _text(null=True)
    start_hash: str | None = _text(null=True)
    start_until: str | None = _text(null=True)
    created_at: str = _text()
    created_by: str | None = _text(null=True)
    disabled_at: str | None = _text(null=True)


class SignInFactorRow(LogTable, table=True):
    """One further proof of a person: an authenticator's secret, a passkey, a recovery code."""

    __tablename__ = "sign_in_factor"
    __table_args__ = (
        UniqueConstraint("key_id", name="sign_in_factor_key"),
        Index("sign_in_factor_account", "account_id"),
        _check("sign_in_factor_kind", "kind IN ('totp', 'passkey', 'recovery')"),
        _STRICT_BY_KEY,
    )

    id: str = _text(key=True)
    account_id: str = _text()
    kind: str = _text()
    name: str = _text()
    key_id: str | None = _text(null=True)
    secret: bytes = _bytes()
    counter: int = _integer()
    created_at: str = _text()
    used_at: str | None = _text(null=True)


class SignInLinkRow(LogTable, table=True):
    """Which account a company's own sign-in service means by one of its people."""

    __tablename__ = "sign_in_link"
    __table_args__ = (Index("sign_in_link_account", "account_id"), _STRICT_BY_KEY)

    issuer: str = _text(key=True)
    person_mac: str = _text(key=True)
    account_id: str = _text()
    created_at: str = _text()


class SignInSessionRow(LogTable, table=True):
    """One browser that is signed in, known by the hash of its cookie."""

    __tablename__ = "sign_in_session"
    __table_args__ = (Index("sign_in_session_account", "account_id"), _STRICT_BY_KEY)

    id: str = _text(key=True)
    account_id: str = _text()
    how: str = _text()
    created_at: str = _text()
    seen_at: str = _text()
    ends_at: str = _text()
    proved_at: str | None = _text(null=True)
    network: str = _text()
    browser: str = _text()


class SignInTicketRow(LogTable, table=True):
    """What is good once and for minutes: a first proof, a challenge, a way to a provider."""

    __tablename__ = "sign_in_ticket"
    __table_args__ = (Index("sign_in_ticket_until", "until"), _STRICT_BY_KEY)

    id: str = _text(key=True)
    purpose: str = _text()
    account_id: str | None = _text(null=True)
    data: bytes = _bytes()
    until: str = _text()


class SignInWaitRow(LogTable, table=True):
    """How often somebody failed lately, and until when he waits; whoever it is, known by a MAC."""

    __tablename__ = "sign_in_wait"
    __table_args__ = (_STRICT_BY_KEY,)

    id: str = _text(key=True)
    failures: int = _integer()
    last_at: str = _text()
    until: str | None = _text(null=True)


class SignInEventRow(LogTable, table=True):
    """That somebody signed in, failed to, or changed how he does. No login, no password."""

    __tablename__ = "sign_in_event"
    __table_args__ = (Index("sign_in_event_account", "account_id", "id"), _STRICT_BY_KEY)

    id: str = _text(key=True)
    account_id: str | None = _text(null=True)
    at: str = _text()
    kind: str = _text()
    how: str = _text()
    network: str = _text()
    by: str | None = _text(null=True)


APPEND_ONLY: Final = ("entry", "part", "tile", "request", "checkpoint", "sign_in_event")
_MAY_CHANGE: Final = ("UPDATE", "DELETE")
CHANGES: Final[dict[str, tuple[str, ...]]] = {
    "token": ("UPDATE",),
    "sign_in_account": _MAY_CHANGE,
    "sign_in_factor": _MAY_CHANGE,
    "sign_in_link": _MAY_CHANGE,
    "sign_in_session": _MAY_CHANGE,
    "sign_in_ticket": _MAY_CHANGE,
    "sign_in_wait": _MAY_CHANGE,
}
"""What the register's own role may do with a table besides reading and adding."""
LOG_TABLES: Final[tuple[Table, ...]] = tuple(LOG_METADATA.sorted_tables)
