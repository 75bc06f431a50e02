"""The public log as a folder of files that any web server can serve, byte for byte as over HTTP.

Order of writing: tiles and bundles first, the checkpoint last. Whoever reads the folder meanwhile
finds the old checkpoint with all that it demands, or the new one. Nothing is ever removed, and a
file that is there already is held against the tree instead of being written again.
"""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from ledger.bootstrap import Register
from ledger.errors import Conflict, RuleViolation, SignatureInvalid
from ledger.jobs.writing import write_file
from ledger.log import tiles
from ledger.log.merkle import leaf_hash
from ledger.log.note import parse_checkpoint, parse_note
from ledger.log.proof import range_root
from ledger.log.tiles import Tile
from ledger.store.nodes import HashReader, TileCache
from ledger.store.tile_files import TileFiles, published

CHECKPOINT: Final = "checkpoint"
Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class StaticExport:
    """What an export did.

    Attributes:
        size: Size of the checkpoint, and so of the tree.
        files: How many files the log has. kept: how many of them were there before.
    """

    size: int
    files: int
    kept: int


def export_static(register: Register, folder: Path, progress: Progress) -> StaticExport:
    """Write the latest checkpoint with all tiles and bundles that it covers.

    Args:
        register: The register.
        folder: A new or empty folder, or one that an earlier export of this log wrote.
        progress: Is told (done, in all), in files.

    Raises:
        NotFound: No checkpoint was published.
        Conflict: The folder holds files that this log does not have.
    """
    cache = TileCache()
    with register.ledger.reading() as conn:
        newest = published(conn)
        _check_folder(folder, register.origin, HashReader(conn, newest.size, cache))
        files = TileFiles(conn, newest.size, cache)
        total, kept = tiles.count_files(newest.size) + 1, 0
        for done, tile in enumerate(tiles.all_files(newest.size)):
            progress(done, total)
            kept += _place(folder, tile, files)
        write_file(folder / CHECKPOINT, newest.note)
        progress(total, total)
    return StaticExport(newest.size, total, kept)


def _check_folder(folder: Path, origin: str, node: HashReader) -> None:
    """Refuse a folder whose checkpoint is of another log, or of another history of this one."""
    folder.mkdir(parents=True, exist_ok=True)
    present = {path.name for path in folder.iterdir()} - {f"{CHECKPOINT}.unfinished"}
    if strange := sorted(present - {"tile", CHECKPOINT}):
        raise _foreign(folder / strange[0], "an empty folder, or an earlier export of this log")
    if CHECKPOINT not in present:
        return
    try:
        claim = parse_checkpoint(parse_note((folder / CHECKPOINT).read_bytes()).text)
    except SignatureInvalid as error:
        raise _foreign(folder / CHECKPOINT, "a checkpoint of this log") from error
    if claim.origin != origin:
        raise _foreign(folder / CHECKPOINT, f"a checkpoint of {origin}", claim.origin)
    if claim.size > node.size:
        raise _foreign(folder / CHECKPOINT, f"a size of at most {node.size}", str(claim.size))
    if claim.size and range_root(0, claim.size, node) != claim.root:
        raise _foreign(folder / CHECKPOINT, "the root of this log at that size", claim.root.hex())


def _place(folder: Path, tile: Tile, files: TileFiles) -> bool:
    """Write one file unless it is there; return whether it was.

    A bundle that is there is held against the tile of its leaf hashes, without reading entries.
    """
    path = folder / tile.path
    if not path.is_file():
        write_file(path, files.read(tile))
        return False
    found = path.read_bytes()
    if tile.level is None:
        found = _hashes_of(found)
    if found != files.read(Tile(tile.level or 0, tile.index, tile.width)):
        raise _foreign(path, "the bytes that this log has there")
    return True


def _hashes_of(bundle: bytes) -> bytes:
    """Return the leaf hashes of a bundle; of what is none, nothing that any tile could be."""
    try:
        return b"".join(leaf_hash(leaf) for leaf in tiles.parse_bundle(bundle))
    except RuleViolation:
        return b""


def _foreign(path: Path, expected: str, found: str | None = None) -> Conflict:
    return Conflict(
        "export-folder-foreign",
        f"{path} does not belong to this log",
        field="folder",
        value=str(path),
        expected=expected,
        **({} if found is None else {"found": found}),
    )
