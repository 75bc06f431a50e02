"""What became of asking each witness, and how the asking is done."""

from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from ledger.log.note import VerifierKey


class Status(StrEnum):
    """What one witness did.

    `cosigned` alone counts toward a quorum. `ahead`: it has cosigned a larger checkpoint than ours.
    `conflict`: it has cosigned another root of our size. `wrong-cosignature`: its line does not
    verify. `fork`: it showed another checkpoint that our log signed and that contradicts ours.
    """

    COSIGNED = "cosigned"
    NO_URL = "no-url"
    UNREACHABLE = "unreachable"
    TIMEOUT = "timeout"
    TOO_LARGE = "too-large"
    MALFORMED = "malformed"
    REFUSED = "refused"
    AHEAD = "ahead"
    CONFLICT = "conflict"
    WRONG_COSIGNATURE = "wrong-cosignature"
    FORK = "fork"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of asking one witness.

    Attributes:
        witness: Its name in the policy.
        detail: For people: an HTTP status, a size, an error.
        timestamp: When it cosigned, by its own clock: seconds since 1970 UTC.
        evidence: The file that was kept of a lie.
    """

    witness: str
    status: Status
    detail: str = ""
    timestamp: int | None = None
    evidence: Path | None = None


@dataclass(frozen=True, slots=True)
class Collected:
    """A note with the cosignatures that were collected, and what became of asking.

    Attributes:
        note: The log's note, then one line per witness that cosigned, in the policy's order.
        outcomes: One per witness of the policy, in its order.
        is_reached: Whether the quorum is.
    """

    note: bytes
    outcomes: tuple[Outcome, ...]
    is_reached: bool


@dataclass(frozen=True, slots=True)
class Manner:
    """How witnesses are asked.

    Attributes:
        fail_closed: Without a quorum nothing may be published.
        seconds: For all witnesses and all attempts together.
        log_keys: Our log's keys; with them a fork that a witness shows is recognised.
        evidence: Folder for files about lies; without one none are kept.
        previous: The checkpoint published before: whoever cosigned it expects a proof from it.
    """

    fail_closed: bool = True
    seconds: int = 5
    log_keys: tuple[VerifierKey, ...] = field(default=())
    evidence: Path | None = None
    previous: bytes | None = None
