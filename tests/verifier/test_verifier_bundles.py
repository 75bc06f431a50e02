"""Both verifiers read the same damaged bundles and agree on the verdict and the first bad entry."""

import hmac
import json
import random
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from money_stage import open_money
from paid_world import pay, reported_world

from ledger.audit.auditor import audit
from ledger.audit.bundle_format import Scope, parse_parts_line, parts_line, parts_path
from ledger.audit.notes import Outside
from ledger.jobs.bundle import export_bundle
from ledger.jobs.publish import publish_checkpoint
from ledger.log import canonical
from ledger.log.entry import parse_entry, part_leaf
from ledger.log.merkle import leaf_hash
from ledger.log.note import Checkpoint, sign_note
from tests.audit.audited import (
    files_of,
    key_of,
    leaves_of,
    list_again,
    manifest_of,
    parts_of,
    remake,
    root_at,
    signed,
)

Ask = Callable[..., Any]
SEED = 20261122
COMPANIES = 240  # with what was paid before, more than one tile of entries


@dataclass(frozen=True)
class Made:
    """A home, its bundle, and a note that was kept before the last entries were written."""

    home: Path
    bundle: Path
    kept: bytes


@pytest.fixture(scope="session")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Made:
    """A bundle of everything, with a person's name in it."""
    folder = tmp_path_factory.mktemp("both")
    for stage in open_money(folder / "home"):
        world = pay(reported_world(stage))
        first = publish_checkpoint(stage.register)
        for number in range(COMPANIES):
            stage.company(f"会社{number}")
        publish_checkpoint(stage.register)
        stage.company("最後の会社")
        publish_checkpoint(stage.register)
        export_bundle(stage.register, folder / "full", with_personal=True)
        export_bundle(stage.register, folder / "party", Scope("party", party=world.partner))
        export_bundle(
            stage.register, folder / "past", Scope("period", first="2027-01", last="2027-02")
        )
        made = Made(stage.register.home, folder / "full", first.note)
    return made


@pytest.fixture
def copy(sound: Made, tmp_path: Path) -> Made:
    """A copy of its own to be damaged."""
    shutil.copytree(sound.bundle, tmp_path / "copy")
    return Made(sound.home, tmp_path / "copy", sound.kept)


def both(ask: Ask, bundle: Path, kept: bytes | None = None) -> tuple[Any, Any]:
    """Return (verdict, first bad entry, size, root) as each verifier says.

    The first bad entry is that of the bytes: what the recomputation of money finds, only one of the
    two verifiers can find.
    """
    ours = audit(bundle, Outside(checkpoint=kept))
    given = {} if kept is None else {"checkpoint": kept.hex()}
    theirs = ask("bundle", path=str(bundle), **given)
    of_bytes = [item.index for item in ours.findings if item.code.startswith(OF_BYTES)]
    found = [item["index"] for item in theirs["findings"]]
    return (
        (ours.verdict, first(of_bytes)),
        (theirs["verdict"], first(found)),
    )


OF_BYTES = (
    *(
        "entry-",
        "entries-",
        "parts-",
        "tile",
        "file-",
        "listing-",
        "bundle-",
        "log-",
        "checkpoint",
        "kept-",
    ),
    *("signature", "note-", "no-known", "origin-", "base64", "manifest", "personal", "key-"),
)


def first(indexes: list[int | None]) -> int | None:
    return min((index for index in indexes if index is not None), default=None)


def scoped(made: Made) -> list[Path]:
    """Everything; what one party may read; all but the money of the past."""
    return [made.bundle, made.bundle.with_name("party"), made.bundle.with_name("past")]


def test_both_say_that_a_sound_bundle_is_self_consistent(ask: Ask, sound: Made) -> None:
    for bundle in scoped(sound):
        assert both(ask, bundle) == (("SELF-CONSISTENT", None), ("SELF-CONSISTENT", None))


def test_both_say_that_it_is_verified_against_a_kept_checkpoint(ask: Ask, sound: Made) -> None:
    for bundle in scoped(sound):
        newest = (bundle / "checkpoint").read_bytes()
        for kept in (sound.kept, newest):
            assert both(ask, bundle, kept) == (("VERIFIED", None), ("VERIFIED", None))


def test_both_find_the_same_root(ask: Ask, sound: Made) -> None:
    theirs = ask("bundle", path=str(sound.bundle))
    manifest = manifest_of(sound.bundle)
    assert (theirs["size"], theirs["root"]) == (manifest.size, manifest.root.hex())


