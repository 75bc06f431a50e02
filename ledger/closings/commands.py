"""What may be asked about the state at the end of a month."""

from typing import ClassVar

from pydantic import Field

from ledger.command import Command
from ledger.values import MAX_SAFE, MonthText, Sha256, Value


class Tree(Value):
    """A tree of the state: how many leaves it has, and its root."""

    count: int = Field(ge=0, le=MAX_SAFE)
    root: Sha256


class CloseState(Command):
    """Record the state of the register as two roots.

    Attributes:
        size: The state is that of the log of this size.
        identifiers: Public identifiers. balances: salted balances and holdings.
        key: Derives the salts; 32 bytes for the operator and the auditor.
    """

    TYPE: ClassVar[str] = "CloseState/1"

    month: MonthText
    size: int = Field(ge=0, le=MAX_SAFE)
    identifiers: Tree
    balances: Tree
    key: Sha256
