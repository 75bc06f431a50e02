"""Files that are whole or not there: written under another name, made durable, then renamed."""

import os
from collections.abc import Iterable
from pathlib import Path
from typing import Final

UNFINISHED: Final = ".unfinished"


def write_file(path: Path, data: bytes) -> None:
    """Write a file so that it never exists in part, not even after a power cut.

    Args:
        path: Where it shall be; folders above it are made.
        data: What shall be in it. A file that is there already is replaced.
    """
    write_chunks(path, (data,))


def write_chunks(path: Path, chunks: Iterable[bytes]) -> None:
    """Write a file piece by piece; like `write_file`, it is whole or not there."""
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_name(path.name + UNFINISHED)
    with unfinished.open("wb") as file:
        for chunk in chunks:
            file.write(chunk)
        file.flush()
        os.fsync(file.fileno())
    unfinished.replace(path)
