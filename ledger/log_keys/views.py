"""Which keys sign checkpoints, as the log says; without a row it is the key of the genesis text."""

from sqlalchemy import Connection, select
from sqlmodel import Field

from ledger.event import Event, Place
from ledger.log.log_keys import KeyTerm, LogKeys
from ledger.log.note import parse_verifier_key
from ledger.log_keys.events import LogKeyRetired, LogKeyRotated
from ledger.store.handler import Projection
from ledger.store.read import read_head
from ledger.store.state import Row, State
from ledger.store.views import View, integer, table_of, text


class LogKeyRow(View, table=True):
    """A key with the first size that it signs, and the first that it no longer signs."""

    __tablename__ = "v_log_key"

    number: int = Field(sa_column=integer(key=True))
    key: str = Field(sa_column=text())
    since: int = Field(sa_column=integer())
    until: int | None = Field(sa_column=integer(null=True))


def log_key_rotated(event: LogKeyRotated, state: State, place: Place) -> None:
    """Add a key; before the first, the key of the genesis text gets its row."""
    rows = state.select(LogKeyRow)
    if not rows:
        state.put(LogKeyRow, number=0, key=event.previous, since=0, until=None)
    number = max(1, len(rows))
    state.put(LogKeyRow, number=number, key=event.key, since=place.index + 1, until=None)


def log_key_retired(event: LogKeyRetired, state: State, place: Place) -> None:
    """End a key's time."""
    row = next(row for row in state.select(LogKeyRow) if row["key"] == event.key)
    state.change(LogKeyRow, row["number"], until=place.index + 1)


def keys_of(source: Connection | State) -> LogKeys:
    """Return every key the log ever had, within a transaction or a snapshot."""
    if isinstance(source, State):
        genesis, rows = source.genesis(), source.select(LogKeyRow)
    else:
        table = table_of(LogKeyRow)
        found = source.execute(select(table).order_by(table.c.number)).mappings()
        genesis, rows = read_head(source).genesis, [dict(row) for row in found]
    first = LogKeys.of_genesis(genesis)
    return LogKeys(first.origin, tuple(map(_term, rows)) or first.terms)


def _term(row: Row) -> KeyTerm:
    return KeyTerm(parse_verifier_key(row["key"]), row["since"], row["until"])


VIEWS: tuple[type[View], ...] = (LogKeyRow,)

PROJECTIONS: dict[type[Event], Projection] = {
    LogKeyRotated: log_key_rotated,
    LogKeyRetired: log_key_retired,
}
