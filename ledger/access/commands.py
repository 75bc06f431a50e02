"""What may be asked about reading rights."""

from datetime import date
from typing import ClassVar

from pydantic import Field

from ledger.command import Command
from ledger.ids import GrantId, PartyId
from ledger.values import Text


class GrantAccess(Command):
    """Let a party (an auditor, a lawyer) read what it is not a party to.

    Attributes:
        objects: Ids of works, committees, agreements ...; `*` alone means everything.
    """

    TYPE: ClassVar[str] = "GrantAccess/1"

    id: GrantId
    grantee: PartyId
    objects: tuple[Text, ...] = Field(min_length=1)
    until: date | None = None
    reason: Text


class RevokeAccess(Command):
    """End a grant of reading rights."""

    TYPE: ClassVar[str] = "RevokeAccess/1"

    id: GrantId
    reason: Text
