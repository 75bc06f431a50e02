"""Writes the vectors of bytes: canonical JSON, entries, parts, tiles, checkpoints, a whole bundle.

Run once: `python -m tests.log.make_format_vectors`. The files are frozen; a test makes them again
and compares.
"""

import json
from hashlib import sha256
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from ledger.audit.bundle_format import Manifest, Scope, parts_line, parts_path
from ledger.audit.listing import listing_line
from ledger.log import entry, merkle, tiles
from ledger.log.note import Checkpoint, sign_note
from ledger.log.tiles import Tile
from tests.log import make_vectors, trees

FOLDER = make_vectors.FOLDER
ORIGIN = make_vectors.ORIGIN
KEY = Ed25519PrivateKey.from_private_bytes(make_vectors.SEED)
STRANGER = Ed25519PrivateKey.from_private_bytes(bytes(32))

NOT_CANONICAL: dict[str, bytes] = {
    "a key twice": b'{"a":1,"a":1}',
    "keys out of order": b'{"b":1,"a":1}',
    "a space": b'{"a": 1}',
    "a newline after it": b"1\n",
    "a float": b"1.5",
    "a float that is whole": b"1.0",
    "an exponent": b"1e2",
    "minus zero": b"-0",
    "a leading zero": b"01",
    "2^53": b"9007199254740992",
    "an integer that doubles round": b"9007199254740993",
    "NaN": b"NaN",
    "an escaped slash": rb'"\/"',
    "an escape in capitals": rb'"\u001F"',
    "an escaped letter": rb'"\u0061"',
    "a long escape of a newline": rb'"\u000a"',
    "a NUL": rb'"\u0000"',
    "a lone surrogate": rb'"\ud800"',
    "an escaped pair of surrogates": rb'"\ud83d\ude00"',
    "a key that is not ASCII": '{"鍵":1}'.encode(),
    "a byte order mark": b"\xef\xbb\xbf1",
    "bytes that are no UTF-8": b'"\xff"',
    "overlong UTF-8": b'"\xc0\x80"',
    "a surrogate in UTF-8": b'"\xed\xa0\x80"',
    "65 levels": b"[" * 65 + b"]" * 65,
    "nothing": b"",
    "two values": b"1 2",
}
CANONICAL: dict[str, bytes] = {
    "64 levels": b"[" * 64 + b"]" * 64,
    "keys that look like numbers": b'{"10":1,"9":2,"__proto__":3,"a":4}',
    "what need not be escaped": '"\u2028\x7f/é🎬"'.encode(),
    "the least integer": b"-9007199254740991",
}


def canonical_bytes() -> dict[str, Any]:
    cases = [{"desc": d, "canonical": True, "bytes": b.hex()} for d, b in CANONICAL.items()]
    cases += [{"desc": d, "canonical": False, "bytes": b.hex()} for d, b in NOT_CANONICAL.items()]
    return {
        "about": "Bytes that are canonical JSON of chapter 4, and bytes that are not",
        "cases": cases,
    }


def leaf(**changed: str) -> str:
    """A leaf as a text, with members changed to what `entry_bytes` would refuse."""
    members = {
        "commit": f'"{"0c" * 32}"',
        "index": "5",
        "origin": f'"{ORIGIN}"',
        "prev": f'"{"0a" * 32}"',
        "recorded_at": '"2026-11-22T03:44:05.123456Z"',
        "type": '"work.registered/1"',
        "v": "1",
    } | changed
    return "{" + ",".join(f'"{name}":{value}' for name, value in sorted(members.items())) + "}"


