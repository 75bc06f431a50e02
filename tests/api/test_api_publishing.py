"""Checkpoints over HTTP: waiting for a proof, the history of notes, publishing while serving."""

import threading
import time
from collections.abc import Iterator
from typing import Any

import pytest
from starlette.testclient import TestClient

from api.app import create_app
from api.publishing import Publisher, wants_checkpoint
from ledger.bootstrap import LOG_KEY, Register
from ledger.closings.views import closed_states
from ledger.errors import Unavailable
from ledger.jobs.closing import ensure_state
from ledger.jobs.publish import ProofFor
from ledger.log.note import verify_checkpoint
from ledger.log.proof import verify_inclusion
from ledger.store import checkpoints
from tests.api.world import Production, World, report, sales
from tests.faults.world import company
from tests.published import log_key, publish

STAR = {"names": {"ja": "星見"}}


def waiting(who: dict[str, str], key: str = "k-1") -> dict[str, str]:
    return {**who, "Idempotency-Key": key, "Prefer": "respond-async, wait=checkpoint"}


def must_hold(world: World, body: Any) -> None:
    """Check an answer as somebody who has nothing but the log's key."""
    given = body["checkpoint"]
    read = verify_checkpoint(
        given["note"].encode(), [log_key(world.register)], world.register.origin
    )
    assert (read.size, read.root.hex()) == (given["size"], given["root"])
    assert [proof["index"] for proof in given["proofs"]] == list(
        range(body["first_index"], body["first_index"] + body["count"])
    )
    for leaf, proof in zip(body["leaf_hashes"], given["proofs"], strict=True):
        path = [bytes.fromhex(item) for item in proof["path"]]
        verify_inclusion(bytes.fromhex(leaf), proof["index"], read.size, path, read.root)


def test_who_waits_for_a_checkpoint_gets_note_and_proof(world: World) -> None:
    world.company("月見")
    answer = world.post("parties/companies", STAR, waiting(world.operator))
    assert answer.status_code == 201
    assert answer.headers["preference-applied"] == "wait=checkpoint"
    must_hold(world, answer.json())


def test_who_does_not_wait_gets_none(world: World) -> None:
    headers = {**world.operator, "Prefer": "wait=10"}
    answer = world.post("parties/companies", STAR, headers)
    assert answer.status_code == 201
    assert "checkpoint" not in answer.json()
    assert "preference-applied" not in answer.headers
    assert world.http.get("/checkpoint").status_code == 404


def test_a_repeated_request_is_proven_again(world: World) -> None:
    first, again = (
        world.post("parties/persons", {"credit_name": "星野"}, waiting(world.operator))
        for _ in range(2)
    )
    must_hold(world, again.json())
    assert first.json() == again.json()
    assert again.headers["idempotent-replayed"] == "true"


def test_reports_runs_and_statements_are_proven_too(world: World, production: Production) -> None:
    sent = {
        "agreement": production.agreement,
        "reporter": production.lead,
        "period": "2026-Q1",
        "basis": "net",
    }
    csv = sales(production.work, month="2026-01")
    must_hold(world, world.upload(csv, waiting(production.as_lead, "sent"), **sent).json())
    report(world, production)
    body = {"agreement": production.agreement, "period": "2026-Q2"}
    must_hold(world, world.post("payouts", body, waiting(production.as_lead, "run")).json())
    body = {"payer": production.lead, "period": "2026-Q2"}
    answer = world.post("statements", body, waiting(production.as_lead, "issue"))
    assert answer.headers["preference-applied"] == "wait=checkpoint"
    items, given = answer.json()["items"], answer.json()["checkpoint"]
    assert len(items) == len(given["proofs"]) == 3
    for item in items:
        own = [proof for proof in given["proofs"] if proof["index"] == item["first_index"]]
        must_hold(world, {**item, "checkpoint": {**given, "proofs": own}})


def test_waiting_without_a_key_is_refused_before_anything_is_recorded(world: World) -> None:
    headers = {**world.operator, "Prefer": "wait=checkpoint"}
    answer = world.post("parties/companies", STAR, headers)
    assert (answer.status_code, answer.json()["code"]) == (422, "idempotency-key-missing")
    assert world.get("log").json()["size"] == 0


def test_when_nothing_can_be_published_the_answer_says_that_it_is_recorded(world: World) -> None:
    key = world.register.home / LOG_KEY
    key.rename(key.with_suffix(".away"))
    answer = world.post("parties/companies", STAR, waiting(world.operator))
    assert (answer.status_code, answer.json()["code"]) == (503, "checkpoint-pending")
    assert "recorded as entries 0 to 0" in answer.json()["detail"]
    key.with_suffix(".away").rename(key)
    again = world.post("parties/companies", STAR, waiting(world.operator))
    assert again.status_code == 201
    must_hold(world, again.json())
    assert world.get("log").json()["size"] == 1


def test_published_checkpoints_are_listed_for_everybody(world: World) -> None:
    made = []
    for name in ("星見", "月見", "花見"):
        world.company(name)
        made.append(publish(world.register))
    first = world.get("log/checkpoints", limit=2).json()
    rest = world.get("log/checkpoints", limit=2, after=first["next"]).json()
    items = first["items"] + rest["items"]
    assert [(item["size"], item["note"].encode()) for item in items] == [
        (each.size, each.note) for each in made
    ]
    assert rest["next"] is None


@pytest.mark.parametrize("after", ["eA", "LTE", "nonsense!"])
def test_a_cursor_that_is_none_of_ours_is_refused(world: World, after: str) -> None:
    answer = world.get("log/checkpoints", after=after)
    assert (answer.status_code, answer.json()["code"]) == (422, "cursor-malformed")


