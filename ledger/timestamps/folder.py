"""Tokens on disk: `timestamps/<size>.tsr` in the home, beside the checkpoint that they are over.

They are files and not rows, because they are no part of the log: losing one loses a date, and
another can be asked for. The first one of a checkpoint is kept, for it shows the earliest time.
"""

import os
from contextlib import suppress
from pathlib import Path
from typing import Final

from ledger.errors import Unavailable

FOLDER: Final = "timestamps"


def place_of(home: Path, size: int) -> Path:
    """Return where the token over the checkpoint of a size is, or will be."""
    return home / FOLDER / f"{size:010}.tsr"


def keep(home: Path, size: int, token: bytes) -> Path:
    """Write a token so that under its name there are all of its bytes, unless one is there.

    Raises:
        Unavailable: The disk takes nothing.
    """
    place = place_of(home, size)
    temporary = place.with_name(f".{place.name}.part-{os.getpid()}")
    try:
        place.parent.mkdir(mode=0o700, exist_ok=True)
        with temporary.open("wb") as file:
            file.write(token)
            file.flush()
            os.fsync(file.fileno())
        if not place.exists():
            temporary.replace(place)
    except OSError as error:
        raise Unavailable("disk-unavailable", value=str(place), found=str(error)) from error
    finally:
        with suppress(OSError):
            temporary.unlink()
    return place
