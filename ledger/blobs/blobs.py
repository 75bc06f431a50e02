"""Content-addressed files: what is large, known by the SHA-256 of its bytes.

The rules kept here, in order:

1. A file has its final name only when the disk has all of its bytes; putting it again is harmless.
2. Nothing is handed out that does not hash to its name.
3. Files are readable by their owner alone: traces and statements name people's money.
"""

import os
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from hashlib import file_digest, sha256
from io import FileIO
from pathlib import Path
from re import fullmatch
from typing import BinaryIO, Final

from ledger.errors import LogCorrupt, NotFound, RuleViolation, Unavailable
from ledger.values import DocumentRef

Content = bytes | Path | Iterable[bytes]

DEFAULT_MAX_BYTES: Final = 4 * 2**30
_CHUNK_BYTES: Final = 2**20
_TEMPORARY: Final = ".part-"
_FEW: Final = 4


class Blobs:
    """The blobs of one register, in a folder.

    Args:
        root: The folder; made when the first blob is put.
        max_bytes: Longest blob accepted.
    """

    def __init__(self, root: Path, max_bytes: int = DEFAULT_MAX_BYTES) -> None:
        self._root = root
        self._max_bytes = max_bytes

    def put(
        self, content: Content, *, title: str | None = None, media_type: str | None = None
    ) -> DocumentRef:
        """Store content; durable on return, and harmless when it is there already.

        Args:
            content: Bytes, a file to copy, or chunks of bytes.
            title: For people.
            media_type: For instance `application/json`.

        Returns:
            The reference that facts cite.

        Raises:
            RuleViolation: It is longer than this store accepts; nothing was kept.
        """
        with self.batch() as batch:
            return batch.put(content, title=title, media_type=media_type)

    @contextmanager
    def batch(self) -> Iterator["BlobBatch"]:
        """Store many blobs and wait for the disk once, at the end of the block.

        Within the block nothing is stored yet; after it, everything is durable. If the block or
        the disk fails, what was not there before is not kept.

        Raises:
            Unavailable: The disk is full, or cannot be written.
        """
        with _on_disk():
            self._root.mkdir(mode=0o700, parents=True, exist_ok=True)
        batch = BlobBatch(self)
        try:
            yield batch
            with _on_disk():
                self._settle(batch.written)
        finally:
            for temporary, _, _ in batch.written:
                temporary.unlink(missing_ok=True)

    def write(self, content: Content) -> tuple[Path, str, int]:
        """Write content under a temporary name; return the name, the hash and the size."""
        with _on_disk():
            descriptor, name = tempfile.mkstemp(prefix=_TEMPORARY, dir=self._root)
        try:
            # Unbuffered, so that a full disk is noticed by the write and not while closing.
            with os.fdopen(descriptor, "wb", buffering=0) as file:
                return (Path(name), *self._copy(_chunks(content), file))
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise

    def _copy(self, chunks: Iterable[bytes], file: FileIO) -> tuple[str, int]:
        hasher, size_bytes = sha256(), 0
        for chunk in chunks:
            size_bytes += len(chunk)
            if size_bytes > self._max_bytes:
                raise RuleViolation(
                    "blob-too-large",
                    field="content",
                    value=f"more than {self._max_bytes} bytes",
                    expected=f"at most {self._max_bytes} bytes",
                )
            hasher.update(chunk)
            _write_all(file, chunk)
        return hasher.hexdigest(), size_bytes

    def _settle(self, written: Sequence[tuple[Path, str, int]]) -> None:
        """Make written blobs durable under their names: bytes first, names second, folders last."""
        places = [(temporary, self._place(digest), size) for temporary, digest, size in written]
        new = [
            (temporary, place)
            for temporary, place, size_bytes in places
            if not _is_here(place, size_bytes)
        ]
        _in_parallel(_sync_file, [temporary for temporary, _ in new])
        for temporary, place in new:
            place.parent.mkdir(mode=0o700, exist_ok=True)
            temporary.replace(place)
        # Also for blobs that were known: the process that put them may have died before this line.
        _in_parallel(_sync_folder, sorted({place.parent for _, place, _ in places}))
        _sync_folder(self._root)

    def get(self, sha256: str) -> bytes:
        """Return a blob's bytes.

        Raises:
            NotFound: There is no such blob.
            LogCorrupt: The bytes are not those that were put.
        """
        with self.open(sha256) as file:
            return file.read()

    def open(self, sha256: str) -> BinaryIO:
        """Return a blob as a file open at its start, its hash already checked.

        Raises:
            NotFound: There is no such blob.
            LogCorrupt: The bytes are not those that were put.
        """
        file = self.path(sha256).open("rb")
        try:
            found = file_digest(file, "sha256").hexdigest()
            if found != sha256:
                raise LogCorrupt("blob-altered", sha256=sha256, found=found)
            file.seek(0)
        except BaseException:
            file.close()
            raise
        return file

    def path(self, sha256: str) -> Path:
        """Return where a blob is, for readers that want a file. The hash is not checked.

        Raises:
            NotFound: There is no such blob.
        """
        place = self._place(sha256)
        if not place.exists():
            raise NotFound("blob-not-found", field="sha256", value=sha256)
        return place

    def exists(self, sha256: str) -> bool:
        """Tell whether a blob is here."""
        return self._place(sha256).exists()

    def remove(self, sha256: str) -> bool:
        """Remove a blob for good, because it holds a person's data; harmless when repeated.

        Returns:
            True if it was here. Durable on return.

        Raises:
            Unavailable: The disk cannot be written.
        """
        place = self._place(sha256)
        with _on_disk():
            try:
                place.unlink()
            except FileNotFoundError:
                return False
            _sync_folder(place.parent)
        return True

    def stamp_of(self, sha256: str) -> int:
        """Return a number that changes when a blob is put again; zero if it is not here."""
        try:
            return self._place(sha256).stat().st_mtime_ns
        except FileNotFoundError:
            return 0

    def remove_unless_put(self, sha256: str, seen: int) -> bool:
        """Remove a blob that nobody put again since its stamp was taken.

        It is taken out of its place first: who puts it after that writes it anew, and who put it
        before has changed the stamp, so that it comes back.

        Returns:
            True if it was removed.
        """
        place = self._place(sha256)
        aside = self._root / f"{_TEMPORARY}{sha256}"
        with _on_disk():
            try:
                place.replace(aside)
            except FileNotFoundError:
                return False
            if aside.stat().st_mtime_ns != seen:
                aside.replace(place)
                return False
            aside.unlink()
            _sync_folder(place.parent)
        return True

    def __iter__(self) -> Iterator[str]:
        """Iterate over the hashes of all blobs, in order."""
        if not self._root.is_dir():
            return
        for folder in sorted(self._root.glob("[0-9a-f][0-9a-f]")):
            for place in sorted(folder.iterdir()):
                yield folder.name + place.name

    def _place(self, sha256: str) -> Path:
        if not fullmatch(r"[0-9a-f]{64}", sha256):
            raise RuleViolation(
                "blob-name-malformed",
                field="sha256",
                value=sha256[:80],
                expected="64 small hexadecimal digits",
            )
        return self._root / sha256[:2] / sha256[2:]


