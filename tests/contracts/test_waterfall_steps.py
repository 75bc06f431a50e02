"""What single steps do, by hand: holding, sharing, changing holders and rates, caps, targets."""

from dataclasses import replace
from typing import Any

import pytest
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

from contracts.errors import ConservationBroken, CurrencyMismatch, TermsInvalid
from contracts.flow import OPENING, Flow, Frame
from contracts.money import MAX_MINOR
from contracts.position import Position
from contracts.step import Footprint
from contracts.terms import Terms
from contracts.trace import TraceRow
from contracts.waterfall import Expense, Inputs, Outcome, run

COMMITTEE = "committee:c1/investment"


def play(terms: Terms, *periods: Inputs) -> list[Outcome]:
    outcomes, position = [], Position()
    for inputs in periods:
        outcomes.append(run(terms, position, inputs))
        position = outcomes[-1].position
    return outcomes


def owed(outcome: Outcome) -> dict[str, int]:
    return {payee: amount for payee, amount in outcome.owed().items() if amount}


def test_a_held_item_flows_when_later_terms_name_its_channel() -> None:
    """40,000 from games wait in March; in April games have a window of 10%: 4,000, and 36,000."""
    window = a_step("window", "commission", basis="received", rate=rate(10), payee="w")
    before = terms_of(a_step("hold", "hold", channels=["streaming"]), window, members(A=10000))
    after = terms_of(
        a_step("hold", "hold", channels=["streaming", "game"]), window, members(A=10000)
    )
    game = an_item(40_000, "odd", channel="game")
    first = run(before, Position(), inputs_of(game))
    assert (owed(first), first.position["held:odd"]) == ({}, 40_000)
    second = run(after, first.position, inputs_of(game, period="2026-04"))
    assert owed(second) == {"w": 4_000, "A": 36_000}
    assert second.position["held:odd"] == 0
    assert (second.identity["sales"], second.identity["held"]) == (0, -40_000)


def test_an_item_that_stays_held_is_counted_once() -> None:
    terms = terms_of(a_step("hold", "hold"), members(A=10000))
    lost = an_item(500, "lost", channel=None)
    first, second = play(terms, inputs_of(lost), inputs_of(lost, period="2026-04"))
    assert first.identity["held"] == 500
    assert second.identity == {"sales": 0, "carried": 0, "distributed": 0, "held": 0}
    assert second.position["held:lost"] == 500


def test_a_held_item_cannot_come_back_with_another_amount() -> None:
    terms = terms_of(a_step("hold", "hold"))
    first = run(terms, Position(), inputs_of(an_item(500, channel=None)))
    with pytest.raises(TermsInvalid) as error:
        run(terms, first.position, inputs_of(an_item(501)))
    assert error.value.code == "held-item-differs"


@pytest.mark.parametrize(
    ("fields", "channel", "reason"),
    [
        ({}, None, "channel-unknown"),
        ({"channels": ["streaming"]}, None, "channel-unknown"),
        ({"channels": ["streaming"]}, "game", "channel-without-window"),
        ({"where": {"channel": ["game"]}}, "game", "held-by-terms"),
    ],
)
def test_every_held_item_says_why(fields: dict[str, Any], channel: str, reason: str) -> None:
    outcome = run(
        terms_of(a_step("hold", "hold", **fields)),
        Position(),
        inputs_of(an_item(1, "x", channel=channel), an_item(2, "y")),
    )
    rows = {row.id: row for row in outcome.trace}
    assert rows["hold/item/x"].note == reason
    assert "hold/item/y" not in rows
    assert outcome.identity["retained"] == 2


def test_a_filter_alone_does_not_hold_what_has_no_channel() -> None:
    terms = terms_of(a_step("hold", "hold", where={"channel": ["game"]}))
    outcome = run(terms, Position(), inputs_of(an_item(7, channel=None)))
    assert outcome.identity["held"] == 0


def test_filtered_fees_take_from_their_own_channel_only() -> None:
    """Streaming 1,000 at 20%, video 500 at 30%, then 10% of the 800 + 350 that are left."""
    terms = terms_of(
        a_step(
            "s",
            "commission",
            basis="received",
            rate=rate(20),
            payee="s",
            where={"channel": ["streaming"]},
        ),
        a_step(
            "v",
            "commission",
            basis="received",
            rate=rate(30),
            payee="v",
            where={"channel": ["video"]},
        ),
        a_step("lead", "commission", basis="remainder", rate=rate(10), payee="lead"),
    )
    outcome = run(
        terms, Position(), inputs_of(an_item(1_000, "a"), an_item(500, "b", channel="video"))
    )
    assert outcome.amounts == {"s": 200, "v": 150, "lead": 115}
    assert outcome.identity["retained"] == 1_035


