"""Whose folder is it? A bundle is written into a new folder, or over an earlier one of its own."""

from pathlib import Path
from typing import Final

from ledger.audit import bundle_format as layout
from ledger.audit.bundle_format import Manifest, parse_manifest
from ledger.audit.folder import Folder
from ledger.errors import Conflict, LogCorrupt, VerificationFailed
from ledger.jobs.writing import UNFINISHED, write_file

_WRITTEN_AGAIN: Final = (layout.PERSONAL, layout.CHECKPOINT, layout.MANIFEST)


def unfinished_manifest(folder: Path) -> Path:
    """Return what `bundle.json` is called until the bundle is complete."""
    return folder / (layout.MANIFEST + UNFINISHED)


def claim_folder(folder: Path, manifest: Manifest) -> None:
    """Make a folder ready for a bundle, keeping what an earlier export of it wrote for good.

    Args:
        folder: Made if there is none.
        manifest: What the bundle will be.

    Raises:
        Conflict: The folder holds something else, another log's bundle, or one of another scope.
        LogCorrupt: It holds more entries of this log than there are: the log went back.
    """
    folder.mkdir(parents=True, exist_ok=True)
    claim = unfinished_manifest(folder)
    claim.with_name(claim.name + UNFINISHED).unlink(missing_ok=True)  # killed at its first step
    if any(folder.iterdir()):
        _check_same(folder, manifest)
        (folder / layout.LISTING).unlink(missing_ok=True)
        write_file(unfinished_manifest(folder), manifest.to_bytes())
        _clear(folder)
    else:
        write_file(unfinished_manifest(folder), manifest.to_bytes())


def _check_same(folder: Path, manifest: Manifest) -> None:
    claims = (unfinished_manifest(folder), folder / layout.MANIFEST)
    claim = next((path for path in claims if path.is_file()), None)
    if claim is None:
        raise _foreign(folder, "an empty folder, or an earlier export", "other files")
    try:
        before = parse_manifest(claim.read_bytes())
    except VerificationFailed as error:
        raise _foreign(claim, layout.FORMAT, str(error)) from error
    if before.genesis != manifest.genesis:
        raise _foreign(folder, f"a bundle of {manifest.origin}", before.origin)
    if before.scope != manifest.scope:
        found = str(before.scope.as_data())
        raise _foreign(folder, f"a bundle of scope {manifest.scope.as_data()}", found)
    if before.size > manifest.size:
        raise LogCorrupt(
            "bundle-is-longer",
            f"{folder} holds a bundle of {before.size} entries of this log, which now has fewer",
            field="folder",
            value=str(folder),
            found=manifest.size,
            expected=f"at least {before.size}",
        )


def _clear(folder: Path) -> None:
    """Remove what is written again: partial tiles, notes, what was unfinished."""
    keep = {layout.MANIFEST + UNFINISHED}
    for found in Folder(folder).walk():
        path = found.path
        ours = path.removesuffix(UNFINISHED)
        if found.problem or (layout.limit_of(ours) is None and ours != layout.LISTING):
            raise _foreign(folder / path, "files of a bundle", found.problem or path)
        again = ".p/" in path or path.startswith("checkpoints/") or path in _WRITTEN_AGAIN
        if path not in keep and (again or path.endswith(UNFINISHED)):
            (folder / path).unlink()
    for partial in sorted(folder.rglob("*.p")):
        if partial.is_dir() and not any(partial.iterdir()):
            partial.rmdir()


def _foreign(path: Path, expected: str, found: str) -> Conflict:
    return Conflict(
        "bundle-folder-foreign",
        f"{path} is not the bundle that is to be written",
        field="folder",
        value=str(path),
        expected=expected,
        found=found,
    )
