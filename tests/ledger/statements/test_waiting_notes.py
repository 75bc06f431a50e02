"""A statement of nothing says how far the money is, as much as its payee may read.

The account: production cost of 1,000, of which 400 came in: 600 to go.
"""

from typing import Any

import pytest
from money_stage import rate, step, terms

from contracts.disclosure import Level
from contracts.position import Position
from contracts.terms import parse_terms
from ledger.statements.notes import Standing, payees_of_step, recoupment_notes
from ledger.statements.sight import own_steps, sight_of_standing

MEMO = {"id": "budget", "kind": "memo", "target": {"amount": 1_000},
        "label": {"ja": "製作費", "en": "production cost"}}  # fmt: skip
INVESTED = {
    **MEMO,
    "id": "invested",
    "kind": "investment",
    "label": {"ja": "出資", "en": "investment"},
}
WATCHED = step("watch", "recoup/1", account="budget")
REPAID = step("repay", "recoup/1", account="invested", payee="fund")
SUCCESS = step("success", "pool/1", basis="excess:budget", rate=rate(1, 10),
               payees=[{"payee": "studio", "points": 1}])  # fmt: skip
FROM_SUCCESS = step("bonus", "royalty/1", basis="amount:success", rate=rate(1, 2), payee="designer")
OPEN = "製作費: 入金の累計は 400円 で、目標額 1,000円 まであと 600円 です。"


def standing(*steps: dict[str, Any], values: dict[str, int], **more: Any) -> Standing:
    used = {one.get("account") for one in steps}
    accounts = [account for account in (MEMO, INVESTED) if account["id"] in used]
    written = terms(*steps, accounts=accounts, **more)
    return Standing(written, parse_terms(written), Position(values), {})


def notes(where: Standing, payee: str, level: Level = "full") -> list[str]:
    return recoupment_notes(where, payee, "ja", level)


def test_a_clause_beyond_a_target_says_how_far_the_target_is() -> None:
    where = standing(WATCHED, SUCCESS, values={"inflow:budget": 400})
    assert notes(where, "studio") == [OPEN]


def test_a_clause_that_reads_such_a_clause_says_it_too() -> None:
    where = standing(WATCHED, SUCCESS, FROM_SUCCESS, values={"inflow:budget": 400})
    assert notes(where, "designer") == [OPEN]


def test_what_is_recouped_first_is_told_while_it_is_open() -> None:
    """A royalty on what is left waits for the fund; once the fund has its money, it does not."""
    after = step("author", "royalty/1", basis="remainder", rate=rate(1, 10), payee="author")
    where = standing(REPAID, after, values={"recoup:invested": 400})
    told = ["出資: 回収の累計は 400円 で、目標額 1,000円 まであと 600円 です。"]
    assert notes(where, "author") == told
    assert notes(standing(REPAID, after, values={"recoup:invested": 1_000}), "author") == []


def test_what_comes_after_a_clause_is_not_waited_for() -> None:
    before = step("author", "royalty/1", basis="remainder", rate=rate(1, 10), payee="author")
    assert notes(standing(before, REPAID, values={"recoup:invested": 400}), "author") == []


@pytest.mark.parametrize(
    ("level", "payee", "told"),
    [
        ("rate", "studio", [OPEN]),
        ("rate", "designer", []),
        ("aggregate", "studio",
         ["製作費: 目標額に達していません（額は監査人が検証済み・非開示）。"]),
        ("aggregate", "designer", []),
    ],
)  # fmt: skip
def test_notes_tell_no_more_than_the_terms_disclose(
    level: Level, payee: str, told: list[str]
) -> None:
    where = standing(WATCHED, SUCCESS, FROM_SUCCESS, values={"inflow:budget": 400})
    assert notes(where, payee, level) == told


def test_a_deficit_is_told_without_its_amount_where_amounts_are_hidden() -> None:
    shares = [{"payee": "a", "share": rate(1, 2)}, {"payee": "b", "remaining": True}]
    where = standing(step("members", "split/1", payees=shares), values={"pool": -80})
    assert notes(where, "a", "aggregate") == ["分配原資の累計が0円を超えるまで分配はありません。"]
    assert "△80円" in notes(where, "a", "rate")[0]


def test_an_advance_taken_from_a_royalty_is_a_clause_of_who_is_paid_the_royalty() -> None:
    author = step("author", "royalty/1", basis="received", rate=rate(1, 10), payee="author")
    advance = step("advance", "recoup/1", account="invested", against="author")
    where = standing(author, advance, WATCHED, SUCCESS, values={})
    assert own_steps(where, "author") == {"author", "advance"}
    assert own_steps(where, "studio") == {"success"}


def test_people_credited_in_a_pool_are_its_payees() -> None:
    roles = [{"role": "director", "points": 3, "per": "person"}]
    pool = step("pool", "pool/2", basis="received", rate=rate(1, 10), roles=roles,
                credits=[{"payee": "director", "role": "director"}])  # fmt: skip
    where = standing(pool, values={}, disclosure={"default": "aggregate"})
    assert payees_of_step(pool, where) == {"director"}
    assert sight_of_standing(where, "director").own == {"pool"}
    assert sight_of_standing(where, "director").level == "aggregate"
