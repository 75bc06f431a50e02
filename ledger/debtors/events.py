"""What is on record about the debtors of agreements."""

from typing import ClassVar

from ledger.event import OPERATOR, Event
from ledger.keys.consents import Consents
from ledger.log.entry import Part
from ledger.log.parts import FACTS, Joining
from ledger.statements.commands import CarriedAmount
from ledger.values import AmountMinor, DocumentRef, Text, Value


class AccountAmount(Value):
    """What waits for a payee with the payer so far, as far as the agreement is concerned.

    Attributes:
        statement: The last statement between the two; absent where there is none.
        amount_minor: The sum of its parts.
    """

    payee: Text
    currency: Text
    statement: Text | None = None
    amount_minor: AmountMinor
    parts: tuple[CarriedAmount, ...]


class AgreementAssumed(Event):
    """From this entry on somebody else owes what an agreement promises.

    What waits for a payee is a part of its own, so that a creator opens hers and nobody else's.

    Attributes:
        payer: Who owed it until now. debtor: who owes it from now on.
        liable: Who stays liable beside the debtor.
        dissolution: The dissolution of a committee that it is a part of.
        carried: What passes to the debtor's accounts with the payees.
        stays: What came from other agreements, too, and so stays with the payer.
        parties: Who reads the agreement in full from now on.
    """

    TYPE: ClassVar[str] = "agreement.assumed/1"
    JOINING: ClassVar[Joining] = Joining(gathered={"carried": "carried", "stays": "stays"})

    agreement: str
    payer: str
    debtor: str
    from_month: str
    manner: str
    liable: tuple[str, ...] = ()
    ground: str
    document: DocumentRef
    dissolution: str | None = None
    carried: tuple[AccountAmount, ...] = ()
    stays: tuple[AccountAmount, ...] = ()
    consents: Consents = ()
    parties: tuple[str, ...]

    def readers(self) -> tuple[str, ...]:
        """Both debtors, the agreement's parties, and whoever stays liable."""
        return (OPERATOR, *dict.fromkeys((self.debtor, self.payer, *self.parties, *self.liable)))

    def parts(self) -> list[Part]:
        """Return the change itself, and what waits for each payee alone."""
        body = self.body()
        amounts = {name: body.pop(name) for name in ("carried", "stays")}
        parts = [Part(FACTS, self.readers(), body)]
        for name, some in amounts.items():
            for amount in some:
                both = (self.debtor, self.payer, *self.parties, amount["payee"])
                readers = (OPERATOR, *dict.fromkeys(both))
                parts.append(Part(f"{name}/{amount['payee']}", readers, {name: amount}))
        return parts