def kinds(bundle: Path) -> list[str]:
    """One file of each kind."""
    seen: dict[str, str] = {}
    for path in files_of(bundle):
        seen.setdefault(path.rpartition("/")[0].split(".")[0] or path, path)
    one_blob = next(path for path in seen.values() if path.startswith("blobs/"))
    return [path for path in seen.values() if not path.startswith("blobs/")] + [one_blob]


def damaged(data: bytes, how: str, rng: random.Random) -> bytes:
    at = rng.randrange(len(data))
    if how == "flip":
        return data[:at] + bytes([data[at] ^ (1 << rng.randrange(8))]) + data[at + 1 :]
    if how == "remove":
        return data[:at] + data[at + 1 :]
    if how == "insert":
        return data[:at] + bytes([rng.randrange(256)]) + data[at:]
    if how == "cut":
        return data[:at]
    return data + data[-1:]


HOW = ("flip", "remove", "insert", "cut", "append")


def matrix(ask: Ask, copy: Made, ways: tuple[str, ...], *, again: bool) -> list[str]:
    """Damage each kind of file in these ways; return where the verifiers disagree."""
    rng = random.Random(SEED)
    apart = []
    for path in kinds(copy.bundle):
        file = copy.bundle / path
        before, listing = file.read_bytes(), (copy.bundle / "FILES").read_bytes()
        for how in ways:
            after = damaged(before, how, rng)
            if after == before:
                continue
            file.write_bytes(after)
            if again and path != "FILES":
                list_again(copy.bundle)
            ours, theirs = both(ask, copy.bundle)
            if ours != theirs:
                apart.append(f"{path} {how}: {ours} {theirs}")
            file.write_bytes(before)
            (copy.bundle / "FILES").write_bytes(listing)
    return apart


@pytest.mark.parametrize("again", [False, True], ids=["as listed", "listed again"])
def test_both_agree_on_every_kind_of_file_however_it_was_damaged(
    ask: Ask, copy: Made, again: bool
) -> None:
    # Half of the ways for each, because an audit takes its time; all of them below.
    assert matrix(ask, copy, HOW[again::2], again=again) == []


@pytest.mark.slow
@pytest.mark.parametrize("again", [False, True], ids=["as listed", "listed again"])
def test_both_agree_on_eight_damages_of_each_kind(ask: Ask, copy: Made, again: bool) -> None:
    assert matrix(ask, copy, HOW * 8, again=again) == []


def test_both_fail_when_a_file_is_missing(ask: Ask, copy: Made) -> None:
    for path in kinds(copy.bundle):
        file = copy.bundle / path
        before, listing = file.read_bytes(), (copy.bundle / "FILES").read_bytes()
        file.unlink()
        ours, theirs = both(ask, copy.bundle)
        assert ours == theirs, path
        assert ours[0] == "FAIL"
        file.write_bytes(before)
        (copy.bundle / "FILES").write_bytes(listing)


def _extra(made: Made) -> None:
    (made.bundle / "notes.txt").write_text("x")


def _extra_listed(made: Made) -> None:
    _extra(made)
    list_again(made.bundle)


def _unused_tile(made: Made) -> None:
    shutil.copy(made.bundle / "tile/0/000", made.bundle / "tile/0/007")
    list_again(made.bundle)


def _link(made: Made) -> None:
    (made.bundle / "parts/000").rename(made.bundle.with_name("elsewhere"))
    (made.bundle / "parts/000").symlink_to(made.bundle.with_name("elsewhere"))


def _climbing_list(made: Made) -> None:
    listing = made.bundle / "FILES"
    listing.write_bytes(listing.read_bytes() + b"0" * 64 + b"  ../elsewhere\n")


def _listed_twice(made: Made) -> None:
    listing = made.bundle / "FILES"
    lines = listing.read_bytes().splitlines(keepends=True)
    listing.write_bytes(b"".join([*lines, lines[-1]]))


def _claim(text: str, to: str) -> Callable[[Made], None]:
    def change(made: Made) -> None:
        manifest = made.bundle / "bundle.json"
        before = manifest.read_text()
        after = before.replace(text.replace("SIZE", str(manifest_of(made.bundle).size)), to)
        assert after != before
        manifest.write_text(after)
        list_again(made.bundle)

    return change


def _closed(first: int, last: int) -> Callable[[Made], None]:
    def change(made: Made) -> None:
        path = made.bundle / parts_path(0, 256)
        lines = path.read_bytes().splitlines(keepends=True)
        for index in range(first, last + 1):
            copies = parse_parts_line(lines[index], index)
            lines[index] = parts_line(
                index, [part_leaf(*one) for one in copies if isinstance(one, tuple)]
            )
        path.write_bytes(b"".join(lines))
        list_again(made.bundle)

    return change


