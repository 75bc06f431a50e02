"""A committee's money at its end, and whom its share sets mean afterwards."""

import datetime as dt
from fractions import Fraction
from typing import Any

import pytest
from effort import few
from given_dissolution import END, ending, members
from hypothesis import given
from hypothesis import strategies as st

from contracts.dissolution.after import holders_after
from contracts.dissolution.registration import registration_yen
from contracts.dissolution.settlement import (
    Asset,
    Balance,
    Debt,
    Division,
    division_of,
    prices,
    settle,
)
from contracts.dissolution.situation import Clause, MemberShares
from contracts.errors import TermsInvalid
from contracts.rights.grants import UNASSIGNED

REST = Clause(outcome="co_ownership")
THREE = (("A", (1, 2)), ("B", (1, 3)), ("C", (1, 6)))
BY_THREE = Division(THREE, THREE)


def pool(amount: int) -> Asset:
    return Asset(name="pool", amount_minor=amount)


def debt(amount: int, name: str = "debt") -> Debt:
    return Debt(name=name, creditor="K", amount_minor=amount)


def balances(*assets: Asset, debts: tuple[Debt, ...] = ()) -> dict[str, Balance]:
    return {each.party: each for each in settle(assets, debts, BY_THREE).balances}


def test_debts_come_before_the_residue_which_follows_contributions() -> None:
    """1,000,000 less 400,000 is 600,000: A 300,000, B 200,000, C 100,000."""
    settled = settle([pool(1_000_000)], [debt(400_000)], BY_THREE)
    assert settled.residue_minor == 600_000
    assert settled.parts == (("A", 300_000), ("B", 200_000), ("C", 100_000))


def test_a_yen_that_is_left_over_goes_to_the_largest_remainder() -> None:
    """100 among three thirds: 33.3 each, equal remainders, so the first has 34."""
    thirds = (("A", (1, 3)), ("B", (1, 3)), ("C", (1, 3)))
    settled = settle([pool(100)], [], Division(thirds, thirds))
    assert settled.parts == (("A", 34), ("B", 33), ("C", 33))


def test_debts_are_paid_in_their_order_as_far_as_the_assets_reach() -> None:
    """500 pays 300 in full and 200 of 400; 200 are short: A 100, B 67, C 33."""
    settled = settle([pool(500)], [debt(300, "first"), debt(400, "second")], BY_THREE)
    assert [(each.debt.name, each.paid_minor, each.open_minor) for each in settled.debts] == [
        ("first", 300, 0),
        ("second", 200, 200),
    ]
    assert settled.parts == (("A", -100), ("B", -67), ("C", -33))


def test_a_deficit_follows_the_shares_of_loss() -> None:
    losses = (("A", (1, 4)), ("B", (3, 4)))
    settled = settle([], [debt(100)], Division((("A", (1, 1)),), losses))
    assert {each.party: each.pays_minor for each in settled.balances} == {"A": 25, "B": 75}


def test_a_price_is_paid_in_full_and_does_not_shrink_by_what_its_payer_is_due() -> None:
    """Price 300 of A: residue 300, of which A 150; A pays 300 and receives 150."""
    found = balances(Asset(name="price", amount_minor=300, debtor="A"))
    assert (found["A"].pays_minor, found["A"].receives_minor) == (300, 150)


def test_a_price_is_set_off_where_the_clause_says_so() -> None:
    """A owes 300 and is due 150: it pays 150 and receives nothing."""
    found = balances(Asset(name="price", amount_minor=300, debtor="A", set_off=True))
    assert (found["A"].pays_minor, found["A"].receives_minor) == (150, 0)


def test_the_example_of_the_rules_worked_by_hand() -> None:
    """700,000 and a price of 300,001 less 400,000 is 600,001; A's 300,001 are set off entirely."""
    price = Asset(name="price", amount_minor=300_001, debtor="A", set_off=True)
    found = balances(pool(700_000), price, debts=(debt(400_000),))
    assert {who: (each.receives_minor, each.pays_minor) for who, each in found.items()} == {
        "A": (0, 0),
        "B": (200_000, 0),
        "C": (100_000, 0),
    }


