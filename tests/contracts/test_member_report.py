"""Gross, intermediate and net: the members' parts of each line sum to it, by hand and at random."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from written_terms import a_step, terms_of

from contracts.member_report import (
    METHODS,
    Method,
    Reported,
    Run,
    divided,
    lines_of,
    recouped,
    report,
    results_of,
)
from contracts.position import Position
from contracts.waterfall import Inputs, Item, Outcome, run

SHARES = (("A", (2, 3)), ("B", (1, 3)))
MEMBERS = ("A", "B")
HOLDERS = {"committee:x/profit": (("A", 2), ("B", 1))}
FEE = a_step(
    "fee", "commission", basis="received", where={"channel": ["streaming"]},
    rate={"num": 1, "den": 10}, payee="W",
)  # fmt: skip
SPLIT = a_step(
    "members", "split", payees=[{"payee": "committee:x/profit", "share": {"num": 1, "den": 1}}]
)


def sold(id: str, channel: str, amount: int, month: str = "2026-03") -> Item:
    return Item(id, amount, "net", channel, None, None, month)


def computed(*amounts: tuple[str, int], period: str = "2026-03") -> Outcome:
    items = tuple(
        sold(f"{period}-{n}", channel, amount, period)
        for n, (channel, amount) in enumerate(amounts)
    )
    inputs = Inputs(period, "JPY", items, (), HOLDERS)
    return run(terms_of(FEE, SPLIT), Position({}), inputs)


def as_run(outcome: Outcome) -> Run:
    return Run(outcome.period, lines_of(outcome, MEMBERS), SHARES, results_of(outcome, MEMBERS))


def told(runs: list[Run], member: str, method: Method) -> dict[str, tuple[int, int | None]]:
    return {
        line.code: (line.whole_minor, line.own_minor) for line in report([], runs, member, method)
    }


def test_the_example_by_hand() -> None:
    """1,000 of streaming and 1 of video less a fee of 100 leave 901: A 601, B 300.

    Gross, A: 667 + 1 - 67 = 601. Intermediate: 667 - 67 = 600 and 1 of rounding. Net: 601.
    """
    runs = [as_run(computed(("streaming", 1_000), ("video", 1)))]
    assert told(runs, "A", "gross") == {
        "sales/streaming": (1_000, 667), "sales/video": (1, 1), "fee": (100, 67),
        "rounding": (0, 0), "result": (901, 601),
    }  # fmt: skip
    assert told(runs, "A", "intermediate") == {
        "revenue": (1_001, 667), "cost": (100, 67), "rounding": (0, 1), "result": (901, 601),
    }  # fmt: skip
    assert told(runs, "A", "net") == {"result": (901, 601)}


@given(
    st.lists(st.tuples(st.sampled_from(["streaming", "video"]), st.integers(1, 10**9)), min_size=1)
)
def test_the_parts_of_all_members_sum_to_every_line(amounts: list[tuple[str, int]]) -> None:
    runs = [as_run(computed(*amounts))]
    for method in METHODS:
        a, b = (told(runs, member, method) for member in MEMBERS)
        assert a.keys() == b.keys()
        for code, (whole, part) in a.items():
            assert part is not None
            other = b[code][1]
            assert other is not None
            assert part + other == whole, code


@given(
    st.lists(st.tuples(st.sampled_from(["streaming", "video"]), st.integers(1, 10**9)), min_size=1)
)
def test_revenue_less_everything_else_is_the_result(amounts: list[tuple[str, int]]) -> None:
    for method in ("gross", "intermediate"):
        for member in MEMBERS:
            lines = report([], [as_run(computed(*amounts))], member, method)
            sums = dict.fromkeys(("revenue", "cost", "aside", "rounding", "result"), 0)
            for line in lines:
                sums[line.kind] += line.own_minor or 0
            left = sums["revenue"] - sums["cost"] - sums["aside"] + sums["rounding"]
            assert left == sums["result"]


def test_what_came_before_the_period_counts_to_date_only() -> None:
    """300 in February and 600 in March, no fee on video: A 200, then 400; 600 to date."""
    february, march = (
        as_run(computed(("video", amount), period=period))
        for amount, period in ((300, "2026-02"), (600, "2026-03"))
    )
    (revenue, _, result) = report([february], [march], "A", "gross")
    assert (revenue.own_minor, revenue.own_to_date_minor) == (400, 600)
    assert (result.own_minor, result.own_to_date_minor) == (400, 600)
    assert (result.whole_minor, result.whole_to_date_minor) == (600, 900)


def test_unknown_shares_leave_parts_unknown_and_not_nothing() -> None:
    known = as_run(computed(("video", 900)))
    unknown = Run("2026-03", known.lines, None, known.results)
    parts = {line.code: line.own_minor for line in report([], [unknown], "A", "gross")}
    assert parts == {"sales/video": None, "rounding": None, "result": 600}


def test_money_for_unknown_holders_is_set_aside_and_no_cost() -> None:
    inputs = Inputs("2026-03", "JPY", (sold("i", "video", 900),), (), {})
    outcome = run(terms_of(FEE, SPLIT), Position({}), inputs)
    (sales, held) = lines_of(outcome, MEMBERS)
    assert (sales.kind, sales.amount_minor) == ("revenue", 900)
    assert (held.code, held.kind, held.amount_minor) == ("held", "aside", 900)
    assert results_of(outcome, MEMBERS) == {"A": 0, "B": 0}


def test_a_deficit_is_carried_and_stands_apart() -> None:
    inputs = Inputs("2026-03", "JPY", (sold("i", "video", -900),), (), HOLDERS)
    outcome = run(terms_of(FEE, SPLIT), Position({}), inputs)
    kinds = {line.code: (line.kind, line.amount_minor) for line in lines_of(outcome, MEMBERS)}
    assert kinds == {"sales/video": ("revenue", -900), "carried": ("aside", -900)}


def test_the_result_stands_last_whatever_later_runs_bring() -> None:
    first, second = as_run(computed(("video", 300))), as_run(computed(("streaming", 300)))
    found: tuple[Reported, ...] = report([], [first, second], "B", "gross")
    assert [line.kind for line in found] == ["revenue", "revenue", "cost", "rounding", "result"]


def test_an_unknown_or_empty_investment_gives_no_rate() -> None:
    assert recouped(300, 1_000) == (3, 10)
    assert recouped(-50, 1_000) == (-1, 20)
    assert recouped(300, None) is None
    assert recouped(300, 0) is None


@pytest.mark.parametrize("amount", [0, 1, -1, 100, -101, 10**15])
def test_a_line_is_divided_to_the_yen(amount: int) -> None:
    thirds = (("A", (1, 3)), ("B", (1, 3)), ("C", (1, 3)))
    assert sum(divided(amount, thirds).values()) == amount
