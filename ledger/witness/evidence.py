"""Keeping files of evidence: each once, whole, and never over another."""

import os
from hashlib import sha256
from pathlib import Path

from ledger.errors import Unavailable
from ledger.log.equivocation import Evidence, Fork


def keep(folder: Path, found: Evidence) -> Path:
    """Write evidence to a folder under a name made of its kind and bytes, and return the file.

    Raises:
        Unavailable: The disk takes nothing.
    """
    data = found.to_bytes()
    kind = "fork" if isinstance(found, Fork) else "wrong-cosignature"
    place = folder / f"{kind}-{sha256(data).hexdigest()[:16]}.json"
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        if not place.exists():
            write_whole(place, data)
    except OSError as error:
        raise Unavailable("disk-unavailable", value=str(place), found=str(error)) from error
    return place


def write_whole(place: Path, data: bytes) -> None:
    """Write a file so that under its name there are all of its bytes, or none."""
    temporary = place.with_name(f".{place.name}.part-{os.getpid()}")
    descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(place)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
