"""What a log sends to a witness: the size it believes the witness has, a proof, its checkpoint.

Source:
    C2SP tlog-witness (c2sp.org/tlog-witness), "add-checkpoint".
"""

import base64
import re
from dataclasses import dataclass
from typing import Final

from ledger.errors import RuleViolation, SignatureInvalid
from ledger.log.merkle import HASH_BYTES
from ledger.log.note import decode_base64

MAX_BYTES: Final = 65_536
MAX_PROOF: Final = 63
SIZE_TYPE: Final = "text/x.tlog.size"
_OLD: Final = re.compile(r"old (0|[1-9][0-9]{0,18})")
_SIZE: Final = re.compile(rb"(0|[1-9][0-9]{0,18})\n")


@dataclass(frozen=True, slots=True)
class Submission:
    """A request to cosign, taken apart but not believed.

    Attributes:
        old_size: Size that the proof starts from: the last one that the witness cosigned.
        proof: Consistency proof from the old size to the checkpoint's; empty from size 0.
        note: The signed checkpoint.
    """

    old_size: int
    proof: tuple[bytes, ...]
    note: bytes

    def to_bytes(self) -> bytes:
        """Return the body of the request."""
        lines = [f"old {self.old_size}", *(base64.b64encode(item).decode() for item in self.proof)]
        return "".join(f"{line}\n" for line in lines).encode() + b"\n" + self.note


def parse_submission(data: bytes) -> Submission:
    """Read the body of a request.

    Raises:
        RuleViolation: It is malformed; `expected` says what would be right.
    """
    head, separator, note = data.partition(b"\n\n")
    if not separator or len(data) > MAX_BYTES:
        raise _malformed("body", f"{len(data)} bytes", "old size, proof, empty line, checkpoint")
    try:
        first, *rest = head.decode("ascii").split("\n")
    except UnicodeDecodeError:
        raise _malformed("body", "bytes beyond ASCII", "old size and base64") from None
    old = _OLD.fullmatch(first)
    if old is None:
        raise _malformed("old", first, "old, a space, and a size without leading zeros")
    if len(rest) > MAX_PROOF:
        raise _malformed("proof", f"{len(rest)} lines", f"at most {MAX_PROOF} lines")
    return Submission(int(old[1]), tuple(_hash(line) for line in rest), note)


def parse_size(data: bytes) -> int | None:
    """Return the size in a witness's answer 409, or None when it is none."""
    found = _SIZE.fullmatch(data)
    return int(found[1]) if found else None


def _hash(line: str) -> bytes:
    try:
        found = decode_base64(line)
    except SignatureInvalid:
        raise _malformed("proof", line, "a hash in base64 per line") from None
    if len(found) != HASH_BYTES:
        raise _malformed("proof", line, f"hashes of {HASH_BYTES} bytes")
    return found


def _malformed(field: str, value: str, expected: str) -> RuleViolation:
    return RuleViolation(
        "submission-malformed",
        "the request to cosign cannot be understood",
        field=field,
        value=value[:100],
        expected=expected,
    )