def test_a_buyer_that_is_no_member_pays_and_receives_nothing() -> None:
    found = balances(Asset(name="price", amount_minor=60, debtor="S"))
    assert (found["S"].pays_minor, found["S"].receives_minor) == (60, 0)


def test_negative_assets_are_refused_because_they_are_debts() -> None:
    with pytest.raises(TermsInvalid, match="settlement-amount-negative"):
        settle([pool(-1)], [], BY_THREE)


def test_sums_that_cannot_be_written_are_refused() -> None:
    with pytest.raises(TermsInvalid, match="amount-too-large"):
        settle([pool(2**53 - 1), pool(1)], [], BY_THREE)


@st.composite
def weights(draw: st.DrawFn) -> tuple[tuple[str, tuple[int, int]], ...]:
    parts = draw(st.lists(st.integers(1, 50), min_size=1, max_size=6))
    shares = [Fraction(part, sum(parts)) for part in parts]
    return tuple(
        (chr(65 + n), (share.numerator, share.denominator)) for n, share in enumerate(shares)
    )


@st.composite
def settlements(draw: st.DrawFn) -> Any:
    amounts = st.integers(0, 10_000)
    debtors = st.sampled_from(("", "A", "B", "Z"))
    assets = draw(
        st.lists(
            st.builds(
                Asset,
                name=st.just("asset"),
                amount_minor=amounts,
                debtor=debtors,
                set_off=st.booleans(),
            ),
            max_size=4,
        )
    )
    debts = draw(
        st.lists(
            st.builds(Debt, name=st.just("debt"), creditor=st.just("K"), amount_minor=amounts),
            max_size=4,
        )
    )
    return assets, debts, Division(draw(weights()), draw(weights()))


@few
@given(settlements())
def test_parts_and_debts_are_the_assets_to_the_yen(case: Any) -> None:
    settled = settle(*case)
    assert sum(part for _, part in settled.parts) + settled.debts_minor == settled.assets_minor


@few
@given(settlements())
def test_what_is_received_comes_out_of_the_pool_and_what_is_paid_in(case: Any) -> None:
    """Received less paid is the pool, without prices, less debts."""
    settled = settle(*case)
    received = sum(each.receives_minor for each in settled.balances)
    paid = sum(each.pays_minor for each in settled.balances)
    in_pool = sum(asset.amount_minor for asset in case[0] if not asset.debtor)
    assert received - paid == in_pool - settled.debts_minor
    assert all(min(one.receives_minor, one.pays_minor) >= 0 for one in settled.balances)


@few
@given(settlements())
def test_every_debt_is_paid_or_borne(case: Any) -> None:
    for each in settle(*case).debts:
        assert each.paid_minor + each.open_minor == each.debt.amount_minor
        assert min(each.paid_minor, each.open_minor) >= 0


def test_what_receivers_owe_is_read_from_the_plan() -> None:
    buys = Clause(outcome="member", to="B", media=("music",), price_minor=300, clause="第9条")
    later = Clause(outcome="lead", price_minor=50, after_years=2, set_off=True)
    found = prices(ending(buys, REST, later))
    assert [(each.name, each.debtor, each.amount_minor, each.due) for each in found] == [
        ("第9条", "B", 300, END),
        ("lead after 2 years: the rest", "A", 50, dt.date(2029, 4, 1)),
    ]


def test_a_price_whose_payer_is_gone_is_no_asset() -> None:
    assert prices(ending(Clause(outcome="lead", price_minor=5), gone=frozenset("A"))) == ()


def test_the_successors_of_a_payer_owe_its_price() -> None:
    situation = ending(
        Clause(outcome="lead", price_minor=5),
        gone=frozenset("A"),
        successors={"A": (("D", (1, 2)), ("E", (1, 2)))},
    )
    assert [(each.debtor, each.amount_minor) for each in prices(situation)] == [("D", 3), ("E", 2)]


def test_contributions_that_are_not_known_leave_the_residue_unassigned() -> None:
    situation = ending(REST, members=members(A=None, B=None))
    assert division_of(situation).contributions == ((UNASSIGNED, (1, 1)),)


