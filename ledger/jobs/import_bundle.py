"""`daicho import bundle`: a register made of the stored bytes of another.

Nothing is recorded again: leaves, salts and parts are copied, so the root is the same. The bundle
is audited first, and only a full one will do. What a bundle does not hold stays behind: the signing
key, idempotency keys, access tokens, and, unless it was asked for, people's data.
"""

from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any, Final

from sqlalchemy import Connection

from ledger.audit import bundle_format as layout
from ledger.audit.auditor import audit
from ledger.audit.bundle_format import Manifest, parse_manifest, parse_parts_line
from ledger.audit.folder import Folder
from ledger.audit.report import AuditReport
from ledger.blobs.blobs import Blobs
from ledger.bootstrap import Filling, register_from
from ledger.entropy import Entropy, SystemEntropy
from ledger.errors import RuleViolation, VerificationFailed
from ledger.home import must_be_free
from ledger.log import canonical
from ledger.log.entry import parse_entry, parse_part
from ledger.log.genesis import genesis_prev
from ledger.log.merkle import CompactRange, leaf_hash
from ledger.log.note import parse_checkpoint, parse_note
from ledger.log.tiles import TILE_WIDTH, parse_bundle
from ledger.settings import Settings
from ledger.store import checkpoints
from ledger.store.append import Batch, EntryRow, PartRow, completed_tiles, insert_batch
from ledger.store.checkpoints import StoredCheckpoint
from ledger.store.read import Head
from ledger.vault.secret import Secret
from ledger.vault.vault import Vault

Progress = Callable[[int, int], None]
_AT_ONCE: Final = 500


@dataclass(frozen=True, slots=True)
class BundleImported:
    """What an import brought: entries with this root, files, and pieces of people's data."""

    size: int
    root: bytes
    files: int
    people: int


def import_bundle(
    settings: Settings,
    path: Path,
    *,
    admin_url: str | None = None,
    progress: Progress | None = None,
) -> BundleImported:
    """Create a register in an empty home from a bundle.

    Args:
        settings: Names the home and the database.
        path: Folder of the bundle.
        admin_url: A PostgreSQL URL that may create tables, where the application may not.
        progress: Called with (entries done, entries in all) while the bundle is audited.

    Raises:
        Conflict: There is a register in the home already.
        VerificationFailed: The bundle fails its audit.
        RuleViolation: It discloses only a part of the log.
    """
    must_be_free(settings.home)
    report = audit(path, progress=progress)
    _must_be_whole(report)
    folder = Folder(path)
    manifest = parse_manifest((path / layout.MANIFEST).read_bytes())
    note = (path / layout.CHECKPOINT).read_bytes()
    entropy = SystemEntropy()
    settings.home.mkdir(mode=0o700, parents=True, exist_ok=True)
    files = _copy_files(folder, Blobs(settings.home / "blobs"))
    people = 0

    def fill_vault() -> None:
        nonlocal people
        people = _copy_people(path / layout.PERSONAL, settings.home, entropy)

    filling = Filling(lambda conn: _copy_log(conn, path, manifest), fill_vault)
    register_from(settings, manifest.genesis, note, filling, admin_url=admin_url)
    return BundleImported(manifest.size, manifest.root, files, people)


def _must_be_whole(report: AuditReport) -> None:
    if report.verdict == "FAIL":
        first = report.findings[0]
        raise VerificationFailed(
            "bundle-fails-audit",
            "the bundle fails its audit; nothing was imported",
            value=first.file or first.index,
            code_found=first.code,
            expected=first.expected,
            found=first.found,
        )
    if report.scope != {"kind": "full"}:
        raise RuleViolation(
            "bundle-not-full", field="scope", value=str(report.scope), expected="a full bundle"
        )


def _copy_log(conn: Connection, path: Path, manifest: Manifest) -> None:
    """Insert entries, parts, tiles and notes as they are, 256 entries at a time."""
    head = Head(manifest.genesis, 0, b"", genesis_prev(manifest.genesis), "")
    for start in range(0, manifest.size, TILE_WIDTH):
        number, width = start // TILE_WIDTH, min(TILE_WIDTH, manifest.size - start)
        leaves = parse_bundle((path / layout.entries_path(number, width)).read_bytes())
        entries = [(start + at, leaf, leaf_hash(leaf)) for at, leaf in enumerate(leaves)]
        parts = list(_part_rows(path / layout.parts_path(number, width), start))
        after = _head_after(head, entries)
        tiles = completed_tiles(conn, head.size, [row[2] for row in entries])
        insert_batch(conn, Batch(entries, parts, tiles), old=head, new=after)
        head = after
    for stored in _notes(path):
        checkpoints.add(conn, stored)


def _part_rows(path: Path, start: int) -> Iterator[PartRow]:
    with path.open("rb") as file:
        for index, line in enumerate(file, start):
            for ordinal, part in enumerate(parse_parts_line(line, index)):
                if not isinstance(part, bytes):
                    salt, data = part
                    yield index, ordinal, parse_part(data).name, salt, data


def _head_after(head: Head, entries: list[EntryRow]) -> Head:
    tree = CompactRange.from_bytes(head.size, head.edge)
    for _, _, digest in entries:
        tree.append(digest)
    _, leaf, digest = entries[-1]
    last_time = parse_entry(leaf).recorded_at
    return Head(head.genesis, tree.size, tree.to_bytes(), digest, last_time)


def _notes(path: Path) -> Iterator[StoredCheckpoint]:
    """Yield the notes of the bundle by size, its own last; the audit held them against the log."""
    paths = sorted(
        (size, each)
        for each in (path / "checkpoints").glob("*")
        if (size := layout.note_size(f"checkpoints/{each.name}")) is not None
    )
    for _, each in [*paths, (0, path / layout.CHECKPOINT)]:
        note = each.read_bytes()
        read = parse_checkpoint(parse_note(note).text)
        yield StoredCheckpoint(read.size, read.root, note)


def _copy_files(folder: Folder, blobs: Blobs) -> int:
    found = (each.path for each in folder.walk() if each.path.startswith("blobs/"))
    count = 0
    while some := list(islice(found, _AT_ONCE)):
        with blobs.batch() as batch:
            for each in some:
                batch.put(folder.root / each)
        count += len(some)
    return count


def _copy_people(path: Path, home: Path, entropy: Entropy) -> int:
    """Seal people's data again, under new keys of theirs, to the commitments of the log."""
    if not path.exists():
        return 0
    count = 0
    with closing(Vault.open(home, entropy)) as vault, path.open("rb") as file:
        lines = (canonical.decode(line.removesuffix(b"\n")) for line in file)
        while some := list(islice(lines, _AT_ONCE)):
            vault.restore([_opening(line) for line in some])
            count += len(some)
    return count


def _opening(line: dict[str, Any]) -> tuple[Secret, bytes]:
    return Secret(line["subject"], line["field"], line["value"]), bytes.fromhex(line["key"])
