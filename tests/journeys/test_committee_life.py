"""A committee lives and ends over HTTP, every member signing with a key of its own.

Nobody trusts the operator for a consent here: each is a signature over the very command, which an
auditor checks from a bundle, offline.
"""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from api.app import create_app
from ledger.audit.auditor import audit
from ledger.audit.notes import Outside
from ledger.bootstrap import Register
from ledger.jobs.bundle import export_bundle
from ledger.jobs.publish import publish_checkpoint
from ledger.jobs.verify import verify_register
from ledger.log.authorship import SignedCommand
from tests.api.world import World
from tests.pens import Pen

PREPARE = {"Prefer": "return=to-be-signed"}
DOCUMENT = {"sha256": "ab" * 32}
TODAY = "2026-11-22"
EVERYTHING = {
    "vocabulary": "media/1+territories/1+acts/1+languages/1",
    "media": {"include": ["all"]},
    "territories": {"include": ["WW"]},
    "first": "2026-01-01",
}
HALF, THIRD, SIXTH, WHOLE = (
    {"num": num, "den": den} for num, den in ((1, 2), (1, 3), (1, 6), (1, 1))
)
SETS = ("investment", "copyright", "profit")
ID = "01KAM3Z4T0V6S8Q2YB5C9D7E"


class Signatory:
    """A company with a token and a registered key."""

    def __init__(self, world: World, name: str) -> None:
        self.world = world
        self.party = world.company(name)
        self.token = world.token("studio", self.party)
        self.pen = Pen(world.register.origin, self.party, name)
        body = {"party": self.party, "public_key": self.pen.public}
        assert self.send("keys", body, self).status_code == 201

    def send(self, path: str, body: Mapping[str, Any], *signers: "Signatory") -> Any:
        """Send a request that these sign; each signs what the register would record."""
        prepared = self.world.post(path, body, {**self.token, **PREPARE})
        if prepared.status_code != 200:
            return prepared
        said = prepared.json()
        command = SignedCommand(said["origin"], said["type"], said["command"])
        made = []
        for signer in signers:
            pen = signer.pen
            pen.used += 1
            made.append(command.sign(pen.private, pen.party, f"{pen.used:032x}"))
        header = ", ".join(f"{one.key}:{one.nonce}:{one.signature}" for one in made)
        signed = {"Daicho-Signature": header} if header else {}
        return self.world.post(path, body, {**self.token, **signed})

    def member(self, share: Mapping[str, int]) -> dict[str, Any]:
        """What the contract says of it: one share in all three sets."""
        return {"party": self.party, **dict.fromkeys(SETS, share)}


def agreed(*signers: Signatory) -> list[dict[str, Any]]:
    """Consents by key: the signatures beside the command."""
    return [{"party": one.party, "method": "key", "consented_on": TODAY} for one in signers]


class Committee:
    """A with a half, B with a third and a sixth for C, who sign everything together.

    Args:
        world: The application.
    """

    def __init__(self, world: World) -> None:
        self.world = world
        self.a, self.b, self.c = (Signatory(world, name) for name in ("甲社", "乙社", "丙社"))
        self.d, self.n = Signatory(world, "丁社"), Signatory(world, "配信社")
        self.work = world.made("works", {"holder": self.a.party, "data": {
            "title": {"ja": "星の海"}, "kind": "tv",
        }}, self.a.token)  # fmt: skip
        self.id = f"cmt_{ID}A0"
        self.holder = f"committee:{self.id}/copyright"

    def form(self) -> Any:
        """Form it: all three sign."""
        a, b, c = self.a, self.b, self.c
        body = {
            "id": self.id, "name": {"ja": "「星の海」製作委員会"}, "origin": "new",
            "works": [self.work], "lead": a.party, "formed_on": "2026-01-01",
            "members": [a.member(HALF), b.member(THIRD), c.member(SIXTH)],
            "plan": {
                "dispositions": [{"outcome": "co_ownership"}], "contact": a.party,
                "adjustments_debtor": a.party,
            },
            "consents": agreed(a, b, c),
        }  # fmt: skip
        return a.send("committees", body, a, b, c)

    def title(self) -> None:
        """The operator records, from the credits, that the committee made the work."""
        self.world.made("rights/titles", {
            "work": self.work, "stakes": [{"holder": self.holder, "share": WHOLE}],
            "origin": "maker_29", "extent": EVERYTHING, "document": DOCUMENT,
        })  # fmt: skip

    def admit(self, *signers: Signatory) -> Any:
        """D joins with a sixth that A gives up."""
        a, b, c, d = self.a, self.b, self.c, self.d
        body = {
            "effective_from": "2026-10-01", "reason": "加入", "party": d.party,
            "members": [a.member(THIRD), b.member(THIRD), c.member(SIXTH), d.member(SIXTH)],
            "consents": agreed(*signers),
        }  # fmt: skip
        return a.send(f"committees/{self.id}/admissions", body, *signers)

    def sell(self, *signers: Signatory) -> Any:
        """C sells all it has to D."""
        body = {
            "effective_from": "2026-11-01", "reason": "譲渡", "giver": self.c.party,
            "taker": self.d.party, "document": DOCUMENT, "consents": agreed(*signers),
        }  # fmt: skip
        return self.c.send(f"committees/{self.id}/share-transfers", body, *signers)

    def license(self, *signers: Signatory) -> Any:
        """SVOD abroad goes to N for five years."""
        extent = {
            **EVERYTHING, "media": {"include": ["svod"]}, "first": "2026-12-01",
            "territories": {"include": ["WW"], "exclude": ["JP"]}, "until": "2031-11-30",
        }  # fmt: skip
        body = {
            "id": f"right_{ID}B0", "work": self.work, "licensors": [self.holder],
            "licensee": self.n.party, "exclusivity": "exclusive", "extent": extent,
            "document": DOCUMENT, "consents": agreed(*signers),
        }  # fmt: skip
        return self.a.send("rights/licences", body, *signers)

    def begin_to_end(self, *signers: Signatory) -> Any:
        """They resolve to end it today; A winds up."""
        body = {
            "id": f"dis_{ID}C0", "ground": "agreement", "ground_day": TODAY,
            "resolution": {"day": TODAY, "document": DOCUMENT},
            "liquidators": [{"party": self.a.party, "authority": "members"}],
            "consents": agreed(*signers),
        }  # fmt: skip
        return self.a.send(f"committees/{self.id}/dissolution", body, *signers)

    def complete(self, *signers: Signatory) -> Any:
        """Streaming goes to B, the rest to all in co-ownership: not what the contract said."""
        body = {
            "transfer_day": TODAY, "money_from": "2026-12",
            "dispositions": [
                {"rights": ["streaming"], "outcome": "member", "to": self.b.party},
                {"outcome": "co_ownership"},
            ],
            "report": DOCUMENT, "consents": agreed(*signers),
        }  # fmt: skip
        return self.a.send(f"committees/{self.id}/dissolution/completion", body, *signers)

    def holders_of(self, media: str) -> dict[str, str]:
        """Who holds a use in Germany next year."""
        asked = {"media": media, "territory": "DE", "on": "2027-04-01"}
        answer = self.world.get(f"works/{self.work}/avails", self.b.token, **asked).json()
        return {one["holder"]: one["share"] for one in answer["parts"][0]["shares"]}