def _closed_by_months(made: Made) -> None:
    _claim('{"kind":"full"}', '{"first":"0001-01","kind":"period","last":"9999-12"}')(made)
    _closed(0, 20)(made)


def _lines_exchanged(made: Made) -> None:
    path = made.bundle / parts_path(0, 256)
    lines = path.read_bytes().splitlines(keepends=True)
    lines[30], lines[31] = lines[31], lines[30]
    path.write_bytes(b"".join(lines))
    list_again(made.bundle)


def _line_gone(made: Made) -> None:
    path = made.bundle / parts_path(0, 256)
    lines = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(b"".join(lines[:40] + lines[41:]))
    list_again(made.bundle)


def _part_withheld(made: Made) -> None:
    """A part of a bundle of everything is there by its leaf hash alone."""
    path = made.bundle / parts_path(0, 256)
    lines = path.read_bytes().splitlines(keepends=True)
    value = json.loads(lines[30])
    part = value["parts"][0]
    leaf = part_leaf(bytes.fromhex(part["salt"]), part["data"].encode())
    value["parts"][0] = {"leaf": leaf.hex()}
    lines[30] = canonical.encode(value) + b"\n"
    path.write_bytes(b"".join(lines))
    list_again(made.bundle)


def _name_made_up(made: Made) -> None:
    """Another name under a commitment of its own, which nothing in the log stands for."""
    path = made.bundle / "personal.jsonl"
    line = json.loads(path.read_text())
    line["value"] = "別人 太郎"
    key = bytes.fromhex(line["key"])
    line["commit"] = hmac.new(key, line["value"].encode(), sha256).hexdigest()
    path.write_bytes(canonical.encode(line) + b"\n")
    list_again(made.bundle)


def _name_changed(made: Made) -> None:
    path = made.bundle / "personal.jsonl"
    path.write_text(path.read_text().replace("青空", "青雲"))
    list_again(made.bundle)


def _name_without_newline(made: Made) -> None:
    path = made.bundle / "personal.jsonl"
    path.write_bytes(path.read_bytes()[:-1])
    list_again(made.bundle)


def _note_under_another_size(made: Made) -> None:
    note = next(path for path in files_of(made.bundle) if path.startswith("checkpoints/"))
    (made.bundle / note).rename(made.bundle / "checkpoints/0000000005")
    list_again(made.bundle)


def _note_of_a_later_size(made: Made) -> None:
    origin = manifest_of(made.bundle).origin
    size = manifest_of(made.bundle).size + 4
    text = Checkpoint(origin, size, bytes(32)).text()
    note = sign_note(text, origin, key_of(made.home))
    (made.bundle / f"checkpoints/{size:010}").write_bytes(note)
    list_again(made.bundle)


def _note_of_another_history(made: Made) -> None:
    origin = manifest_of(made.bundle).origin
    text = Checkpoint(origin, 7, bytes(32)).text()
    note = sign_note(text, origin, key_of(made.home))
    (made.bundle / "checkpoints/0000000007").write_bytes(note)
    list_again(made.bundle)


def _signed_by_a_stranger(made: Made) -> None:
    manifest = manifest_of(made.bundle)
    text = Checkpoint(manifest.origin, manifest.size, manifest.root).text()
    note = sign_note(text, manifest.origin, Ed25519PrivateKey.from_private_bytes(bytes(32)))
    (made.bundle / "checkpoint").write_bytes(note)
    list_again(made.bundle)


WHOLE: dict[str, Callable[[Made], None]] = {
    "a file nobody listed": _extra,
    "a file that no bundle has": _extra_listed,
    "a tile beyond the tree": _unused_tile,
    "a link": _link,
    "a list that climbs out": _climbing_list,
    "a file listed twice": _listed_twice,
    "a smaller size is claimed": _claim('"size":SIZE', '"size":200'),
    "a larger size is claimed": _claim('"size":SIZE', '"size":400'),
    "an absurd size is claimed": _claim('"size":SIZE', '"size":9007199254740991'),
    "a size that is no integer": _claim('"size":SIZE', '"size":1.5'),
    "a negative size": _claim('"size":SIZE', '"size":-1'),
    "another root is claimed": _claim('"root":"', '"root":"00'),
    "another origin is claimed": _claim('"origin":"', '"origin":"x'),
    "another format is claimed": _claim("daicho-bundle/1", "daicho-bundle/2"),
    "a closed entry in a bundle of everything": _closed(40, 40),
    "months that hide what they name": _closed_by_months,
    "a scope of a party that is none": _claim(
        '{"kind":"full"}', '{"kind":"party","party":"everybody"}'
    ),
    "an unknown scope": _claim('"kind":"full"', '"kind":"most"'),
    "a scope with more to say": _claim('"kind":"full"', '"first":"2025-04","kind":"full"'),
    "lines of parts exchanged": _lines_exchanged,
    "a line of parts gone": _line_gone,
    "a part withheld": _part_withheld,
    "a name made up": _name_made_up,
    "a name changed": _name_changed,
    "a name without its newline": _name_without_newline,
    "a note under another size": _note_under_another_size,
    "a note of a later size": _note_of_a_later_size,
    "a note of another history": _note_of_another_history,
    "a checkpoint signed by a stranger": _signed_by_a_stranger,
}


