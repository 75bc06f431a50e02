"""Signed commands over HTTP: prepared, signed, sent; and every way in which that can go wrong."""

import base64
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import httpx2
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from ledger.client import Client
from ledger.entropy import SeededEntropy
from ledger.errors import Forbidden, SignatureInvalid
from ledger.keys.signer import Signer
from ledger.log.authorship import Signature, SignedCommand
from ledger.signing import Author
from tests.api.world import World
from tests.pens import Pen

ALIAS = {"alias": {"text": "ホシミ", "reason": "as printed"}}
PREPARE = {"Prefer": "return=to-be-signed"}


class Studio:
    """A studio with a token and a key, on the other side of the wire."""

    def __init__(self, world: World, name: str = "星見映像") -> None:
        self.world = world
        self.party = world.company(name)
        self.token = world.token("studio", self.party)
        self.pen = Pen(world.register.origin, self.party, name)

    def prepared(self, path: str, body: Mapping[str, Any]) -> Any:
        answer = self.world.post(path, body, {**self.token, **PREPARE})
        assert answer.status_code == 200, answer.text
        return answer.json()

    def signed(self, path: str, body: Mapping[str, Any], *more: Pen, nonce: str = "") -> str:
        """Return the header that signs a request."""
        prepared = self.prepared(path, body)
        command = SignedCommand(prepared["origin"], prepared["type"], prepared["command"])
        pens = (self.pen, *more)
        made = [self._one(pen, command, nonce) for pen in pens]
        return ", ".join(f"{one.key}:{one.nonce}:{one.signature}" for one in made)

    def _one(self, pen: Pen, command: SignedCommand, nonce: str) -> Signature:
        pen.used += 1
        return command.sign(pen.private, pen.party, nonce or f"{pen.used:032x}")

    def send(self, path: str, body: Mapping[str, Any], header: str | None) -> Any:
        signature = {"Daicho-Signature": header} if header else {}
        return self.world.post(path, body, {**self.token, **signature})

    def register(self) -> None:
        body = {"party": self.party, "public_key": self.pen.public}
        answer = self.send("keys", body, self.signed("keys", body))
        assert answer.status_code == 201, answer.text

    def demand(self, *commands: str) -> None:
        path = f"parties/{self.party}/key-policies"
        body = {"commands": commands, "reason": "内規"}
        assert self.send(path, body, self.signed(path, body)).status_code == 201

    @property
    def aliases(self) -> str:
        return f"parties/{self.party}/aliases"


@pytest.fixture
def studio(world: World) -> Studio:
    made = Studio(world)
    made.register()
    return made


def test_a_key_is_registered_by_signing_its_registration(world: World, studio: Studio) -> None:
    shown = world.get(f"keys/{studio.pen.id}").json()
    assert (shown["party"], shown["status"]) == (studio.party, "in_force")
    listed = world.get("keys", party=studio.party, status="in_force").json()
    assert [item["id"] for item in listed["items"]] == [studio.pen.id]


def test_the_bytes_to_sign_are_those_of_the_format(world: World, studio: Studio) -> None:
    size = world.get("log").json()["size"]
    prepared = studio.prepared(studio.aliases, ALIAS)
    command = SignedCommand(prepared["origin"], prepared["type"], prepared["command"])
    made = command.to_be_signed(studio.party, prepared["nonce"])
    assert base64.b64decode(prepared["to_be_signed"]) == made
    assert world.get("log").json()["size"] == size


def test_a_signed_command_is_recorded_with_its_signature(world: World, studio: Studio) -> None:
    answer = studio.send(studio.aliases, ALIAS, studio.signed(studio.aliases, ALIAS))
    assert answer.status_code == 201, answer.text
    entry = world.get(f"entries/{answer.json()['first_index']}", studio.token).json()
    assert [part["name"] for part in entry["parts"]] == ["command", "signatures", "facts"]


def test_a_policy_refuses_the_unsigned_request(world: World, studio: Studio) -> None:
    studio.demand("AddAlias/1")
    answer = studio.send(studio.aliases, ALIAS, None)
    assert (answer.status_code, answer.json()["code"]) == (403, "signature-required")
    shown = world.get(f"parties/{studio.party}/key-policy", studio.token).json()
    assert shown["commands"] == ["AddAlias/1"]
    stranger = Studio(world, "他社")
    answer = world.get(f"parties/{studio.party}/key-policy", stranger.token)
    assert answer.status_code == 404


