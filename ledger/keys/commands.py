"""What may be asked about authors' keys."""

from typing import Annotated, ClassVar, Literal

from pydantic import Field, StringConstraints

from ledger.command import Command
from ledger.ids import PartyId
from ledger.values import Count, DocumentRef, Text

KeyId = Annotated[str, StringConstraints(pattern=r"^key_[0-9a-f]{32}$")]
PublicKey = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
CommandType = Annotated[
    str, StringConstraints(pattern=r"^(\*|[A-Z][A-Za-z]{0,63}/[1-9][0-9]{0,3})$")
]
Cause = Literal["compromised", "lost", "retired"]


class RegisterKey(Command):
    """Register a key that signs for a party; the new key signs this command itself.

    A further key is also signed by one that is in force. The first key of a party is registered by
    whoever acts for it, or by the operator, who then cites the document in which the party named
    its key.

    Attributes:
        public_key: Ed25519, 32 bytes in hexadecimal. Its hash is the key's name.
        evidence: How it is known that the key is the party's.
    """

    TYPE: ClassVar[str] = "RegisterKey/1"

    party: PartyId
    public_key: PublicKey
    label: Text | None = None
    evidence: DocumentRef | None = None


class RotateKey(Command):
    """Put a new key in the place of one in force; both sign this command."""

    TYPE: ClassVar[str] = "RotateKey/1"

    party: PartyId
    replaces: KeyId
    public_key: PublicKey
    label: Text | None = None


class RevokeKey(Command):
    """End a key, now or back to an index: what it signed after that index is contested.

    Attributes:
        last_trusted_index: Last entry for which its signatures are not contested; all if left out.
        evidence: Needed when the operator revokes for a party.
    """

    TYPE: ClassVar[str] = "RevokeKey/1"

    party: PartyId
    key: KeyId
    cause: Cause
    last_trusted_index: Count | None = None
    reason: Text
    evidence: DocumentRef | None = None


class SetKeyPolicy(Command):
    """Say which commands of a party are recorded only with a signature of one of its keys.

    Attributes:
        commands: Types such as `AmendCommittee/1`; `*` alone means all that can be signed; none
            ends the policy.
        quorum: How many keys have to sign.
        evidence: Needed when the operator decides for a party.
    """

    TYPE: ClassVar[str] = "SetKeyPolicy/1"

    party: PartyId
    commands: tuple[CommandType, ...] = Field(max_length=64)
    quorum: Literal[1] = 1
    reason: Text
    evidence: DocumentRef | None = None
