"""Disclosure packages: what a third person may believe, and what is refused by name."""

import json
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from trees import mth, path

from ledger.errors import LedgerError, ProofInvalid, SignatureInvalid
from ledger.log import canonical
from ledger.log.disclosure import open_part
from ledger.log.entry import Part, commitment, entry_bytes, part_bytes
from ledger.log.established import verify_package
from ledger.log.genesis import genesis_prev, genesis_text
from ledger.log.merkle import leaf_hash
from ledger.log.note import Checkpoint, parse_verifier_key, sign_note, verifier_key
from ledger.log.package import (
    MAX_BYTES,
    EntryOpening,
    Package,
    PackedFile,
    read_package,
    write_package,
)

ORIGIN = "ledger.example/ip"
KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
KEYS = [verifier_key(ORIGIN, KEY)]
GENESIS = genesis_text(ORIGIN, KEYS[0].public_key)
SHEET = '{"payee":"青空 太郎"}'.encode()


class Log:
    """A log of three entries with four parts each, in memory."""

    def __init__(self, origin: str = ORIGIN) -> None:
        self.parts: list[list[tuple[bytes, bytes]]] = []
        self.leaves: list[bytes] = []
        prev = genesis_prev(GENESIS)
        for index in range(3):
            parts = [
                (sha256(f"{index}/{n}".encode()).digest(), part_bytes(self.part(index, n)))
                for n in range(4)
            ]
            leaf = entry_bytes(
                origin=origin,
                index=index,
                prev=prev,
                recorded_at=f"2026-11-22T03:44:0{index}.000000Z",
                event_type="statement.issued/1",
                commit=commitment(parts),
            )
            self.parts.append(parts)
            self.leaves.append(leaf)
            prev = leaf_hash(leaf)
        self.hashes = [leaf_hash(leaf) for leaf in self.leaves]
        text = Checkpoint(origin, 3, mth(self.hashes)).text()
        self.note = sign_note(text, origin, KEY)

    @staticmethod
    def part(index: int, number: int) -> Part:
        reader = f"party_{number}"
        body = {"amount": index * 10 + number, "file": {"sha256": sha256(SHEET).hexdigest()}}
        return Part(f"allocation/{reader}", ("operator", reader), body)

    def opening(self, index: int, *ordinals: int) -> EntryOpening:
        parts = tuple(open_part(self.parts[index], ordinal) for ordinal in ordinals)
        inclusion = tuple(path(index, self.hashes))
        return EntryOpening(index, self.leaves[index], inclusion, 4, parts)

    def package(self, *entries: EntryOpening, **more: Any) -> Package:
        given = {"purpose": {"ja": "支払明細", "en": "Statement"}, "reader": "party_1"}
        return Package(GENESIS, self.note, entries=entries, **(given | more))


FILE = PackedFile(sha256(SHEET).hexdigest(), "statement.json", "application/json", SHEET)
LOG = Log()
GOOD = LOG.package(LOG.opening(0, 1), LOG.opening(2, 1, 3), files=(FILE,))


def plain(package: Package = GOOD) -> dict[str, Any]:
    """The package as JSON values, to be damaged."""
    value: dict[str, Any] = json.loads(write_package(package))
    return value


def refusal(value: dict[str, Any]) -> LedgerError:
    """What the reader of a damaged package is told."""
    with pytest.raises(LedgerError) as caught:
        verify_package(canonical.encode(value), KEYS)
    return caught.value


def test_a_package_establishes_who_may_read_what_was_recorded_when() -> None:
    found = verify_package(write_package(GOOD), KEYS)
    assert (found.checkpoint.size, found.signers, found.reader) == (3, tuple(KEYS), "party_1")
    assert [(entry.index, len(entry.parts)) for entry in found.entries] == [(0, 1), (2, 2)]
    part = found.entries[1].parts[0]
    assert (part.name, part.readers) == ("allocation/party_1", ("operator", "party_1"))
    assert part.body["amount"] == 21
    assert found.entries[0].recorded_at == "2026-11-22T03:44:00.000000Z"
    assert found.files[0].content == SHEET


def test_what_was_written_reads_back_as_it_was() -> None:
    assert read_package(write_package(GOOD)) == GOOD