def test_rounding_by_channel_and_month_keeps_them_apart() -> None:
    """10% of streaming March 15 and April 15, video March 19: 1 + 1 + 1; of the total 49 it is 4."""
    fee = {"basis": "received", "rate": rate(10), "payee": "w"}
    items = (
        an_item(8, "a"),
        an_item(7, "b"),
        an_item(15, "c", month="2026-04"),
        an_item(19, "d", channel="video"),
    )
    apart = terms_of(a_step("window", "commission", scope="channel_month", **fee))
    assert run(apart, Position(), inputs_of(*items)).amounts == {"window": 3}
    together = terms_of(a_step("window", "commission", **fee))
    assert run(together, Position(), inputs_of(*items)).amounts == {"window": 4}


def test_a_part_of_the_gross_is_found_after_the_flow_was_summed() -> None:
    """10% of 1,500 is taken first; the author still gets 2% of the 500 from video, as reported."""
    terms = terms_of(
        a_step("lead", "commission", basis="received", rate=rate(10), payee="lead"),
        a_step(
            "author",
            "royalty",
            basis="gross",
            rate=rate(2),
            payee="author",
            where={"channel": ["video"]},
        ),
        members(A=10000),
    )
    outcome = run(
        terms, Position(), inputs_of(an_item(1_000, "a"), an_item(500, "b", channel="video"))
    )
    assert owed(outcome) == {"lead": 150, "author": 10, "A": 1_340}


def test_net_reports_are_no_part_of_the_gross() -> None:
    terms = terms_of(a_step("author", "royalty", basis="gross", rate=rate(10), payee="author"))
    outcome = run(
        terms, Position(), inputs_of(an_item(100, "a"), an_item(900, "b", reported="net"))
    )
    assert outcome.amounts == {"author": 10}


def test_a_royalty_to_date_loses_no_dust() -> None:
    """5% of 33, three times: 1.65, 3.3, 4.95 to date: 1, 2, 1. Rounded alone it is 1, 1, 1."""
    fields = {"basis": "gross", "rate": rate(5), "payee": "author"}
    periods = [amounts_in(33), amounts_in(33), amounts_in(33)]
    to_date = play(terms_of(a_step("author", "royalty", **fields)), *periods)
    assert [outcome.amounts["author"] for outcome in to_date] == [1, 2, 1]
    alone = play(terms_of(a_step("author", "royalty", cumulative=False, **fields)), *periods)
    assert [outcome.amounts["author"] for outcome in alone] == [1, 1, 1]


def test_a_new_rate_applies_to_what_comes_later_only() -> None:
    """5% of 1,000 is 50; from April 6%: of another 1,000 it is 60, not 60 + 10 for March."""
    old = terms_of(a_step("author", "royalty", basis="gross", rate=rate(5), payee="a"))
    new = terms_of(a_step("author", "royalty", basis="gross", rate=rate(6), payee="a"))
    march = run(old, Position(), amounts_in(1_000))
    april = run(new, march.position, amounts_in(1_000, period="2026-04"))
    may = run(new, april.position, amounts_in(-50, period="2026-05"))
    assert [one.amounts["author"] for one in (march, april, may)] == [50, 60, -3]


def test_renaming_the_split_pays_nobody_twice() -> None:
    share = [{"payee": "A", "share": {"num": 1, "den": 1}}]
    march = run(terms_of(a_step("old", "split", payees=share)), Position(), amounts_in(100))
    again = terms_of(a_step("new", "split", payees=share))
    assert owed(run(again, march.position, amounts_in(7))) == {"A": 7}


def test_a_split_in_hundreds_carries_the_rest() -> None:
    """1,250 and 70 in units of 100: 1,200, then 100; 20 are carried."""
    share = [{"payee": "A", "share": {"num": 1, "den": 1}}]
    terms = terms_of(a_step("members", "split", payees=share, rounding={"unit": 100}))
    march, april = play(terms, amounts_in(1_250), amounts_in(70))
    assert [owed(march), owed(april)] == [{"A": 1_200}, {"A": 100}]
    assert [march.identity["carried"], april.identity["carried"]] == [50, -30]