@pytest.mark.parametrize(
    ("header", "status", "code"),
    [
        ("key_1", 422, "signature-header-malformed"),
        ("a:b:c", 422, "signature-malformed"),
        (":".join(["key_" + "0" * 32, "0" * 32, "0" * 128]), 404, "key-not-found"),
        (", ".join(["a:b:c"] * 100), 422, "signatures-too-many"),
    ],
)
def test_a_malformed_header_says_what_is_wrong(
    studio: Studio, header: str, status: int, code: str
) -> None:
    answer = studio.send(studio.aliases, ALIAS, header)
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert answer.json()["expected"]


def test_a_signature_over_another_command_is_refused(studio: Studio) -> None:
    header = studio.signed(studio.aliases, ALIAS)
    other = {"alias": {"text": "ホシミ２", "reason": "as printed"}}
    answer = studio.send(studio.aliases, other, header)
    assert (answer.status_code, answer.json()["code"]) == (422, "signature-invalid")


def test_a_header_sent_again_is_refused(studio: Studio) -> None:
    header = studio.signed(studio.aliases, ALIAS)
    assert studio.send(studio.aliases, ALIAS, header).status_code == 201
    answer = studio.send(studio.aliases, ALIAS, header)
    assert (answer.status_code, answer.json()["code"]) == (409, "nonce-reused")


def test_the_same_request_under_its_key_is_answered_again(studio: Studio) -> None:
    header = studio.signed(studio.aliases, ALIAS)
    sent = {**studio.token, "Daicho-Signature": header, "Idempotency-Key": "once"}
    first = studio.world.post(studio.aliases, ALIAS, sent)
    again = studio.world.post(studio.aliases, ALIAS, sent)
    assert (first.status_code, again.status_code) == (201, 201)
    assert again.headers["Idempotent-Replayed"] == "true"
    assert again.json() == first.json()


def test_one_signed_request_sent_many_times_at_once_is_recorded_once(studio: Studio) -> None:
    header = studio.signed(studio.aliases, ALIAS)
    headers = {**studio.token, "Daicho-Signature": header, "Idempotency-Key": "at-once"}
    with ThreadPoolExecutor(12) as threads:
        sent = [
            threads.submit(studio.world.post, studio.aliases, ALIAS, headers) for _ in range(12)
        ]
    answers = [one.result() for one in sent]
    assert {answer.status_code for answer in answers} == {201}
    assert [answer.headers.get("idempotent-replayed") for answer in answers].count(None) == 1


def test_a_signed_body_names_its_own_id(studio: Studio) -> None:
    header = ":".join([studio.pen.id, "0" * 32, "0" * 128])
    answer = studio.send("parties/companies", {"names": {"ja": "子会社"}}, header)
    assert (answer.status_code, answer.json()["code"]) == (422, "id-needed-to-sign")
    assert answer.json()["field"] == "id"


def test_what_the_register_composes_cannot_be_signed(studio: Studio) -> None:
    answer = studio.world.post(
        "parties/persons", {"credit_name": "星 花子"}, {**studio.token, **PREPARE}
    )
    assert (answer.status_code, answer.json()["code"]) == (422, "command-not-signable")
    payout = {"payer": studio.party, "period": "2026-Q2"}
    header = ":".join([studio.pen.id, "0" * 32, "0" * 128])
    answer = studio.send("statements", payout, header)
    assert answer.json()["code"] == "command-not-signable"


def test_the_operator_prepares_for_the_party_that_the_command_names(world: World) -> None:
    studio = Studio(world)
    asked = {**world.operator, **PREPARE}
    assert world.post(studio.aliases, ALIAS, asked).json()["party"] == studio.party
    answer = world.post("parties/companies", {"names": {"ja": "甲"}}, asked)
    assert answer.json()["code"] == "party-needed-to-sign"


def test_keys_are_rotated_and_revoked(world: World, studio: Studio) -> None:
    new = Pen(world.register.origin, studio.party, "new")
    path, body = f"keys/{studio.pen.id}/rotations", {"party": studio.party}
    body["public_key"] = new.public
    assert studio.send(path, body, studio.signed(path, body, new)).status_code == 201
    path = f"keys/{new.id}/revocations"
    gone = {"party": studio.party, "cause": "lost", "reason": "紛失", "last_trusted_index": 2}
    assert studio.send(path, gone, None).status_code == 201
    assert world.get(f"keys/{studio.pen.id}").json()["status"] == "rotated"
    assert world.get(f"keys/{new.id}").json()["status"] == "revoked"