def test_neighbours_leave_nothing_but_salted_hashes() -> None:
    data = write_package(LOG.package(LOG.opening(1, 1)))
    for neighbour in ("party_0", "party_2", "party_3"):
        assert neighbour.encode() not in data
    for number in (0, 2, 3):
        assert LOG.parts[1][number][0].hex().encode() not in data


def test_every_flipped_byte_of_the_file_is_refused() -> None:
    data = write_package(LOG.package(LOG.opening(1, 2), files=(FILE,)))
    # Who it is for, why, what files are called, and the first key are said and not proved.
    unproved = {
        place
        for start, stop in (
            (b'"reader"', b"}"),
            (b'"media_type"', b'"sha256"'),
            (b'"genesis"', b'"purpose"'),
        )
        for place in range(data.index(start), data.index(stop, data.index(start)))
    }
    unproved |= set(range(data.index(b'"purpose"'), data.index(b'"reader"')))
    believed = []
    for place in set(range(0, len(data), 3)) - unproved:
        damaged = bytearray(data)
        damaged[place] ^= 0x01
        try:
            verify_package(bytes(damaged), KEYS)
        except LedgerError:
            continue
        believed.append((place, data[place - 20 : place + 20]))
    assert believed == []


def _swap(value: dict[str, Any]) -> None:
    one, other = value["entries"]
    one["parts"], other["parts"] = [other["parts"][0]], [one["parts"][0]]


def _other_path(value: dict[str, Any]) -> None:
    value["entries"][1]["parts"][0]["path"] = value["entries"][1]["parts"][1]["path"]


def _other_inclusion(value: dict[str, Any]) -> None:
    value["entries"][0]["inclusion"] = value["entries"][1]["inclusion"]


def _set(place: str, to: object) -> Callable[[dict[str, Any]], None]:
    def change(value: Any) -> None:
        *steps, last = place.split("/")
        for step in steps:
            value = value[int(step)] if step.isdigit() else value[step]
        value[int(last) if last.isdigit() else last] = to

    return change


def _drop(place: str) -> Callable[[dict[str, Any]], None]:
    def change(value: dict[str, Any]) -> None:
        del value[place]

    return change


DAMAGED: dict[str, tuple[Callable[[dict[str, Any]], None], str]] = {
    "parts of two entries are exchanged": (_swap, "root-differs"),
    "a part has another part's path": (_other_path, "root-differs"),
    "an entry has another entry's path": (_other_inclusion, "proof-length"),
    "fewer parts are claimed": (_set("entries/0/part_count", 2), "proof-length"),
    "more parts are claimed": (_set("entries/0/part_count", 9), "proof-length"),
    "no parts are claimed": (_set("entries/0/part_count", 0), "proof-range"),
    "part_count is a text": (_set("entries/0/part_count", "4"), "package-malformed"),
    "part_count is negative": (_set("entries/0/part_count", -4), "package-malformed"),
    "part_count is true": (_set("entries/0/part_count", True), "package-malformed"),
    "the ordinal is another's": (_set("entries/0/parts/0/ordinal", 0), "root-differs"),
    "the ordinal is too large": (_set("entries/0/parts/0/ordinal", 4), "proof-range"),
    "a salt is short": (_set("entries/0/parts/0/salt", "00"), "package-malformed"),
    "a path is endless": (
        _set("entries/0/parts/0/path", ["00" * 32] * 65), "package-malformed",
    ),
    "a path holds a number": (_set("entries/0/parts/0/path", [1, 2]), "package-malformed"),
    "the index is another's": (_set("entries/0/index", 1), "leaf-of-another-place"),
    "an entry comes twice": (_set("entries/1/index", 0), "package-malformed"),
    "there are no entries": (_set("entries", []), "package-malformed"),
    "entries are an object": (_set("entries", {}), "package-malformed"),
    "a member is missing": (_drop("reader"), "package-malformed"),
    "a member is unknown": (_set("verdict", "VERIFIED"), "package-malformed"),
    "the format is another": (_set("format", "daicho-disclosure/2"), "package-malformed"),
    "a file was altered": (_set("files/0/base64", "AAAA"), "file-altered"),
    "a file is not base64": (_set("files/0/base64", "%%%"), "package-malformed"),
    "base64 is spelled twice": (_set("files/0/base64", "AAB="), "package-malformed"),
    "a file climbs out": (_set("files/0/name", "../x"), "package-malformed"),
    "the genesis text is another's": (
        _set("genesis", genesis_text("other.example", KEYS[0].public_key)), "origin-differs",
    ),
    "the genesis text is none": (_set("genesis", "x"), "genesis-malformed"),
    "the checkpoint is none": (_set("checkpoint", "x"), "note-malformed"),
    "a leaf is none": (_set("entries/0/leaf", "{}"), "entry-malformed"),
    "a part is none": (_set("entries/0/parts/0/data", "{}"), "root-differs"),
}  # fmt: skip