def test_the_rule_first_follows_the_written_order() -> None:
    """2 over three equal shares: largest remainder and first agree; 4 gives 2, 1, 1."""
    third = {"num": 1, "den": 3}
    payees = [{"payee": name, "share": third} for name in ("C", "A", "B")]
    terms = terms_of(a_step("members", "split", payees=payees, rule="first"))
    assert owed(run(terms, Position(), amounts_in(4))) == {"C": 2, "A": 1, "B": 1}


def test_holders_share_by_the_rule_of_the_step() -> None:
    """7 over 1/3/3: by largest remainder 1, 3, 3; 8 under `first` gives the odd unit to the first."""
    holders = {COMMITTEE: (("A", 1), ("B", 3), ("C", 3))}
    split = a_step("members", "split", holders=COMMITTEE, rule="first")
    outcome = run(terms_of(split), Position(), amounts_in(8, holders=holders))
    assert owed(outcome) == {"A": 2, "B": 3, "C": 3}


def test_a_new_holder_gets_nothing_of_what_was_allocated_before() -> None:
    terms = terms_of(a_step("members", "split", holders=COMMITTEE))
    march, april, may = play(
        terms,
        amounts_in(1_000, holders={COMMITTEE: (("A", 60), ("B", 40))}),
        amounts_in(1_000, holders={COMMITTEE: (("C", 60), ("B", 40))}),
        amounts_in(-500, holders={COMMITTEE: (("B", 40), ("C", 60))}),
    )
    assert [owed(one) for one in (march, april, may)] == [
        {"A": 600, "B": 400},
        {"C": 600, "B": 400},
        {"B": -200, "C": -300},
    ]
    assert may.position["entitled:A"] == 600


def test_the_same_shares_written_otherwise_are_the_same_holders() -> None:
    """1 unit a month over 60/40, in other words the second month: 1, then 2 to date is 1 and 1."""
    terms = terms_of(a_step("members", "split", holders=COMMITTEE))
    march, april = play(
        terms,
        amounts_in(1, holders={COMMITTEE: (("A", 60), ("B", 40))}),
        amounts_in(1, holders={COMMITTEE: (("A", 6000), ("B", 4000))}),
    )
    assert [owed(march), owed(april)] == [{"A": 1}, {"B": 1}]


def test_money_without_holders_waits_and_is_released_whole() -> None:
    terms = terms_of(a_step("members", "split", holders=COMMITTEE))
    unknown, nobody, known = play(
        terms,
        amounts_in(70),
        amounts_in(30, holders={COMMITTEE: (("A", 0),)}),
        amounts_in(1, holders={COMMITTEE: (("A", 1),)}),
    )
    assert [one.identity["held"] for one in (unknown, nobody, known)] == [70, 30, -100]
    assert owed(known) == {"A": 101}
    assert [row.rule for row in known.trace if row.kind == "held"] == ["released"]


def test_one_unknown_payee_among_several_holds_its_part_only() -> None:
    payees = [{"payee": "A", "weight": 1}, {"payee": "window:w", "weight": 1}]
    fee = a_step("window", "commission", basis="received", rate=rate(100), payees=payees)
    outcome = run(terms_of(fee), Position(), amounts_in(101))
    assert owed(outcome) == {"A": 51}
    assert outcome.identity["held"] == 50
    assert outcome.identity["other_fees"] == 51


def test_a_cap_per_period_leaves_the_excess_in_the_flow() -> None:
    """Costs of 150 under a cap of 100: 100 are charged, 50 stay and are named."""
    costs = a_step("costs", "expense", cap={"amount": 100, "per": "period"}, payee="lead")
    terms = terms_of(costs, members(A=10000))
    both = (a_cost(90, source="b"), a_cost(60, source="a"))
    outcome = run(terms, Position(), amounts_in(500, expenses=both))
    assert owed(outcome) == {"lead": 100, "A": 400}
    (row,) = (row for row in outcome.trace if row.id == "costs")
    assert (row.note, row.parents) == ("above-cap:50", ("costs/cost/a", "costs/cost/b"))


def test_a_cap_to_date_is_used_up_and_given_back() -> None:
    """Costs 80, 80, -100 under a cap of 100 to date: 80, 20, then 60 to date: -40."""
    terms = terms_of(a_step("costs", "expense", cap={"amount": 100, "per": "cumulative"}))
    outcomes = play(terms, *(amounts_in(expenses=(a_cost(spent),)) for spent in (80, 80, -100)))
    assert [one.amounts["costs"] for one in outcomes] == [80, 20, -40]


