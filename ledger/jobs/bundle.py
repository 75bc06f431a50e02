"""`daicho export bundle`: everything an auditor needs, as a folder of files.

Order of writing, so that an export that was killed can be run again and ends with the same bytes:

1. `bundle.json.unfinished` claims the folder for this log and scope; an old `FILES` goes first.
2. Entry bundles, the files that their parts cite, then the parts; then hash tiles. What is full
   never changes, so what is there is kept; what was partial is written again.
3. Signed notes, people's data, the checkpoint, `bundle.json`, and `FILES` last of all.

Memory is bounded by 256 entries, whatever the size of the log. Nothing is decided and nothing is
verified here: what is damaged is exported as it is, and the audit says so.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from hashlib import file_digest
from itertools import chain
from pathlib import Path
from typing import Final

import orjson
from sqlalchemy import Connection

from ledger.audit import bundle_format as layout
from ledger.audit.bundle_format import Manifest, Scope
from ledger.audit.cited import cited_commitments, cited_files
from ledger.audit.folder import Folder
from ledger.audit.listing import listing_line
from ledger.bootstrap import Register
from ledger.errors import LedgerError, LogCorrupt, NotFound
from ledger.jobs.bundle_folder import claim_folder, unfinished_manifest
from ledger.jobs.bundle_guard import contradicting, guarded_note
from ledger.jobs.bundle_personal import Commitments
from ledger.jobs.bundle_scope import disclosed_parts
from ledger.jobs.writing import write_chunks, write_file
from ledger.log import tiles
from ledger.log.tiles import TILE_WIDTH, Tile
from ledger.log.verify import PartCopy
from ledger.store.checkpoints import StoredCheckpoint, all_notes, at_or_before
from ledger.store.nodes import TileCache
from ledger.store.read import LogReader
from ledger.store.tile_files import TileFiles
from ledger.subjects.destroying import gone_subjects, statement_files
from ledger.timestamps.folder import place_of

Progress = Callable[[int, int], None]
_CHUNK_BYTES: Final = 2**20


@dataclass(frozen=True, slots=True)
class BundleMade:
    """What an export did.

    Attributes:
        size, root: Of the checkpoint, and so of the bundle.
        files: How many files the bundle has. kept: how many of its largest were there before.
        beyond: Size of the largest signed note that the log should reach and does not.
    """

    size: int
    root: bytes
    files: int
    kept: int
    beyond: int | None


def export_bundle(
    register: Register,
    folder: Path,
    scope: Scope | None = None,
    *,
    with_personal: bool = False,
    progress: Progress | None = None,
) -> BundleMade:
    """Write the log up to its latest checkpoint, with whatever is needed to audit it alone.

    Args:
        register: The register; one that refuses to be written to will do.
        folder: New, empty, or of an earlier export of this log and scope.
        scope: Whose parts are disclosed; all of them by default.
        with_personal: Also write the names of people that the disclosed parts stand for.
        progress: Called with (entries done, entries in all).

    Raises:
        NotFound: No checkpoint was published yet.
        Conflict: The folder holds something else.
        LogCorrupt: An entry or tile that the checkpoint covers is not in the database.
    """
    guarded = guarded_note(register)  # before the snapshot: the log may only have grown since
    with register.ledger.reading() as conn:
        contradiction = contradicting(conn, guarded)
        newest = at_or_before(conn, LogReader(conn).size())
        if newest is None:
            raise _nothing_signed(contradiction)
        manifest = Manifest(register.genesis, newest.size, newest.root, scope or Scope())
        claim_folder(folder, manifest)
        writer = _Writer(register, conn, folder, manifest)
        writer.remove_erased()
        writer.write_entries(progress or _silent, personal=with_personal)
        writer.write_tiles()
        beyond = writer.write_notes(newest, contradiction)
    if with_personal:
        writer.people.write(folder / layout.PERSONAL, register.vault)
    write_file(folder / layout.CHECKPOINT, newest.note)
    unfinished_manifest(folder).replace(folder / layout.MANIFEST)
    files = _write_listing(folder)
    return BundleMade(newest.size, newest.root, files, writer.kept, beyond)


class _Writer:
    """Writes the files of one bundle from one snapshot of the database."""

    def __init__(
        self, register: Register, conn: Connection, folder: Path, manifest: Manifest
    ) -> None:
        self._blobs = register.blobs
        self._home = register.home
        self._conn = conn
        self._folder = folder
        self._size = manifest.size
        self._scope = manifest.scope
        self._files = TileFiles(conn, manifest.size, TileCache())
        self.people = Commitments()
        self.kept = 0

    def remove_erased(self) -> None:
        """Remove the statement files of people who were erased since an earlier export."""
        parties = {party for party in gone_subjects(self._conn).values() if party}
        for digest in statement_files(self._conn, parties):
            (self._folder / layout.blob_path(digest)).unlink(missing_ok=True)

    def write_entries(self, progress: Progress, *, personal: bool) -> None:
        """Write entry bundles, cited files and parts, 256 entries at a time."""
        reader = LogReader(self._conn)
        for start in range(0, self._size, TILE_WIDTH):
            progress(start, self._size)
            number, width = start // TILE_WIDTH, min(TILE_WIDTH, self._size - start)
            self._place(Tile(None, number, width))
            path = self._folder / layout.parts_path(number, width)
            is_there = path.exists()
            self.kept += is_there
            if not is_there or personal:
                shown = [
                    (entry.index, disclosed_parts(self._scope, entry, parts))
                    for entry, parts in reader.iterate(start, start + width, TILE_WIDTH)
                ]
                self._note_cited(shown, copy=not is_there)
                if not is_there:
                    write_chunks(path, (layout.parts_line(index, parts) for index, parts in shown))
        progress(self._size, self._size)

    def write_tiles(self) -> None:
        """Write the tiles of hashes."""
        for tile in tiles.all_tiles(self._size):
            self._place(tile)

    def write_notes(
        self, newest: StoredCheckpoint, contradiction: StoredCheckpoint | None
    ) -> int | None:
        """Write every other signed note; return the largest size beyond what there is.

        Args:
            newest: The checkpoint of the bundle, which has a place of its own.
            contradiction: What the guard knows and the database denies; it goes in, too.
        """
        largest = 0
        for stored in chain(all_notes(self._conn), [contradiction] if contradiction else []):
            if stored.note != newest.note:
                write_file(self._folder / layout.note_path(stored.size), stored.note)
            self._copy_token(stored.size)
            largest = max(largest, stored.size)
        return largest if largest > newest.size else None

    def _copy_token(self, size: int) -> None:
        """Copy the time-stamp token over a note, if one was kept."""
        token = place_of(self._home, size)
        if token.is_file():
            path = self._folder / f"{layout.note_path(size)}.tsr"
            write_file(path, token.read_bytes())

    def _place(self, tile: Tile) -> None:
        path = self._folder / tile.path
        if not path.exists():
            write_file(path, self._files.read(tile))

    def _note_cited(self, shown: Sequence[tuple[int, list[PartCopy]]], *, copy: bool) -> None:
        """Copy the files that the parts cite, and remember the commitments to people's data."""
        files: set[str] = set()
        for body in _bodies(shown):
            self.people.add(cited_commitments(body))
            files.update(cited_files(body))
        if copy and files:
            # The disk commits what waits together in one go.
            with ThreadPoolExecutor(max_workers=16) as pool:
                list(pool.map(self._copy_blob, sorted(files)))

    def _copy_blob(self, digest: str) -> None:
        """Copy a file if the register keeps it; what it should keep and does not, the audit says.

        The bytes are copied as they are: one that was altered must not stop the export.
        """
        target = self._folder / layout.blob_path(digest)
        if target.exists():
            return
        try:
            file = self._blobs.path(digest).open("rb")
        except (NotFound, FileNotFoundError):  # lost, or erased at this very moment
            return
        with file:
            write_chunks(target, iter(partial(file.read, _CHUNK_BYTES), b""))


