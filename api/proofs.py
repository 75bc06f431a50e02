"""Entries, parts and proofs as JSON: enough for anybody to check one entry alone.

A part that the caller may not read is given as its hash, so that the commitment still opens; its
name is left out, because names of parts can name parties.
"""

from typing import Any

from sqlalchemy import Connection

from ledger.access.views import Viewer
from ledger.errors import NotFound
from ledger.jobs.readable import readable_parts
from ledger.log.entry import part_leaf
from ledger.log.proof import consistency_proof, inclusion_proof, range_root
from ledger.store.nodes import TileCache
from ledger.store.read import LogReader, StoredPart
from ledger.works.certificate import Evidence


def head(conn: Connection, cache: TileCache) -> dict[str, Any]:
    """Describe where the log ends."""
    found = LogReader(conn, cache).head()
    return {
        "origin": found.origin,
        "size": found.size,
        "root": found.root().hex(),
        "last_recorded_at": found.last_time or None,
        "genesis": found.genesis,
    }


def entry(conn: Connection, cache: TileCache, viewer: Viewer, index: int) -> dict[str, Any]:
    """Describe an entry: its leaf for everybody, its parts for their readers.

    Raises:
        NotFound: There is no entry at this index.
    """
    reader = LogReader(conn, cache)
    stored = reader.entry(index)
    header = stored.header()
    parts = reader.parts(index)
    readable = readable_parts(conn, viewer, header.event_type, parts)
    return {
        "index": index,
        "type": header.event_type,
        "recorded_at": header.recorded_at,
        "prev": header.prev.hex(),
        "commit": header.commit.hex(),
        "leaf": stored.leaf.decode(),
        "leaf_hash": stored.leaf_hash.hex(),
        "parts": [
            _part(item, is_open=is_open) for item, is_open in zip(parts, readable, strict=True)
        ],
    }


def _part(part: StoredPart, *, is_open: bool) -> dict[str, Any]:
    digest = {"ordinal": part.ordinal, "hash": part_leaf(part.salt, part.data).hex()}
    if not is_open:
        return digest
    return {**digest, "name": part.name, "salt": part.salt.hex(), "data": part.data.decode()}


def inclusion(conn: Connection, cache: TileCache, index: int, size: int | None = None) -> Evidence:
    """Return the proof that an entry is in the tree of a size.

    Args:
        conn: A snapshot.
        cache: Tiles read before.
        index: The entry.
        size: At most the present size, which is the default.

    Raises:
        NotFound: There is no such entry or tree.
    """
    reader = LogReader(conn, cache)
    size = check_size(reader, size)
    node = reader.hash_reader(size)
    path = tuple(inclusion_proof(index, size, node))
    stored = reader.entry(index)
    root = range_root(0, size, node)
    return Evidence(index, stored.header().event_type, stored.leaf_hash, size, root, path)


def consistency(
    conn: Connection, cache: TileCache, first: int, second: int | None
) -> dict[str, Any]:
    """Return the proof that the tree of one size is the beginning of the tree of another.

    Raises:
        NotFound: There is no tree of one of the sizes, or none to speak of.
    """
    reader = LogReader(conn, cache)
    second = check_size(reader, second)
    if not 1 <= first <= second:
        raise NotFound("tree-not-found", field="first", value=first, expected=f"1 to {second}")
    node = reader.hash_reader(second)
    return {
        "first": {"size": first, "root": range_root(0, first, node).hex()},
        "second": {"size": second, "root": range_root(0, second, node).hex()},
        "path": [item.hex() for item in consistency_proof(first, second, node)],
    }


def check_size(reader: LogReader, size: int | None) -> int:
    """Return a size that the log has had.

    Raises:
        NotFound: It is shorter.
    """
    present = reader.size()
    if size is None:
        return present
    if not 1 <= size <= present:
        raise NotFound("tree-not-found", field="size", value=size, expected=f"1 to {present}")
    return size