def test_a_fixed_cost_is_charged_in_every_run() -> None:
    terms = terms_of(a_step("costs", "expense", fixed=30), members(A=10000))
    march, april = play(terms, amounts_in(100), amounts_in(20))
    assert [owed(march), owed(april)] == [{"A": 70}, {"A": -10}]


def test_a_cost_needs_its_step() -> None:
    with pytest.raises(TermsInvalid) as error:
        run(terms_of(members(A=10000)), Position(), amounts_in(expenses=(a_cost(1),)))
    assert error.value.code == "expense-unknown-step"


def test_an_expense_in_a_channel_without_revenue_is_carried_by_all() -> None:
    """P&A of 100 for theatres that had no revenue: the 300 from streaming bear it at the split."""
    costs = a_step("costs", "expense", where={"channel": ["theatrical"]})
    terms = terms_of(costs, members(A=10000))
    outcome = run(terms, Position(), amounts_in(300, expenses=(a_cost(100),)))
    assert owed(outcome) == {"A": 200}


def test_a_fee_waits_while_its_basis_is_below_zero_and_mirrors_returns() -> None:
    fee = a_step("window", "commission", basis="received", rate=rate(10), payee="w")
    march, april = play(terms_of(fee), amounts_in(999), amounts_in(-999))
    assert [owed(march), owed(april)] == [{"w": 99}, {"w": -99}]
    assert april.position.to_dict() == {}


def test_a_pool_never_asks_for_money_back_below_zero() -> None:
    """10% of 100 is 10; after returns of 300 the pool is 0 to date, not -20; then -200 + 250: 5."""
    pool = a_step("creators", "pool", basis="received", rate=rate(10), payee="key_animator")
    outcomes = play(terms_of(pool), *(amounts_in(amount) for amount in (100, -300, 250)))
    assert [one.amounts["creators"] for one in outcomes] == [10, -10, 5]


def test_points_divide_a_pool_to_date() -> None:
    """10% of 50 is 5, over 2/1: 3 and 2; the next 5 make 10: 7 and 3, so 4 and 1."""
    points = [{"payee": "A", "points": 2}, {"payee": "B", "points": 1}]
    pool = a_step("creators", "pool", basis="gross", rate=rate(10), payees=points)
    march, april = play(terms_of(pool), amounts_in(50), amounts_in(50))
    assert [owed(march), owed(april)] == [{"A": 3, "B": 2}, {"A": 4, "B": 1}]


def test_a_success_fee_comes_back_when_the_profit_does() -> None:
    """Target 100: inflow 150 is 50 beyond it, 10% is 5; after returns of 80 nothing is beyond."""
    terms = terms_of(
        a_step("watch", "recoup", account="cost"),
        a_step("creators", "pool", basis="excess:cost", rate=rate(10), payee="studio"),
        accounts=(a_memo("cost", 100),),
    )
    outcomes = play(terms, amounts_in(150), amounts_in(-80), amounts_in(100))
    assert [one.amounts["creators"] for one in outcomes] == [5, -5, 7]


def test_a_raised_target_is_recovered_from_what_comes_later_only() -> None:
    """100 of 500 are recovered; the target becomes 150: of the next 30 all 30, of 70 then 20."""
    step = a_step("back", "recoup", account="fund", payee="investor")
    old = terms_of(step, accounts=(an_account("fund", "investment", 100),))
    new = terms_of(step, accounts=(an_account("fund", "investment", 150),))
    march = run(old, Position(), amounts_in(500))
    april = run(new, march.position, amounts_in(30))
    may = run(new, april.position, amounts_in(70))
    assert [one.amounts["back"] for one in (march, april, may)] == [100, 30, 20]


def test_one_advance_is_recouped_from_two_royalties() -> None:
    """Cross-collateral: an advance of 100 against video 60 and books 70 leaves 30 to the author."""
    terms = terms_of(
        *(
            a_step(
                name,
                "royalty",
                basis="gross",
                rate=rate(10),
                payee="author",
                where={"channel": [name]},
            )
            for name in ("video", "publishing")
        ),
        a_step("a", "recoup", account="advance", against="video"),
        a_step("b", "recoup", account="advance", against="publishing"),
        accounts=(an_account("advance", "advance", 100),),
    )
    items = (an_item(600, "v", channel="video"), an_item(700, "p", channel="publishing"))
    outcome = run(terms, Position(), inputs_of(*items))
    assert owed(outcome) == {"author": 30}
    assert outcome.amounts["a"] + outcome.amounts["b"] == 100


