"""Holdings: shares sum to one in every part, and nobody gives more than he holds."""

from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest
from effort import few
from hypothesis import given
from hypothesis import strategies as st
from random_extents import extents, points
from written_grants import ALL, DAY, reach, title, transfer

from contracts.money import Ratio
from contracts.rights.extent import Extent, covers, describe
from contracts.rights.grants import UNASSIGNED, Ending, Grants, Transfer, moving, retained
from contracts.rights.holding import (
    above_one,
    held_by,
    holdings,
    lost,
    not_held,
    shortfalls,
    unassigned,
    undermined,
)
from contracts.rights.shares import WHOLE, total

STREAMING = reach("streaming", "JP", "2027-04-01")
HALVES = title(A=(1, 2), B=(1, 2))


def shares(grants: Grants, extent: Extent) -> Any:
    (held,) = holdings(grants, extent)
    return dict(held.shares)


def on(day: str, media: str = "svod", places: str = "JP") -> Extent:
    return reach(media, places, day, day)


def test_a_quarter_of_streaming_in_japan_moves_from_its_first_day_and_nothing_else() -> None:
    """A 1/2, B 1/2; A gives C 1/4 of 配信・日本 from 2027-04-01: A 1/4, B 1/2, C 1/4 there."""
    grants = Grants(titles=(HALVES,), transfers=(transfer("x", "A", "C", (1, 4), STREAMING),))
    assert shares(grants, on("2027-03-31")) == {"A": (1, 2), "B": (1, 2)}
    assert shares(grants, on("2027-04-01")) == {"A": (1, 4), "B": (1, 2), "C": (1, 4)}
    assert shares(grants, on("2027-04-01", places="DE")) == {"A": (1, 2), "B": (1, 2)}
    assert held_by(grants, "C", ALL) == [(STREAMING, (1, 4))]


def test_a_transfer_for_a_time_comes_back_by_itself() -> None:
    """A gives C all of its half of SVOD for 2027: on 2028-01-01 A holds it again."""
    year = reach("svod", "JP", "2027-01-01", "2027-12-31")
    grants = Grants(titles=(HALVES,), transfers=(transfer("x", "A", "C", (1, 2), year),))
    assert shares(grants, on("2027-12-31")) == {"B": (1, 2), "C": (1, 2)}
    assert shares(grants, on("2028-01-01")) == {"A": (1, 2), "B": (1, 2)}


def test_what_was_passed_on_falls_back_when_the_first_transfer_ends() -> None:
    """A to C, C to D; A takes C's back from 2029 on: D's came from C and is gone with it."""
    grants = Grants(
        titles=(title(A=(1, 1)),),
        transfers=(
            transfer("x", "A", "C", (1, 1), ALL),
            transfer("y", "C", "D", (1, 1), ALL),
        ),
        endings=(Ending("x", DAY(2029, 1, 1), "reversion"),),
    )
    assert shares(grants, on("2028-12-31")) == {"D": (1, 1)}
    assert shares(grants, on("2029-01-01")) == {"A": (1, 1)}
    (short,) = shortfalls(grants)
    assert (short.grant, short.extent.first, short.held) == ("y", DAY(2029, 1, 1), (0, 1))


def test_a_merger_moves_all_that_the_old_company_holds_and_no_more() -> None:
    grants = Grants(
        titles=(HALVES,),
        transfers=(
            transfer("x", "A", "C", (1, 4), STREAMING),
            transfer("m", "A", "N", None, reach(first="2028-01-01"), ground="succession"),
        ),
    )
    assert shares(grants, on("2028-01-01")) == {"B": (1, 2), "C": (1, 4), "N": (1, 4)}
    assert shares(grants, on("2028-01-01", places="US")) == {"B": (1, 2), "N": (1, 2)}
    assert shortfalls(grants) == []


def test_a_contract_without_express_mention_leaves_27_and_28_with_the_giver() -> None:
    """61条2項: S gives everything to c by a contract that says only 著作権; 翻案 stays with S."""
    sale = transfer("x", "S", "c", (1, 1), ALL, names_27_28=False)
    grants = Grants(titles=(title(S=(1, 1)),), transfers=(sale,))
    remake, showing = reach("remake", acts="adaptation"), reach("svod", acts="public-transmission")
    assert shares(grants, remake) == {"S": (1, 1)}
    assert shares(grants, showing) == {"c": (1, 1)}


