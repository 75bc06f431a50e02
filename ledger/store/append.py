"""Appending: the head row first, then entries, parts, tiles and requests, one statement each.

Order within a write transaction:

1. `lock_head`: whoever holds the head row is the only writer, on either database.
2. `Appender.add` for each fact, in memory: salts, commitment, leaf, chain, tree.
3. `Appender.flush`: the rows, then the head moves forward. The guards refuse any other order.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

from sqlalchemy import Connection, exc

from ledger.clock import parse_stamp, stamp
from ledger.entropy import Entropy
from ledger.errors import Conflict, LogCorrupt, Unavailable
from ledger.log import entry, tiles
from ledger.log.entry import Part
from ledger.log.genesis import genesis_prev, parse_genesis
from ledger.log.merkle import leaf_hash, root_of
from ledger.store.nodes import stored_leaf_hashes, stored_tile_roots
from ledger.store.read import Head, read_head
from ledger.store.sql import insert_rows, run

MAX_SKEW: Final = timedelta(seconds=5)

EntryRow = tuple[int, bytes, bytes]
PartRow = tuple[int, int, str, bytes, bytes]
TileRow = tuple[int, int, bytes]
RequestRow = tuple[str, str, bytes, int, int]

_ENTRY: Final = (("idx", "bigint"), ("leaf", "bytea"), ("leaf_hash", "bytea"))
_PART: Final = (
    ("idx", "bigint"),
    ("ordinal", "bigint"),
    ("name", "text"),
    ("salt", "bytea"),
    ("data", "bytea"),
)
_TILE: Final = (("level", "bigint"), ("tile_index", "bigint"), ("hashes", "bytea"))
_REQUEST: Final = (
    ("party", "text"),
    ("key", "text"),
    ("mac", "bytea"),
    ("first_index", "bigint"),
    ("count", "bigint"),
)


@dataclass(frozen=True, slots=True)
class Batch:
    """The rows of one write, in the order of the tables."""

    entries: Sequence[EntryRow]
    parts: Sequence[PartRow]
    tiles: Sequence[TileRow] = ()
    requests: Sequence[RequestRow] = ()


def start_log(conn: Connection, genesis: str) -> Head:
    """Start a log in an empty database: write its head row.

    Args:
        conn: An open write transaction.
        genesis: The genesis text.

    Raises:
        Conflict: A log was started here before.
    """
    parse_genesis(genesis)
    if run(conn, "SELECT 1 FROM head").fetchone() is not None:
        raise Conflict("log-exists", "a log was started in this database before")
    head = Head(genesis, 0, b"", genesis_prev(genesis), "")
    run(
        conn,
        "INSERT INTO head (log_id, genesis, size, edge, last_leaf, last_time)"
        " VALUES (1, ?, 0, ?, ?, '')",
        genesis,
        head.edge,
        head.last_leaf,
    )
    return head


def lock_head(conn: Connection) -> Head:
    """Lock and return the head row: the first statement of every write transaction.

    Raises:
        LogCorrupt: No log was started here.
    """
    # SQLite has no row locks; BEGIN IMMEDIATE already holds the only write lock.
    return read_head(conn, for_update=conn.dialect.name == "postgresql")


def insert_batch(conn: Connection, batch: Batch, *, old: Head, new: Head) -> None:
    """Write the rows of a batch and move the head from `old` to `new`.

    Raises:
        LogCorrupt: The head row is not `old`, or a guard refused a row: the head was not locked,
            or somebody wrote to the log around us.
    """
    try:
        insert_rows(conn, "entry", _ENTRY, batch.entries)
        insert_rows(conn, "part", _PART, batch.parts)
        insert_rows(conn, "tile", _TILE, batch.tiles)
        insert_rows(conn, "request", _REQUEST, batch.requests)
        if new.size != old.size:
            _move_head(conn, old, new)
    except exc.IntegrityError as error:
        raise LogCorrupt("guard-refused", found=str(error.orig)) from error


def _move_head(conn: Connection, old: Head, new: Head) -> None:
    moved = run(
        conn,
        "UPDATE head SET size = ?, edge = ?, last_leaf = ?, last_time = ?"
        " WHERE log_id = 1 AND size = ? AND last_leaf = ?",
        new.size,
        new.edge,
        new.last_leaf,
        new.last_time,
        old.size,
        old.last_leaf,
    )
    if moved.rowcount != 1:
        raise LogCorrupt("head-moved", expected=old.size, found=read_head(conn).size)


class Appender:
    """Builds entries on top of a head, in memory, until `flush` writes them.

    Args:
        head: The locked head row.
        entropy: Gives each part its salt.
    """

    def __init__(self, head: Head, entropy: Entropy) -> None:
        self._old = head
        self._entropy = entropy
        self._origin = head.origin
        self._tree = head.tree()
        self._last_leaf = head.last_leaf
        self._last_text = head.last_time
        self._last_time = parse_stamp(head.last_time) if head.last_time else None
        self._entries: list[EntryRow] = []
        self._parts: list[PartRow] = []
        self._checked: dict[int, tuple[Sequence[Part], list[bytes]]] = {}

    @property
    def origin(self) -> str:
        """Return the name of the log."""
        return self._origin

    @property
    def size(self) -> int:
        """Return the size of the log including what was added."""
        return self._tree.size

    @property
    def last_time(self) -> datetime:
        """Return when the last entry was recorded, aware, UTC."""
        return self._last_time or datetime.min.replace(tzinfo=UTC)

    def check(self, prepared: Sequence[Sequence[Part]]) -> None:
        """Refuse parts that cannot be recorded, before anything is added.

        The bytes are kept, so that `add` does not write them again.

        Raises:
            RuleViolation: A part is malformed or longer than 65,535 bytes; `part` names it.
        """
        for parts in prepared:
            self._checked[id(parts)] = (parts, _encoded(parts))

    def add(self, event_type: str, parts: Sequence[Part], at: datetime) -> tuple[int, bytes]:
        """Add one entry.

        Args:
            event_type: Such as `work.registered/1`.
            parts: At least one, each name once.
            at: The clock's reading. The entry carries the later of this and the last entry's time.

        Returns:
            Index and leaf hash.

        Raises:
            RuleViolation: A part or the type is malformed.
            Unavailable: The clock is more than five seconds behind the last entry.

        Source:
            docs/LOG-FORMAT.md chapters 2 and 3.
        """
        kept = self._checked.pop(id(parts), None)
        encoded = kept[1] if kept else _encoded(parts)
        self._advance(at)
        salted = [(self._entropy.bytes(entry.SALT_BYTES), data) for data in encoded]
        index = self._tree.size
        leaf = entry.entry_bytes(
            origin=self._origin,
            index=index,
            prev=self._last_leaf,
            recorded_at=self._last_text,
            event_type=event_type,
            commit=entry.commitment(salted),
        )
        self._last_leaf = leaf_hash(leaf)
        self._tree.append(self._last_leaf)
        self._entries.append((index, leaf, self._last_leaf))
        for ordinal, (part, (salt, data)) in enumerate(zip(parts, salted, strict=True)):
            self._parts.append((index, ordinal, part.name, salt, data))
        return index, self._last_leaf

    def _advance(self, at: datetime) -> None:
        if self._last_time is None or at > self._last_time:
            self._last_time, self._last_text = at.astimezone(UTC), stamp(at)
        elif self._last_time - at > MAX_SKEW:
            raise Unavailable(
                "clock-skew",
                "the clock is behind the last entry",
                value=stamp(at),
                expected=f"at most {MAX_SKEW.seconds} s before {self._last_text}",
            )

    def head(self) -> Head:
        """Return the head as it will be after `flush`."""
        return Head(
            self._old.genesis,
            self._tree.size,
            self._tree.to_bytes(),
            self._last_leaf,
            self._last_text,
        )

    def flush(self, conn: Connection, requests: Sequence[RequestRow] = ()) -> Head:
        """Write everything added, in the transaction that locked the head.

        Args:
            conn: The write transaction.
            requests: Rows (party, key, mac, first index, count) of the commands recorded.

        Returns:
            The new head.
        """
        new = self.head()
        hashes = [row[2] for row in self._entries]
        full = completed_tiles(conn, self._old.size, hashes)
        batch = Batch(self._entries, self._parts, full, requests)
        insert_batch(conn, batch, old=self._old, new=new)
        self._old, self._entries, self._parts = new, [], []
        return new


def completed_tiles(conn: Connection, old_size: int, hashes: Sequence[bytes]) -> list[TileRow]:
    """Return the tiles that become full when these leaf hashes are added to a log of a size.

    Source:
        docs/LOG-FORMAT.md chapter 5; C2SP tlog-tiles, "Merkle Tree".
    """
    rows: list[TileRow] = []
    for tile in tiles.completed(old_size, old_size + len(hashes)):
        level = tile.level or 0
        start = tile.index * tiles.TILE_WIDTH
        stop = start + tiles.TILE_WIDTH
        if level == 0:
            stored = stored_leaf_hashes(conn, start, old_size) if start < old_size else []
            content = stored + list(hashes[max(0, start - old_size) : stop - old_size])
        else:
            stored = [root for _, root in stored_tile_roots(conn, level - 1, start, stop)]
            new = (row for row in rows if row[0] == level - 1 and start <= row[1] < stop)
            content = stored + [root_of(tiles.split(data)) for _, _, data in new]
        if len(content) != tiles.TILE_WIDTH:
            raise LogCorrupt("tile-incomplete", level=level, index=tile.index, found=len(content))
        rows.append((level, tile.index, b"".join(content)))
    return rows


def _encoded(parts: Sequence[Part]) -> list[bytes]:
    entry.check_names(parts)
    return [entry.part_bytes(part) for part in parts]
