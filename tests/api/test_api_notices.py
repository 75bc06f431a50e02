"""Notices over HTTP: asked for, confirmed, replayed; and quietened without a token."""

import re
from typing import Any

import pytest

from ledger.jobs.notices import send_notices
from ledger.notices.message import Parcel
from ledger.notices.retry import Outcome
from tests.api.world import World

HOOK = "https://hooks.example.jp/daicho/7f3a9c"


class Post:
    """Keeps what would have been sent."""

    def __init__(self) -> None:
        self.parcels: list[Parcel] = []

    def __call__(self, parcel: Parcel) -> Outcome:
        self.parcels.append(parcel)
        return Outcome("sent", "ok", 200)


@pytest.fixture
def post() -> Post:
    return Post()


def send(world: World, post: Post) -> list[Parcel]:
    before = len(post.parcels)
    send_notices(world.register, {"email": post, "webhook": post})
    return post.parcels[before:]


def subscribed(world: World, who: dict[str, str], **more: Any) -> dict[str, Any]:
    answer = world.post("notice-addresses", more, who)
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


def test_an_address_counts_once_its_code_was_named_and_its_target_is_masked(
    world: World, post: Post
) -> None:
    studio = world.company("星雲スタジオ")
    who = world.token("studio", studio)
    made = subscribed(world, who, party=studio, channel="webhook", target=HOOK)
    assert made["secret"].startswith("whsec_")
    (asked,) = send(world, post)
    assert re.fullmatch(r"[0-9A-Z]{5}-[0-9A-Z]{5}", asked.code)
    path = f"notice-addresses/{made['id']}"
    wrong = world.post(f"{path}/confirmation", {"code": "00000-00000"}, who)
    assert (wrong.status_code, wrong.json()["code"]) == (403, "notice-code-wrong")
    assert world.post(f"{path}/confirmation", {"code": asked.code.lower()}, who).status_code == 200
    shown = world.get(path, who).json()
    assert (shown["status"], shown["target"]) == ("in_force", "https://hooks.example.jp/***")
    assert "secret" not in shown


def test_a_test_is_queued_replayed_and_shown_with_its_attempts(world: World, post: Post) -> None:
    studio = world.company("星雲スタジオ")
    who = world.token("studio", studio)
    made = subscribed(world, who, party=studio, channel="email", target="keiri@example.jp")
    (asked,) = send(world, post)
    world.post(f"notice-addresses/{made['id']}/confirmation", {"code": asked.code}, who)
    queued = world.post(f"notice-addresses/{made['id']}/test", {}, who).json()["id"]
    send(world, post)
    assert world.post(f"notice-deliveries/{queued}/replay", {}, who).status_code == 200
    (again,) = send(world, post)
    assert again.delivery["id"] == queued
    shown = world.get(f"notice-deliveries/{queued}", who).json()
    assert [one["result"] for one in shown["tried"]] == ["sent", "sent"]
    listed = world.get("notice-deliveries", who, status="sent").json()["items"]
    assert queued in [one["id"] for one in listed]


def test_a_new_secret_is_shown_once_and_an_ended_address_is_told_so(
    world: World, post: Post
) -> None:
    studio = world.company("星雲スタジオ")
    who = world.token("studio", studio)
    made = subscribed(world, who, party=studio, channel="webhook", target=HOOK)
    (asked,) = send(world, post)
    path = f"notice-addresses/{made['id']}"
    world.post(f"{path}/confirmation", {"code": asked.code}, who)
    rotated = world.post(f"{path}/secret", {}, who).json()["secret"]
    world.post(f"{path}/test", {}, who)
    (test,) = send(world, post)
    assert test.secrets == (rotated, made["secret"])
    assert world.post(f"{path}/ending", {"reason": "担当者の交代"}, who).status_code == 200
    assert [parcel.delivery["kind"] for parcel in send(world, post)] == ["address.changed"]
    assert world.post(f"{path}/ending", {}, who).status_code == 409


def test_the_link_of_a_message_stops_what_can_be_stopped_without_a_token(
    world: World, post: Post
) -> None:
    studio = world.company("星雲スタジオ")
    who = world.token("studio", studio)
    made = subscribed(world, who, party=studio, channel="email", target="keiri@example.jp")
    (asked,) = send(world, post)
    assert asked.ticket.startswith(made["id"])
    forged = asked.ticket[:-1] + ("0" if asked.ticket[-1] != "0" else "1")
    assert world.http.post(f"/v1/notice-quiet/{forged}").status_code == 404
    assert world.http.get(f"/v1/notice-quiet/{asked.ticket}").status_code == 405
    assert world.http.post(f"/v1/notice-quiet/{asked.ticket}").status_code == 204
    assert world.get(f"notice-addresses/{made['id']}", who).json()["kinds"] == []


@pytest.mark.parametrize(
    ("body", "code", "field"),
    [
        ({"channel": "email", "target": "a@b\r\nBcc: x@y.jp"}, "mail-malformed", "target"),
        ({"channel": "webhook", "target": "https://127.0.0.1/"}, "webhook-malformed", "target"),
        ({"channel": "webhook", "target": "http://example.jp/"}, "webhook-malformed", "target"),
        (
            {"channel": "email", "target": "a@example.jp", "kinds": ["bank_details.proposed"]},
            "notice-kind",
            "kinds",
        ),
    ],
)
def test_what_cannot_be_written_to_is_refused_by_its_field(
    world: World, body: dict[str, Any], code: str, field: str
) -> None:
    studio = world.company("星雲スタジオ")
    who = world.token("studio", studio)
    answer = world.post("notice-addresses", {"party": studio, **body}, who)
    assert answer.status_code == 422
    assert (answer.json()["code"], answer.json()["field"]) == (code, field)
    assert body["target"] not in answer.text
