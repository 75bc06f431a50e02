"""What is on record about reading rights."""

from datetime import date
from typing import ClassVar

from ledger.event import OPERATOR, Event


class AccessGranted(Event):
    """A party may read what it is not a party to."""

    TYPE: ClassVar[str] = "access.granted/1"

    id: str
    grantee: str
    objects: tuple[str, ...]
    until: date | None = None
    reason: str
    granted_by: str

    def readers(self) -> tuple[str, ...]:
        """The one who may read, and the operator."""
        return (OPERATOR, self.grantee)


class AccessRevoked(Event):
    """A grant of reading rights ended."""

    TYPE: ClassVar[str] = "access.revoked/1"

    id: str
    grantee: str
    reason: str

    def readers(self) -> tuple[str, ...]:
        """The one who could read, and the operator."""
        return (OPERATOR, self.grantee)
