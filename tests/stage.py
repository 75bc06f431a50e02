"""A small stage on a real register: companies, people, works, committees, agreements by one call.

Ids are counted, so that a test can be read and repeated.
"""

from datetime import date
from hashlib import sha256
from typing import Any

import pytest

from ledger.agreements.commands import RecordAgreement
from ledger.command import SYSTEM, Actor, Command
from ledger.committees.commands import (
    Disposition,
    DispositionPlan,
    FormCommittee,
    Member,
)
from ledger.door import Recorded
from ledger.errors import Refused
from ledger.ledger import Ledger
from ledger.parties.commands import RegisterCompany, RegisterPerson
from ledger.values import Names, Ratio
from ledger.works.commands import Asset, Identifier, RegisterWork, WorkData

MONTH = "2026-01"


def digest(text: str) -> str:
    """A SHA-256 to stand for a file or a commitment."""
    return sha256(text.encode()).hexdigest()


def studio(party: str) -> Actor:
    """Somebody who acts for a company."""
    return Actor("studio", party)


def ratio(text: str) -> Ratio:
    """A share written as `3/10`."""
    num, _, den = text.partition("/")
    return Ratio(num=int(num), den=int(den or 1))


def asset(name: str, label: str = "絵コンテ") -> Asset:
    """A file known by its hash."""
    return Asset(sha256=digest(name), size_bytes=len(name), label=label)


def data(title: str, **more: Any) -> WorkData:
    """What is said about a work."""
    more.setdefault("kind", "tv")
    return WorkData(title=Names(ja=title), **more)


def identified(scheme: Any, value: str) -> tuple[Identifier, ...]:
    """One identifier."""
    return (Identifier(scheme=scheme, value=value),)


def member(party: str, share: str | None = None, **shares: str) -> Member:
    """A member with one share in all three sets, or with the sets named."""
    sets = dict.fromkeys(("investment", "copyright", "profit"), share) if share else {}
    return Member(party=party, **{name: ratio(text) for name, text in (sets | shares).items()})


def plan(contact: str, *dispositions: Disposition) -> DispositionPlan:
    """A plan for the end: co-ownership of everything, unless said otherwise."""
    return DispositionPlan(
        dispositions=dispositions or (Disposition(outcome="co_ownership"),),
        contact=contact,
        adjustments_debtor=contact,
    )


class Stage:
    """Records what a test needs to exist.

    Args:
        ledger: The door of the test's register.
    """

    def __init__(self, ledger: Ledger) -> None:
        self.ledger = ledger
        self._made = 0

    def new(self, prefix: str) -> str:
        """Make the next id."""
        self._made += 1
        return f"{prefix}_{self._made:026d}"

    def record(self, command: Command, actor: Actor = SYSTEM) -> Recorded:
        """Record a command."""
        return self.ledger.record(command, actor=actor)

    def refused(self, command: Command, actor: Actor = SYSTEM) -> Refused:
        """Record a command that must be refused, and return the refusal; nothing is added."""
        with pytest.raises(Refused) as caught:
            self.ledger.record(command, actor=actor)
        return caught.value

    def company(self, name: str, **more: Any) -> str:
        """Register a company."""
        party = self.new("party")
        self.record(RegisterCompany(id=party, names=Names(ja=name), **more))
        return party

    def person(self, name: str) -> str:
        """Register a person, by commitments alone."""
        party = self.new("party")
        subject = self.new("subj")
        self.record(RegisterPerson(id=party, subject=subject, credit_name=digest(name)))
        return party

    def work(self, title: str, holder: str | None = None, **more: Any) -> str:
        """Register a work."""
        work = self.new("work")
        self.record(RegisterWork(id=work, holder=holder, data=data(title, **more)))
        return work

    def committee(self, *members: Member, **more: Any) -> str:
        """Form a complete committee led by its first member, or as `more` says."""
        committee = self.new("cmt")
        lead = members[0].party if members else None
        stated = {"origin": "new", "lead": lead, "name": Names(ja="「星の庭」製作委員会")}
        if lead and more.get("origin") != "draft":
            stated |= {"plan": plan(lead), "formed_on": date(2026, 1, 1)}
        self.record(FormCommittee(id=committee, members=members, **(stated | more)))
        return committee

    def agreement(self, payer: str, terms: dict[str, Any], **more: Any) -> str:
        """Record an agreement of which the payer is the only party, or as `more` says."""
        agreement = self.new("agr")
        stated: dict[str, Any] = {
            "title": Names(ja="配信許諾契約"),
            "kind": "licence",
            "parties": (payer,),
            "effective_month": MONTH,
        }
        self.record(RecordAgreement(id=agreement, payer=payer, terms=terms, **(stated | more)))
        return agreement


def window_fee(payee: str, num: int = 1, den: int = 10, **more: Any) -> dict[str, Any]:
    """Terms with one clause: a fee of 10% for a window."""
    step = {
        "id": "window",
        "kind": "commission/1",
        "clause": "第5条1項",
        "label": {"ja": "配信窓口手数料", "en": "Streaming window fee"},
        "basis": "received",
        "rate": {"num": num, "den": den},
        "payee": payee,
    }
    return {"terms": 1, "currency": "JPY", "steps": [step | more]}


def shared_among(committee: str, share_set: str = "investment") -> dict[str, Any]:
    """Terms with one clause: everything goes to the holders of a committee's shares."""
    step = {
        "id": "members",
        "kind": "split/1",
        "clause": "第12条",
        "label": {"ja": "出資比率による分配", "en": "Distribution by share"},
        "holders": f"committee:{committee}/{share_set}",
    }
    return {"terms": 1, "currency": "JPY", "steps": [step]}