@pytest.mark.parametrize("change", WHOLE.values(), ids=WHOLE)
def test_both_fail_a_bundle_that_was_tampered_with_as_a_whole(
    ask: Ask, copy: Made, change: Callable[[Made], None]
) -> None:
    change(copy)
    ours, theirs = both(ask, copy.bundle)
    assert ours == theirs
    assert ours[0] == "FAIL"


def test_entries_deleted_at_the_end_are_seen_by_a_kept_checkpoint_alone(
    ask: Ask, copy: Made
) -> None:
    newest = (copy.bundle / "checkpoint").read_bytes()
    leaves, parts = leaves_of(copy.bundle), parts_of(copy.bundle)
    remake(copy.bundle, leaves[:-10], parts[:-10], copy.home)
    assert both(ask, copy.bundle) == (("SELF-CONSISTENT", None), ("SELF-CONSISTENT", None))
    assert both(ask, copy.bundle, copy.kept) == (("VERIFIED", None), ("VERIFIED", None))
    ours, theirs = both(ask, copy.bundle, newest)
    assert ours == theirs == ("FAIL", len(leaves) - 10)


def test_a_suffix_hashed_again_with_the_stolen_key_is_seen_by_a_kept_checkpoint_alone(
    ask: Ask, copy: Made
) -> None:
    kept = (copy.bundle / "checkpoint").read_bytes()
    leaves, parts = leaves_of(copy.bundle), parts_of(copy.bundle)
    at = len(leaves) - 5
    leaves[at] = leaves[at].replace(b"2026-", b"2027-")
    for number in range(at + 1, len(leaves)):
        before = parse_entry(leaves[number]).prev.hex().encode()
        leaves[number] = leaves[number].replace(
            before, leaf_hash(leaves[number - 1]).hex().encode()
        )
        leaves[number] = leaves[number].replace(b'"recorded_at":"2026-', b'"recorded_at":"2027-')
    for number in range(at + 1, len(leaves)):
        before = parse_entry(leaves[number]).prev.hex().encode()
        leaves[number] = leaves[number].replace(
            before, leaf_hash(leaves[number - 1]).hex().encode()
        )
    remake(copy.bundle, leaves, parts, copy.home)
    assert both(ask, copy.bundle)[1] == ("SELF-CONSISTENT", None)
    ours, theirs = both(ask, copy.bundle, kept)
    assert ours == theirs == ("FAIL", len(leaves) - 1)


@pytest.mark.parametrize("kept", [b"", b"nonsense", b"\xff\n\n\xe2\x80\x94 a AAAAAAA=\n"])
def test_a_kept_checkpoint_that_is_none_fails(ask: Ask, sound: Made, kept: bytes) -> None:
    ours, theirs = both(ask, sound.bundle, kept)
    assert ours == theirs == ("FAIL", None)


def test_a_kept_checkpoint_of_another_log_or_key_fails_and_an_empty_one_says_nothing(
    ask: Ask, sound: Made
) -> None:
    leaves = leaves_of(sound.bundle)
    stranger = Ed25519PrivateKey.from_private_bytes(bytes(32))
    manifest = manifest_of(sound.bundle)
    for origin, key in (("other.example/ip", stranger), (manifest.origin, stranger)):
        text = Checkpoint(origin, 20, root_at(leaves, 20)).text()
        ours, theirs = both(ask, sound.bundle, sign_note(text, origin, key))
        assert (ours[0], theirs[0]) == ("FAIL", "FAIL")
    empty = signed(sound.bundle, sound.home, 0)
    assert both(ask, sound.bundle, empty) == (("SELF-CONSISTENT", None), ("SELF-CONSISTENT", None))
    good = signed(sound.bundle, sound.home, 20)
    assert both(ask, sound.bundle, good) == (("VERIFIED", None), ("VERIFIED", None))
