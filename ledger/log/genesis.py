"""The genesis text: what a log was before its first entry. Its hash is the `prev` of entry 0.

It names the log and its first checkpoint key, so that nobody can graft the entries of one log
onto another. A sample log says so here, with its seed: seeded randomness is accepted nowhere else.

Source:
    docs/LOG-FORMAT.md chapter 1.
"""

import re
from dataclasses import dataclass
from hashlib import sha256
from typing import Final

from ledger.errors import RuleViolation
from ledger.log import entry

_HEADING: Final = "daicho log genesis 1"
_TEXT: Final = re.compile(
    _HEADING + r"\norigin (?P<origin>[^\n]+)\nkey ed25519 (?P<key>[0-9a-f]{64})\n"
    r"(?:sample seed (?P<seed>0|[1-9][0-9]{0,15})\n)?"
)


@dataclass(frozen=True, slots=True)
class Genesis:
    """What a genesis text says.

    Attributes:
        origin: Name of the log.
        public_key: First Ed25519 key that signs its checkpoints, 32 bytes.
        sample_seed: Seed of a sample log; None for a real one.
    """

    origin: str
    public_key: bytes
    sample_seed: int | None


def genesis_text(origin: str, public_key: bytes, sample_seed: int | None = None) -> str:
    """Return the genesis text of a log.

    Args:
        origin: Name of the log, a schema-less URL such as `ledger.example/ip`.
        public_key: First Ed25519 checkpoint key, 32 raw bytes.
        sample_seed: Given for a sample log only.

    Raises:
        RuleViolation: The origin or the key is malformed.

    Source:
        docs/LOG-FORMAT.md chapter 1.

    Example:
        >>> print(genesis_text("ledger.example/ip", bytes(32), 7), end="")
        daicho log genesis 1
        origin ledger.example/ip
        key ed25519 0000000000000000000000000000000000000000000000000000000000000000
        sample seed 7
    """
    entry.check_origin(origin)
    seed = "" if sample_seed is None else f"sample seed {sample_seed}\n"
    text = f"{_HEADING}\norigin {origin}\nkey ed25519 {public_key.hex()}\n{seed}"
    parse_genesis(text)
    return text


def parse_genesis(text: str) -> Genesis:
    """Read a genesis text.

    Raises:
        RuleViolation: The text is not exactly of the form that `genesis_text` writes.

    Source:
        docs/LOG-FORMAT.md chapter 1.
    """
    match = _TEXT.fullmatch(text)
    if match is None:
        raise RuleViolation("genesis-malformed", value=text, expected="LOG-FORMAT chapter 1")
    entry.check_origin(match["origin"])
    seed = None if match["seed"] is None else int(match["seed"])
    return Genesis(match["origin"], bytes.fromhex(match["key"]), seed)


def genesis_prev(text: str) -> bytes:
    """Return the `prev` of entry 0: the SHA-256 of the genesis text in UTF-8.

    Source:
        docs/LOG-FORMAT.md chapter 1.
    """
    return sha256(text.encode()).digest()
