"""People with keys: each signs what the test says, with nonces that are counted."""

from collections.abc import Sequence
from dataclasses import dataclass

import pytest

from ledger.bootstrap import Register
from ledger.command import SYSTEM, Actor, Command
from ledger.door import Recorded
from ledger.errors import Refused
from ledger.keys.commands import RegisterKey
from ledger.ledger import Ledger
from ledger.log.authorship import Signature
from ledger.values import DocumentRef
from tests.pens import Pen
from tests.stage import Stage, digest, studio


@dataclass
class Desk:
    """A register where people sign."""

    ledger: Ledger
    origin: str
    stage: Stage

    def pen(self, party: str, seed: str) -> Pen:
        return Pen(self.origin, party, seed)

    def record(
        self, command: Command, *pens: Pen | Signature, actor: Actor | None = None
    ) -> Recorded:
        actor = actor or studio(next(p.party for p in pens if isinstance(p, Pen)))
        return self.ledger.record(command, actor, None, _signed(command, pens))

    def refused(self, command: Command, *pens: Pen | Signature, actor: Actor = SYSTEM) -> Refused:
        with pytest.raises(Refused) as caught:
            self.ledger.record(command, actor, None, _signed(command, pens))
        return caught.value

    def company(self, name: str, seed: str | None = None) -> Pen:
        """Register a company, and a key that is made of its name."""
        pen = self.pen(self.stage.company(name), seed or name)
        self.record(RegisterKey(party=pen.party, public_key=pen.public), pen)
        return pen


def _signed(command: Command, pens: Sequence[Pen | Signature]) -> tuple[Signature, ...]:
    return tuple(pen if isinstance(pen, Signature) else pen.sign(command) for pen in pens)


def evidence(name: str = "届出書") -> DocumentRef:
    """A document known by its hash."""
    return DocumentRef(sha256=digest(name), title=name)


@pytest.fixture
def desk(register: Register) -> Desk:
    """A register where people sign."""
    return Desk(register.ledger, register.origin, Stage(register.ledger))
