"""What may be asked about two pairs of eyes."""

from typing import Annotated, ClassVar, Final, Literal, Self

from pydantic import Field, StringConstraints, model_validator
from pydantic_core import PydanticCustomError

from ledger.command import Command
from ledger.ids import PartyId
from ledger.values import Count, LongText, Text

Kind = Literal["terms", "fx", "reports", "runs", "statements", "payments", "bank_details"]
Asked = Literal[
    "terms", "fx", "reports", "runs", "statements", "payments", "bank_details", "policy"
]
Subject = Annotated[str, StringConstraints(pattern=r"^[a-z]{2,8}[_/][0-9A-Za-z_/]{1,48}$")]

POLICY: Final = "policy"
"""What is asked for when a party wants fewer kinds approved than before."""


class SetApprovalPolicy(Command):
    """Say what needs a second person, from the next entry on.

    Attributes:
        party: Whose things; left out, the operator's own policy, which holds for everybody.
        kinds: What needs a second person; empty for nothing. What is left out that needed one so
            far needs one until a second person approves that as well.
    """

    TYPE: ClassVar[str] = "SetApprovalPolicy/1"

    party: PartyId | None = None
    kinds: Annotated[tuple[Kind, ...], Field(max_length=8)]
    reason: Text

    @model_validator(mode="after")
    def _each_once(self) -> Self:
        if len(set(self.kinds)) != len(self.kinds):
            raise PydanticCustomError("kind-repeated", "a kind is named twice", {})
        return self


class Approve(Command):
    """Approve what somebody else made.

    Attributes:
        subject: Id of it; terms are `agr_.../version`, rates `fx/entry`.
        asked: Entry that asks for it: what was looked at is what is approved.
    """

    TYPE: ClassVar[str] = "Approve/1"

    kind: Asked
    subject: Subject
    asked: Count
    note: LongText | None = None


class Reject(Command):
    """Refuse to approve what somebody made; once it is put right it may still be approved."""

    TYPE: ClassVar[str] = "Reject/1"

    kind: Asked
    subject: Subject
    asked: Count
    reason: LongText