def test_losses_follow_contributions_where_no_share_of_loss_is_agreed() -> None:
    known = (
        MemberShares(party="A", investment=(3, 5), copyright=(1, 2)),
        MemberShares(party="B", investment=(2, 5), copyright=(1, 2)),
    )
    assert division_of(ending(REST, members=known)).losses == (("A", (3, 5)), ("B", (2, 5)))


UNEVEN = (
    MemberShares(party="A", investment=(3, 5), copyright=(1, 2), profit=(3, 4)),
    MemberShares(party="B", investment=(2, 5), copyright=(1, 2), profit=(1, 4)),
)
HALVES = (("A", (1, 2)), ("B", (1, 2)))


def test_co_owners_divide_income_by_their_copyright_shares() -> None:
    (sets,) = holders_after(ending(REST, members=UNEVEN), END)
    assert (sets.since, sets.investment, sets.copyright, sets.profit) == (END, *[HALVES] * 3)


def test_co_owners_may_go_on_as_before() -> None:
    (sets,) = holders_after(ending(REST, members=UNEVEN, income="as_before"), END)
    assert sets.investment == (("A", (3, 5)), ("B", (2, 5)))
    assert sets.copyright == HALVES
    assert sets.profit == (("A", (3, 4)), ("B", (1, 4)))


def test_one_receiver_takes_all_three_sets() -> None:
    (sets,) = holders_after(ending(Clause(outcome="studio", to="S"), members=UNEVEN), END)
    assert sets.investment == sets.copyright == sets.profit == (("S", (1, 1)),)


def test_the_beneficiaries_of_a_manager_keep_each_set() -> None:
    (sets,) = holders_after(ending(Clause(outcome="manager", to="M"), members=UNEVEN), END)
    assert sets.profit == (("A", (3, 4)), ("B", (1, 4)))


def test_the_clause_for_the_rest_is_the_main_group_even_with_fewer_media() -> None:
    words = ("theatrical", "broadcast", "streaming", "video", "merchandise", "music", "game")
    situation = ending(Clause(outcome="lead", media=words), Clause(outcome="studio", to="S"))
    (sets,) = holders_after(situation, END)
    assert sets.investment == (("S", (1, 1)),)
    assert sets.media == ("publishing", "event", "other")


def test_without_a_clause_for_the_rest_the_receivers_of_most_media_are_the_main_group() -> None:
    words = ("theatrical", "broadcast", "streaming", "video", "merchandise", "publishing")
    others = ("music", "game", "event", "other")
    situation = ending(
        Clause(outcome="lead", media=others), Clause(outcome="studio", to="S", media=words)
    )
    assert holders_after(situation, END)[0].profit == (("S", (1, 1)),)


def test_a_plan_may_name_the_medium_whose_receivers_the_money_follows() -> None:
    situation = ending(Clause(outcome="lead", media=("music",)), REST, main="music")
    assert holders_after(situation, END)[0].profit == (("A", (1, 1)),)


def test_a_main_medium_that_no_clause_tells_apart_is_refused() -> None:
    with pytest.raises(TermsInvalid) as refused:
        holders_after(ending(REST, main="overseas"), END)
    assert refused.value.code == "disposition-main-unknown"


def test_the_sets_change_with_a_later_clause() -> None:
    situation = ending(REST, Clause(outcome="author", to="X", after_years=5))
    first, later = holders_after(situation, dt.date(2027, 5, 1))
    assert (first.since, later.since) == (dt.date(2027, 5, 1), dt.date(2032, 4, 1))
    assert later.copyright == (("X", (1, 1)),)


def test_a_later_clause_for_other_media_does_not_change_the_sets() -> None:
    later = Clause(outcome="author", to="X", media=("publishing",), after_years=5)
    assert len(holders_after(ending(REST, later), END)) == 1


def test_a_set_that_nobody_takes_entirely_says_whose_part_is_open() -> None:
    (sets,) = holders_after(ending(REST, gone=frozenset("C")), END)
    assert dict(sets.investment)[UNASSIGNED] == (1, 6)
    assert {(name, hole.party) for name, hole in sets.holes} == {
        ("investment", "C"),
        ("copyright", "C"),
        ("profit", "C"),
    }


def test_registration_of_a_transfer_costs_18_000_yen() -> None:
    assert registration_yen(END) == 18_000
    assert registration_yen(dt.date(1970, 12, 31)) == 0
