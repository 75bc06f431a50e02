"""Going on from figures to date: the engine gives what it would have given after the full history."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from written_terms import (
    a_cost,
    a_memo,
    a_step,
    amounts_in,
    an_account,
    an_item,
    inputs_of,
    members,
    rate,
    terms_of,
)

from contracts.opening import Opened, open_position
from contracts.opening_lines import Asked, Entry, Holders, asked, unsupported
from contracts.position import Position
from contracts.terms import Terms
from contracts.waterfall import Inputs, run

HELD = "committee:c1/investment"
SHARED = "acc_00000000000000000000000001"
HOLDERS: Holders = {HELD: (("A", 50), ("B", 30), ("C", 20))}


def entry(kind: str, amount: int, step: str = "", account: str = "", payee: str = "") -> Entry:
    return Entry(kind, amount, step, account, payee)


def because(one: Entry, difference: int, reason: str = "四半期ごとに端数処理") -> Entry:
    return replace(one, difference_minor=difference, reason=reason)


AUTHOR = terms_of(
    a_step("author", "royalty", basis="remainder", rate=rate(10), payee="W"),
    members(A=6000, B=4000),
)
AUTHOR_BOOKS = {
    "basis": entry("basis", 12_345, "author"),
    "due": entry("due", 1_234, "author"),
    "pool": entry("pool", 11_111, "members"),
    "distributed": entry("due", 11_111, "members"),
    "a": entry("part", 6_667, "members", payee="A"),
    "b": entry("part", 4_444, "members", payee="B"),
    "w paid": entry("paid", 1_000, payee="W"),
    "w unpaid": entry("unpaid", 234, payee="W"),
    "a paid": entry("paid", 6_667, payee="A"),
    "b unpaid": entry("unpaid", 4_444, payee="B"),
}


def opened(terms: Terms, *entries: Entry, **more: int) -> Opened:
    return open_position(terms, HOLDERS, entries, **more)


def with_books(**changed: Entry | None) -> tuple[Entry, ...]:
    books = {**AUTHOR_BOOKS, **{name.replace("_", " "): one for name, one in changed.items()}}
    return tuple(one for one in books.values() if one)


def codes(result: Opened) -> list[str]:
    return [problem.code for problem in result.problems]


def next_run(terms: Terms, position: Position, *amounts: int) -> dict[str, int]:
    return run(terms, position, amounts_in(*amounts, period="2026-04", holders=HOLDERS)).owed()


def test_the_run_after_an_opening_pays_the_yen_that_the_full_history_owes() -> None:
    """12,345 at 10% are 1,234 to date; 11,111 at 60/40 are 6,667 and 4,444. Then 5 come in: the
    royalty to date is 1,235, so 1; the pool is 11,115, A has 6,669 of it and B 4,446: 2 and 2.
    """
    result = opened(AUTHOR, *with_books())
    assert result.problems == result.differences == ()
    history = run(AUTHOR, Position(), amounts_in(12_345)).position
    assert result.position == history
    assert next_run(AUTHOR, result.position, 5) == {"W": 1, "A": 2, "B": 2}


def test_what_differs_with_a_reason_stays_and_is_neither_repeated_nor_claimed() -> None:
    """The books say 1,230 are due, 4 fewer than 10% of 12,345. They stay 4 fewer: the next 5 give
    1,235 - 1,234 = 1. Without the reason the engine would have paid 5 at once.
    """
    due = because(AUTHOR_BOOKS["due"], -4)
    books = with_books(
        due=replace(due, amount_minor=1_230), w_unpaid=entry("unpaid", 230, payee="W")
    )
    result = opened(AUTHOR, *books)
    assert [(one.difference_minor, one.effect) for one in result.differences] == [(-4, "kept")]
    assert next_run(AUTHOR, result.position, 5)["W"] == 1


def test_a_difference_without_a_reason_is_refused_and_named() -> None:
    books = with_books(due=entry("due", 1_230, "author"), w_unpaid=entry("unpaid", 230, payee="W"))
    (problem,) = opened(AUTHOR, *books).problems
    assert problem.key == ("due", "author", "", "")
    assert (problem.code, problem.value) == ("opening-difference", "1230 (+0)")
    assert problem.expected == "1234 (-4)"


def test_a_difference_within_the_tolerance_is_listed_as_rounding() -> None:
    books = with_books(due=entry("due", 1_230, "author"), w_unpaid=entry("unpaid", 230, payee="W"))
    result = opened(AUTHOR, *books, tolerance_minor=4)
    assert [(one.difference_minor, one.reason) for one in result.differences] == [(-4, "rounding")]
    assert codes(opened(AUTHOR, *books, tolerance_minor=3)) == ["opening-difference"]


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"due": None}, "opening-entry-missing"),
        ({"more": entry("basis", 1, "nobody")}, "opening-entry-unasked"),
        ({"more": entry("part", 1, "author", payee="W")}, "opening-parts-not-sum"),
        ({"more": entry("paid", 0, payee="stranger")}, "opening-entry-unasked"),
        ({"w_paid": entry("paid", -1_000, payee="W")}, "opening-amount-negative"),
        ({"b": entry("part", 4_443, "members", payee="B")}, "opening-parts-not-sum"),
        ({"b_unpaid": entry("unpaid", 4_000, payee="B")}, "opening-difference"),
        ({"pool": entry("pool", 11_112, "members")}, "opening-difference"),
        ({"due": because(entry("due", 1_234, "author"), 3)}, "opening-difference-none"),
        ({"pool": because(entry("pool", 11_111, "members"), 0)}, ""),
    ],
)
def test_a_figure_that_does_not_fit_is_refused_with_its_place(
    changed: dict[str, Entry | None], code: str
) -> None:
    found = codes(opened(AUTHOR, *with_books(**changed)))
    assert (code in found) if code else not found


def test_a_figure_given_twice_is_refused() -> None:
    books = (*with_books(), AUTHOR_BOOKS["basis"])
    assert codes(opened(AUTHOR, *books)) == ["opening-entry-twice"]


def test_a_difference_needs_words() -> None:
    due = because(entry("due", 1_230, "author"), -4, reason="　")
    books = with_books(due=due, w_unpaid=entry("unpaid", 230, payee="W"))
    assert codes(opened(AUTHOR, *books)) == ["opening-reason-missing"]


def test_an_overpaid_distribution_is_evened_out_by_the_next_run() -> None:
    """The pool is 11,111, but 11,113 were distributed, with the reason. The next 10 make the pool
    11,120: 7 are still to be distributed, of which A has 6,672 - 6,668 = 4 and B 4,448 - 4,445 = 3.
    """
    distributed = because(entry("due", 11_113, "members"), 2)
    result = opened(
        AUTHOR,
        *with_books(
            distributed=distributed,
            a=entry("part", 6_668, "members", payee="A"),
            b=entry("part", 4_445, "members", payee="B"),
            a_paid=entry("paid", 6_668, payee="A"),
            b_unpaid=entry("unpaid", 4_445, payee="B"),
        ),
    )
    assert [one.effect for one in result.differences] == ["next-run"]
    assert next_run(AUTHOR, result.position, 10) == {"W": 1, "A": 4, "B": 3}


def test_a_deficit_goes_on_until_it_is_covered() -> None:
    """Case CM-05: pools of -100, 30 and 50 leave -20; of the next 80, 60 are distributed: 36/24."""
    terms = terms_of(members(A=6000, B=4000))
    result = opened(
        terms,
        entry("pool", -20, "members"),
        entry("due", 0, "members"),
        entry("part", 0, "members", payee="A"),
        entry("part", 0, "members", payee="B"),
    )
    assert (result.problems, dict(result.postings)) == ((), {"carried": -20, "opening": 20})
    assert next_run(terms, result.position, 80) == {"A": 36, "B": 24}


ADVANCE = terms_of(
    a_step("author", "royalty", basis="remainder", rate=rate(10), payee="W"),
    a_step("advance", "recoup", account="adv", against="author"),
    members(A=10000),
    accounts=(an_account("adv", "advance", 300_000),),
)


def advance_books(recouped: int, inflow: int | None = None) -> list[Entry]:
    books = [
        entry("basis", 2_500_000, "author"),
        entry("due", 250_000, "author"),
        entry("recouped", recouped, "advance", "adv"),
        entry("pool", 2_250_000 + recouped, "members"),
        entry("due", 2_250_000 + recouped, "members"),
        entry("unpaid", 250_000 - recouped, payee="W"),
        entry("paid", 2_250_000 + recouped, payee="A"),
    ]
    return [*books, *([entry("inflow", inflow, "advance", "adv")] if inflow is not None else [])]


def test_an_advance_is_recouped_up_to_what_is_left_of_it() -> None:
    """Case MG-02's clause: of an advance of 300,000, 250,000 are recouped. Royalties of the next
    1,000,000 are 100,000: 50,000 recoup the rest, 50,000 are paid.
    """
    result = opened(ADVANCE, *advance_books(250_000))
    assert result.problems == ()
    assert next_run(ADVANCE, result.position, 1_000_000)["W"] == 50_000


def test_more_recouped_than_the_target_is_refused() -> None:
    assert "opening-recouped-over-target" in codes(opened(ADVANCE, *advance_books(300_001)))


def test_a_negative_recoupment_is_refused() -> None:
    assert "opening-amount-negative" in codes(opened(ADVANCE, *advance_books(-1)))


def test_what_reached_an_account_beyond_its_target_shields_it_from_returns() -> None:
    """250,000 reached the account, 240,000 count as recouped, with the reason: the account goes on
    from 240,000, and royalties of 100,000 recoup 60,000 more.
    """
    books = advance_books(240_000, 250_000)
    assert codes(opened(ADVANCE, *books)) == ["opening-difference"]
    books[2] = because(books[2], -10_000, "2024年の相殺を別途精算")
    result = opened(ADVANCE, *books)
    assert result.problems == ()
    assert next_run(ADVANCE, result.position, 1_000_000)["W"] == 40_000


def test_a_former_holder_keeps_his_part_and_the_present_ones_share_what_comes() -> None:
    """D had 100 of 1,000 before his share went to A. The differences from 50/30/20 are stated; of
    the next 100, the holders get 50, 30 and 20, and D nothing.
    """
    terms = terms_of(a_step("members", "split", holders=HELD))
    moved = "2025-10 持分譲渡"
    parts = [
        because(entry("part", amount, "members", HELD, party), amount - expected, moved)
        for party, amount, expected in [
            ("A", 450, 500),
            ("B", 270, 300),
            ("C", 180, 200),
            ("D", 100, 0),
        ]
    ]
    paid = [entry("paid", one.amount_minor, payee=one.payee) for one in parts]
    pool = [entry("pool", 1_000, "members"), entry("due", 1_000, "members")]
    result = opened(terms, *pool, *parts, *paid)
    assert result.problems == ()
    assert next_run(terms, result.position, 100) == {"A": 50, "B": 30, "C": 20}


def test_holders_must_be_known_where_something_was_distributed() -> None:
    terms = terms_of(a_step("members", "split", holders=HELD))
    pool = [entry("pool", 5, "members"), entry("due", 5, "members")]
    assert codes(open_position(terms, {}, pool)) == ["opening-holders-unknown"]


def test_steps_whose_memory_cannot_be_stated_are_named() -> None:
    used = a_step(
        "views", "usage_rate", metric={"name": "views", "source": "月次報告"}, mode="whole",
        tiers=[{"from": 0, "per_unit": rate(1, 2)}], payee="W",
        floor={"amount": 5, "per": "period"},
    )  # fmt: skip
    terms = terms_of(used, members(A=10000))
    assert [head.id for head in unsupported(terms)] == ["views"]
    assert "opening-step-unsupported" in codes(open_position(terms, {}, []))


def counted(kind: str, **fields: Any) -> Terms:
    step = {**a_step("author", "royalty", **fields), "kind": kind}
    return terms_of({**step, "payee": "W"}, members(A=10000))


VIEWS = {"name": "views", "source": "月次報告"}
COUNTED = {
    "price": counted("royalty/2", basis="units", price={"amount": 2_395}, rate=rate(1, 10)),
    "marginal": counted(
        "royalty/2", basis="remainder", tier_mode="marginal",
        tiers=[{"from": 0, "rate": rate(5)}, {"from": 9_000, "rate": rate(8)}],
    ),
    "whole by units": counted(
        "royalty/2", basis="remainder", tier_mode="whole", tiers_by="units",
        tiers=[{"from": 0, "rate": rate(5)}, {"from": 60, "rate": rate(8)}],
    ),
    "use": counted(
        "usage_rate/1", metric=VIEWS, mode="marginal", cap={"amount": 40, "per": "cumulative"},
        tiers=[{"from": 0, "per_unit": rate(1, 2)}, {"from": 50, "per_unit": rate(1, 3)}],
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", sorted(COUNTED))
def test_what_counts_units_or_tiers_goes_on_as_after_its_history(name: str) -> None:
    """41 and 30 units, sold for 8,001 and 2,222; what comes next crosses another tier, or a cap.

    Case TI-01's clause: 2,395 x 71 units x 10% = 17,004.5, so 17,004 are due, and 29 units more
    give 2,395 x 100 x 10% = 23,950 to date.
    """
    terms, history = COUNTED[name], Position()
    months = (("2026-01", 8_001, 41), ("2026-02", 2_222, 30))
    for month, amount, units in months:
        item = an_item(amount, units=units)
        history = run(terms, history, inputs_of(item, period=month)).position
    is_money = name in ("marginal", "whole by units")
    figures = [
        entry("basis", 10_223 if is_money else 71, "author"),
        *([entry("units", 71, "author")] if name == "whole by units" else []),
        entry("due", history["due:author"], "author"),
        entry("pool", history["pool"], "members"),
        entry("due", history["due:*"], "members"),
        entry("unpaid", history["entitled:W"], payee="W"),
        entry("paid", history["entitled:A"], payee="A"),
    ]
    result = open_position(terms, HOLDERS, figures)
    assert (result.problems, result.differences) == ((), ())
    assert result.position == history
    if name == "price":
        after = run(terms, result.position, inputs_of(an_item(0, units=29), period="2026-03"))
        assert after.owed()["W"] == 23_950 - 17_004


BOUNDED = terms_of(
    a_step("author", "royalty", basis="remainder", rate=rate(10), payee="W"),
    a_step("advance", "recoup", account="adv", against="author"),
    a_step("cap", "cap", of="author", amount=1_000, per="cumulative"),
    a_step("yearly", "cap", of="author", amount=900, per="year", year={"starts": "2025-10"}),
    a_step("least", "floor", of="author", amount=950, per="cumulative"),
    members(A=10000),
    accounts=(an_account("adv", "advance", 100),),
)


def bounded_books(cut: int = 134) -> list[Entry]:
    """12,345 sold by December: 1,234 due, 100 recouped, 134 cut, 100 of the year cut, 50 added."""
    return [
        entry("basis", 12_345, "author"),
        entry("due", 1_234, "author"),
        entry("recouped", 100, "advance", "adv"),
        entry("inflow", 1_234, "advance", "adv"),
        entry("due", cut, "cap"),
        entry("due", 100, "yearly"),
        entry("earned", 1_000, "yearly"),
        entry("cut", 100, "yearly"),
        entry("due", 50, "least"),
        entry("pool", 11_395, "members"),
        entry("due", 11_395, "members"),
        entry("paid", 1_234 - 100 - cut - 100 + 50, payee="W"),
        entry("paid", 11_395, payee="A"),
    ]


def test_caps_and_a_floor_go_on_in_their_order() -> None:
    """Royalty 1,234; less the advance of 100 are 1,134; cap 1,000: 134 cut; the year's cap of 900:
    100 cut; floor 950: 50 added. The pool is 12,345 - 1,234 + 100 + 134 + 100 - 50 = 11,395.
    """
    history = run(BOUNDED, Position(), amounts_in(12_345, period="2025-12")).position
    result = open_position(BOUNDED, HOLDERS, bounded_books(), as_of="2025-12")
    assert (result.problems, result.differences) == ((), ())
    assert result.position == history
    for month in ("2026-01", "2026-10"):
        after = amounts_in(5_000, period=month)
        assert run(BOUNDED, result.position, after).owed() == run(BOUNDED, history, after).owed()


def test_a_grant_goes_on_being_given_back() -> None:
    """A grant of 300 to a cost of 1,000, 700 borne oneself. Of 900 to date 60 are given back; 100
    more give 30.
    """
    terms = terms_of(
        a_step(
            "grant", "clawback", basis="gross", payee="G", grant={"amount": 300},
            cost={"amount": 1_000},
        ),
        members(A=10000),
    )  # fmt: skip
    history = run(terms, Position(), amounts_in(900)).position
    figures = [
        entry("basis", 900, "grant"),
        entry("due", 60, "grant"),
        entry("pool", 840, "members"),
        entry("due", 840, "members"),
        entry("unpaid", 60, payee="G"),
        entry("paid", 840, payee="A"),
    ]
    result = open_position(terms, HOLDERS, figures)
    assert (result.problems, result.position) == ((), history)
    assert next_run(terms, result.position, 100) == {"G": 30, "A": 70}


def test_a_cut_that_does_not_follow_from_the_net_is_refused() -> None:
    result = open_position(BOUNDED, HOLDERS, bounded_books(cut=130), as_of="2025-12")
    assert [(one.key[1], one.expected) for one in result.problems] == [
        ("cap", "134 (-4)"), ("least", "46 (+4)"),
    ]  # fmt: skip


GUARANTEED = terms_of(
    a_step("author", "royalty", basis="remainder", rate=rate(10), payee="W"),
    a_step(
        "mg", "guarantee", of=[{"step": "author"}], amount=20_000, year={"starts": "2025-04"},
        instalments=[{"month": "2025-04", "amount": 10_000}],
    ),
    members(A=10000),
)  # fmt: skip


def test_a_guarantee_goes_on_within_its_contract_year() -> None:
    """Case MG-11: 20,000 a year, 10,000 paid in advance. By December 12,000 are earned, so the
    advance is earned back and nothing is topped up. Nothing more is earned: in March, 8,000 are.
    """
    first = run(GUARANTEED, Position(), amounts_in(120_000, period="2025-12"))
    figures = [
        entry("basis", 120_000, "author"),
        entry("due", 12_000, "author"),
        entry("due", 0, "mg"),
        entry("earned", 12_000, "mg", "author"),
        entry("pool", 108_000, "members"),
        entry("due", 108_000, "members"),
        entry("unpaid", 12_000, payee="W"),
        entry("paid", 108_000, payee="A"),
    ]
    result = open_position(GUARANTEED, HOLDERS, figures, as_of="2025-12")
    assert (result.problems, result.differences) == ((), ())
    assert result.position == first.position
    assert run(GUARANTEED, result.position, amounts_in(period="2026-03")).owed()["W"] == 8_000


def test_a_guarantee_of_a_finished_year_is_final() -> None:
    """At the end of March the year is over: 12,000 earned, 8,000 topped up. April earns 1,000."""
    figures = [
        entry("basis", 120_000, "author"),
        entry("due", 12_000, "author"),
        entry("due", 8_000, "mg"),
        entry("pool", 100_000, "members"),
        entry("due", 100_000, "members"),
        entry("unpaid", 20_000, payee="W"),
        entry("paid", 100_000, payee="A"),
    ]
    result = open_position(GUARANTEED, HOLDERS, figures, as_of="2026-03")
    assert result.problems == ()
    assert run(GUARANTEED, result.position, amounts_in(10_000, period="2026-04")).owed() == {
        "W": 1_000,
        "A": 9_000,
    }


def test_a_top_up_that_does_not_follow_from_what_was_earned_is_refused() -> None:
    figures = [
        entry("basis", 60_000, "author"),
        entry("due", 6_000, "author"),
        entry("due", 3_000, "mg"),
        entry("earned", 6_000, "mg", "author"),
        entry("topped", 3_000, "mg"),
        entry("pool", 51_000, "members"),
        entry("due", 51_000, "members"),
        entry("unpaid", 9_000, payee="W"),
        entry("paid", 51_000, payee="A"),
    ]
    (problem,) = open_position(GUARANTEED, HOLDERS, figures, as_of="2025-12").problems
    assert (problem.key[0], problem.expected) == ("topped", "4000 (-1000)")


RESERVED = terms_of(
    a_step("author", "royalty", basis="remainder", rate=rate(10), payee="W"),
    a_step(
        "returns", "reserve", against="author", rate=rate(10),
        release={"after_months": 2, "parts": 2, "every_months": 1},
    ),
    members(A=10000),
)  # fmt: skip


def test_a_reserve_goes_on_by_its_schedule() -> None:
    """10,000 and 30,000 sold in January and February: royalties 1,000 and 3,000, of which 100 and
    300 are held back. In March half of January's 100 is released: 350 are held. April releases its
    other half and half of February's 300: 200.
    """
    history = Position()
    for month, amount in (("2026-01", 10_000), ("2026-02", 30_000), ("2026-03", 0)):
        history = run(RESERVED, history, amounts_in(amount, period=month)).position
    figures = [
        entry("basis", 40_000, "author"),
        entry("due", 4_000, "author"),
        entry("basis", 4_000, "returns"),
        entry("reserved", 100, "returns", "2026-01"),
        entry("reserved", 300, "returns", "2026-02"),
        entry("pool", 36_000, "members"),
        entry("due", 36_000, "members"),
        entry("paid", 3_650, payee="W"),
        entry("paid", 36_000, payee="A"),
    ]
    result = open_position(RESERVED, HOLDERS, figures, as_of="2026-03")
    assert (result.problems, result.differences) == ((), ())
    assert result.position == history
    assert result.postings["held:returns"] == 350
    after = run(RESERVED, result.position, amounts_in(period="2026-04"))
    assert after.owed() == {"W": 200}


RICH = terms_of(
    a_step("platform", "commission", basis="gross", rate=rate(30), payee="P"),
    a_step("costs", "expense", cap={"amount": 900, "per": "cumulative"}, payee="L"),
    a_step(
        "agents", "commission", basis="remainder", rate=rate(7),
        payees=[{"payee": "X", "weight": 2}, {"payee": "Y", "weight": 1}],
    ),
    a_step("author", "royalty", basis="gross", rate=rate(1, 7), payee="W"),
    a_step("advance", "recoup", account="adv", against="author"),
    a_step("cost", "recoup", account="memo"),
    a_step(
        "creators", "pool", basis="excess:memo", rate=rate(5),
        payees=[{"payee": "D", "points": 3}, {"payee": "E", "points": 2}],
    ),
    a_step("members", "split", holders=HELD),
    accounts=(an_account("adv", "advance", 700), a_memo("memo", 3_000)),
)  # fmt: skip


def figures_of(terms: Terms, position: Position) -> list[Entry]:
    """The books of an accountant who rounds as the engine does."""
    lines = asked(terms, HOLDERS, is_committee=False)
    figures = [Entry(line.key[0], _figure(line, position), *line.key[1:]) for line in lines]
    return [one for one in figures if one.kind not in ("unpaid", "before-change")]


def _figure(line: Asked, position: Position) -> int:
    kind, step, account, payee = line.key
    key = "*" if step == "members" else step
    place = f"{key}/{account}" if account else key
    found = {
        "basis": f"basis:{key}",
        "due": f"due:{key}",
        "part": f"due:{place}:{payee}",
        "given-back": f"due:{key}/debtors:{payee}",
        "inflow": f"inflow:{account}/{step}" if step else f"inflow:{account}",
        "recouped": f"due:{step}",
        "cost": f"cost:{step}",
        "pool": "pool",
        "paid": f"entitled:{payee}",
    }
    return position[found[kind]] if kind in found else 0


@settings(max_examples=150, deadline=None)
@given(
    st.lists(st.tuples(st.integers(-4_000, 9_000), st.integers(0, 500)), min_size=1, max_size=5),
    st.integers(-5_000, 20_000),
)
def test_any_history_can_be_cut_and_goes_on_the_same(
    months: list[tuple[int, int]], later: int
) -> None:
    position = Position()
    for number, (amount, cost) in enumerate(months, start=1):
        inputs = amounts_in(amount, period=f"2025-{number:02}", holders=HOLDERS)
        expenses = (a_cost(cost, source=f"invoice-{number}"),)
        position = run(RICH, position, replace(inputs, expenses=expenses)).position
    figures = [one for one in figures_of(RICH, position) if one.kind != "paid"]
    paid = [entry("unpaid", position[f"entitled:{payee}"], payee=payee) for payee in "PLXYWDEABC"]
    result = open_position(RICH, HOLDERS, [*figures, *paid])
    assert (result.problems, result.differences) == ((), ())
    assert sum(result.postings.values()) == 0
    after = amounts_in(later, period="2026-01", holders=HOLDERS)
    assert _owed(after, result.position) == _owed(after, position)


def _owed(inputs: Inputs, position: Position) -> tuple[dict[str, int], dict[str, int]]:
    outcome = run(RICH, position, inputs)
    return outcome.owed(), dict(outcome.amounts)


PAIR = [{"payee": "V", "weight": 2}, {"payee": "W", "weight": 1}]
MODIFIED = terms_of(
    a_step("author", "royalty", basis="gross", rate=rate(1, 7), payees=PAIR),
    a_step("advance", "recoup", account="adv", against="author"),
    a_step("cap", "cap", of="author", amount=500, per="cumulative"),
    a_step("yearly", "cap", of="author", amount=400, per="year", year={"starts": "2025-01"}),
    a_step("least", "floor", of="author", amount=100, per="cumulative"),
    a_step(
        "returns", "reserve", against="author", rate=rate(1, 3),
        release={"after_months": 1, "parts": 2, "every_months": 2},
    ),
    a_step("song", "royalty", basis="gross", rate=rate(5), payee="S"),
    a_step(
        "mg", "guarantee", of=[{"step": "song"}], amount=300, year={"starts": "2025-01"},
        instalments=[{"month": "2025-02", "amount": 90}],
    ),
    {**a_step("volume", "royalty", basis="units", price={"amount": 7}, rate=rate(1, 9), payee="U"),
     "kind": "royalty/2"},
    members(A=6000, B=4000),
    accounts=(an_account("adv", "advance", 70),),
)  # fmt: skip


@settings(max_examples=120, deadline=None)
@given(
    st.lists(st.tuples(st.integers(-2_000, 5_000), st.integers(0, 99)), min_size=1, max_size=6),
    st.tuples(st.integers(-2_000, 9_000), st.integers(0, 99)),
)
def test_any_history_under_every_modifier_can_be_cut_and_goes_on_the_same(
    months: list[tuple[int, int]], later: tuple[int, int]
) -> None:
    position = Position()
    for number, (amount, units) in enumerate(months, start=1):
        item = an_item(amount, units=units)
        position = run(MODIFIED, position, inputs_of(item, period=f"2025-{number:02}")).position
    as_of = f"2025-{len(months):02}"
    lines = asked(MODIFIED, {}, is_committee=False, as_of=as_of)
    figures = [Entry(line.key[0], _stated(line, position), *line.key[1:]) for line in lines]
    kept = [one for one in figures if one.kind not in ("unpaid", "before-change", "paid")]
    paid = [entry("unpaid", position[f"entitled:{payee}"], payee=payee) for payee in "VWSUAB"]
    result = open_position(MODIFIED, {}, [*kept, *paid], as_of=as_of)
    assert (result.problems, result.differences) == ((), ())
    assert sum(result.postings.values()) == 0
    after = inputs_of(an_item(later[0], units=later[1]), period="2025-12")
    ours, full = run(MODIFIED, result.position, after), run(MODIFIED, position, after)
    assert (ours.owed(), dict(ours.amounts)) == (full.owed(), dict(full.amounts))


def _stated(line: Asked, position: Position) -> int:
    """The figure of an accountant whose books are those of the engine."""
    kind, step, account, payee = line.key
    key = "*" if step == "members" else step
    dated = {
        "earned": f"earned:{step}/2025-01/{account}" if account else f"earned:{step}/2025-01",
        "cut": f"cut:{step}/2025-01",
        "topped": f"topped:{step}/2025-01",
        "reserved": f"reserve:{step}/{account}",
    }
    if kind in dated:
        return position[dated[kind]]
    if kind == "given-back":
        inner = "debtors" if step == "advance" else "payees"
        return -position[f"due:{step}/{inner}:{payee}"]
    if kind == "part" and step == "least":
        return position[f"due:{step}/payees:{payee}"]
    plain = {
        "basis": "basis",
        "due": "due",
        "recouped": "due",
        "inflow": f"inflow:{account}/{step}",
    }
    names = {**{name: f"{one}:{key}" for name, one in plain.items()}, "pool": "pool"}
    names |= {"part": f"due:{key}:{payee}", "inflow": f"inflow:{account}/{step}"}
    return position[names[kind]] if kind in names else 0


def test_what_others_filled_of_a_shared_account_is_no_room_here() -> None:
    """Of a shared advance of 300,000 others recouped 100,000: at most 200,000 are recouped here."""
    account = {**an_account("adv", "advance", 300_000), "shared": SHARED}
    terms = terms_of(
        a_step("author", "royalty", basis="remainder", rate=rate(10), payee="W"),
        a_step("advance", "recoup", account="adv", against="author"),
        members(A=10000),
        accounts=(account,),
    )
    full = open_position(terms, {}, advance_books(200_000), elsewhere={SHARED: 100_000})
    assert full.problems == ()
    beyond = open_position(terms, {}, advance_books(200_001), elsewhere={SHARED: 100_000})
    assert "opening-recouped-over-target" in codes(beyond)
