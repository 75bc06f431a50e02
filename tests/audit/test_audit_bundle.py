"""A sound bundle passes; whatever is changed in it is found, and the place is named."""

import os
from pathlib import Path

import pytest
from audited import (
    Bundled,
    audited,
    change,
    codes,
    files_of,
    finding,
    flip,
    key_of,
    leaves_of,
    list_again,
    manifest_of,
    parts_of,
    remake,
    signed,
)
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from ledger.audit import bundle_format as layout
from ledger.audit.auditor import audit
from ledger.audit.notes import Outside
from ledger.errors import NotFound
from ledger.log.cosignature import cosign, witness_key
from ledger.log.entry import commitment
from ledger.log.genesis import parse_genesis
from ledger.log.merkle import leaf_hash
from ledger.log.note import (
    Checkpoint,
    VerifierKey,
    add_signature,
    parse_note,
    sign_note,
    verifier_key,
)
from ledger.log.policy import parse_policy


def test_a_sound_bundle_is_self_consistent_and_no_more_than_that(paid_bundle: Bundled) -> None:
    report = audited(paid_bundle.bundle)
    assert report.findings == ()
    assert report.verdict == "SELF-CONSISTENT"
    assert report.exit_code == 3
    assert report.root == manifest_of(paid_bundle.bundle).root.hex()
    counted = {check.check: check.count for check in report.checks}
    assert counted["checkpoints"] == 2
    assert counted["personal"] == 1
    assert counted["facts"] == counted["log"] == report.size


def test_a_checkpoint_that_the_auditor_kept_makes_it_verified(paid_bundle: Bundled) -> None:
    report = audited(paid_bundle.bundle, paid_bundle.kept())
    assert (report.verdict, report.exit_code) == ("VERIFIED", 0)
    assert report.kept_size == min(paid_bundle.notes)


def test_the_newest_checkpoint_will_do_as_well(paid_bundle: Bundled) -> None:
    newest = (paid_bundle.bundle / layout.CHECKPOINT).read_bytes()
    assert audited(paid_bundle.bundle, newest).verdict == "VERIFIED"


def test_tiles_of_several_levels_are_compared(long_bundle: Bundled) -> None:
    report = audited(long_bundle.bundle, long_bundle.kept())
    assert report.findings == ()
    assert report.verdict == "VERIFIED"


