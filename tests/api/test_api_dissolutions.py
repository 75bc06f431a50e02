"""Ends of committees over HTTP: tried, begun once, completed once, and closed to strangers."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from api import dissolution_examples as examples
from api import rights_examples
from ledger.ids import DISSOLUTION, is_id
from tests.api.world import Production, World


def consents(production: Production) -> list[dict[str, Any]]:
    """Of lead and member, attested by the operator."""
    one = examples.BEGINNING["consents"][0]
    parties = (production.lead, production.member)
    return [{**one, "party": party, "attested_by": "operator"} for party in parties]


def beginning(production: Production, **more: Any) -> dict[str, Any]:
    """A resolution of both, with the lead as liquidator."""
    liquidators = [{"party": production.lead, "authority": "members"}]
    return {
        **examples.BEGINNING, "liquidators": liquidators, "consents": consents(production), **more,
    }  # fmt: skip


def completion(production: Production, **more: Any) -> dict[str, Any]:
    """Both become co-owners from April 2026 on."""
    return {
        "transfer_day": "2026-04-01", "money_from": "2026-04", "contact": production.lead,
        "report": examples.COMPLETION["report"], **more,
    }  # fmt: skip


@pytest.fixture
def path(world: World, production: Production) -> str:
    """Where the end of the committee, which holds its work, is."""
    holder = f"committee:{production.committee}/copyright"
    title = {**rights_examples.TITLE, "work": production.work}
    stakes = [{"holder": holder, "share": {"num": 1, "den": 1}}]
    world.made("rights/titles", {**title, "stakes": stakes})
    return f"committees/{production.committee}/dissolution"


def test_an_end_is_tried_begun_completed_and_shown(
    world: World, production: Production, path: str
) -> None:
    asked = {"begin": beginning(production), "complete": completion(production)}
    tried = world.post(f"{path}/trial", asked)
    assert tried.status_code == 200, tried.text
    assert world.get(path).status_code == 404  # nothing was recorded
    id = world.made(path, beginning(production))
    assert is_id(id, DISSOLUTION)
    shown = tried.json()["result_sha256"]
    assert world.made(f"{path}/completion", completion(production, result_sha256=shown)) == id
    assert world.get(path).json()["phase"] == "completed"


def test_strangers_see_that_it_ends_and_nothing_more(
    world: World, production: Production, path: str
) -> None:
    world.made(path, beginning(production))
    public = world.get(path).json()["begun"]
    own = world.get(path, production.as_member).json()["begun"]
    assert "liquidators" not in public
    assert own["liquidators"][0]["party"] == production.lead
    stranger = world.token("studio", world.company("第三者"))
    asked = {"complete": completion(production)}
    assert world.post(f"{path}/trial", asked, stranger).status_code in {403, 404}
    assert world.post(f"{path}/completion", completion(production), stranger).status_code in {
        403, 404,
    }  # fmt: skip


def test_of_two_who_begin_at_once_one_is_refused(
    world: World, production: Production, path: str
) -> None:
    with ThreadPoolExecutor(2) as two:
        answers = list(two.map(lambda _: world.post(path, beginning(production)), range(2)))
    assert sorted(answer.status_code for answer in answers) == [201, 409]
    (refused,) = [answer.json() for answer in answers if answer.status_code == 409]
    assert refused["code"] == "dissolution-under-way"


def test_of_two_who_complete_at_once_one_is_refused(
    world: World, production: Production, path: str
) -> None:
    world.made(path, beginning(production))
    plans = (completion(production), completion(production, income="as_before"))
    with ThreadPoolExecutor(2) as two:
        answers = list(two.map(lambda plan: world.post(f"{path}/completion", plan), plans))
    recorded, refused = sorted(answers, key=lambda answer: int(answer.status_code))
    assert recorded.status_code == 201
    # Whichever comes first: the other plan is too late, or was not agreed to anyway.
    told = (refused.status_code, refused.json()["code"])
    assert told in ((409, "committee-dissolved"), (422, "consent-missing"))


def test_the_same_request_again_records_nothing_more(
    world: World, production: Production, path: str
) -> None:
    world.made(path, beginning(production))
    headers = {**world.operator, "Idempotency-Key": "end-1"}
    first, second = (
        world.post(f"{path}/completion", completion(production), headers) for _ in range(2)
    )
    assert first.json() == second.json()
    assert second.headers["Idempotent-Replayed"] == "true"


def test_it_is_not_completed_before_it_was_begun(
    world: World, production: Production, path: str
) -> None:
    answer = world.post(f"{path}/completion", completion(production))
    assert (answer.status_code, answer.json()["code"]) == (404, "dissolution-not-found")


def test_a_medium_that_does_not_exist_is_named(
    world: World, production: Production, path: str
) -> None:
    world.made(path, beginning(production))
    plan = [{"outcome": "lead", "rights": ["hologram"]}]
    answer = world.post(f"{path}/completion", completion(production, dispositions=plan))
    assert answer.status_code == 422
    assert "dispositions" in answer.text


def test_what_happened_is_recorded_and_what_is_declared_is_public(
    world: World, production: Production, path: str
) -> None:
    world.made(f"{path}/found", examples.FOUND | {"ended": "2026-03"})
    said = {**examples.DECLARATION, "committee": production.committee}
    said |= {"declarant": production.lead, "contact": production.lead}
    assert world.made("declarations", said, production.as_lead) == production.committee
    shown = world.get(path).json()
    assert shown["phase"] == "found"
    assert shown["declarations"][0]["intention"] == "ask"
