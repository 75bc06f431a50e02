"""For any end of a committee: sums, what does not move, and an oracle that looks at one point."""

from dataclasses import replace
from datetime import timedelta
from fractions import Fraction

import pytest
from effort import few, many
from given_dissolution import applied
from hypothesis import given
from hypothesis import strategies as st
from oracle_dissolution import Divided, after_at, held_at
from random_endings import endings
from random_extents import points

from contracts.dissolution.after import holders_after
from contracts.dissolution.outcome import divide
from contracts.dissolution.situation import Situation
from contracts.rights.extent import Extent, covers, everything, touches
from contracts.rights.grants import UNASSIGNED
from contracts.rights.holding import Shares, holdings, not_held
from contracts.rights.shares import total
from contracts.rights.vocabulary import committee_uses


@st.composite
def looked_at(draw: st.DrawFn, situation: Situation) -> Extent:
    """A point from the day of transfer on, in the first year or in the second."""
    point = draw(points())
    day = max(point.first, situation.transfer_day)
    day += timedelta(days=draw(st.sampled_from((0, 0, 365))))
    return replace(point, first=day, until=day)


def told(shares: Shares) -> Divided:
    return {who: Fraction(*share) for who, share in shares}


def check_against_oracle(situation: Situation, point: Extent) -> None:
    grants = situation.works["work_1"]
    outcome = divide(situation)
    expected = after_at(situation, grants, point)
    (held,) = holdings(applied(grants, outcome.transfers), point)
    assert told(held.shares) == expected
    rows = [row for row in outcome.rows if covers(row.extent, point)]
    assert [told(row.after) for row in rows] in ([], [expected])
    assert [told(row.before) for row in rows] in ([], [held_at(grants, point)])
    if not rows:
        assert held_at(grants, point) == expected


@few
@given(st.data())
def test_every_point_is_held_by_whom_an_oracle_says(data: st.DataObject) -> None:
    situation = data.draw(endings())
    check_against_oracle(situation, data.draw(looked_at(situation)))


@pytest.mark.slow
@many
@given(st.data())
def test_every_point_is_held_by_whom_an_oracle_says_at_length(data: st.DataObject) -> None:
    situation = data.draw(endings())
    check_against_oracle(situation, data.draw(looked_at(situation)))


@few
@given(endings())
def test_every_cell_sums_to_one(situation: Situation) -> None:
    for row in divide(situation).rows:
        assert total(share for _, share in row.after) == (1, 1)


@few
@given(st.data())
def test_what_is_unassigned_is_named_to_the_last_share(data: st.DataObject) -> None:
    """No random shares are above one, so that gaps add up to what is unassigned."""
    situation = data.draw(endings())
    outcome, point = divide(situation), data.draw(looked_at(situation))
    rows = [row for row in outcome.rows if covers(row.extent, point)]
    named = [
        Fraction(*gap.share)
        for gap in outcome.gaps
        if gap.extent and covers(gap.extent, point) and gap.kind != "clause-missing"
    ]
    assert sum(named) == sum(told(row.after).get(UNASSIGNED, 0) for row in rows)


@few
@given(endings())
def test_nothing_moves_that_others_hold(situation: Situation) -> None:
    own = {"A", "B", "C", UNASSIGNED}
    for row in divide(situation).rows:
        after = dict(row.after)
        for who, share in row.before:
            if who not in own and not situation.is_committee(who):
                assert Fraction(*after[who]) >= Fraction(*share)


@few
@given(endings())
def test_nothing_stays_with_the_committee(situation: Situation) -> None:
    for row in divide(situation).rows:
        assert not any(situation.is_committee(who) for who, _ in row.after)


@few
@given(endings())
def test_applying_the_transfers_gives_the_rows(situation: Situation) -> None:
    outcome = divide(situation)
    register = applied(situation.works["work_1"], outcome.transfers)
    for row in outcome.rows:
        assert {held.shares for held in holdings(register, row.extent)} == {row.after}


@few
@given(endings())
def test_nobody_gives_more_than_he_holds(situation: Situation) -> None:
    register = situation.works["work_1"]
    for each in divide(situation).transfers:
        with_it = applied(register, (each,))
        moved = replace(with_it.transfers[-1], id=f"planned-{len(register.transfers)}")
        assert not not_held(register, moved)
        register = replace(register, transfers=(*register.transfers, moved))


@few
@given(endings())
def test_the_order_of_clauses_and_members_does_not_matter(situation: Situation) -> None:
    turned = replace(
        situation,
        clauses=tuple(reversed(situation.clauses)),
        members=tuple(reversed(situation.members)),
    )
    assert divide(turned) == divide(situation)


@few
@given(endings())
def test_rows_begin_on_the_day_of_transfer_and_do_not_overlap(situation: Situation) -> None:
    rows = divide(situation).rows
    for number, row in enumerate(rows):
        assert covers(everything(situation.transfer_day), row.extent)
        assert not any(touches(row.extent, other.extent) for other in rows[number + 1 :])


@few
@given(endings())
def test_the_share_sets_afterwards_sum_to_one_from_the_first_month_on(situation: Situation) -> None:
    money_from = (situation.transfer_day + timedelta(days=40)).replace(day=1)
    found = holders_after(situation, money_from)
    assert found[0].since == money_from
    assert [each.since for each in found] == sorted({each.since for each in found})
    for sets in found:
        for shares in (sets.investment, sets.copyright, sets.profit):
            assert total(share for _, share in shares) == (1, 1)


@few
@given(endings())
def test_groups_name_every_word_once_on_every_day(situation: Situation) -> None:
    groups = divide(situation).groups
    for day in {group.since for group in groups}:
        words = [word for group in groups if group.since == day for word in group.media]
        assert len(words) == len(set(words)) >= len(committee_uses()) - 1
