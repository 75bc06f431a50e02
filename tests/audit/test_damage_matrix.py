"""Every kind of file, every class of bytes, every kind of change: with the list made again or not.

One change cannot be told from what is allowed: names left out of `personal.jsonl`, with the list
made again, look like names that were erased.
"""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from audited import Bundled, audited, files_of, list_again

from ledger.audit import bundle_format as layout

Edit = Callable[[bytes, int], bytes]

EDITS: dict[str, Edit] = {
    "flipped": lambda data, at: data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :],
    "deleted": lambda data, at: data[:at] + data[at + 1 :],
    "inserted": lambda data, at: data[:at] + b"0" + data[at:],
    "exchanged": lambda data, at: data[:at] + data[at : at + 2][::-1] + data[at + 2 :],
    "truncated": lambda data, at: data[:at],
}
CLASSES: dict[str, Callable[[int], bool]] = {
    "digit": lambda byte: 48 <= byte <= 57,
    "letter": lambda byte: 97 <= byte <= 122,
    "sign": lambda byte: byte in b'{}[]":,+/=',
    "newline": lambda byte: byte == 10,
    "other": lambda byte: byte > 126 or byte < 10,
}


def kinds(bundle: Path) -> dict[str, str]:
    """One file of each kind."""
    found: dict[str, str] = {}
    for path in files_of(bundle):
        first, _, rest = path.partition("/")
        kind = f"{first}/{rest.partition('/')[0]}" if first == "tile" else first
        found.setdefault(kind, path)
    return found


def places(data: bytes, per_class: int) -> Iterator[int]:
    """Some places of each class, spread over the file, and both ends."""
    yield 0
    yield len(data) - 1
    for belongs in CLASSES.values():
        of_class = [at for at, byte in enumerate(data) if belongs(byte)]
        yield from of_class[:: max(1, len(of_class) // per_class)][:per_class]


def undetected(bundle: Path, path: str, edit: str, per_class: int, *, relist: bool) -> list[int]:
    file, listing = bundle / path, bundle / layout.LISTING
    before, lines = file.read_bytes(), listing.read_bytes()
    missed = []
    for at in places(before, per_class):
        after = EDITS[edit](before, at)
        if after == before or (relist and path == layout.PERSONAL and not after):
            continue  # two equal bytes exchanged, or every name left out
        file.write_bytes(after)
        if relist:
            list_again(bundle)
        report = audited(bundle)
        if report.verdict != "FAIL" or (
            relist
            and path not in {f.file for f in report.findings}
            and not any(f.index is not None for f in report.findings)
        ):
            missed.append(at)
        listing.write_bytes(lines)
        file.write_bytes(before)
    return missed


@pytest.mark.parametrize("edit", ["flipped", "truncated"])
def test_a_damaged_file_of_any_kind_is_found_although_the_list_was_made_again(
    paid_bundle: Bundled, edit: str
) -> None:
    for kind, path in kinds(paid_bundle.bundle).items():
        if path != layout.LISTING:
            assert undetected(paid_bundle.bundle, path, edit, 1, relist=True) == [], kind


@pytest.mark.slow
@pytest.mark.parametrize("relist", [False, True])
@pytest.mark.parametrize("edit", EDITS)
def test_many_places_of_every_kind_of_file(paid_bundle: Bundled, edit: str, relist: bool) -> None:
    for kind, path in kinds(paid_bundle.bundle).items():
        if not relist or path != layout.LISTING:
            # What the list says of a file does not depend on which of its bytes was changed.
            per_class = 12 if relist or path == layout.LISTING else 3
            missed = undetected(paid_bundle.bundle, path, edit, per_class, relist=relist)
            assert missed == [], (kind, missed)
