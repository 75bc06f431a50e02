"""Makes parties with readable defaults, through the door."""

from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest

from ledger.clock import SteppingClock
from ledger.command import SYSTEM, Actor
from ledger.door import Recorded
from ledger.entropy import SeededEntropy
from ledger.ids import PARTY, SUBJECT, new_id
from ledger.ledger import Ledger
from ledger.parties.commands import (
    Alias,
    RecordSuccession,
    RegisterCompany,
    RegisterPerson,
    SetPayee,
    Successor,
)
from ledger.values import Names, Ratio


@dataclass
class Parties:
    """Registers parties and says their ids."""

    ledger: Ledger
    clock: SteppingClock
    entropy: SeededEntropy

    def new_id(self, prefix: str = PARTY) -> str:
        return new_id(prefix, self.clock, self.entropy)

    def company(
        self,
        ja: str = "アニメ企画",
        *,
        kana: str | None = None,
        en: str | None = None,
        aliases: tuple[str, ...] = (),
        actor: Actor = SYSTEM,
        **fields: Any,
    ) -> str:
        command = RegisterCompany(
            id=fields.pop("id", None) or self.new_id(),
            names=Names(ja=ja, kana=kana, en=en),
            aliases=tuple(Alias(text=text, reason="as printed") for text in aliases),
            **fields,
        )
        self.last = self.ledger.record(command, actor)
        return command.id

    def person(self, *, actor: Actor = SYSTEM, **fields: Any) -> str:
        command = RegisterPerson(
            id=fields.pop("id", None) or self.new_id(),
            subject=fields.pop("subject", None) or self.new_id(SUBJECT),
            credit_name=fields.pop("credit_name", "0" * 64),
            **fields,
        )
        self.last = self.ledger.record(command, actor)
        return command.id

    def pay(
        self,
        party: str,
        payee: str,
        since: str,
        relation: str = "agent_company",
        *,
        actor: Actor = SYSTEM,
    ) -> Recorded:
        command = SetPayee.model_validate(
            {
                "party": party,
                "payee": payee,
                "relation": relation,
                "effective_from": date.fromisoformat(since),
            }
        )
        return self.ledger.record(command, actor)

    def succeed(
        self,
        party: str,
        *shares: tuple[str, int, int],
        since: str = "2026-04-01",
        ground: str = "merger",
        actor: Actor = SYSTEM,
    ) -> Recorded:
        command = RecordSuccession.model_validate(
            {
                "party": party,
                "ground": ground,
                "successors": tuple(
                    Successor(party=heir, share=Ratio(num=num, den=den))
                    for heir, num, den in shares
                ),
                "effective_from": date.fromisoformat(since),
            }
        )
        return self.ledger.record(command, actor)

    @property
    def warnings(self) -> tuple[str, ...]:
        """Warnings of the party registered last."""
        found: tuple[str, ...] = self.last.events[0].warnings  # type: ignore[attr-defined]
        return found


@pytest.fixture
def parties(ledger: Ledger, clock: SteppingClock, entropy: SeededEntropy) -> Parties:
    """Makes parties."""
    return Parties(ledger, clock, entropy)
