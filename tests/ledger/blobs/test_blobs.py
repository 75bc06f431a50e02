"""A blob is what its name says, or it is not handed out."""

import hashlib
import os
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest

from ledger.blobs.blobs import Blobs
from ledger.errors import LogCorrupt, NotFound, RuleViolation, Unavailable

DATA = "売上報告,2026-03\n".encode() * 100
SHA = hashlib.sha256(DATA).hexdigest()


@pytest.fixture
def blobs(tmp_path: Path) -> Blobs:
    return Blobs(tmp_path / "blobs")


def files(blobs_root: Path) -> list[Path]:
    return [path for path in blobs_root.rglob("*") if path.is_file()]


def test_the_reference_says_hash_size_title_and_media_type(blobs: Blobs) -> None:
    ref = blobs.put(DATA, title="報告", media_type="text/csv")
    assert ref.model_dump() == {
        "sha256": SHA,
        "title": "報告",
        "media_type": "text/csv",
        "size_bytes": len(DATA),
    }


def test_bytes_a_file_and_chunks_are_one_blob(tmp_path: Path, blobs: Blobs) -> None:
    source = tmp_path / "report.csv"
    source.write_bytes(DATA)
    refs = {blobs.put(DATA), blobs.put(source), blobs.put(iter([DATA[:7], b"", DATA[7:]]))}
    assert len(refs) == 1
    assert list(blobs) == [SHA]
    assert source.read_bytes() == DATA


def test_get_open_and_path_give_the_same_bytes(blobs: Blobs) -> None:
    blobs.put(DATA)
    with blobs.open(SHA) as file:
        assert file.read() == blobs.get(SHA) == blobs.path(SHA).read_bytes() == DATA


def test_the_empty_blob_is_a_blob(blobs: Blobs) -> None:
    assert blobs.get(blobs.put(b"").sha256) == b""


def test_a_large_file_is_copied_in_pieces(tmp_path: Path, blobs: Blobs) -> None:
    source = tmp_path / "large"
    source.write_bytes(os.urandom(3 * 2**20 + 1))
    assert blobs.get(blobs.put(source).sha256) == source.read_bytes()


def test_the_file_lies_under_the_first_two_digits_for_its_owner_alone(
    tmp_path: Path, blobs: Blobs
) -> None:
    blobs.put(DATA)
    [place] = files(tmp_path / "blobs")
    assert place == tmp_path / "blobs" / SHA[:2] / SHA[2:] == blobs.path(SHA)
    assert stat.S_IMODE(place.stat().st_mode) == 0o600
    assert stat.S_IMODE(place.parent.stat().st_mode) == 0o700


@pytest.mark.parametrize("altered", [DATA[:-1] + b"X", DATA[:-1], DATA + b"\n", b""])
def test_altered_bytes_are_never_handed_out(blobs: Blobs, altered: bytes) -> None:
    blobs.put(DATA)
    blobs.path(SHA).write_bytes(altered)
    with pytest.raises(LogCorrupt, match="blob-altered") as caught:
        blobs.get(SHA)
    assert caught.value.fields["sha256"] == SHA


def test_putting_a_truncated_blob_again_restores_it(blobs: Blobs) -> None:
    blobs.put(DATA)
    blobs.path(SHA).write_bytes(DATA[:10])
    blobs.put(DATA)
    assert blobs.get(SHA) == DATA


def test_what_was_never_put_is_not_found(blobs: Blobs) -> None:
    assert not blobs.exists(SHA)
    assert list(blobs) == []
    for ask in (blobs.get, blobs.open, blobs.path):
        with pytest.raises(NotFound, match="blob-not-found"):
            ask(SHA)


@pytest.mark.parametrize(
    "name", ["", "ab", SHA.upper(), SHA + "0", "../" + SHA[3:], SHA[:-1] + "\n", "０" * 64]
)
def test_a_malformed_name_is_refused(blobs: Blobs, name: str) -> None:
    for ask in (blobs.get, blobs.open, blobs.path, blobs.exists):
        with pytest.raises(RuleViolation, match="blob-name-malformed"):
            ask(name)


def test_a_blob_beyond_the_limit_leaves_nothing_behind(tmp_path: Path) -> None:
    small = Blobs(tmp_path / "blobs", max_bytes=10)
    small.put(b"0123456789")
    with pytest.raises(RuleViolation, match="blob-too-large") as caught:
        small.put(iter([b"01234", b"56789", b"X"]))
    assert caught.value.fields["expected"] == "at most 10 bytes"
    assert len(files(tmp_path / "blobs")) == 1


def test_a_source_that_breaks_off_leaves_nothing_behind(tmp_path: Path, blobs: Blobs) -> None:
    def broken() -> Iterator[bytes]:
        yield DATA
        raise OSError("the line went down")

    with pytest.raises(OSError, match="the line went down"):
        blobs.put(broken())
    assert files(tmp_path / "blobs") == []


def test_a_crashed_writers_leftovers_are_no_blobs(tmp_path: Path, blobs: Blobs) -> None:
    blobs.put(DATA)
    (tmp_path / "blobs" / ".part-left").write_bytes(b"half")
    assert list(blobs) == [SHA]


def test_a_full_disk_is_unavailable_and_leaves_nothing_behind(tmp_path: Path, blobs: Blobs) -> None:
    """The limit on the size of a file stands in for the disk: both stop a write in the middle."""
    resource = pytest.importorskip("resource")
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (len(DATA) // 2, limits[1]))
    try:
        with pytest.raises(Unavailable, match="blobs-unavailable"):
            blobs.put(DATA)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    assert files(tmp_path / "blobs") == []
    assert blobs.put(DATA).sha256 == SHA


def test_a_folder_that_cannot_be_made_is_unavailable(tmp_path: Path) -> None:
    (tmp_path / "blobs").write_bytes(b"a file where the folder should be")
    with pytest.raises(Unavailable, match="blobs-unavailable"):
        Blobs(tmp_path / "blobs").put(DATA)