@pytest.fixture
def world(register: Register) -> Iterator[World]:
    """The application in front of a fresh register."""
    with TestClient(create_app(register), raise_server_exceptions=False) as http:
        made = World(register, http)
        made.operator = made.token("operator")
        yield made


@pytest.fixture
def committee(world: World) -> Committee:
    """Formed with three signatures, and the maker of its work."""
    made = Committee(world)
    formed = made.form()
    assert formed.status_code == 201, formed.text
    made.title()
    return made


def recorded(answer: Any) -> dict[str, Any]:
    assert answer.status_code == 201, answer.text
    found: dict[str, Any] = answer.json()
    return found


def missing(answer: Any) -> list[str]:
    """Whose consent a refusal names."""
    problem = answer.json()
    assert problem["code"] in ("consent-missing", "co-owner-consent-missing"), problem
    named = problem.get("missing") or problem["value"]
    return sorted(named)


def test_a_committee_lives_and_ends_with_the_signatures_of_all(
    committee: Committee, tmp_path: Path
) -> None:
    a, b, c, d = committee.a, committee.b, committee.c, committee.d
    assert missing(committee.admit(a, b, d)) == [c.party]
    recorded(committee.admit(a, b, c, d))

    assert missing(committee.sell(c, d, b)) == [a.party]
    recorded(committee.sell(a, b, c, d))

    assert missing(committee.license(a, b)) == [d.party]
    recorded(committee.license(a, b, d))

    assert missing(committee.begin_to_end(a, d)) == [b.party]
    recorded(committee.begin_to_end(a, b, d))
    assert missing(committee.complete(a, d)) == [b.party]
    done = recorded(committee.complete(a, b, d))
    assert done["count"] > 2  # transfers, a version, and the end itself

    assert committee.holders_of("svod") == {b.party: "1"}
    assert committee.holders_of("merchandise") == {p.party: "1/3" for p in (a, b, d)}

    register = committee.world.register
    assert verify_register(register, views=True, commands=True).findings == ()
    publish_checkpoint(register)
    export_bundle(register, tmp_path / "bundle")
    report = audit(tmp_path / "bundle", Outside())
    assert report.findings == ()
    signed = {check.check: check.count for check in report.checks}
    assert signed["authors"] >= 10


def test_a_signature_under_another_command_is_no_consent(committee: Committee) -> None:
    """C signs that D joins; the same bytes do not say that C sells."""
    a, b, c, d = committee.a, committee.b, committee.c, committee.d
    recorded(committee.admit(a, b, c, d))
    body = {
        "effective_from": "2026-11-01", "reason": "譲渡", "giver": c.party, "taker": d.party,
        "document": DOCUMENT, "consents": agreed(a, b, c, d),
    }  # fmt: skip
    path = f"committees/{committee.id}/share-transfers"
    prepared = committee.world.post(path, body, {**a.token, **PREPARE}).json()
    other = SignedCommand(
        prepared["origin"], prepared["type"], {**prepared["command"], "reason": "x"}
    )
    made = [
        other.sign(one.pen.private, one.party, f"{900 + number:032x}")
        for number, one in enumerate((a, b, c, d))
    ]
    header = ", ".join(f"{one.key}:{one.nonce}:{one.signature}" for one in made)
    answer = committee.world.post(path, body, {**a.token, "Daicho-Signature": header})
    assert answer.status_code in (403, 422), answer.text
    assert "signature" in answer.json()["code"]


def test_the_operator_cannot_stand_in_for_a_key(committee: Committee) -> None:
    """A consent by key is the party's own signature, whoever sends the request."""
    body = {
        "effective_from": "2026-10-01", "reason": "加入", "party": committee.d.party,
        "members": [
            committee.a.member(THIRD), committee.b.member(THIRD), committee.c.member(SIXTH),
            committee.d.member(SIXTH),
        ],
        "consents": agreed(committee.a, committee.b, committee.c, committee.d),
    }  # fmt: skip
    answer = committee.world.post(f"committees/{committee.id}/admissions", body)
    assert (answer.status_code, answer.json()["code"]) == (403, "consent-not-signed")
