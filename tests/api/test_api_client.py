"""The client sends a request until it is answered, under one key, and speaks in our errors."""

from collections.abc import Callable
from pathlib import Path

import httpx2
import pytest

from ledger.client import Client, asset_of
from ledger.entropy import SeededEntropy
from ledger.errors import (
    Conflict,
    Forbidden,
    LedgerError,
    LogCorrupt,
    NotFound,
    RuleViolation,
    Unavailable,
)
from tests.api.world import World

RECORDED = {"id": "work_1", "first_index": 7, "count": 1, "leaf_hashes": ["ab" * 32]}
Answer = Callable[[httpx2.Request], httpx2.Response]


class Line:
    """A connection that answers as told, and remembers what was sent."""

    def __init__(self, *answers: int | Exception) -> None:
        self.answers = list(answers)
        self.sent: list[httpx2.Request] = []
        self.waited: list[int] = []

    def __call__(self, request: httpx2.Request) -> httpx2.Response:
        self.sent.append(request)
        answer = self.answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        if answer == 201:
            return httpx2.Response(201, json=RECORDED)
        body = {"type": "urn:daicho:error:x-y", "code": "x-y", "detail": "No.", "field": "f"}
        return httpx2.Response(answer, json={**body, "status": answer, "title": "t"})

    def client(self, attempts: int = 3) -> Client:
        return Client(
            "http://register.example",
            "dk_x",
            attempts=attempts,
            entropy=SeededEntropy(1),
            wait=self.waited.append,
            transport=httpx2.MockTransport(self),
        )

    @property
    def keys(self) -> list[str]:
        return [request.headers["Idempotency-Key"] for request in self.sent]


def test_a_lost_answer_is_asked_for_again_under_the_same_key() -> None:
    line = Line(httpx2.ReadTimeout("lost"), 503, 201)
    with line.client() as client:
        receipt = client.register_work({"data": {}})
    assert (receipt.id, receipt.first_index) == ("work_1", 7)
    assert len(set(line.keys)) == 1
    assert line.waited == [1, 2]


def test_it_gives_up_after_its_attempts() -> None:
    line = Line(503, 503, 503, 201)
    with line.client() as client, pytest.raises(Unavailable) as caught:
        client.register_work({"data": {}})
    assert caught.value.code == "x-y"
    assert len(line.sent) == 3


def test_a_register_out_of_reach_is_unavailable() -> None:
    line = Line(httpx2.ConnectError("refused"))
    with line.client(attempts=1) as client, pytest.raises(Unavailable) as caught:
        client.log()
    assert caught.value.code == "register-unreachable"


@pytest.mark.parametrize("status", [401, 403, 404, 409, 413, 422, 500])
def test_a_refusal_is_not_tried_again(status: int) -> None:
    line = Line(status, 201)
    with line.client() as client, pytest.raises(LedgerError):
        client.register_work({"data": {}})
    assert len(line.sent) == 1


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        (401, Forbidden),
        (403, Forbidden),
        (404, NotFound),
        (409, Conflict),
        (413, RuleViolation),
        (422, RuleViolation),
        (400, RuleViolation),
        (500, LogCorrupt),
    ],
)
def test_a_problem_document_becomes_the_same_error(status: int, kind: type[LedgerError]) -> None:
    with Line(status).client() as client, pytest.raises(kind) as caught:
        client.log()
    assert (caught.value.code, caught.value.message) == ("x-y", "No.")
    assert caught.value.fields == {"field": "f"}


def test_an_answer_of_something_else_on_the_way_is_an_error_too() -> None:
    def gateway(_: httpx2.Request) -> httpx2.Response:
        return httpx2.Response(502, text="<html>bad gateway</html>")

    client = Client("http://x", attempts=1, transport=httpx2.MockTransport(gateway))
    with client, pytest.raises(Unavailable) as caught:
        client.log()
    assert caught.value.code == "http-502"


def test_each_request_has_a_key_of_its_own_unless_the_caller_says_otherwise() -> None:
    line = Line(201, 201, 201)
    with line.client() as client:
        client.post("works", {})
        client.post("works", {})
        client.post("works", {}, key="mine")
    assert len(set(line.keys)) == 3
    assert line.keys[2] == "mine"


def test_an_id_cannot_lead_out_of_its_route() -> None:
    line = Line(404)
    with line.client() as client, pytest.raises(NotFound):
        client.work("../agreements?x=1")
    assert line.sent[0].url.raw_path == b"/v1/works/..%2Fagreements%3Fx%3D1"


def test_no_token_is_sent_where_none_was_given() -> None:
    line = Line(404)
    client = Client("http://x", transport=httpx2.MockTransport(line))
    with client, pytest.raises(NotFound):
        client.log()
    assert "authorization" not in line.sent[0].headers


def test_a_file_is_described_by_its_hash(tmp_path: Path) -> None:
    path = tmp_path / "絵コンテ.pdf"
    path.write_bytes(b"abc")
    asset = asset_of(path)
    assert asset.sha256 == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    assert (asset.size_bytes, asset.label) == (3, "絵コンテ.pdf")
    assert asset.media_type == "application/pdf"
    assert asset_of(path, "第1話").label == "第1話"


def test_lists_are_read_to_their_end(world: World) -> None:
    names = {f"会社{n}" for n in range(5)}
    for name in sorted(names):
        world.company(name)
    client = Client("http://testserver", transport=world.http._transport)
    found = [item["names"]["ja"] for item in client.each("parties", limit=2)]
    assert set(found) == names
    assert len(found) == 5
