"""What platforms and windows kept before they remitted is not paid to them again."""

import pytest
from money_stage import Money, rate, step, terms
from test_committee_cases import CASES

from ledger.royalties.commands import AllocationLine, PartyAllocation
from ledger.royalties.kept import kept_of_report, lay_kept

TERMS = {
    "steps": [
        {"id": "window", "kind": "commission/1", "category": "window"},
        {"id": "platform", "kind": "commission/1", "category": "platform"},
        {"id": "lead", "kind": "commission/1", "category": "lead"},
        {"id": "split", "kind": "split/1"},
    ]
}


def allocation(party: str, step_id: str, amount: int) -> PartyAllocation:
    return PartyAllocation(
        party=party, lines=(AllocationLine(step=step_id, amount_minor=amount, row=step_id),)
    )


MONTH = (
    allocation("lead", "lead", 2_000),
    allocation("platform", "platform", 50_000),
    allocation("window", "window", 10_000),
    allocation("window2", "split", 38_000),
)


@pytest.mark.parametrize(
    ("kept_by", "expected"),
    [
        ({}, [0, 0, 0, 0]),
        ({"window": 60_000}, [0, 50_000, 10_000, 0]),
        ({"window": 50_000}, [0, 50_000, 0, 0]),
        ({"platform": 50_000}, [0, 50_000, 0, 0]),
        ({"window": 55_000}, [0, 50_000, 5_000, 0]),
        ({"window": 99_000}, [0, 50_000, 10_000, 0]),
        ({"window2": 60_000}, [0, 50_000, 0, 0]),
        ({"window": -60_000}, [0, 0, 0, 0]),
    ],
)
def test_upstream_shares_come_first_then_the_reporters_own_fee(
    kept_by: dict[str, int], expected: list[int]
) -> None:
    laid = lay_kept(MONTH, TERMS, kept_by)
    assert [one.lines[0].kept_minor for one in laid] == expected


@pytest.mark.parametrize(
    ("amount", "remittance", "used", "kept"),
    [
        (100_000, 40_000, 50_000, 30_000),
        (100_000, 40_000, 100_000, 60_000),
        (100_000, 100_000, 100_000, 0),
        (-100, -40, -100, -60),
        (0, 0, 0, 0),
        (100, 120, 100, 0),
    ],
)
def test_what_was_kept_follows_from_the_report(
    amount: int, remittance: int, used: int, kept: int
) -> None:
    assert kept_of_report(amount, remittance, used) == kept


def test_a_month_where_platform_and_window_kept_their_parts(money: Money) -> None:
    """CC-01 with 40,000 remitted of 100,000: the platform kept 50,000, the window 10,000."""
    assert CASES[0]["id"] == "CC-01"
    lead, platform, window = (money.company(name) for name in ("幹事社", "配信社", "窓口社"))
    clauses = terms(
        step("platform", "commission/1", basis="gross", per="gross_only", scope="item",
             rate=rate(1, 2), payee=platform, category="platform"),
        step("window", "commission/1", basis="remainder", rate=rate(1, 5), payee=window,
             category="window"),
        step("lead", "commission/1", basis="remainder", rate=rate(1, 20), payee=lead,
             category="lead"),
    )  # fmt: skip
    agreement = money.agreement(lead, clauses)
    report = money.sales(
        agreement, window, money.work("作品"), 100_000, basis="gross", remittance_minor=40_000
    )
    money.receive(agreement, report, 10_000)
    first = money.run(agreement).command
    money.receive(agreement, report, 30_000)
    second = money.run(agreement, "2026-04").command
    kept = [
        {line.step: line.kept_minor for one in command.result.allocations for line in one.lines}
        for command in (first, second)
    ]
    assert kept == [
        {"platform": 12_500, "window": 2_500, "lead": 0},
        {"platform": 37_500, "window": 7_500, "lead": 0},
    ]
