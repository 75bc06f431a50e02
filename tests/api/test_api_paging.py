"""Lists come in pages; a cursor continues after the last item and means nothing else."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.api.world import World


@pytest.fixture
def companies(world: World) -> list[str]:
    with ThreadPoolExecutor(4) as pool:
        return sorted(pool.map(world.company, [f"会社{n:03d}" for n in range(7)]))


@pytest.mark.parametrize("limit", [1, 2, 3, 6, 7, 8, 200])
def test_pages_hold_everything_once_and_in_order(
    world: World, companies: list[str], limit: int
) -> None:
    seen: list[str] = []
    query = {"limit": str(limit)}
    while True:
        page = world.get("parties", **query).json()
        assert len(page["items"]) <= limit
        seen += [item["id"] for item in page["items"]]
        if page["next"] is None:
            break
        query["after"] = page["next"]
    assert seen == companies


def test_an_item_added_later_does_not_shift_the_pages(world: World, companies: list[str]) -> None:
    first = world.get("parties", limit=3).json()
    world.company("会社999")
    second = world.get("parties", limit=3, after=first["next"]).json()
    assert [item["id"] for item in first["items"] + second["items"]] == companies[:6]


@pytest.mark.parametrize("limit", ["0", "-1", "201", "ten", "1e2"])
def test_a_limit_is_between_1_and_200(world: World, limit: str) -> None:
    answer = world.get("parties", limit=limit)
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["field"] == "query.limit"


@pytest.mark.parametrize("after", ["x", "!!!", "é", "AA==", "a" * 401, "%00", "bm90IGFzY2lpIOaYnw"])
def test_a_cursor_that_is_none_of_ours_is_refused(world: World, after: str) -> None:
    answer = world.get("parties", after=after)
    assert answer.status_code == 422