def test_several_processes_find_the_same_in_the_same_order(
    long_bundle: Bundled, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ledger.audit.chain._CHUNKS_PER_PROCESS", 1)
    for path in files_of(long_bundle.bundle):
        if path.startswith(("parts/", "tile/0/")):
            change(long_bundle.bundle / path, flip(700))
    alone, together = audited(long_bundle.bundle), audited(long_bundle.bundle, jobs=2)
    assert alone.findings == together.findings
    assert alone.checks == together.checks
    assert alone.total > 3


PLACES = {"first": 0, "early": 40, "middle": None, "late": -2, "last": -1}


@pytest.mark.parametrize("place", PLACES)
def test_a_flipped_byte_anywhere_fails_and_names_the_file(paid_bundle: Bundled, place: str) -> None:
    paths = [p for p in files_of(paid_bundle.bundle) if not p.startswith("blobs/")]
    paths.append(next(p for p in files_of(paid_bundle.bundle) if p.startswith("blobs/")))
    for path in paths:
        file = paid_bundle.bundle / path
        before = file.read_bytes()
        at = PLACES[place] if PLACES[place] is not None else len(before) // 2
        file.write_bytes(flip(at)(before))
        report = audited(paid_bundle.bundle)
        file.write_bytes(before)
        assert report.verdict == "FAIL", path
        if path != layout.LISTING:  # a changed list may name any file
            assert path in {item.file for item in report.findings}, path


@pytest.mark.slow
def test_every_byte_of_the_small_files_is_covered(paid_bundle: Bundled) -> None:
    for path in (
        layout.MANIFEST,
        layout.CHECKPOINT,
        layout.LISTING,
        "tile/0/000.p/" + str(manifest_of(paid_bundle.bundle).size),
    ):
        file = paid_bundle.bundle / path
        before = file.read_bytes()
        for at in range(0, len(before), 7):
            file.write_bytes(flip(at, 1 << at % 8)(before))
            assert audited(paid_bundle.bundle).verdict == "FAIL", (path, at)
        file.write_bytes(before)


def only(bundle: Path, prefix: str) -> Path:
    [path] = [p for p in files_of(bundle) if p.startswith(prefix)]
    return bundle / path


@pytest.mark.parametrize(
    ("prefix", "at", "code"),
    [
        ("tile/entries/", 2, "entry-leaf"),
        ("tile/0/", 30, "tile-altered"),
        ("checkpoint", 18, "signature-wrong"),
        ("personal.jsonl", 30, "personal-altered"),
    ],
)
def test_a_list_made_again_hides_nothing(
    paid_bundle: Bundled, prefix: str, at: int, code: str
) -> None:
    paths = [
        p for p in files_of(paid_bundle.bundle) if p.startswith(prefix) and "checkpoints" not in p
    ]
    change(paid_bundle.bundle / paths[0], flip(at))
    list_again(paid_bundle.bundle)
    assert code in codes(audited(paid_bundle.bundle))


def test_a_changed_part_names_its_entry_even_if_the_list_is_made_again(
    paid_bundle: Bundled,
) -> None:
    lines = parts_of(paid_bundle.bundle)
    index = next(i for i, line in enumerate(lines) if "星雲スタジオ".encode() in line)
    path = only(paid_bundle.bundle, "parts/")
    change(path, lambda data: data.replace("星雲スタジオ".encode(), "星雲スタシオ".encode()))
    list_again(paid_bundle.bundle)
    assert finding(audited(paid_bundle.bundle), "entry-commit").index == index


def test_parts_of_two_entries_exchanged_name_both(paid_bundle: Bundled) -> None:
    lines = parts_of(paid_bundle.bundle)
    lines[3], lines[4] = lines[4], lines[3]
    only(paid_bundle.bundle, "parts/").write_bytes(b"".join(lines))
    list_again(paid_bundle.bundle)
    found = {
        item.index
        for item in audited(paid_bundle.bundle).findings
        if item.code == "parts-misplaced"
    }
    assert found == {3, 4}


@pytest.mark.parametrize(
    "prefix", ["tile/entries/", "parts/", "tile/0/", "checkpoint", "bundle.json"]
)
def test_a_missing_file_is_named(paid_bundle: Bundled, prefix: str) -> None:
    path = next(
        p for p in files_of(paid_bundle.bundle) if p.startswith(prefix) and "checkpoints/" not in p
    )
    (paid_bundle.bundle / path).unlink()
    report = audited(paid_bundle.bundle)
    assert finding(report, "file-missing").file == path
    list_again(paid_bundle.bundle)
    report = audited(paid_bundle.bundle)
    assert path in {item.file for item in report.findings}


@pytest.mark.parametrize(
    "prefix",
    ["tile/entries/", "parts/", "tile/0/", "checkpoint", "bundle.json", "FILES", "personal.jsonl"],
)
def test_a_file_cut_in_half_fails(paid_bundle: Bundled, prefix: str) -> None:
    path = next(
        p for p in files_of(paid_bundle.bundle) if p.startswith(prefix) and "checkpoints/" not in p
    )
    change(paid_bundle.bundle / path, lambda data: data[: len(data) // 2])
    assert audited(paid_bundle.bundle).verdict == "FAIL"
    if path != layout.LISTING:
        list_again(paid_bundle.bundle)
        report = audited(paid_bundle.bundle)
        assert report.verdict == "FAIL"
        assert path in {item.file for item in report.findings}


def test_the_last_ten_entries_removed_fail_by_the_notes_of_the_bundle(paid_bundle: Bundled) -> None:
    leaves, parts = leaves_of(paid_bundle.bundle), parts_of(paid_bundle.bundle)
    newest = (paid_bundle.bundle / layout.CHECKPOINT).read_bytes()
    size = len(leaves)
    remake(paid_bundle.bundle, leaves[:-10], parts[:-10], paid_bundle.home)
    later = paid_bundle.bundle / layout.note_path(size)
    later.parent.mkdir(exist_ok=True)
    later.write_bytes(newest)
    list_again(paid_bundle.bundle)
    found = finding(audited(paid_bundle.bundle), "log-shortened")
    assert found.index == size - 10
    assert str(size) in found.expected


def test_the_last_ten_entries_removed_without_a_trace_fail_by_the_kept_checkpoint(
    paid_bundle: Bundled,
) -> None:
    leaves, parts = leaves_of(paid_bundle.bundle), parts_of(paid_bundle.bundle)
    newest = (paid_bundle.bundle / layout.CHECKPOINT).read_bytes()
    remake(paid_bundle.bundle, leaves[:-10], parts[:-10], paid_bundle.home)
    alone = audited(paid_bundle.bundle)
    assert "log-shortened" not in codes(alone)  # nothing inside can tell
    report = audited(paid_bundle.bundle, newest)
    assert report.verdict == "FAIL"
    assert finding(report, "kept-checkpoint-beyond").index == len(leaves) - 10


def test_a_history_rewritten_with_a_stolen_key_fails_by_the_kept_checkpoint(
    long_bundle: Bundled,
) -> None:
    leaves, parts = leaves_of(long_bundle.bundle), parts_of(long_bundle.bundle)
    copies = [
        (part[0], part[1].replace("会社".encode(), "別社".encode()))
        for part in layout.parse_parts_line(parts[50], 50)
        if not isinstance(part, bytes)
    ]
    parts[50] = layout.parts_line(50, copies)
    changed = rewritten_commit(leaves[50], commitment(copies))
    assert changed != leaves[50]
    made = relinked([*leaves[:50], changed, *leaves[51:]], 51)
    remake(long_bundle.bundle, made, parts, long_bundle.home)
    alone = audited(long_bundle.bundle)
    assert alone.verdict == "SELF-CONSISTENT"
    report = audited(long_bundle.bundle, long_bundle.kept())
    assert report.verdict == "FAIL"
    assert finding(report, "kept-checkpoint-root").index == 99


def rewritten_commit(leaf: bytes, commit: bytes) -> bytes:
    return leaf[:11] + commit.hex().encode() + leaf[75:]


def relinked(leaves: list[bytes], start: int) -> list[bytes]:

    made = leaves[:start]
    for leaf in leaves[start:]:
        at = leaf.index(b'"prev":"') + 8
        made.append(leaf[:at] + leaf_hash(made[-1]).hex().encode() + leaf[at + 64 :])
    return made


def test_a_checkpoint_of_another_log_or_by_another_key_fails(paid_bundle: Bundled) -> None:

    stranger = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
    origin = manifest_of(paid_bundle.bundle).origin
    root = manifest_of(paid_bundle.bundle).root
    size = manifest_of(paid_bundle.bundle).size
    forged = sign_note(Checkpoint(origin, size, root).text(), origin, stranger)
    assert "no-known-signature" in codes(audited(paid_bundle.bundle, forged))
    other = sign_note(
        Checkpoint("other.example/log", size, root).text(), "other.example/log", stranger
    )
    assert "kept-checkpoint-origin" in codes(audited(paid_bundle.bundle, other))
    assert audited(paid_bundle.bundle, b"no note at all").verdict == "FAIL"


def test_a_key_that_the_auditor_knows_must_be_the_logs(paid_bundle: Bundled) -> None:
    manifest = manifest_of(paid_bundle.bundle)

    own = VerifierKey(manifest.origin, parse_genesis(manifest.genesis).public_key)
    assert audit(paid_bundle.bundle, Outside(keys=(own,))).verdict == "SELF-CONSISTENT"
    other = VerifierKey(manifest.origin, bytes(range(32)))
    assert codes(audit(paid_bundle.bundle, Outside(keys=(other,)))) == {"key-not-of-log"}


def test_an_earlier_note_that_denies_the_log_is_named(long_bundle: Bundled) -> None:
    path = long_bundle.bundle / layout.note_path(100)
    origin = manifest_of(long_bundle.bundle).origin

    path.write_bytes(
        sign_note(Checkpoint(origin, 100, bytes(32)).text(), origin, key_of(long_bundle.home))
    )
    list_again(long_bundle.bundle)
    found = finding(audited(long_bundle.bundle), "checkpoint-root")
    assert (found.index, found.file) == (99, layout.note_path(100))


def test_signed_notes_of_any_size_on_the_way_are_accepted(long_bundle: Bundled) -> None:
    for size in (1, 255, 256, 257, 512, 599):
        note = signed(long_bundle.bundle, long_bundle.home, size)
        assert audited(long_bundle.bundle, note).verdict == "VERIFIED", size


def test_a_folder_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(NotFound):
        audit(tmp_path / "nothing")


def test_an_empty_folder_fails(tmp_path: Path) -> None:
    report = audit(tmp_path)
    assert report.verdict == "FAIL"
    assert {item.file for item in report.findings} == {layout.LISTING, layout.MANIFEST}


def test_what_is_no_regular_file_is_never_read(paid_bundle: Bundled, tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.write_bytes((paid_bundle.bundle / layout.CHECKPOINT).read_bytes())
    (paid_bundle.bundle / layout.CHECKPOINT).unlink()
    (paid_bundle.bundle / layout.CHECKPOINT).symlink_to(outside)
    os.mkfifo(paid_bundle.bundle / "pipe")
    (paid_bundle.bundle / "blobs" / "aa-link").symlink_to(tmp_path)
    report = audited(paid_bundle.bundle)
    found = {item.file: item.code for item in report.findings}
    assert found[layout.CHECKPOINT] == "file-irregular"
    assert found["pipe"] == "file-irregular"
    assert found["blobs/aa-link"] == "file-irregular"


def test_a_folder_reached_through_a_link_is_not_read(paid_bundle: Bundled, tmp_path: Path) -> None:
    (paid_bundle.bundle / "parts").rename(tmp_path / "parts")
    (paid_bundle.bundle / "parts").symlink_to(tmp_path / "parts")
    report = audited(paid_bundle.bundle)
    assert "symbolic link" in finding(report, "parts-missing").found


def test_a_pipe_in_place_of_the_entries_makes_nobody_wait(paid_bundle: Bundled) -> None:
    path = only(paid_bundle.bundle, "tile/entries/")
    path.unlink()
    os.mkfifo(path)
    assert finding(audited(paid_bundle.bundle), "entries-missing").index == 0


@pytest.mark.parametrize(
    "line", [b"../outside", b"/etc/hosts", b"tile/../../x", b"a//b", b"a/./b", b".hidden"]
)
def test_a_listed_path_that_climbs_out_is_refused(paid_bundle: Bundled, line: bytes) -> None:
    change(
        paid_bundle.bundle / layout.LISTING, lambda data: b"0" * 64 + b"  " + line + b"\n" + data
    )
    found = finding(audited(paid_bundle.bundle), "listing-malformed")
    assert line.decode() in found.found


def test_a_file_that_claims_ten_gigabytes_is_not_read(paid_bundle: Bundled) -> None:
    for prefix in ("tile/entries/", "tile/0/", "checkpoint"):
        path = next(p for p in files_of(paid_bundle.bundle) if p.startswith(prefix))
        os.truncate(paid_bundle.bundle / path, 10 * 2**30)
    report = audited(paid_bundle.bundle)
    too_large = [item.file for item in report.findings if item.code == "file-too-large"]
    assert len(too_large) >= 3


def test_a_manifest_that_claims_more_entries_than_can_be_makes_nobody_read_for_ever(
    paid_bundle: Bundled,
) -> None:
    before = manifest_of(paid_bundle.bundle)
    made = layout.Manifest(before.genesis, 2**53 - 1, before.root, before.scope)
    (paid_bundle.bundle / layout.MANIFEST).write_bytes(made.to_bytes())
    list_again(paid_bundle.bundle)
    report = audited(paid_bundle.bundle)
    assert finding(report, "entries-missing").index == 0
    assert finding(report, "bundle-size").expected == str(2**53 - 1)


@pytest.mark.parametrize(
    "manifest",
    [
        b"",
        b"{}",
        b"[]",
        b"\xff\xfe",
        b"null",
        b'{"format":"daicho-bundle/2","genesis":"","origin":"","root":"","scope":{},"size":0}',
        b'{"format":"daicho-bundle/1","genesis":1,"origin":2,"root":3,"scope":4,"size":5}',
        b'{"format":"daicho-bundle/1","genesis":"","origin":"","root":"","scope":{"kind":"x"},"size":-1}',
        b"[" * 100_000,
    ],
)
def test_a_manifest_that_is_none_is_a_finding(paid_bundle: Bundled, manifest: bytes) -> None:
    (paid_bundle.bundle / layout.MANIFEST).write_bytes(manifest)
    list_again(paid_bundle.bundle)
    report = audited(paid_bundle.bundle)
    assert codes(report) == {"manifest-malformed"}
    assert finding(report, "manifest-malformed").file == layout.MANIFEST


def test_a_name_that_cannot_be_printed_does_not_stop_the_audit(paid_bundle: Bundled) -> None:
    strange = os.fsencode(str(paid_bundle.bundle)) + b"/\xff\n\x1b[31m"
    os.close(os.open(strange, os.O_CREAT | os.O_WRONLY, 0o600))
    report = audited(paid_bundle.bundle)
    assert "file-unlisted" in codes(report)


def test_witnesses_that_the_auditor_demands_must_have_cosigned(paid_bundle: Bundled) -> None:

    secret = Ed25519PrivateKey.from_private_bytes(b"w" * 32)
    key = witness_key("witness.example", secret)
    policy = parse_policy(f"witness one {key}\nquorum one\n".encode())
    demanding = Outside(policy=policy)
    assert codes(audit(paid_bundle.bundle, demanding)) == {"witness-quorum"}
    path = paid_bundle.bundle / layout.CHECKPOINT
    note = path.read_bytes()
    line = cosign(parse_note(note).text, "witness.example", secret, 1_700_000_000)
    path.write_bytes(add_signature(note, line))
    list_again(paid_bundle.bundle)
    assert audit(paid_bundle.bundle, demanding).findings == ()
    assert verifier_key("x", secret).name == "x"
