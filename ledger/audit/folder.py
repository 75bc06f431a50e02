"""Reading a folder that somebody else made, without trusting anything about it.

Only regular files below the folder are read, by paths of plain letters, never through a link, and
never more bytes than such a file may have. A pipe or a device cannot make the reader wait.
"""

import os
import re
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Final

from ledger.errors import VerificationFailed

_PLAIN: Final = re.compile(r"[A-Za-z0-9_][A-Za-z0-9._-]*(?:/[A-Za-z0-9_][A-Za-z0-9._-]*)*")
_DEEPEST: Final = 12
_FLAGS: Final = (
    os.O_RDONLY
    | getattr(os, "O_NOFOLLOW", 0)
    | getattr(os, "O_NONBLOCK", 0)  # opening a pipe returns at once
    | getattr(os, "O_BINARY", 0)
)


@dataclass(frozen=True, slots=True)
class Found:
    """Something in the folder.

    Attributes:
        path: With slashes, below the folder.
        size_bytes: Of a regular file. problem: why it may not be read, for anything else.
    """

    path: str
    size_bytes: int
    problem: str | None = None


def is_plain(path: str) -> bool:
    """Tell whether a path stays below the folder and is of plain letters."""
    return _PLAIN.fullmatch(path) is not None


class Folder:
    """A folder to be read with suspicion.

    Args:
        root: The folder.
    """

    def __init__(self, root: Path) -> None:
        self.root = root

    def open(self, path: str, limit: int) -> BinaryIO:
        """Open a regular file.

        Args:
            path: Below the folder.
            limit: Most bytes that it may have.

        Raises:
            VerificationFailed: It is not there, is no regular file, is reached through a link,
                climbs out, or is longer.
        """
        if not is_plain(path):
            raise _refused("path-unsafe", path, "a plain path below the folder", path[:200])
        self._refuse_links(path)
        try:
            descriptor = os.open(self.root / path, _FLAGS)
        except FileNotFoundError:
            raise _refused("file-missing", path, "a file", "nothing") from None
        except OSError as error:
            raise _refused("file-unreadable", path, "a file", str(error.strerror)) from error
        try:
            _check(os.fstat(descriptor), path, limit)
        except BaseException:
            os.close(descriptor)
            raise
        return os.fdopen(descriptor, "rb")

    def read(self, path: str, limit: int) -> bytes:
        """Return the bytes of a regular file; see `open`."""
        with self.open(path, limit) as file:
            data = file.read(limit + 1)
        if len(data) > limit:
            raise _refused("file-too-large", path, f"at most {limit} bytes", "more")
        return data

    def has(self, path: str) -> bool:
        """Tell whether there is a regular file at a path."""
        try:
            return stat.S_ISREG(os.lstat(self.root / path).st_mode)
        except OSError:
            return False

    def walk(self) -> Iterator[Found]:
        """Yield everything below the folder that is no folder, in the order of the paths."""
        yield from self._below("", _DEEPEST)

    def _below(self, prefix: str, depth: int) -> Iterator[Found]:
        try:
            with os.scandir(self.root / prefix) as entries:
                # A folder sorts as its paths do: with the slash behind its name.
                named = sorted((e.name + ("/" if _is_folder(e) else ""), e) for e in entries)
        except OSError as error:
            yield Found(_readable(prefix.rstrip("/")), 0, str(error.strerror))
            return
        for name, entry in named:
            path = _readable(prefix + name)
            if not name.endswith("/"):
                yield _found(entry, path)
            elif depth == 0 or not is_plain(path[:-1]):
                yield Found(path, 0, "a folder that no bundle has")
            else:
                yield from self._below(prefix + name, depth - 1)

    def _refuse_links(self, path: str) -> None:
        place = self.root
        for step in path.split("/"):
            place /= step
            if place.is_symlink():
                raise _refused("file-irregular", path, "a regular file", "a symbolic link")


def _is_folder(entry: os.DirEntry[str]) -> bool:
    return entry.is_dir(follow_symlinks=False)


def _found(entry: os.DirEntry[str], path: str) -> Found:
    status = entry.stat(follow_symlinks=False)
    if stat.S_ISLNK(status.st_mode):
        return Found(path, 0, "a symbolic link")
    if not stat.S_ISREG(status.st_mode):
        return Found(path, 0, "no regular file")
    return Found(path, status.st_size)


def _readable(path: str) -> str:
    """Return a name as it can be printed, whatever bytes it was made of."""
    return path.encode("utf-8", "backslashreplace").decode()


def _check(status: os.stat_result, path: str, limit: int) -> None:
    if not stat.S_ISREG(status.st_mode):
        raise _refused("file-irregular", path, "a regular file", "something else")
    if status.st_size > limit:
        found = f"{status.st_size} bytes"
        raise _refused("file-too-large", path, f"at most {limit} bytes", found)


def _refused(code: str, path: str, expected: str, found: str) -> VerificationFailed:
    return VerificationFailed(code, field="file", value=path, expected=expected, found=found)
