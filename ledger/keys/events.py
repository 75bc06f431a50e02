"""What is on record about authors' keys.

Keys are public, so that anyone who holds a signed command can check it. By which document a party
named its key, and which of its commands it lets sign, concerns the party and the operator.
"""

from typing import ClassVar

from ledger.event import OPERATOR, PUBLIC, Event
from ledger.log.entry import Part
from ledger.log.parts import Joining
from ledger.values import DocumentRef

_EVIDENCE = "evidence"


class KeyRegistered(Event):
    """A key signs for a party, from this entry on."""

    TYPE: ClassVar[str] = "key.registered/1"
    JOINING: ClassVar[Joining] = Joining(merged=(_EVIDENCE,))

    id: str
    party: str
    public_key: str
    label: str | None = None
    evidence: DocumentRef | None = None

    def parts(self) -> list[Part]:
        """Return the public key, and the document apart."""
        return _with_evidence(self)


class KeyRotated(Event):
    """A key took the place of another; this entry is the last that the old one may sign."""

    TYPE: ClassVar[str] = "key.rotated/1"

    id: str
    party: str
    replaces: str
    public_key: str
    label: str | None = None


class KeyRevoked(Event):
    """A key ended. What it signed after `last_trusted_index` and before this entry is contested.

    Attributes:
        last_trusted_index: None when nothing is contested.
    """

    TYPE: ClassVar[str] = "key.revoked/1"
    JOINING: ClassVar[Joining] = Joining(merged=(_EVIDENCE,))

    id: str
    party: str
    cause: str
    last_trusted_index: int | None = None
    reason: str
    evidence: DocumentRef | None = None

    def parts(self) -> list[Part]:
        """Return what everybody must know, and the document apart."""
        return _with_evidence(self)


class KeyPolicySet(Event):
    """From the next entry on, these commands of a party need a signature of one of its keys."""

    TYPE: ClassVar[str] = "key.policy_set/1"

    party: str
    commands: tuple[str, ...]
    quorum: int
    reason: str
    evidence: DocumentRef | None = None

    def readers(self) -> tuple[str, ...]:
        """How a party guards itself concerns the party alone."""
        return (OPERATOR, self.party)


def _with_evidence(event: KeyRegistered | KeyRevoked) -> list[Part]:
    """Split a fact: the key is public, the document about it is not."""
    body = event.body()
    apart = {_EVIDENCE: body.pop(_EVIDENCE)} if _EVIDENCE in body else {}
    return [Part("facts", (PUBLIC,), body), Part(_EVIDENCE, (OPERATOR, event.party), apart)]