def a_shared_advance(*channels: str, target: int = 100) -> Terms:
    royalties = (
        a_step(
            name,
            "royalty",
            basis="gross",
            rate=rate(10),
            payee=f"author_{name}",
            where={"channel": [name]},
        )
        for name in channels
    )
    pay_back = (
        a_step(f"back_{name}", "recoup", account="advance", against=name) for name in channels
    )
    account = an_account("advance", "advance", target)
    return terms_of(*royalties, *pay_back, accounts=(account,))


def sold(**royalties: int) -> Inputs:
    """So much royalty falls due per channel."""
    return inputs_of(*(an_item(10 * due, name, channel=name) for name, due in royalties.items()))


def test_a_shared_account_depends_on_totals_and_not_on_months() -> None:
    """100 to recoup: books 80 in March, video 60 in April. Video is named first: it gives 60, so
    books give 40 and get 40 back. Had all come in one month, it would stand the same.
    """
    terms = a_shared_advance("video", "publishing")
    march, april = play(terms, sold(publishing=80), sold(video=60))
    assert [owed(march), owed(april)] == [{}, {"author_publishing": 40}]
    (both,) = play(terms, sold(publishing=80, video=60))
    assert both.position["entitled:author_publishing"] == 40
    assert both.position == april.position


def test_what_is_taken_back_from_a_shared_account_leaves_nothing() -> None:
    terms = a_shared_advance("video", "publishing")
    *_, last = play(terms, sold(video=70, publishing=70), sold(video=-70, publishing=-70))
    assert last.position["recoup:advance"] == 0
    assert [key for key in last.position.to_dict() if key.startswith("entitled:")] == []


def test_a_lowered_target_claims_nothing_back() -> None:
    """80 of 100 are recovered; the target becomes 50: nothing more is taken, nothing returned.

    Returns of 60 then leave 50 earned to date, all of it recovered: the 30 paid come back.
    """
    march = run(a_shared_advance("video"), Position(), sold(video=80))
    lower = a_shared_advance("video", target=50)
    april = run(lower, march.position, sold(video=30))
    may = run(lower, april.position, sold(video=-60))
    assert [owed(one) for one in (march, april, may)] == [
        {},
        {"author_video": 30},
        {"author_video": -30},
    ]
    assert [one.position["recoup:advance"] for one in (march, april, may)] == [80, 80, 50]


def test_a_clause_that_was_dropped_keeps_what_it_recovered() -> None:
    """Books gave 70 of 100 and are struck from the terms: of the next 50 video gives 30."""
    march = run(a_shared_advance("publishing", "video"), Position(), sold(publishing=70))
    april = run(a_shared_advance("video"), march.position, sold(video=50))
    assert owed(april) == {"author_video": 20}
    assert april.position["recoup:advance"] == 100


def test_two_advances_never_take_more_than_the_royalty() -> None:
    """A royalty of 100 pays 80 back to one advance and the other 20 to the second, not 80 + 80."""
    terms = terms_of(
        a_step("author", "royalty", basis="gross", rate=rate(10), payee="author"),
        a_step("a", "recoup", account="one", against="author", payee="publisher"),
        a_step("b", "recoup", account="two", against="author", payee="agent"),
        accounts=(an_account("one", "advance", 80), an_account("two", "advance", 80)),
    )
    outcome = run(terms, Position(), amounts_in(1_000))
    assert owed(outcome) == {"publisher": 80, "agent": 20}
    assert outcome.identity["recouped"] == 0


def test_a_recouped_royalty_returns_to_the_flow_when_nobody_fronted_it() -> None:
    terms = terms_of(
        a_step("author", "royalty", basis="gross", rate=rate(10), payee="author"),
        a_step("a", "recoup", account="advance", against="author"),
        members(A=10000),
        accounts=(an_account("advance", "advance", 60),),
    )
    outcome = run(terms, Position(), amounts_in(1_000))
    assert owed(outcome) == {"author": 40, "A": 960}


def test_other_currencies_do_not_enter() -> None:
    with pytest.raises(CurrencyMismatch):
        run(terms_of(members(A=10000)), Position(), amounts_in(1, currency="USD"))


def test_what_nobody_takes_is_retained_by_name() -> None:
    terms = terms_of(a_step("author", "royalty", basis="gross", rate=rate(5), payee="author"))
    march, april = play(terms, amounts_in(1_000), amounts_in())
    assert march.identity["retained"] == 950
    assert "retained" not in april.identity
    assert april.position["retained"] == 950


