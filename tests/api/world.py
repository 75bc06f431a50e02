"""A register behind a real application, with tokens for those who act in a test."""

from dataclasses import dataclass, field
from typing import Any

from starlette.testclient import TestClient

from ledger.access.tokens import NewToken, Scope, Tokens
from ledger.bootstrap import Register
from ledger.command import Role

THIRD, TWO_THIRDS = {"num": 1, "den": 3}, {"num": 2, "den": 3}
SCHEDULE = {"every_months": 3, "report_after_days": 30, "pay_after_months": 2}


@dataclass
class World:
    """What a test talks to.

    Attributes:
        http: Answers errors of ours with 500 instead of raising them into the test.
    """

    register: Register
    http: TestClient
    operator: dict[str, str] = field(default_factory=dict)

    @property
    def tokens(self) -> Tokens:
        return Tokens(self.register.engine, self.register.clock, self.register.entropy)

    def token(
        self,
        role: Role,
        party: str | None = None,
        scopes: tuple[Scope, ...] | None = None,
        **more: Any,
    ) -> dict[str, str]:
        """Headers of somebody who has a token."""
        given = scopes or (("read",) if role == "auditor" else ("read", "write"))
        text = self.tokens.create(NewToken(role, party, "test", given, **more))
        return {"Authorization": f"Bearer {text}"}

    def post(self, path: str, body: Any, who: dict[str, str] | None = None, **more: Any) -> Any:
        return self.http.post(f"/v1/{path}", json=body, headers=who or self.operator, **more)

    def get(self, path: str, who: dict[str, str] | None = None, **query: Any) -> Any:
        """Read as somebody; the public if nobody is named."""
        return self.http.get(f"/v1/{path}", headers=who, params=query)

    def made(self, path: str, body: Any, who: dict[str, str] | None = None) -> str:
        """Record something that must be accepted, and return its id."""
        answer = self.post(path, body, who)
        assert answer.status_code == 201, answer.text
        made: str = answer.json()["id"]
        return made

    def company(self, name: str) -> str:
        return self.made("parties/companies", {"names": {"ja": name}})

    def person(self, name: str) -> str:
        return self.made("parties/persons", {"credit_name": name})

    def upload(self, csv: str | bytes, who: dict[str, str], **said: Any) -> Any:
        content = csv.encode() if isinstance(csv, str) else csv
        headers = {**who, "Content-Type": "text/csv"}
        return self.http.post("/v1/reports", params=said, content=content, headers=headers)


@dataclass(frozen=True)
class Production:
    """A work, its committee and its agreement, with everybody's tokens.

    The lead takes 10% of what streaming brings in, the designer 1% of it, the rest is split 2:1
    between the lead and the member.
    """

    lead: str
    member: str
    creator: str
    work: str
    committee: str
    agreement: str
    as_lead: dict[str, str]
    as_member: dict[str, str]
    as_creator: dict[str, str]


def terms(lead: str, creator: str, committee: str) -> dict[str, Any]:
    """Money clauses of a small production."""
    return {
        "terms": 1,
        "currency": "JPY",
        "steps": [
            {
                "id": "window",
                "kind": "commission/1",
                "clause": "第5条",
                "label": {"ja": "配信窓口手数料", "en": "Streaming window fee"},
                "basis": "received",
                "rate": {"num": 1, "den": 10},
                "payee": lead,
            },
            {
                "id": "designer",
                "kind": "royalty/1",
                "clause": "第7条",
                "label": {"ja": "キャラクターデザイン印税", "en": "Character design royalty"},
                "basis": "received",
                "rate": {"num": 1, "den": 100},
                "payee": creator,
            },
            {
                "id": "members",
                "kind": "split/1",
                "clause": "第9条",
                "label": {"ja": "委員会分配", "en": "Distribution to members"},
                "holders": f"committee:{committee}/investment",
            },
        ],
    }


def committee_body(lead: str, member: str, work: str) -> dict[str, Any]:
    """A new committee: shares 2:1 in all three sets."""
    sets = ("investment", "copyright", "profit")
    return {
        "name": {"ja": "「星の海」製作委員会"},
        "origin": "new",
        "works": [work],
        "lead": lead,
        "members": [
            {"party": lead, **dict.fromkeys(sets, TWO_THIRDS)},
            {"party": member, **dict.fromkeys(sets, THIRD)},
        ],
        "windows": [{"medium": "streaming", "holder": lead, "rate": {"num": 1, "den": 10}}],
        "schedule": SCHEDULE,
        "plan": {
            "dispositions": [{"outcome": "co_ownership"}],
            "contact": lead,
            "adjustments_debtor": lead,
        },
        "formed_on": "2026-01-01",
    }


def agreement_body(lead: str, member: str, creator: str, committee: str) -> dict[str, Any]:
    """An agreement of the committee's members that also pays a creator."""
    return {
        "title": {"ja": "「星の海」製作委員会契約"},
        "kind": "committee",
        "payer": lead,
        "parties": [lead, member],
        "committee": committee,
        "effective_month": "2026-01",
        "terms": terms(lead, creator, committee),
        "duties": [
            {
                "reporter": lead,
                "medium": "streaming",
                "schedule": SCHEDULE,
                "starts": "2026-04",
            }
        ],
    }


def produce(world: World, name: str = "星の海") -> Production:
    """Bring a production onto the register the way its people would."""
    lead = world.company(f"{name}幹事")
    member = world.company(f"{name}出資")
    creator = world.person(f"{name} 花子")
    as_lead, as_member = world.token("studio", lead), world.token("studio", member)
    work = world.made(
        "works",
        {
            "holder": lead,
            "data": {"title": {"ja": name}, "kind": "tv"},
            "credits": [{"role": "character_design", "person": f"{name} 花子", "party": creator}],
        },
        as_lead,
    )
    committee = world.made("committees", committee_body(lead, member, work), as_lead)
    body = agreement_body(lead, member, creator, committee)
    agreement = world.made("agreements", body, as_lead)
    return Production(
        lead,
        member,
        creator,
        work,
        committee,
        agreement,
        as_lead,
        as_member,
        world.token("creator", creator),
    )


def sales(work: str, amount: int = 1_000_000, month: str = "2026-04") -> str:
    """A report with one line."""
    head = "channel,territory,work,month,units,amount,currency"
    return f"{head}\nstreaming,JP,{work},{month},100,{amount},JPY\n"


def report(world: World, production: Production, amount: int = 1_000_000, **said: Any) -> str:
    """Upload a quarter's sales and record that the money came; returns the report."""
    asked = {
        "agreement": production.agreement,
        "reporter": production.lead,
        "period": "2026-Q2",
        "basis": "net",
    }
    answer = world.upload(sales(production.work, amount), production.as_lead, **(asked | said))
    assert answer.status_code == 201, answer.text
    received: str = answer.json()["id"]
    body = {
        "agreement": production.agreement,
        "report": received,
        "currency": "JPY",
        "amount_minor": amount,
        "received_on": "2026-06-30",
    }
    world.made("receipts", body, production.as_lead)
    return received
