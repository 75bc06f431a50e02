"""What may be asked about the keys that sign checkpoints."""

from typing import Annotated, ClassVar

from pydantic import Field

from ledger.command import Command

KeyText = Annotated[str, Field(min_length=1, max_length=500)]
Statement = Annotated[str, Field(min_length=1, max_length=4_000)]


class RotateLogKey(Command):
    """Bring the next key: from the next entry on it signs beside those in force."""

    TYPE: ClassVar[str] = "RotateLogKey/1"

    previous: KeyText
    key: KeyText
    note: Statement


class RetireLogKey(Command):
    """End the time in which an older key signs beside the newest."""

    TYPE: ClassVar[str] = "RetireLogKey/1"

    key: KeyText
    note: Statement