def entries() -> dict[str, Any]:
    good = {
        "plain": leaf(),
        "the largest index": leaf(index="9007199254740991"),
        "index 0": leaf(index="0"),
        "the longest origin": leaf(origin=f'"{"o" * 255}"'),
        "a type of two letters": leaf(type='"a.b/9999"'),
    }
    bad = {
        "an index of 2^53": leaf(index="9007199254740992"),
        "a negative index": leaf(index="-1"),
        "a leading zero": leaf(index="05"),
        "an index that is text": leaf(index='"5"'),
        "another version": leaf(v="2"),
        "a member too many": leaf(w="1"),
        "capitals in a hash": leaf(prev=f'"{"0A" * 32}"'),
        "a short hash": leaf(commit=f'"{"0c" * 31}"'),
        "no origin": leaf(origin='""'),
        "a plus in the origin": leaf(origin='"a+b"'),
        "an origin of 256": leaf(origin=f'"{"o" * 256}"'),
        "an origin that is not ASCII": leaf(origin='"台帳"'),
        "five decimals": leaf(recorded_at='"2026-11-22T03:44:05.12345Z"'),
        "an offset": leaf(recorded_at='"2026-11-22T03:44:05.123456+00:00"'),
        "a type without version": leaf(type='"work.registered"'),
        "version 0": leaf(type='"work.registered/0"'),
        "a capital in the type": leaf(type='"Work.registered/1"'),
        "a newline after it": leaf() + "\n",
        "a space": leaf().replace(",", ", ", 1),
        "members out of order": leaf().replace('"v":1', '"a":1'),
    }
    cases = [
        {"desc": d, "leaf": t, "leaf_hash": merkle.leaf_hash(t.encode()).hex()}
        for d, t in good.items()
    ]
    cases += [{"desc": d, "leaf": t, "leaf_hash": None} for d, t in bad.items()]
    moments = {
        "2024-02-29T00:00:00.000000Z": True,
        "2000-02-29T23:59:59.999999Z": True,
        "0001-01-01T00:00:00.000000Z": True,
        "9999-12-31T23:59:59.999999Z": True,
        "0000-01-01T00:00:00.000000Z": False,
        "2026-02-29T00:00:00.000000Z": False,
        "2100-02-29T00:00:00.000000Z": False,
        "2026-13-01T00:00:00.000000Z": False,
        "2026-04-31T00:00:00.000000Z": False,
        "2026-01-01T24:00:00.000000Z": False,
        "2026-12-31T23:59:60.000000Z": False,
    }
    return {
        "about": "Leaves of chapter 2 with their hashes; null where the text is no leaf. Moments: times of the right shape that exist, and that do not",
        "cases": cases,
        "moments": moments,
    }


def parts() -> dict[str, Any]:
    texts = {
        "plain": '{"body":{},"part":"facts","readers":["public"]}',
        "a name with a path": '{"body":{"n":1},"part":"allocation/party_1","readers":["operator","party_1"]}',
        "no readers": '{"body":{},"part":"facts","readers":[]}',
        "a reader that is empty": '{"body":{},"part":"facts","readers":[""]}',
        "a reader that is a number": '{"body":{},"part":"facts","readers":[1]}',
        "no name": '{"body":{},"part":"","readers":["public"]}',
        "a name that climbs": '{"body":{},"part":"../facts","readers":["public"]}',
        "a body that is a list": '{"body":[],"part":"facts","readers":["public"]}',
        "a member too many": '{"body":{},"part":"facts","readers":["public"],"x":1}',
        "a member too few": '{"part":"facts","readers":["public"]}',
    }
    good = ("plain", "a name with a path")
    salt = bytes(range(32))
    cases = [
        {
            "desc": desc,
            "data": text,
            "part_leaf": entry.part_leaf(salt, text.encode()).hex() if desc in good else None,
        }
        for desc, text in texts.items()
    ]
    leaves = [entry.part_leaf(bytes([n]) * 32, texts["plain"].encode()) for n in range(7)]
    return {
        "about": "Parts of chapter 3 under one salt; null where it is no part. Commitments: of the first n part leaf hashes",
        "salt": salt.hex(),
        "cases": cases,
        "part_leaves": [item.hex() for item in leaves],
        "commitments": [merkle.root_of(leaves[:count]).hex() for count in range(1, 8)],
    }


def tile_files() -> dict[str, Any]:
    numbers = (0, 1, 255, 999, 1000, 1067, 999_999, 1_000_000, 1_234_067)
    leaves = [trees.leaf(number.to_bytes(2, "big")) for number in range(700)]
    sizes = (1, 255, 256, 257, 511, 512, 513, 700)
    small = [b"", b"a", b"b" * 256]
    return {
        "about": "Tiles of chapter 5. Leaf n of the trees holds n in two bytes, the higher first",
        "paths": [
            {"number": n, "path": Tile(0, n).path, "partial": Tile(0, n, 5).path} for n in numbers
        ],
        "trees": [
            {
                "size": size,
                "root": merkle.root_of(leaves[:size]).hex(),
                "tiles": {
                    tile.path: sha256(tile_of(leaves, tile)).hexdigest()
                    for tile in tiles.all_tiles(size)
                },
            }
            for size in sizes
        ],
        "bundle": {
            "leaves": [item.hex() for item in small],
            "bytes": tiles.entry_bundle(small).hex(),
        },
    }


def tile_of(leaves: list[bytes], tile: Tile) -> bytes:
    span = 256 ** (tile.level or 0)
    first = tile.index * 256
    return b"".join(
        merkle.root_of(leaves[at * span : (at + 1) * span])
        for at in range(first, first + tile.width)
    )