class BlobBatch:
    """Blobs on their way to the disk; see `Blobs.batch`."""

    def __init__(self, blobs: Blobs) -> None:
        self._blobs = blobs
        self.written: list[tuple[Path, str, int]] = []

    def put(
        self, content: Content, *, title: str | None = None, media_type: str | None = None
    ) -> DocumentRef:
        """Add a blob; see `Blobs.put`. It can be read after the block."""
        temporary, digest, size_bytes = self._blobs.write(content)
        self.written.append((temporary, digest, size_bytes))
        return DocumentRef(sha256=digest, title=title, media_type=media_type, size_bytes=size_bytes)


@contextmanager
def _on_disk() -> Iterator[None]:
    """Tell a disk that takes nothing from a mistake: the same request may succeed later.

    Raises:
        Unavailable: The disk is full, or cannot be written.
    """
    try:
        yield
    except OSError as error:
        why = error.strerror
        raise Unavailable("blobs-unavailable", value=why, expected="try again") from error


def _is_here(place: Path, size_bytes: int) -> bool:
    """Tell whether a blob is in its place, and note that it was wanted again."""
    try:
        if place.stat().st_size != size_bytes:
            return False
        os.utime(place)
    except FileNotFoundError:
        return False
    return True


def _write_all(file: FileIO, chunk: bytes) -> None:
    """Write every byte: a disk that is nearly full takes a part without complaint."""
    left = memoryview(chunk)
    with _on_disk():
        while left:
            left = left[file.write(left) :]


def _in_parallel(action: Callable[[Path], None], paths: Sequence[Path]) -> None:
    """Wait for the disk on several threads: it commits what waits together in one go."""
    if len(paths) < _FEW:
        for path in paths:
            action(path)
        return
    with ThreadPoolExecutor(max_workers=16) as pool:
        for _ in pool.map(action, paths):
            pass


def _sync_file(path: Path) -> None:
    descriptor = os.open(path, os.O_RDWR)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _chunks(content: Content) -> Iterator[bytes]:
    if isinstance(content, bytes):
        yield content
    elif isinstance(content, Path):
        with content.open("rb") as file:
            while chunk := file.read(_CHUNK_BYTES):
                yield chunk
    else:
        yield from content


def _sync_folder(folder: Path) -> None:
    if os.name == "nt":  # folders cannot be opened there
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
