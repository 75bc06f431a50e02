"""Bundles to be audited, and ways to change them behind the auditor's back."""

from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from ledger.audit import bundle_format as layout
from ledger.audit.auditor import audit
from ledger.audit.findings import Finding
from ledger.audit.listing import listing_line
from ledger.audit.notes import Outside
from ledger.audit.report import AuditReport
from ledger.bootstrap import LOG_KEY
from ledger.log.merkle import CompactRange, leaf_hash, root_of
from ledger.log.note import Checkpoint, sign_note
from ledger.log.tiles import TILE_WIDTH, Tile, all_tiles, entry_bundle, parse_bundle


@dataclass(frozen=True)
class Bundled:
    """A register's home, the notes that it published, and its bundle.

    Attributes:
        notes: By size, smallest first; the last is the bundle's own.
    """

    home: Path
    bundle: Path
    notes: dict[int, bytes]

    def kept(self) -> bytes:
        """The note that an auditor took away before the last entries were written."""
        return next(iter(self.notes.values()))


def audited(bundle: Path, checkpoint: bytes | None = None, jobs: int = 1) -> AuditReport:
    return audit(bundle, Outside(checkpoint=checkpoint), jobs=jobs)


def codes(report: AuditReport) -> set[str]:
    return {finding.code for finding in report.findings}


def finding(report: AuditReport, code: str) -> Finding:
    found = [item for item in report.findings if item.code == code]
    assert found, f"no {code} among {codes(report)}"
    return found[0]


def files_of(bundle: Path) -> list[str]:
    return sorted(str(p.relative_to(bundle)) for p in bundle.rglob("*") if p.is_file())


def change(path: Path, edit: Callable[[bytes], bytes]) -> None:
    path.write_bytes(edit(path.read_bytes()))


def flip(at: int, bit: int = 1) -> Callable[[bytes], bytes]:
    """Change one byte; negative places count from the end."""

    def edit(data: bytes) -> bytes:
        changed = bytearray(data)
        changed[at] ^= bit
        return bytes(changed)

    return edit


def list_again(bundle: Path) -> None:
    """Write FILES anew, as somebody who covers his tracks would."""
    lines = [
        listing_line(sha256((bundle / path).read_bytes()).hexdigest(), path)
        for path in files_of(bundle)
        if path != layout.LISTING
    ]
    (bundle / layout.LISTING).write_bytes(b"".join(lines))


def manifest_of(bundle: Path) -> layout.Manifest:
    return layout.parse_manifest((bundle / layout.MANIFEST).read_bytes())


def leaves_of(bundle: Path) -> list[bytes]:
    size = manifest_of(bundle).size
    leaves: list[bytes] = []
    for start in range(0, size, TILE_WIDTH):
        width = min(TILE_WIDTH, size - start)
        path = bundle / layout.entries_path(start // TILE_WIDTH, width)
        leaves += parse_bundle(path.read_bytes())
    return leaves


def parts_of(bundle: Path) -> list[bytes]:
    size = manifest_of(bundle).size
    lines: list[bytes] = []
    for start in range(0, size, TILE_WIDTH):
        width = min(TILE_WIDTH, size - start)
        path = bundle / layout.parts_path(start // TILE_WIDTH, width)
        lines += path.read_bytes().splitlines(keepends=True)
    return lines


def root_at(leaves: list[bytes], size: int) -> bytes:
    tree = CompactRange()
    for leaf in leaves[:size]:
        tree.append(leaf_hash(leaf))
    return tree.root()


def key_of(home: Path) -> Ed25519PrivateKey:
    return Ed25519PrivateKey.from_private_bytes((home / LOG_KEY).read_bytes())


def signed(bundle: Path, home: Path, size: int) -> bytes:
    """The note of a size of this bundle's log, signed with the log's own key."""
    origin = manifest_of(bundle).origin
    text = Checkpoint(origin, size, root_at(leaves_of(bundle), size)).text()
    return sign_note(text, origin, key_of(home))


def remake(bundle: Path, leaves: list[bytes], parts: list[bytes], home: Path) -> None:
    """Write a bundle of these entries over another, consistently, with the log's stolen key."""
    before = manifest_of(bundle)
    for path in files_of(bundle):
        if path.startswith(("tile/", "parts/", "checkpoints/")):
            (bundle / path).unlink()
    size = len(leaves)
    for start in range(0, size, TILE_WIDTH):
        width = min(TILE_WIDTH, size - start)
        number = start // TILE_WIDTH
        _write(
            bundle / layout.entries_path(number, width), entry_bundle(leaves[start : start + width])
        )
        _write(bundle / layout.parts_path(number, width), b"".join(parts[start : start + width]))
    for tile in all_tiles(size):
        _write(bundle / tile.path, b"".join(_hashes(leaves, tile)))
    root = root_at(leaves, size)
    text = Checkpoint(before.origin, size, root).text()
    (bundle / layout.CHECKPOINT).write_bytes(sign_note(text, before.origin, key_of(home)))
    made = layout.Manifest(before.genesis, size, root, before.scope)
    (bundle / layout.MANIFEST).write_bytes(made.to_bytes())
    list_again(bundle)


def _hashes(leaves: list[bytes], tile: Tile) -> list[bytes]:
    span = TILE_WIDTH ** (tile.level or 0)
    first = tile.index * TILE_WIDTH
    return [
        root_of([leaf_hash(leaf) for leaf in leaves[at * span : (at + 1) * span]])
        for at in range(first, first + tile.width)
    ]


def _write(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
