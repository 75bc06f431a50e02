"""Cash over HTTP: the lead keeps the book, and nobody else learns that there is one."""

from typing import Any

from api import cash_examples as examples
from ledger.cash.commands import MatchCash, OpenCashAccount, UnmatchCash
from ledger.log import canonical
from tests.api.world import Production, World

CSV = (
    "日付,お支払金額,お預り金額,残高,摘要\n2026/10/20,,1000,1000,ｱｵﾊﾞ\n2026/10/21,300,,700,手数料\n"
)


def opened(world: World, production: Production) -> str:
    """An account of the lead."""
    body = {"party": production.lead, "name": "預り金口", "opened_on": "2026-10-01"}
    return world.made("cash-accounts", body, production.as_lead)


def sent(world: World, account: str, who: dict[str, str], text: str = CSV) -> Any:
    """Send a bank's file."""
    path = f"/v1/cash-accounts/{account}/imports"
    return world.http.post(path, content=text.encode("cp932"), headers=who)


def test_a_file_is_taken_matched_and_compared(world: World, production: Production) -> None:
    """By hand: 1,000 came for nobody knows what, 300 went for a fee: 700 are on the bank."""
    account, lead = opened(world, production), production.as_lead
    taken = sent(world, account, lead).json()
    assert (taken["summary"]["lines"], taken["summary"]["closing_minor"]) == (2, 700)
    first, second = world.get(f"cash-accounts/{account}/proposals", lead).json()["items"]
    assert (first["kind"], second["kind"]) == ("unknown", "unknown")
    fee = {"batch": taken["id"], "line": 2, "purposes": [{"kind": "bank_fee", "amount_minor": 300}]}
    world.made(f"cash-accounts/{account}/matches", fee, lead)
    path = f"/v1/cash-accounts/{account}/comparison"
    found = world.http.get(path, headers=lead, params={"day": "2026-10-31"}).json()
    assert (found["bank_minor"], found["book_minor"]) == (700, -300)
    world.made(f"cash-accounts/{account}/reconciliations", examples.COMPARED, lead)
    undone = {"batch": taken["id"], "line": 2, "number": 1, "reason": "取り違え"}
    world.made(f"cash-accounts/{account}/unmatches", undone, lead)
    lines = world.get(f"cash-accounts/{account}/lines", lead).json()["items"]
    assert [line["rest_minor"] for line in lines] == [1_000, -300]
    shown = world.get(f"cash-accounts/{account}", lead).json()
    assert (shown["balance_minor"], shown["reconciled_on"]) == (700, "2026-10-31")


def test_nobody_else_learns_of_an_account(world: World, production: Production) -> None:
    account = opened(world, production)
    for who in (production.as_member, production.as_creator):
        assert world.get("cash-accounts", who).json()["items"] == []
        for path in ("", "/lines", "/proposals"):
            assert world.get(f"cash-accounts/{account}{path}", who).status_code == 404
        answer = sent(world, account, who)
        assert (answer.status_code, answer.json()["code"][-9:]) == (404, "not-found")
    assert world.get(f"cash-accounts/{account}/lines", production.as_lead).json()["items"] == []


def test_a_member_opens_no_account_in_the_name_of_the_lead(
    world: World, production: Production
) -> None:
    body = {"party": production.lead, "name": "x", "opened_on": "2026-10-01"}
    assert world.post("cash-accounts", body, production.as_member).status_code == 403


def test_a_file_that_cannot_be_read_names_line_and_column(
    world: World, production: Production
) -> None:
    answer = sent(
        world, opened(world, production), production.as_lead, CSV.replace("1000,1000", "x,1000")
    )
    problem = answer.json()
    assert (answer.status_code, problem["code"]) == (422, "cash-cell-unreadable")
    assert (problem["line"], problem["column"]) == (2, 3)


def test_examples_of_cash_are_commands() -> None:
    account = {"account": examples.ACCOUNT_ID}
    bodies = (
        (OpenCashAccount, {"id": examples.ACCOUNT_ID, **examples.OPENED}),
        (MatchCash, {**account, **examples.MATCHED}),
        (UnmatchCash, {**account, **examples.UNMATCHED}),
    )
    for kind, body in bodies:
        assert kind.model_validate_json(canonical.encode(body))