def checkpoints() -> dict[str, Any]:
    sample = make_vectors.sample_log()
    good: str = sample["checkpoint"]
    line = good.split("\n\n")[1]
    root = sample["root"]
    signed = {
        name: sign_note(text, ORIGIN, KEY).decode()
        for name, text in {
            "an extension line": f"{good.split(chr(10) * 2, maxsplit=1)[0]}\nextension\n",
            "an empty tree with a root": f"{ORIGIN}\n0\n{good.split(chr(10))[2]}\n",
            "a short root": f"{ORIGIN}\n3\nAAAA\n",
            "another log": f"other.example/ip\n3\n{good.split(chr(10))[2]}\n",
        }.items()
    }
    bad = {
        "no newline at the end": good[:-1],
        "no empty line": good.replace("\n\n", "\n"),
        "one newline more": good + "\n",
        "carriage returns": good.replace("\n", "\r\n"),
        "a byte order mark": "\ufeff" + good,
        "a leading zero": good.replace("\n3\n", "\n03\n"),
        "a plus": good.replace("\n3\n", "\n+3\n"),
        "a space after the size": good.replace("\n3\n", "\n3 \n"),
        "a size with a point": good.replace("\n3\n", "\n3.0\n"),
        "a full-width digit": good.replace("\n3\n", "\n\uff13\n"),
        "stray bits in the root": good.replace("5tIA=", "5tIB="),
        "no padding in the root": good.replace("5tIA=", "5tIA"),
        "a hyphen for the dash": good.replace("\u2014", "-"),
        "a wide space after the dash": good.replace("\u2014 ", "\u2014\u3000"),
        "another key id": good.replace("WRNb2", "WRNb3"),
        "another size": good.replace("\n3\n", "\n4\n"),
        "only a stranger signed": sign_note(
            good.split("\n\n", maxsplit=1)[0] + "\n", ORIGIN, STRANGER
        ).decode(),
        **signed,
    }
    known = {
        "as it was published": good,
        "signed twice by the same line": good + line,
        "signed by a stranger, too": good
        + sign_note(good.split("\n\n", maxsplit=1)[0] + "\n", "stranger.example", STRANGER)
        .decode()
        .split("\n\n")[1],
        "the empty tree": sign_note(
            Checkpoint(ORIGIN, 0, merkle.EMPTY_ROOT).text(), ORIGIN, KEY
        ).decode(),
    }
    cases = [{"desc": d, "valid": True, "note": t} for d, t in known.items()]
    cases += [{"desc": d, "valid": False, "note": t} for d, t in bad.items()]
    return {
        "about": "Signed checkpoints of chapter 6, in their one spelling and in others",
        "origin": ORIGIN,
        "root": root,
        "verifier_key": sample["verifier_key"],
        "cases": cases,
    }


def bundle() -> dict[str, Any]:
    """The sample log as a bundle: every file with its bytes."""
    sample = make_vectors.sample_log()
    leaves = [item["leaf"].encode() for item in sample["entries"]]
    root = bytes.fromhex(sample["root"])
    files: dict[str, bytes] = {
        "bundle.json": Manifest(sample["genesis"], 3, root, Scope()).to_bytes(),
        "checkpoint": sample["checkpoint"].encode(),
        Tile(0, 0, 3).path: b"".join(map(merkle.leaf_hash, leaves)),
        Tile(None, 0, 3).path: tiles.entry_bundle(leaves),
        parts_path(0, 3): b"".join(
            parts_line(
                index,
                [(bytes.fromhex(part["salt"]), part["data"].encode()) for part in item["parts"]],
            )
            for index, item in enumerate(sample["entries"])
        ),
    }
    files["FILES"] = b"".join(
        listing_line(sha256(files[path]).hexdigest(), path) for path in sorted(files)
    )
    return {
        "about": "The sample log as a bundle of chapter 16; hexadecimal. The facts in it are made up and say nothing to the content checks",
        "size": 3,
        "root": sample["root"],
        "files": {path: data.hex() for path, data in files.items()},
    }


MAKERS = {
    "canonical-bytes": canonical_bytes,
    "entries": entries,
    "parts": parts,
    "tiles": tile_files,
    "checkpoints": checkpoints,
    "bundle": bundle,
}


def written(name: str) -> str:
    return json.dumps(MAKERS[name](), ensure_ascii=False, indent=1) + "\n"


if __name__ == "__main__":
    for each in MAKERS:
        Path(FOLDER / f"{each}.json").write_text(written(each), encoding="utf-8")
