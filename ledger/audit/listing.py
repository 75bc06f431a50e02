"""`FILES`: the hash and the path of every file of a bundle, held against the folder.

The list and the folder are walked side by side in the order of their paths, so that a bundle of any
number of files needs no more memory than one folder's names.
"""

import re
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from hashlib import sha256
from itertools import islice
from typing import Final

from ledger.audit.bundle_format import LISTING, MOST_LISTED, belongs, first_entry, limit_of
from ledger.audit.findings import Findings
from ledger.audit.folder import Folder, Found, is_plain
from ledger.errors import VerificationFailed

_LINE: Final = re.compile(rb"([0-9a-f]{64})  ([ -~]{1,400})\n")
_LONGEST_LINE: Final = 64 + 2 + 400 + 1
_CHUNK_BYTES: Final = 2**20

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Listed:
    """One line of the list."""

    sha256: str
    path: str


def listing_line(sha256: str, path: str) -> bytes:
    """Write a line as `sha256sum -c` reads it."""
    return f"{sha256}  {path}\n".encode()


def read_listing(folder: Folder) -> Iterator[Listed]:
    """Yield the lines of `FILES`.

    Raises:
        VerificationFailed: The file is missing, or a line is malformed or out of order.
    """
    before = ""
    with folder.open(LISTING, MOST_LISTED) as file:
        for number, line in enumerate(iter(lambda: file.readline(_LONGEST_LINE + 1), b""), 1):
            match = _LINE.fullmatch(line)
            if match is None:
                raise _malformed(number, "a hash, two spaces, a path", line)
            path = match[2].decode()
            if not is_plain(path):
                raise _malformed(number, "a plain path below the folder", line)
            if path <= before:
                raise _malformed(number, f"a path after {before}", line)
            before = path
            yield Listed(match[1].decode(), path)


def check_listing(folder: Folder, findings: Findings, *, jobs: int = 1) -> None:
    """Compare every file of the folder with the list.

    Args:
        folder: The bundle.
        findings: Where findings go.
        jobs: How many files are hashed at once.
    """
    before, count = findings.total, 0
    try:
        with ThreadPoolExecutor(max_workers=max(1, jobs)) as pool:
            pairs = _side_by_side(read_listing(folder), folder.walk())
            while window := list(islice(pairs, 64)):
                for found in pool.map(lambda pair: _compared(folder, *pair), window):
                    count += 1
                    if found is not None:
                        code, path, expected, what = found
                        findings.add(first_entry(path), code, expected, what, file=path)
    except VerificationFailed as error:
        findings.add_error(None, error, file=LISTING)
    findings.done("bundle-files", count, before)


def check_places(folder: Folder, size: int, findings: Findings) -> None:
    """Refuse tiles and parts that a log of this size does not have: nothing would compare them."""
    try:
        for listed in read_listing(folder):
            if not belongs(listed.path, size):
                expected = f"a file of a log of {size} entries"
                index = first_entry(listed.path)
                findings.add(index, "file-unexpected", expected, listed.path, file=listed.path)
    except VerificationFailed:
        return  # reported where the list is compared with the folder


Pair = tuple[Listed | None, Found | None]
Problem = tuple[str, str, str, str]


def _side_by_side(listed: Iterator[Listed], found: Iterator[Found]) -> Iterator[Pair]:
    """Yield what is listed with what is there, by path; None where one has nothing."""
    there = (item for item in found if item.path != LISTING)
    one, other = next(listed, None), next(there, None)
    while one is not None or other is not None:
        if other is None or (one is not None and one.path < other.path):
            yield one, None
            one = next(listed, None)
        elif one is None or other.path < one.path:
            yield None, other
            other = next(there, None)
        else:
            yield one, other
            one, other = next(listed, None), next(there, None)


def _compared(folder: Folder, listed: Listed | None, found: Found | None) -> Problem | None:
    if found is None:
        return "file-missing", listed.path if listed else "", "a file that is listed", "nothing"
    limit = limit_of(found.path)
    if found.problem is not None:
        return "file-irregular", found.path, "a regular file", found.problem
    if listed is None or limit is None:
        code = "file-unlisted" if listed is None else "file-unexpected"
        return code, found.path, "a file of a bundle, listed in FILES", found.path
    return _hashed(folder, listed, limit)


def _hashed(folder: Folder, listed: Listed, limit: int) -> Problem | None:
    path = listed.path
    try:
        digest = _digest(folder, path, limit)
    except VerificationFailed as error:
        return error.code, path, str(error.fields["expected"]), str(error.fields["found"])
    name = path.rpartition("/")[2] if path.startswith("blobs/") else listed.sha256
    wrong = next((wanted for wanted in (listed.sha256, name) if wanted != digest), None)
    return ("file-altered", path, wrong, digest) if wrong else None


def _digest(folder: Folder, path: str, limit: int) -> str:
    hasher, read = sha256(), 0
    with folder.open(path, limit) as file:
        while chunk := file.read(_CHUNK_BYTES):
            read += len(chunk)
            if read > limit:  # it grows while it is read
                expected = f"at most {limit} bytes"
                raise VerificationFailed("file-too-large", expected=expected, found="more")
            hasher.update(chunk)
    return hasher.hexdigest()


def _malformed(number: int, expected: str, line: bytes) -> VerificationFailed:
    shown = line[:120].decode("ascii", "backslashreplace").rstrip("\n")
    return VerificationFailed(
        "listing-malformed", line=number, expected=expected, found=f"line {number}: {shown}"
    )
