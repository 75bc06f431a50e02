"""Published committee cases, through the door: agreement, report, receipt, run, allocations."""

import json
from pathlib import Path
from typing import Any

import pytest
from money_stage import Money, allocated, rate, step, terms
from stage import member

CASES = json.loads(
    (Path(__file__).parents[2] / "vectors" / "runs" / "committee-months.json").read_text("utf-8")
)["cases"]


def fees(case: dict[str, Any], window: str, lead: str) -> list[dict[str, Any]]:
    """The clauses of a committee month, in the order of the case."""
    given = case["given"]
    platform = step(
        "platform", "commission/1", basis="gross", per="gross_only", scope="item",
        rate=rate(*given["platform"]), payee="PLATFORM", category="platform",
    ) if "platform" in given else None  # fmt: skip
    fee = {
        "window": step(
            "window", "commission/1", basis="remainder", rate=rate(*given["window"]), payee=window,
            category="window",
        ),
        "lead": step(
            "lead", "commission/1", basis="remainder", rate=rate(*given["lead"]), payee=lead,
            category="lead",
        ),
    }  # fmt: skip
    ordered = [fee[name] for name in given.get("order", ["window", "lead"])]
    cost = step("costs", "expense/1")
    return [*([platform] if platform else []), *ordered, cost]


@pytest.mark.parametrize("case", CASES, ids=[case["id"] for case in CASES])
def test_a_published_committee_month_comes_out(money: Money, case: dict[str, Any]) -> None:
    given, expect = case["given"], case["expect"]
    platform, window, lead, other = (
        money.company(name) for name in ("配信社", "窓口社", "幹事社", "出資社")
    )
    committee = money.committee(member(lead, given["shares"][0]), member(other, given["shares"][1]))
    clauses = fees(case, window, lead)
    for clause in clauses:
        if clause.get("payee") == "PLATFORM":
            clause["payee"] = platform
    split = step("members", "split/1", holders=f"committee:{committee}/investment")
    agreement = money.agreement(lead, terms(*clauses, split), kind="committee", committee=committee)
    work = money.work("作品")
    for number, amount in enumerate(given["reports"]):
        report = money.sales(agreement, window, work, amount, basis=given["basis"])
        if amount > 0:
            money.receive(agreement, report, amount)
        assert number < len(given["reports"])
    if given.get("costs"):
        money.expense(agreement, "costs", given["costs"])
    prepared = money.run(agreement)
    found = allocated(prepared)
    names = {
        ("platform", platform): "platform",
        ("window", window): "window",
        ("lead", lead): "lead",
        ("members", lead): "A",
        ("members", other): "B",
    }
    assert {names[key]: amount for key, amount in found.items()} == {
        name: amount for name, amount in expect.items() if amount and name in names.values()
    }
    assert prepared.outcome.identity["sales"] == sum(given["reports"])
    assert sum(posting.amount_minor for posting in prepared.outcome.postings) == 0
