"""Writes the vectors of the keys of a log, for verifiers in any language.

Run once: `python -m tests.log.make_log_key_vectors`. The file is frozen; a test makes it again and
compares.
"""

import json
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from ledger.log.genesis import genesis_text
from ledger.log.log_keys import (
    RETIRED,
    ROTATED,
    rotation_text,
    sign_retirement,
    sign_rotation,
    sign_with,
)
from ledger.log.note import Checkpoint, sign_note, verifier_key

FILE = Path(__file__).parents[1] / "vectors/log/log-keys.json"
ORIGIN = "ledger.example/ip"
SECRETS = [
    Ed25519PrivateKey.from_private_bytes(bytes(range(32 * n, 32 * (n + 1)))) for n in range(3)
]
KEYS = [verifier_key(ORIGIN, secret) for secret in SECRETS]


def rotation(index: int, old: int, new: int, **changed: str) -> dict[str, Any]:
    note = sign_rotation(ORIGIN, SECRETS[old], SECRETS[new])
    body = {"previous": str(KEYS[old]), "key": str(KEYS[new]), "note": note}
    return {"index": index, "type": ROTATED, "facts": body | changed}


def retirement(index: int, gone: int, stays: int, **changed: str) -> dict[str, Any]:
    note = sign_retirement(ORIGIN, KEYS[gone], SECRETS[stays])
    return {
        "index": index,
        "type": RETIRED,
        "facts": {"key": str(KEYS[gone]), "note": note} | changed,
    }


def checkpoint(size: int, *signers: int, valid: bool) -> dict[str, Any]:
    text = Checkpoint(ORIGIN, size, bytes([size]) * 32).text()
    note = sign_with(text, ORIGIN, [SECRETS[n] for n in signers]).decode()
    return {"size": size, "note": note, "valid": valid}


def refused() -> dict[str, dict[str, Any]]:
    """What may not follow the first rotation at index 4."""
    text = rotation_text(ORIGIN, KEYS[1], KEYS[2])
    alone = sign_note(text, ORIGIN, SECRETS[1]).decode()
    itself = sign_note(text, ORIGIN, SECRETS[2]).decode()
    crowd = sign_with(text, ORIGIN, SECRETS[1:] + SECRETS[:1]).decode()
    another = sign_rotation("other.example/ip", SECRETS[1], SECRETS[2])
    return {
        "the new key did not sign": rotation(7, 1, 2, note=alone),
        "the key before did not sign": rotation(7, 1, 2, note=itself),
        "a third key signed along": rotation(7, 1, 2, note=crowd),
        "the statement is of another log": rotation(7, 1, 2, note=another),
        "an older key brings the next": rotation(7, 0, 2),
        "a key comes back": rotation(7, 1, 0),
        "the statement is repeated": rotation(7, 0, 1),
        "the newest key is retired": retirement(7, 1, 1),
        "a key is retired that is none": retirement(7, 2, 1),
        "the older key retires itself": retirement(
            7, 0, 1, note=sign_retirement(ORIGIN, KEYS[0], SECRETS[0])
        ),
    }


def made() -> dict[str, Any]:
    """Everything in the file."""
    return {
        "about": "Keys of a log that rotates at entry 4 and retires its first key at entry 7.",
        "genesis": genesis_text(ORIGIN, KEYS[0].public_key),
        "entries": [rotation(4, 0, 1), retirement(7, 0, 1)],
        "keys_at": {
            "0": [str(KEYS[0])],
            "4": [str(KEYS[0])],
            "5": [str(KEYS[0]), str(KEYS[1])],
            "7": [str(KEYS[0]), str(KEYS[1])],
            "8": [str(KEYS[1])],
        },
        "checkpoints": [
            checkpoint(4, 0, valid=True),
            checkpoint(4, 1, valid=False),
            checkpoint(6, 0, 1, valid=True),
            checkpoint(6, 0, valid=True),
            checkpoint(6, 1, valid=True),
            checkpoint(6, 2, valid=False),
            checkpoint(8, 1, valid=True),
            checkpoint(8, 0, valid=False),
        ],
        "refused_after_the_first_rotation": refused(),
    }


if __name__ == "__main__":
    text = json.dumps(made(), ensure_ascii=False, indent=1)
    FILE.write_text(text + "\n", encoding="utf-8")
