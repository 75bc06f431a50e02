"""Writes the vectors of cosignatures and policies, for verifiers in any language.

Run once: `python -m tests.log.make_cosignatures`. The file is frozen; a test makes it again and
compares.
"""

import json
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from ledger.log import cosignature, note

FILE = Path(__file__).parents[1] / "vectors/log/cosignatures.json"
SAMPLE = FILE.parent / "sample-log.json"
TIME = 1_795_318_000
NAMES = ("witness.example/w1", "witness.example/w2", "監査.example/証人")


def witness_private(number: int) -> Ed25519PrivateKey:
    """Keys of three witnesses; their secrets are public knowledge."""
    return Ed25519PrivateKey.from_private_bytes(bytes([number]) * 32)


def flipped(data: bytes, at: int) -> bytes:
    return data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :]


def build() -> dict[str, Any]:
    sample = json.loads(SAMPLE.read_text())
    signed = sample["checkpoint"].encode()
    text = note.parse_note(signed).text
    witnesses, cosigned = [], signed
    for number, name in enumerate(NAMES, 1):
        private = witness_private(number)
        mine = cosignature.cosign(text, name, private, TIME + number)
        cosigned = note.add_signature(cosigned, mine)
        witnesses.append(
            {
                "name": name,
                "secret": private.private_bytes_raw().hex(),
                "key": str(cosignature.witness_key(name, private)),
                "time": TIME + number,
                "message": cosignature.message(text, TIME + number).decode(),
                "line": note.signature_line(mine).decode(),
            }
        )
    return {
        "source": "C2SP tlog-cosignature; keys made from bytes 01, 02, 03 repeated 32 times",
        "text": text,
        "witnesses": witnesses,
        "cosigned": cosigned.decode(),
        "wrong": wrong(text),
    }


def wrong(text: str) -> list[dict[str, str]]:
    private = witness_private(1)
    good = cosignature.cosign(text, NAMES[0], private, TIME)
    other = text.replace("\n3\n", "\n2\n")

    def line(changed: bytes) -> str:
        return note.signature_line(note.Signature(good.name, good.key_id, changed)).decode()

    value = good.signature
    plain = private.sign(text.encode())
    return [
        {"damage": "another time", "line": line(flipped(value, 7))},
        {"damage": "a changed byte of the signature", "line": line(flipped(value, 40))},
        {
            "damage": "over another size",
            "line": line(cosignature.cosign(other, NAMES[0], private, TIME).signature),
        },
        {"damage": "without a time", "line": line(plain)},
        {"damage": "signed as a log signs, a time put before it", "line": line(value[:8] + plain)},
        {"damage": "one byte more", "line": line(value + b"\0")},
        {"damage": "one byte less", "line": line(value[:-1])},
    ]


if __name__ == "__main__":
    FILE.write_text(json.dumps(build(), ensure_ascii=False, indent=1) + "\n")