@pytest.mark.parametrize("damage", DAMAGED)
def test_damage_is_refused_by_name(damage: str) -> None:
    change, code = DAMAGED[damage]
    value = plain()
    change(value)
    assert refusal(value).code == code


def test_a_refusal_names_the_entry() -> None:
    value = plain()
    value["entries"][1]["parts"][0]["salt"] = "00" * 32
    assert refusal(value).fields["entry"] == 2


def test_a_checkpoint_of_another_log_proves_nothing_here() -> None:
    other = Log("other.example")
    value = plain()
    value["checkpoint"] = other.note.decode()
    assert refusal(value).code == "origin-differs"
    value["genesis"] = genesis_text("other.example", KEYS[0].public_key)
    value["entries"] = plain(other.package(other.opening(0, 1)))["entries"]
    assert isinstance(refusal(value), SignatureInvalid)


def test_a_key_that_nobody_trusts_proves_nothing() -> None:
    stranger = verifier_key(ORIGIN, Ed25519PrivateKey.from_private_bytes(bytes(32)))
    with pytest.raises(SignatureInvalid, match="no-known-signature"):
        verify_package(write_package(GOOD), [stranger])


def test_the_first_entry_holds_the_genesis_text_to_its_word() -> None:
    value = plain()
    value["genesis"] = genesis_text(ORIGIN, bytes(32))
    assert refusal(value).code == "genesis-differs"


def test_a_file_that_no_part_cites_is_not_vouched_for() -> None:
    stray = PackedFile(sha256(b"x").hexdigest(), "x.txt", "text/plain", b"x")
    data = write_package(LOG.package(LOG.opening(1, 2), files=(stray,)))
    with pytest.raises(ProofInvalid, match="file-not-cited"):
        verify_package(data, KEYS)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"{}",
        b"[]",
        b"null",
        b"\xff",
        b'{"format":1,"format":1}',
        b" " + write_package(GOOD),
        b"[" * 5000,
        b'{"entries":1e400}',
    ],
)
def test_bytes_that_are_no_package_are_refused(data: bytes) -> None:
    with pytest.raises(LedgerError):
        verify_package(data, KEYS)


def test_a_key_given_twice_is_refused() -> None:
    data = write_package(GOOD)
    twice = data.replace(b'{"checkpoint"', b'{"checkpoint":"x","checkpoint"', 1)
    with pytest.raises(LedgerError, match="not-canonical"):
        verify_package(twice, KEYS)


def test_a_hundred_megabytes_are_refused_before_they_are_read() -> None:
    with pytest.raises(ProofInvalid, match="package-too-long"):
        verify_package(b"x" * (MAX_BYTES + 1), KEYS)


VECTORS = json.loads(
    (Path(__file__).resolve().parents[1] / "vectors" / "log" / "disclosures.json").read_bytes()
)


@pytest.mark.parametrize("case", VECTORS["cases"], ids=lambda case: case["name"])
def test_published_packages_hold_or_fail_as_they_say(case: dict[str, Any]) -> None:
    keys, data = [parse_verifier_key(VECTORS["key"])], case["package"].encode()
    if case["holds"]:
        found = verify_package(data, keys)
        assert [entry.index for entry in found.entries] == case["entries"]
    else:
        with pytest.raises(LedgerError) as caught:
            verify_package(data, keys)
        assert caught.value.code == case["code"]