@pytest.mark.parametrize("ground", ["succession", "judgment", "dissolution"])
def test_the_presumption_is_one_of_contracts_only(ground: Any) -> None:
    passed = transfer("x", "S", "c", (1, 1), ALL, names_27_28=False, ground=ground)
    grants = Grants(titles=(title(S=(1, 1)),), transfers=(passed,))
    assert shares(grants, reach("remake", acts="adaptation")) == {"c": (1, 1)}


def test_a_contract_of_27_and_28_only_that_does_not_name_them_moves_nothing() -> None:
    grants = Grants(titles=(title(S=(1, 1)),))
    odd = transfer("x", "S", "c", (1, 1), reach(acts="articles-27-28"), names_27_28=False)
    assert (retained(odd), moving(odd)) == (odd.extent, None)
    assert not_held(grants, odd) == []
    assert shares(replace(grants, transfers=(odd,)), odd.extent) == {"S": (1, 1)}


def test_giving_more_than_is_held_is_told_with_the_part_and_both_shares() -> None:
    """A holds 1/2 everywhere and 1/4 of 配信・日本: of a new 1/2 of everything, that part is short."""
    grants = Grants(titles=(HALVES,), transfers=(transfer("x", "A", "C", (1, 4), STREAMING),))
    (short,) = not_held(grants, transfer("y", "A", "D", (1, 2), ALL))
    assert (short.giver, short.held, short.wanted) == ("A", (1, 4), (1, 2))
    assert describe(short.extent, "ja") == "配信・日本・すべての行為・2027-04-01から"
    assert not_held(grants, transfer("y", "A", "D", (1, 4), ALL)) == []


def test_who_holds_nothing_gives_nothing() -> None:
    grants = Grants(titles=(HALVES,))
    (short,) = not_held(grants, transfer("y", "Z", "D", None, STREAMING))
    assert (short.giver, short.held, short.extent) == ("Z", (0, 1), STREAMING)


def test_all_that_somebody_holds_must_not_take_what_he_promised_before() -> None:
    """A promised C 1/4 from April 2027; then A gives D all it holds from 2026 on: C would lose it."""
    grants = Grants(titles=(HALVES,), transfers=(transfer("x", "A", "C", (1, 4), STREAMING),))
    new = transfer("y", "A", "D", None, ALL)
    assert not_held(grants, new) == []
    (short,) = undermined(grants, new)
    assert (short.grant, short.held, short.wanted) == ("x", (0, 1), (1, 4))
    assert short.extent == STREAMING


def test_an_ending_takes_from_transfers_that_stood_on_what_ended() -> None:
    """A to C of 1/2, C to D of 1/4: when A takes C's back from 2029 on, D loses its 1/4 then."""
    before = Grants(
        titles=(HALVES,),
        transfers=(
            transfer("x", "A", "C", (1, 2), ALL),
            transfer("y", "C", "D", (1, 4), STREAMING),
        ),
    )
    after = replace(before, endings=(Ending("x", DAY(2029, 1, 1)),))
    (short,) = lost(before, after, ALL)
    assert (short.grant, short.giver, short.held, short.wanted) == ("y", "C", (0, 1), (1, 4))
    assert short.extent == reach("streaming", "JP", "2029-01-01")
    assert lost(before, replace(before, endings=(Ending("y", DAY(2029, 1, 1)),)), ALL) == []


def test_what_was_short_before_is_not_lost_to_something_else() -> None:
    """B gave more than it held; a new transfer by A elsewhere in time takes nothing from that."""
    grants = Grants(titles=(HALVES,), transfers=(transfer("x", "B", "C", (3, 4), STREAMING),))
    new = transfer("y", "A", "D", (1, 2), reach(first="2028-01-01"))
    assert undermined(grants, new) == []


def test_recorded_facts_beyond_what_was_held_move_nothing_and_are_shown() -> None:
    """A register may refuse orders, not facts: B gives 3/4 and holds 1/2."""
    grants = Grants(titles=(HALVES,), transfers=(transfer("x", "B", "C", (3, 4), STREAMING),))
    assert shares(grants, on("2027-04-01")) == {"A": (1, 2), "C": (1, 2)}
    (short,) = shortfalls(grants)
    assert (short.held, short.wanted) == ((1, 2), (3, 4))


