"""Audit bundles made behind a page: one per reader, as one file, for a day.

A bundle discloses what its reader may read: everything to whoever may read everything, else what is
addressed to the party that he acts for. Names of people are never in it: an operator exports those
(`daicho export bundle --with-personal`). It is removed after a day, or when somebody's data was
erased since.
"""

import shutil
import zipfile
from datetime import datetime, timedelta
from hashlib import file_digest, sha256
from pathlib import Path
from typing import Any, Final

import orjson

from api.pages.desk import Desk
from api.pages.working import Progress
from ledger.access.views import EVERYTHING, can_read
from ledger.audit.bundle_format import Scope
from ledger.bootstrap import Register
from ledger.clock import parse_stamp, stamp
from ledger.jobs.bundle import export_bundle
from ledger.jobs.bundle_scope import scope_of
from ledger.jobs.writing import write_file
from ledger.subjects.destroying import gone_subjects

_FOLDER: Final = "bundles"
_KEPT_FOR: Final = timedelta(hours=24)
_EPOCH: Final = (1980, 1, 1, 0, 0, 0)
_NAME_LENGTH: Final = 24


def key_of(desk: Desk) -> str:
    """Return what the reader's bundle goes by: nobody else's."""
    return f"bundle/{desk.actor.by}/{desk.actor.party or ''}"


def scope_for(desk: Desk) -> Scope:
    """Return what the reader may have disclosed."""
    with desk.reading() as conn:
        if can_read(conn, desk.viewer, EVERYTHING):
            return Scope()
    return scope_of(desk.party)


def make_bundle(register: Register, key: str, scope: Scope, progress: Progress) -> dict[str, Any]:
    """Export a bundle and put it into one file.

    Raises:
        NotFound: No checkpoint was published yet.
        LogCorrupt: The log lacks something that the checkpoint covers.
    """
    target = _place(register, key)
    folder = target.with_suffix(".folder")
    shutil.rmtree(folder, ignore_errors=True)
    try:
        made = export_bundle(register, folder, scope, progress=progress)
        size = _pack(folder, target)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    with target.open("rb") as file:
        digest = file_digest(file, "sha256").hexdigest()
    with register.ledger.reading() as conn:
        gone = len(gone_subjects(conn))
    data = {
        "made_at": stamp(register.clock.now()),
        "size": made.size,
        "root": made.root.hex(),
        "files": made.files,
        "scope": scope.kind,
        "bytes": size,
        "sha256": digest,
        "gone": gone,
    }
    write_file(target.with_suffix(".json"), orjson.dumps(data))
    return data


def bundle_at_hand(register: Register, key: str, scope: Scope) -> dict[str, Any] | None:
    """Return what is said of the reader's bundle.

    One that is too old, or that says more or less than the reader may read by now, such as after
    the end of a grant, is removed first.

    Args:
        register: Whose.
        key: The reader's.
        scope: What he may have disclosed now.
    """
    target = _place(register, key)
    try:
        data = orjson.loads(target.with_suffix(".json").read_bytes())
    except (OSError, ValueError):
        return None
    with register.ledger.reading() as conn:
        gone = len(gone_subjects(conn))
    ends = parse_stamp(data["made_at"]) + _KEPT_FOR
    is_his = data["scope"] == scope.kind and gone == data["gone"]
    if not is_his or not _is_good(target, register.clock.now(), ends):
        remove_bundle(register, key)
        return None
    return {**data, "until": stamp(ends), "name": f"daicho-bundle-{data['size']}.zip"}


def file_of_bundle(register: Register, key: str) -> Path:
    """Return where the file is."""
    return _place(register, key)


def remove_bundle(register: Register, key: str) -> None:
    """Remove a bundle and what is said of it."""
    target = _place(register, key)
    for path in (target, target.with_suffix(".json")):
        path.unlink(missing_ok=True)


def _is_good(target: Path, now: datetime, ends: datetime) -> bool:
    return target.is_file() and now < ends


def _place(register: Register, key: str) -> Path:
    return register.home / _FOLDER / f"{sha256(key.encode()).hexdigest()[:_NAME_LENGTH]}.zip"


def _pack(folder: Path, target: Path) -> int:
    """Put a folder into an archive, stored as it is, in the order of its paths."""
    unfinished = target.with_suffix(".unfinished")
    with zipfile.ZipFile(unfinished, "w", zipfile.ZIP_STORED) as archive:
        for path in sorted(folder.rglob("*")):
            if path.is_file():
                name = f"daicho-bundle/{path.relative_to(folder).as_posix()}"
                info = zipfile.ZipInfo(name, _EPOCH)
                info.file_size = path.stat().st_size
                with path.open("rb") as source, archive.open(info, "w") as sink:
                    shutil.copyfileobj(source, sink)
    unfinished.replace(target)
    return target.stat().st_size
