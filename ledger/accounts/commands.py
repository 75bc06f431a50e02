"""What may be asked about shared accounts."""

from typing import ClassVar, Literal

from pydantic import Field

from ledger.command import Command
from ledger.ids import PartyId, SharedAccountId
from ledger.values import Currency, DocumentRef, Names


class OpenAccount(Command):
    """Open an account that several agreements of one payer may fill together.

    Attributes:
        payer: Whose agreements may name it.
        kind: As in terms: a memo only watches, the others are paid back.
        target_minor: What has to come in, over all agreements together.
        parties: Who reads what the agreements have filled, besides the payer.
        document: The agreement that allows cross-collateral.
    """

    TYPE: ClassVar[str] = "OpenAccount/1"

    id: SharedAccountId
    payer: PartyId
    currency: Currency
    kind: Literal["memo", "advance", "investment"]
    target_minor: int = Field(ge=1, le=2**53 - 1)
    label: Names
    parties: tuple[PartyId, ...] = Field(default=(), max_length=200)
    document: DocumentRef | None = None
