"""What is on record about the state at the end of a month."""

from typing import ClassVar, Final

from ledger.closings.commands import Tree
from ledger.event import OPERATOR, PUBLIC, Event
from ledger.log.entry import Part
from ledger.log.parts import Joining
from ledger.values import Sha256

STATE_CLOSED: Final = "state.closed/1"


class StateClosed(Event):
    """Two roots say what stood on the register: one for outsiders, one for each holder alone.

    The public part holds the tree of identifiers. The number of balances tells how much business
    there is, so they have a part of their own, which is opened to a holder beside her leaf. The key
    of the salts is in a third part: who has it can test guesses against every leaf.
    """

    TYPE: ClassVar[str] = STATE_CLOSED
    JOINING: ClassVar[Joining] = Joining(merged=("balances", "state"))

    month: str
    size: int
    identifiers: Tree
    balances: Tree
    key: Sha256

    def parts(self) -> list[Part]:
        """Return what is public, what a holder is shown, and what the auditor needs."""
        body = self.body()
        state = {"key": body.pop("key")}
        balances = {"balances": body.pop("balances")}
        return [
            Part("facts", (PUBLIC,), body),
            Part("balances", (OPERATOR,), balances),
            Part("state", (OPERATOR,), state),
        ]