def _nothing_signed(contradiction: StoredCheckpoint | None) -> LedgerError:
    if contradiction is not None:
        return LogCorrupt(
            "guard-ahead",
            "the database holds no checkpoint, but one was signed: this is an older copy",
            field="size",
            expected=f"at least {contradiction.size}",
        )
    return NotFound("checkpoint-not-published", "no checkpoint of this log has been published yet")


def _bodies(shown: Iterable[tuple[int, list[PartCopy]]]) -> Iterator[object]:
    for _, parts in shown:
        for part in parts:
            if isinstance(part, bytes):
                continue
            try:
                yield orjson.loads(part[1])
            except ValueError:
                continue  # damaged, as the audit will say


def _write_listing(folder: Path) -> int:
    """Write the hash of every file, in the order of the paths."""
    count = 0

    def lines() -> Iterator[bytes]:
        nonlocal count
        for found in Folder(folder).walk():
            if found.problem is not None:
                raise LogCorrupt("bundle-not-files", value=found.path, found=found.problem)
            if found.path.partition(".")[0] == layout.LISTING:
                continue  # the list itself, still under its other name
            count += 1
            with (folder / found.path).open("rb") as file:
                yield listing_line(file_digest(file, "sha256").hexdigest(), found.path)

    write_chunks(folder / layout.LISTING, lines())
    return count + 1


def _silent(done: int, total: int) -> None:
    """Tell nobody."""