def test_a_total_beyond_exact_numbers_is_refused() -> None:
    with pytest.raises(TermsInvalid) as error:
        run(terms_of(members(A=10000)), Position(), amounts_in(MAX_MINOR, MAX_MINOR))
    assert error.value.code == "amount-too-large"


def test_money_from_nowhere_stops_the_run() -> None:
    flow = Flow(amounts_in(100), Position(), Frame({}))
    flow.post("payable:A", 1, "nowhere")
    with pytest.raises(ConservationBroken) as error:
        flow.check("step")
    assert error.value.fields["value"] == 1


class CarelessStep:
    """A step that pays without saying under which name."""

    head = OPENING

    def footprint(self) -> Footprint:
        return Footprint()

    def apply(self, flow: Flow) -> None:
        for cell in flow.cells:
            flow.post("payable:A", cell.amount_minor, "item/a")
            cell.amount_minor = 0


def test_an_amount_without_a_name_breaks_the_identity() -> None:
    terms = Terms("JPY", 1, {}, (CarelessStep(),))
    with pytest.raises(ConservationBroken) as error:
        run(terms, Position(), inputs_of(an_item(5)))
    assert error.value.code == "identity-broken"


def test_a_trace_row_is_made_once() -> None:
    flow = Flow(amounts_in(), Position(), Frame({}))
    flow.sum_row(OPENING, "twice", 0, ())
    with pytest.raises(ConservationBroken):
        flow.sum_row(OPENING, "twice", 0, ())


BAD_ITEMS: list[tuple[dict[str, Any], str]] = [
    ({"amount_minor": 1.0}, "amount-not-integer"),
    ({"units": "3"}, "amount-not-integer"),
    ({"reported": "maybe"}, "reported-unknown"),
    ({"month": "2026-Q1"}, "period-unreadable"),
    ({"id": "has blank"}, "id-unprintable"),
    ({"channel": "a/b"}, "channel-malformed"),
]


@pytest.mark.parametrize(("changes", "code"), BAD_ITEMS)
def test_a_malformed_item_is_refused(changes: dict[str, Any], code: str) -> None:
    with pytest.raises(TermsInvalid) as error:
        replace(an_item(1), **changes)
    assert error.value.code == code


BAD_INPUTS: list[tuple[dict[str, Any], str]] = [
    ({"period": "March"}, "period-unreadable"),
    ({"currency": "YEN"}, "unknown-currency"),
    ({"items": (an_item(1), an_item(2))}, "duplicate-id"),
    ({"expenses": (a_cost(1), a_cost(2))}, "duplicate-id"),
    ({"holders": {COMMITTEE: (("A", 1), ("A", 2))}}, "duplicate-id"),
    ({"holders": {COMMITTEE: (("A", -1),)}}, "weights-unusable"),
    ({"holders": {COMMITTEE: (("A", 0.5),)}}, "amount-not-integer"),
    ({"holders": {COMMITTEE: (("A", MAX_MINOR), ("B", 1))}}, "weights-unusable"),
]


@pytest.mark.parametrize(("changes", "code"), BAD_INPUTS)
def test_malformed_inputs_are_refused(changes: dict[str, Any], code: str) -> None:
    with pytest.raises(TermsInvalid) as error:
        replace(amounts_in(), **changes)
    assert error.value.code == code


def test_a_cost_needs_a_printable_source() -> None:
    with pytest.raises(TermsInvalid):
        Expense("costs", 1, "領収書")


@pytest.mark.parametrize("obj", [None, [], {"a": 1.0}, {"a": True}, {1: 1}])
def test_a_position_maps_text_to_whole_numbers(obj: object) -> None:
    with pytest.raises(TermsInvalid) as error:
        Position.from_dict(obj)
    assert error.value.code == "position-malformed"


def test_a_position_forgets_zeros_and_sorts_its_keys() -> None:
    position = Position({"b": 1, "a": 0, "aa": 2})
    assert list(position.to_dict()) == ["aa", "b"]
    assert position["a"] == 0
    assert dict(position.starting("a")) == {"a": 2}


@pytest.mark.parametrize("obj", [{}, {"id": "x", "kind": "sum"}, {"rate": {"num": 1}}])
def test_what_is_no_trace_row_is_refused(obj: dict[str, Any]) -> None:
    with pytest.raises(TermsInvalid) as error:
        TraceRow.from_dict(obj)
    assert error.value.code == "trace-malformed"