# --- the Python client --------------------------------------------------------------------------


def signer(pen: Pen, seed: int = 7) -> Signer:
    return Signer(pen.private, pen.party, SeededEntropy(seed))


def client(studio: Studio, author: Author | None) -> Client:
    def through(request: httpx2.Request) -> httpx2.Response:
        answer = studio.world.http.request(
            request.method,
            request.url.raw_path.decode(),
            headers=dict(request.headers),
            content=request.read(),
        )
        return httpx2.Response(answer.status_code, content=answer.content, headers=_plain(answer))

    token = studio.token["Authorization"].removeprefix("Bearer ")
    transport = httpx2.MockTransport(through)
    return Client("http://register.example", token, author=author, transport=transport)


def _plain(answer: Any) -> dict[str, str]:
    return {
        name: value for name, value in answer.headers.items() if name.lower() != "content-encoding"
    }


def test_the_client_signs_everything_that_can_be_signed(world: World) -> None:
    studio = Studio(world)
    author = Author(signer(studio.pen), world.register.origin)
    with client(studio, author) as register:
        register.post("keys", {"party": studio.party, "public_key": studio.pen.public})
        register.post(f"parties/{studio.party}/key-policies", {"commands": ["*"], "reason": "内規"})
        work = register.register_work({"holder": studio.party, "data": data()})
        register.claim_work(
            work.id,
            {"claimant": studio.party, "claim": "maker", "statement": "当社が製作"},
        )
        register.register_person({"credit_name": "星 花子"})
    with client(studio, None) as register, pytest.raises(Forbidden, match="signature-required"):
        register.post(studio.aliases, ALIAS)


def data() -> dict[str, Any]:
    return {"title": {"ja": "星の海"}, "kind": "tv"}


def test_the_client_signs_a_rotation_with_both_keys(world: World, studio: Studio) -> None:
    new = Pen(world.register.origin, studio.party, "new")
    author = Author(signer(studio.pen), world.register.origin, (signer(new, 8),))
    with client(studio, author) as register:
        register.post(
            f"keys/{studio.pen.id}/rotations", {"party": studio.party, "public_key": new.public}
        )
    assert world.get(f"keys/{new.id}").json()["status"] == "in_force"


def prepared(**changes: Any) -> dict[str, Any]:
    party = "party_" + "0" * 26
    command = {"party": party, "alias": {"text": "ホシミ", "reason": "as printed"}}
    said = {"origin": "log.example", "type": "AddAlias/1", "party": party, "command": command}
    return {**said, **changes}


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"origin": "other.example"}, "origin"),
        ({"party": "party_" + "1" * 26}, "party"),
        ({"type": "ClosePayout/1"}, "type"),
        ({"type": "SetPayee/1"}, "command"),
        ({"command": None}, "type"),
        ({"command": {**prepared()["command"], "party": "party_" + "1" * 26}}, "party"),
        ({"command": {**prepared()["command"], "alias": {"text": "x", "reason": "y"}}}, "alias"),
        ({"command": {**prepared()["command"], "more": 1}}, "more"),
        ({"command": {"alias": ALIAS["alias"]}}, "command"),
    ],
)
def test_the_client_signs_nothing_but_what_it_asked_for(
    changes: dict[str, Any], field: str
) -> None:
    private = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
    party = prepared()["party"]
    author = Author(Signer(private, party, SeededEntropy(1)), "log.example")
    with pytest.raises(SignatureInvalid) as refusal:
        author.headers(prepared(**changes), ALIAS, f"parties/{party}/aliases")
    assert refusal.value.code == "prepared-differs"
    assert refusal.value.fields["field"] == field


def test_the_client_lets_the_register_choose_an_id_but_no_other_object() -> None:
    private = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
    party = prepared()["party"]
    author = Author(Signer(private, party, SeededEntropy(1)), "log.example")
    grant, other = "grant_" + "0" * 26, "grant_" + "1" * 26
    asked = {"reason": "済"}
    revoked = prepared(type="RevokeAccess/1", command={"id": other, "reason": "済"})
    with pytest.raises(SignatureInvalid, match="prepared-differs"):
        author.headers(revoked, asked, f"grants/{grant}/revocations")
    assert author.headers(revoked, asked, f"grants/{other}/revocations")