def test_titles_that_sum_to_more_than_the_whole_are_told_with_the_part() -> None:
    """A 1/1 of everything and B 1/2 of 商品化: 3/2 of 商品化."""
    grants = Grants(titles=(title("t", A=(1, 1)), title("u", reach("merchandise"), B=(1, 2))))
    (held,) = above_one(grants)
    assert describe(held.extent, "ja") == "商品化・全世界・すべての行為・2026-01-01から"
    assert total(share for _, share in held.shares) == (3, 2)
    assert above_one(Grants(titles=(HALVES,))) == []
    assert above_one(Grants()) == []


def test_a_part_without_title_or_not_for_the_whole_is_unassigned() -> None:
    grants = Grants(titles=(title("t", reach("streaming"), A=(2, 3)),))
    left = {describe(held.extent, "en"): held for held in unassigned(grants, ALL)}
    assert {name: held.unassigned for name, held in left.items()} == {
        "streaming, the world, all acts, from 2026-01-01": (1, 3),
        "all media (except streaming), the world, all acts, from 2026-01-01": (1, 1),
    }
    assert left["streaming, the world, all acts, from 2026-01-01"].holders == ("A",)


def test_a_title_that_ended_leaves_its_part_unassigned() -> None:
    grants = Grants(titles=(HALVES,), endings=(Ending("title", DAY(2027, 1, 1)),))
    assert unassigned(grants, on("2026-12-31")) == []
    assert shares(grants, on("2027-01-01")) == {UNASSIGNED: (1, 1)}


PARTIES = st.sampled_from(("A", "B", "C"))
SHARES: st.SearchStrategy[Ratio | None] = st.sampled_from(((1, 1), (1, 2), (1, 3), (1, 6), None))


@st.composite
def random_grants(draw: st.DrawFn) -> Grants:
    moves = draw(
        st.lists(st.tuples(PARTIES, PARTIES, SHARES, extents(), st.booleans()), max_size=5)
    )
    transfers = tuple(
        Transfer(
            id=f"x{n}", extent=reach, giver=giver, taker=taker, share=share, names_27_28=express
        )
        for n, (giver, taker, share, reach, express) in enumerate(moves)
    )
    days = st.integers(1, 9).map(lambda number: DAY(2026, 1, number))
    ended = draw(st.lists(st.tuples(st.integers(0, 4), days), max_size=2))
    return Grants(
        titles=(title("t", A=(1, 2), B=(1, 3)),),
        transfers=transfers,
        endings=tuple(Ending(f"x{n}", day) for n, day in ended),
    )


@few
@given(random_grants(), extents())
def test_every_part_of_any_history_sums_to_one(grants: Grants, whole: Extent) -> None:
    for held in holdings(grants, whole):
        assert total(share for _, share in held.shares) == WHOLE
        assert all(share[0] > 0 for _, share in held.shares)


def slowly(grants: Grants, point: Extent) -> dict[str, Ratio]:
    """The oracle: one point, one transfer after the other, as somebody would do it by hand."""
    held = {"A": Fraction(1, 2), "B": Fraction(1, 3), UNASSIGNED: Fraction(1, 6)}
    over = {each.of: each.first_day for each in reversed(grants.endings)}
    for ending in grants.endings:
        over[ending.of] = min(over[ending.of], ending.first_day)
    adapts = bool(point.acts & reach(acts="articles-27-28").acts)
    for move in sorted(grants.transfers, key=lambda each: each.extent.first):
        is_over = move.id in over and point.first >= over[move.id]
        stays = adapts and move.ground == "contract" and not move.names_27_28
        if not covers(move.extent, point) or is_over or stays:
            continue
        has = held.get(move.giver, Fraction(0))
        moved = has if move.share is None else min(has, Fraction(*move.share))
        held[move.giver] = has - moved
        held[move.taker] = held.get(move.taker, Fraction(0)) + moved
    return {who: (share.numerator, share.denominator) for who, share in held.items() if share}


@few
@given(random_grants(), points())
def test_holdings_are_those_of_a_slow_computation_of_one_point(
    grants: Grants, point: Extent
) -> None:
    assert shares(grants, point) == slowly(grants, point)


@few
@given(random_grants(), extents(), PARTIES, SHARES)
def test_a_transfer_within_what_is_held_leaves_no_new_shortfall(
    grants: Grants, extent: Extent, giver: str, share: Ratio | None
) -> None:
    """What the rule would accept, the audit finds in order."""
    new = transfer("new", giver, "N", share, extent)
    if not_held(grants, new) or undermined(grants, new):
        return
    together = Grants(
        titles=grants.titles, transfers=(*grants.transfers, new), endings=grants.endings
    )
    assert not [short for short in shortfalls(together) if short.grant == "new"]
