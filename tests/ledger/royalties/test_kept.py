"""What platforms and windows kept before they remitted is not paid to them again."""

from dataclasses import replace

import pytest
from money_stage import Money, csv_of, rate, step, terms
from test_committee_cases import CASES

from ledger.agreements.commands import AddTerms
from ledger.jobs.verify import verify_register
from ledger.log import canonical
from ledger.royalties.commands import ClosePayout, RunResult
from ledger.royalties.kept import kept_of_report, lay_kept
from ledger.royalties.outcome import Allocated, Line
from ledger.royalties.reads import reads_of
from ledger.royalties.result import recompute, result_of

TERMS = {
    "steps": [
        {"id": "window", "kind": "commission/1", "category": "window"},
        {"id": "platform", "kind": "commission/1", "category": "platform"},
        {"id": "lead", "kind": "commission/1", "category": "lead"},
        {"id": "split", "kind": "split/1"},
    ]
}


def allocation(party: str, step_id: str, amount: int) -> Allocated:
    return Allocated(party=party, lines=(Line(step=step_id, amount_minor=amount, row=step_id),))


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


def test_what_a_cap_cuts_of_a_fee_is_there_for_the_shares_of_others() -> None:
    """A window fee of 10,000 is capped at 8,000; the window kept 9,000, the platform reports, too.

    8,000 are the window's own, 1,000 are laid against the platform that stands before it; without
    the cap 9,000 would be the window's and nothing the platform's.
    """
    kept_by = {"platform": 0, "window": 9_000}
    cap = {"id": "limit", "kind": "cap/1", "of": "window"}
    capped = {"steps": [*TERMS["steps"], cap]}
    month = (*MONTH[:2], replace(MONTH[2], lines=(*MONTH[2].lines, Line("limit", -2_000, "limit"))))

    without = lay_kept(MONTH[:3], TERMS, kept_by)
    within = lay_kept(month, capped, kept_by)

    assert [one.lines[0].kept_minor for one in without] == [0, 0, 9_000]
    assert [one.lines[0].kept_minor for one in within] == [0, 1_000, 8_000]


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


def kept_lines(command: ClosePayout) -> dict[str, tuple[int, int]]:
    """Clause to what its payee is due, and what he kept of it."""
    return {
        line.step: (line.amount_minor, line.kept_minor)
        for one in command.result.allocations
        for line in one.lines
    }


def theatre_and_window(money: Money, category: str) -> tuple[str, str, str, str]:
    """A clause for each of two who report: half of the cinemas' sales, a tenth of streaming."""
    lead, theatre, window = (money.company(name) for name in ("幹事社", "劇場社", "配信社"))
    clauses = terms(
        step("theatre", "commission/1", basis="received", where={"channel": ["theatrical"]},
             rate=rate(1, 2), payee=theatre, category=category),
        step("window", "commission/1", basis="remainder", where={"channel": ["streaming"]},
             rate=rate(1, 10), payee=window, category="window"),
    )  # fmt: skip
    return money.agreement(lead, clauses), theatre, window, money.work("作品")


@pytest.mark.parametrize("category", ["platform", "window"])
def test_nobody_is_charged_with_what_another_reporter_kept(money: Money, category: str) -> None:
    """The theatre remits all of 1,000 and is due 500; the window keeps its 100 of 1,000."""
    agreement, theatre, window, work = theatre_and_window(money, category)
    cinema = csv_of(f"theatrical,JP,{work},2026-03,1,1000")
    streams = csv_of(f"streaming,JP,{work},2026-03,1,1000")
    first = money.report(agreement, theatre, cinema)
    second = money.report(agreement, window, streams, remittance_minor=900)
    money.receive(agreement, first, 1_000)
    money.receive(agreement, second, 900)
    assert kept_lines(money.run(agreement).command) == {"theatre": (500, 0), "window": (100, 100)}


def test_what_one_window_kept_too_much_is_not_laid_against_anothers_fee(money: Money) -> None:
    """The first keeps 700 of 1,000, due 500; the second keeps 1, due 100: 200 are unexplained."""
    agreement, theatre, window, work = theatre_and_window(money, "window")
    cinema = csv_of(f"theatrical,JP,{work},2026-03,1,1000")
    streams = csv_of(f"streaming,JP,{work},2026-03,1,1000")
    first = money.report(agreement, theatre, cinema, remittance_minor=300)
    second = money.report(agreement, window, streams, remittance_minor=999)
    money.receive(agreement, first, 300)
    money.receive(agreement, second, 999)
    run = money.run(agreement)
    assert kept_lines(run.command) == {"theatre": (500, 500), "window": (100, 1)}
    assert "kept-beyond-fees: 200" in run.warnings


def test_of_two_distributors_each_keeps_the_theatres_part_before_his_own() -> None:
    """Each keeps 300 of which 200 are the theatre's: 400 for it, and the fees of 100 in full."""
    allocations = (
        allocation("lead", "lead", 2_000),
        allocation("one", "window", 100),
        allocation("theatre", "platform", 400),
        allocation("two", "window", 100),
    )
    laid = lay_kept(allocations, TERMS, {"one": 300, "two": 300})
    assert [one.lines[0].kept_minor for one in laid] == [0, 100, 400, 100]


def test_what_was_kept_of_money_set_aside_is_laid_when_the_money_is_released(money: Money) -> None:
    """100 of 1,000 were kept; the 1,000 wait for a window, whose fee of 100 comes with it."""
    lead, window, work = money.company("幹事社"), money.company("窓口社"), money.work("作品")
    agreement = money.agreement(lead, terms(step("unknown", "hold/1", channels=["theatrical"])))
    report = money.sales(agreement, window, work, 1_000, remittance_minor=900)
    money.receive(agreement, report, 900)
    assert kept_lines(money.run(agreement).command) == {}
    fee = step("fee", "commission/1", basis="received", rate=rate(1, 10), payee=window)
    money.record(
        AddTerms(agreement=agreement, effective_month="2026-04", terms=terms(fee), reason="改定")
    )
    second = money.run(agreement, "2026-04")
    assert kept_lines(second.command) == {"fee": (100, 100)}
    assert verify_register(money.register).findings == ()


def test_a_run_that_says_another_remittance_than_the_report_is_found(money: Money) -> None:
    """Of 1,000 all were promised; a run that says 900 makes its window wait for 100 for ever."""
    agreement, _, window, work = theatre_and_window(money, "window")
    report = money.sales(agreement, window, work, 1_000)
    money.receive(agreement, report, 1_000)
    command = money.payout(agreement).command
    trace = canonical.decode(money.register.blobs.get(command.trace.sha256))
    trace["remittances"][report]["remittance_minor"] = 900
    forged = canonical.encode(trace)
    with money.ledger.reading() as conn:
        clauses = reads_of(conn, agreement, "2026-03").terms["terms"]
    result = RunResult.of(result_of(recompute(forged, clauses)))
    changed = {
        "trace": money.register.blobs.put(forged, media_type="application/json"),
        "result": result,
        "result_sha256": result.digest(),
    }
    money.record(command.model_copy(update=changed))
    found = {finding.code for finding in verify_register(money.register).findings}
    assert found == {"payout-remittances"}
