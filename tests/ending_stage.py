"""A stage for ends: a committee of three that holds a work, and one call for each command."""

from datetime import date
from typing import Any

from money_stage import Money
from rights_stage import DOCUMENT, consent, reach
from stage import member, plan, ratio

from ledger.command import SYSTEM, Actor
from ledger.committees.commands import Disposition, DispositionPlan, Window
from ledger.dissolutions.commands import (
    BeginDissolution,
    CompleteDissolution,
    DeclareUse,
    RecordPastDissolution,
)
from ledger.dissolutions.written import EndClause, Liquidator, Portion, Resolution
from ledger.rights.commands import LicenseRight, RecordTitle
from ledger.rights.written import Stake

RESOLVED = date(2026, 3, 20)
TRANSFER = date(2026, 4, 1)


def clause(outcome: Any, to: str | None = None, *rights: Any, **more: Any) -> EndClause:
    """One clause of a plan."""
    shares = tuple(
        Portion(party=party, share=ratio(share)) for party, share in more.pop("shares", ())
    )
    return EndClause(outcome=outcome, to=to, rights=rights, shares=shares, **more)


class Ending:
    """A, B and C, who hold 1/2, 3/10 and 1/5 of everything, led by A; a licensee N.

    Args:
        money: The stage it stands on.
    """

    def __init__(self, money: Money) -> None:
        self.money = money
        self.a, self.b, self.c = (money.company(f"{name}社") for name in "甲乙丙")
        self.n, self.x = money.company("配信社"), money.company("第三者")
        self.work = money.work("星の庭", self.a)
        self.committee = self.form()
        self.holder = f"committee:{self.committee}/copyright"
        self.title()

    def form(self, **more: Any) -> str:
        """Form the committee, or another like it."""
        members = (member(self.a, "1/2"), member(self.b, "3/10"), member(self.c, "1/5"))
        stated: dict[str, Any] = {
            "works": (self.work,),
            "windows": (Window(medium="streaming", holder=self.b, clause="第9条"),),
            "plan": plan(self.a, Disposition(outcome="co_ownership", clause="第20条")),
        }
        return self.money.committee(*members, **(stated | more))

    def planned(self, *dispositions: Disposition) -> DispositionPlan:
        """A plan with A as contact and debtor of adjustments."""
        return plan(self.a, *dispositions)

    def title(self, *stakes: tuple[str, str], **more: Any) -> str:
        """Record who held the work in the beginning: the committee."""
        stated: dict[str, Any] = {
            "id": self.money.new("right"), "work": self.work, "origin": "maker_29",
            "extent": reach(), "document": DOCUMENT,
        }  # fmt: skip
        held = stakes or ((self.holder, "1"),)
        one = RecordTitle(
            stakes=tuple(Stake(holder=who, share=ratio(share)) for who, share in held),
            **(stated | more),
        )
        self.money.record(one)
        return one.id

    def licence(self, **more: Any) -> str:
        """License streaming in Japan for five years through the window of B."""
        stated: dict[str, Any] = {
            "id": self.money.new("right"), "work": self.work, "licensee": self.n,
            "licensors": (self.holder,), "exclusivity": "exclusive", "document": DOCUMENT,
            "extent": reach("svod", "JP", until=date(2030, 12, 31)), "consents": consent(self.b),
        }  # fmt: skip
        one = LicenseRight(**(stated | more))
        self.money.record(one)
        return one.id

    def beginning(self, **more: Any) -> BeginDissolution:
        """A resolution of all three, with A as liquidator."""
        stated: dict[str, Any] = {
            "id": self.money.new("dis"), "committee": self.committee, "ground": "resolution",
            "ground_day": RESOLVED, "resolution": Resolution(day=RESOLVED, document=DOCUMENT),
            "liquidators": (Liquidator(party=self.a, authority="members", document=DOCUMENT),),
            "consents": consent(self.a, self.b, self.c),
        }  # fmt: skip
        return BeginDissolution(**(stated | more))

    def begin(self, actor: Actor = SYSTEM, **more: Any) -> str:
        """Begin, and return the id."""
        command = self.beginning(**more)
        self.money.record(command, actor)
        return command.id

    def completion(self, dissolution: str, **more: Any) -> CompleteDissolution:
        """The contract's plan from April 2026 on."""
        stated: dict[str, Any] = {
            "dissolution": dissolution, "transfer_day": TRANSFER, "money_from": "2026-04",
            "report": DOCUMENT,
        }  # fmt: skip
        return CompleteDissolution(**(stated | more))

    def past(self, **more: Any) -> RecordPastDissolution:
        """It is known to have ended in March 2026."""
        stated: dict[str, Any] = {
            "dissolution": self.money.new("dis"), "committee": self.committee,
            "cause": "insolvency", "ended": "2026-03", "document": DOCUMENT,
        }  # fmt: skip
        return RecordPastDissolution(**(stated | more))

    def declaration(self, **more: Any) -> DeclareUse:
        """A says: ask us."""
        stated: dict[str, Any] = {
            "committee": self.committee, "declarant": self.a, "authority": "holder",
            "intention": "ask", "contact": self.a,
        }  # fmt: skip
        return DeclareUse(**(stated | more))
