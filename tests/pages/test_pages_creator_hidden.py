"""What an agreement keeps confidential is said to be so and is nowhere on the pages.

The figures are those of the HTTP interface's own test: for 2,100,000 yen the designer's share is
26,391; the amounts of others and, with the sum alone, also the basis are hidden.
"""

from collections.abc import Iterator
from itertools import pairwise

import pytest
from starlette.testclient import TestClient

from ledger.bootstrap import Register
from ledger.sign_in.accounts import Accounts, NewAccount
from ledger.sign_in.sessions import Sessions
from tests.api.conftest import world_of
from tests.api.test_api_disclosure_levels import BASIS, OTHERS, paid
from tests.api.world import Production, World

__all__ = ["paid"]
_HOST = "127.0.0.1"


@pytest.fixture
def world(register: Register) -> Iterator[World]:
    """An empty register behind the application, with the operator's token."""
    for made in world_of(register):
        made.operator = made.token("operator")
        yield made


@pytest.fixture
def http(world: World, paid: Production) -> TestClient:
    """The designer, signed in."""
    register = world.register
    pieces = register.engine, register.vault.beside, register.clock, register.entropy
    account = Accounts(*pieces).add(NewAccount("hana@example.jp", "creator", paid.creator))
    client = TestClient(
        world.http.app,
        base_url=f"http://{_HOST}",
        client=(_HOST, 50000),
        follow_redirects=False,
    )
    cookie = Sessions(*pieces).open(account.id, "password+totp").cookie
    client.cookies.set("daicho", cookie, domain=_HOST)
    return client


def pages(world: World, paid: Production) -> list[str]:
    """Every reading page of the designer."""
    (statement,) = world.get("statements", paid.as_creator).json()["items"]
    at = f"/my/statements/{statement['id']}"
    agreement = f"/my/agreements/{paid.agreement}"
    files = [f"{at}/files/csv", f"{at}/files/json"]
    return ["/my", "/my/statements", at, f"{at}/lines/1", "/my/agreements", agreement, *files]


def texts(http: TestClient, some: list[str]) -> list[tuple[str, str]]:
    found = []
    for path in some:
        for lang in ("ja", "en"):
            answer = http.get(f"/{lang}{path}")
            assert answer.status_code == 200, (path, answer.text[:500])
            found.append((f"/{lang}{path}", answer.text))
    return found


def has(text: str, amount: int) -> bool:
    return f"{amount:,}" in text or f"{amount}" in text


@pytest.mark.parametrize("paid", ["aggregate"], indirect=True)
def test_with_the_amount_alone_neither_text_nor_picture_has_another_figure(
    http: TestClient, world: World, paid: Production
) -> None:
    for path, text in texts(http, pages(world, paid)):
        assert [one for one in (*OTHERS, *BASIS) if has(text, one)] == [], path
        assert not {"3.7%", "13%"} & set(text.split()), path
    line = http.get(f"/ja{pages(world, paid)[3]}").text
    assert "26,391円" in line
    assert "額だけが公開されています" in line
    assert "契約により非公開" in line  # in the picture, where the rest would be


@pytest.mark.parametrize("paid", ["rate"], indirect=True)
def test_with_the_own_rate_the_own_clause_is_worked_out_and_no_other(
    http: TestClient, world: World, paid: Production
) -> None:
    for path, text in texts(http, pages(world, paid)):
        assert [one for one in OTHERS if has(text, one)] == [], path
    statement, line = (http.get(f"/ja{path}").text for path in pages(world, paid)[2:4])
    assert "35,188" in statement
    assert "75%" in statement
    assert "1,759,401円 × 2%" in line
    assert "契約により非公開" in line


@pytest.mark.parametrize("paid", ["full"], indirect=True)
def test_in_full_the_picture_leads_from_all_revenue_to_the_reader(
    http: TestClient, world: World, paid: Production
) -> None:
    """By hand: 2,100,000 - 273,000 = 1,827,000; - 67,599 = 1,759,401; x 2% = 35,188; x 3/4."""
    line = http.get(f"/ja{pages(world, paid)[3]}").text
    picture = line.split('class="flow"')[1].split("</desc>")[1]
    told = ["2,100,000円", "273,000円", "67,599円", "35,188円", "26,391円"]
    places = [picture.index(one) for one in told]
    assert all(one < other for one, other in pairwise(places))
    assert "残り 1,827,000円" in picture
    assert "残り 1,759,401円" in picture


@pytest.mark.parametrize("paid", ["full"], indirect=True)
def test_what_is_of_others_is_not_found(http: TestClient, world: World, paid: Production) -> None:
    items = world.get("statements", world.operator).json()["items"]
    others = [one["id"] for one in items if one["payee"] != paid.creator]
    assert others
    for path in ("", "/lines/1", "/files/csv", "/package"):
        assert http.get(f"/ja/my/statements/{others[0]}{path}").status_code == 404
    own = [one["id"] for one in items if one["payee"] == paid.creator]
    assert http.get(f"/ja/my/statements/{own[0]}/lines/99").status_code == 404
    assert http.get("/ja/my/agreements/agr_00000000000000000000000000").status_code == 404
