"""Reading the log: head, entries with their parts, earlier requests, and nodes for proofs."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from sqlalchemy import Connection

from ledger.errors import LogCorrupt, NotFound
from ledger.log.entry import EntryHeader, parse_entry
from ledger.log.genesis import parse_genesis
from ledger.log.merkle import CompactRange
from ledger.store.nodes import HashReader, TileCache
from ledger.store.sql import run

_HEAD: Final = "SELECT genesis, size, edge, last_leaf, last_time FROM head WHERE log_id = 1"
_KEYS_PER_QUERY: Final = 500


@dataclass(frozen=True, slots=True)
class Head:
    """The row that says where the log ends.

    Attributes:
        genesis: The genesis text; names the log.
        size: Number of entries.
        edge: Right edge of the tree, as `CompactRange.to_bytes` writes it.
        last_leaf: Leaf hash of the last entry, or the hash of the genesis text.
        last_time: `recorded_at` of the last entry; empty for an empty log.
    """

    genesis: str
    size: int
    edge: bytes
    last_leaf: bytes
    last_time: str

    @property
    def origin(self) -> str:
        """Return the name of the log."""
        return parse_genesis(self.genesis).origin

    def tree(self) -> CompactRange:
        """Return the right edge, ready to be appended to."""
        return CompactRange.from_bytes(self.size, self.edge)

    def root(self) -> bytes:
        """Return the root of the tree."""
        return self.tree().root()


@dataclass(frozen=True, slots=True)
class StoredEntry:
    """One row of the log: exact leaf bytes and their stored hash."""

    index: int
    leaf: bytes
    leaf_hash: bytes

    def header(self) -> EntryHeader:
        """Return what the leaf says."""
        return parse_entry(self.leaf)


@dataclass(frozen=True, slots=True)
class StoredPart:
    """One part of an entry, as stored."""

    ordinal: int
    name: str
    salt: bytes
    data: bytes


@dataclass(frozen=True, slots=True)
class SeenRequest:
    """What an idempotency key stands for.

    Attributes:
        mac: Keyed digest of the request it came with.
        first_index: First entry that it caused.
        count: Number of entries.
    """

    mac: bytes
    first_index: int
    count: int


def read_head(conn: Connection, *, for_update: bool = False) -> Head:
    """Return the head row.

    Raises:
        LogCorrupt: There is none: no log was started here.
    """
    row = run(conn, _HEAD + (" FOR UPDATE" if for_update else "")).fetchone()
    if row is None:
        raise LogCorrupt("head-missing", "no log was started in this database")
    genesis, size, edge, last_leaf, last_time = row
    return Head(genesis, size, bytes(edge), bytes(last_leaf), last_time)


class LogReader:
    """Reads the log through one connection, within the caller's transaction.

    Args:
        conn: An open transaction; everything read belongs to its snapshot.
        cache: Tiles read before, by any reader of the same log.
    """

    def __init__(self, conn: Connection, cache: TileCache | None = None) -> None:
        self._conn = conn
        self._cache = cache if cache is not None else TileCache()

    def head(self) -> Head:
        """Return the head row."""
        return read_head(self._conn)

    def size(self) -> int:
        """Return the number of entries."""
        return self.head().size

    def entry(self, index: int) -> StoredEntry:
        """Return one entry.

        Raises:
            NotFound: There is no entry at this index.
        """
        for found in self.leaves(index, index + 1):
            return found
        raise NotFound("entry-not-found", field="index", value=index)

    def parts(self, index: int) -> tuple[StoredPart, ...]:
        """Return the parts of one entry, in order."""
        return self._parts(index, index + 1).get(index, ())

    def parts_of(self, indexes: Sequence[int]) -> dict[int, tuple[StoredPart, ...]]:
        """Return the parts of some entries, in order, with one query for every 500 of them."""
        grouped: dict[int, list[StoredPart]] = {}
        for start in range(0, len(indexes), _KEYS_PER_QUERY):
            some = indexes[start : start + _KEYS_PER_QUERY]
            marks = ", ".join("?" * len(some))
            query = (
                "SELECT idx, ordinal, name, salt, data FROM part"  # noqa: S608 - only marks
                f" WHERE idx IN ({marks}) ORDER BY idx, ordinal"
            )
            for index, ordinal, name, salt, data in run(self._conn, query, *some).fetchall():
                grouped.setdefault(index, []).append(StoredPart(ordinal, name, salt, data))
        return {index: tuple(parts) for index, parts in grouped.items()}

    def leaves(self, start: int, stop: int, batch: int = 1000) -> Iterator[StoredEntry]:
        """Yield entries from `start` up to but not including `stop`."""
        for low in range(start, stop, batch):
            rows = run(
                self._conn,
                "SELECT idx, leaf, leaf_hash FROM entry WHERE idx >= ? AND idx < ? ORDER BY idx",
                low,
                min(low + batch, stop),
            ).fetchall()
            for index, leaf, leaf_hash in rows:
                yield StoredEntry(index, leaf, leaf_hash)

    def iterate(
        self, start: int, stop: int, batch: int = 1000
    ) -> Iterator[tuple[StoredEntry, tuple[StoredPart, ...]]]:
        """Yield entries with their parts, reading `batch` entries at a time."""
        for low in range(start, stop, batch):
            high = min(low + batch, stop)
            parts = self._parts(low, high)
            for found in self.leaves(low, high, batch):
                yield found, parts.get(found.index, ())

    def _parts(self, start: int, stop: int) -> dict[int, tuple[StoredPart, ...]]:
        rows = run(
            self._conn,
            "SELECT idx, ordinal, name, salt, data FROM part"
            " WHERE idx >= ? AND idx < ? ORDER BY idx, ordinal",
            start,
            stop,
        ).fetchall()
        grouped: dict[int, list[StoredPart]] = {}
        for index, ordinal, name, salt, data in rows:
            grouped.setdefault(index, []).append(StoredPart(ordinal, name, salt, data))
        return {index: tuple(parts) for index, parts in grouped.items()}

    def requests_seen(self, keys: Sequence[tuple[str, str]]) -> dict[tuple[str, str], SeenRequest]:
        """Return those of the idempotency keys (party, key) that were used before."""
        seen: dict[tuple[str, str], SeenRequest] = {}
        for start in range(0, len(keys), _KEYS_PER_QUERY):
            chunk = keys[start : start + _KEYS_PER_QUERY]
            marks = ", ".join(["(?, ?)"] * len(chunk))
            query = (
                "SELECT party, key, mac, first_index, count FROM request"  # noqa: S608 - only marks
                f" WHERE (party, key) IN (VALUES {marks})"
            )
            flat = [text for pair in chunk for text in pair]
            for party, key, mac, first, count in run(self._conn, query, *flat):
                seen[party, key] = SeenRequest(mac, first, count)
        return seen

    def hash_reader(self, size: int | None = None) -> HashReader:
        """Return the nodes of the tree at a size, for generating proofs.

        Args:
            size: At most the present size, which is the default.
        """
        return HashReader(self._conn, self.size() if size is None else size, self._cache)