@pytest.mark.parametrize(
    ("values", "wanted"),
    [
        ([], False),
        (["wait=checkpoint"], True),
        (["Wait=Checkpoint; foo=bar"], True),
        (["respond-async", "handling=lenient, wait=checkpoint"], True),
        (["wait=10", "wait=checkpoints"], False),
    ],
)
def test_preferences_are_read_as_the_standard_says(values: list[str], wanted: bool) -> None:
    assert wants_checkpoint(values) is wanted


def covered(register: Register) -> int:
    with register.ledger.reading() as conn:
        latest = checkpoints.latest(conn)
    return latest.size if latest else -1


def wait_until(register: Register, size: int) -> None:
    end = time.monotonic() + 20
    while covered(register) < size:
        assert time.monotonic() < end, "no checkpoint was published"
        time.sleep(0.02)


@pytest.fixture
def served(register: Register) -> Iterator[Publisher]:
    publisher = Publisher(register, every_seconds=1)
    with TestClient(create_app(register, publisher=publisher)):
        yield publisher
    assert "publisher" not in {thread.name for thread in threading.enumerate()}


def test_a_served_register_publishes_what_is_new(register: Register, served: Publisher) -> None:
    register.ledger.record(company("星見"))
    wait_until(register, 1)
    register.ledger.record(company("月見"))
    served.nudge()
    wait_until(register, 2)


def test_closing_a_month_publishes_without_waiting_for_the_interval(register: Register) -> None:
    publisher = Publisher(register, every_seconds=3600)
    with TestClient(create_app(register, publisher=publisher)) as http:
        operator = World(register, http).token("operator")
        answer = http.post("/v1/periods/close", json={"month": "2026-03"}, headers=operator)
        assert answer.status_code == 201, answer.text
        wait_until(register, 1)


def test_closing_a_month_over_http_records_its_state_once(register: Register) -> None:
    publisher = Publisher(register, every_seconds=3600)
    with TestClient(create_app(register, publisher=publisher)) as http:
        world = World(register, http)
        headers = {**world.token("operator"), "Idempotency-Key": "close-2026-03"}
        for _ in range(2):
            http.post("/v1/periods/close", json={"month": "2026-03"}, headers=headers)
            with register.ledger.reading() as conn:
                (state,) = closed_states(conn)
            assert (state["month"], state["entry_index"]) == ("2026-03", 1)
            assert ensure_state(register, "2026-03") is None
        http.post(
            "/v1/periods/close", json={"month": "2026-04", "agreement": "agr_x"}, headers=headers
        )
    with register.ledger.reading() as conn:
        assert len(closed_states(conn)) == 1
    assert ensure_state(register, "2027-01") is None


def test_a_failure_does_not_end_publishing(
    register: Register, caplog: pytest.LogCaptureFixture
) -> None:
    failures = iter([Unavailable("quorum-not-reached"), ZeroDivisionError()])

    def cosign(note: bytes, _proof_for: ProofFor) -> bytes:
        for failure in failures:
            raise failure
        return note

    register.ledger.record(company("星見"))
    publisher = Publisher(register, cosign, every_seconds=1)
    with TestClient(create_app(register, publisher=publisher)):
        wait_until(register, 1)
    assert "quorum-not-reached" in caplog.text
    assert "ZeroDivisionError" in caplog.text


def test_many_who_wait_at_once_share_few_checkpoints(register: Register) -> None:
    publisher = Publisher(register)
    sizes: list[int] = []

    def work(number: int) -> None:
        recorded = register.ledger.record(company(f"{number}社"))
        made = publisher.cover(recorded.first_index + 1)
        assert made.size > recorded.first_index
        sizes.append(made.size)

    threads = [threading.Thread(target=work, args=(number,)) for number in range(24)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=20)
    assert len(sizes) == 24


def test_many_who_wait_in_vain_share_a_failure_and_keep_nobody_from_reading(
    register: Register,
) -> None:
    rounds: list[float] = []

    def dead_quorum(_note: bytes, _proof_for: ProofFor) -> bytes:
        rounds.append(time.monotonic())
        time.sleep(1)
        raise Unavailable("quorum-not-reached")

    app = create_app(register, publisher=Publisher(register, dead_quorum))
    with TestClient(app, raise_server_exceptions=False) as http:
        world = World(register, http)
        operator = world.token("operator")
        came: list[tuple[int, str]] = []

        def wait(number: int) -> None:
            headers = waiting(operator, f"k-{number}")
            body = {"names": {"ja": f"{number}社"}}
            answer = http.post("/v1/parties/companies", json=body, headers=headers)
            came.append((answer.status_code, answer.json()["code"]))

        threads = [threading.Thread(target=wait, args=(number,)) for number in range(100)]
        for thread in threads:
            thread.start()
        while not rounds:
            time.sleep(0.01)
        assert http.get("/v1/parties", headers=operator).status_code == 200
        assert len(came) < 100, "reading waited for those who wait"
        for thread in threads:
            thread.join(timeout=60)
    assert came == [(503, "checkpoint-pending")] * 100
    assert len(rounds) < 20


def test_whose_turn_does_not_come_is_told_so(register: Register) -> None:
    register.ledger.record(company("星見"))
    hold, go_on = threading.Event(), threading.Event()

    def cosign(note: bytes, _proof_for: ProofFor) -> bytes:
        hold.set()
        go_on.wait(20)
        return note

    publisher = Publisher(register, cosign, patience_seconds=0)
    slow = threading.Thread(target=publisher.cover, args=(1,))
    slow.start()
    hold.wait(20)
    with pytest.raises(Unavailable) as caught:
        publisher.cover(1)
    go_on.set()
    slow.join(timeout=20)
    assert caught.value.code == "checkpoint-pending"
    assert publisher.cover(1).size == 1
