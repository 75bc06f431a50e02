"""What becomes of a committee's rights at its end: examples worked by hand."""

import datetime as dt
from dataclasses import replace

import pytest
from given_dissolution import (
    COMMITTEE,
    END,
    MADE,
    after,
    applied,
    ending,
    holders,
    members,
    owned,
    point,
    title,
)
from written_grants import licence, transfer

from contracts.dissolution.outcome import divide
from contracts.dissolution.situation import Clause, MemberShares
from contracts.errors import TermsInvalid
from contracts.money import Ratio
from contracts.rights.extent import everything, on_axis
from contracts.rights.grants import UNASSIGNED, Grants
from contracts.rights.vocabulary import committee_uses, tree_of

REST = Clause(outcome="co_ownership")
DAY = dt.timedelta(days=1)


def test_three_members_become_co_owners_by_their_copyright_shares() -> None:
    """The committee holds everything; A 1/2, B 1/3, C 1/6: three transfers, one row."""
    outcome = divide(ending(REST))
    assert [(each.giver, each.taker, each.share) for each in outcome.transfers] == [
        (COMMITTEE, "A", (1, 2)),
        (COMMITTEE, "B", (1, 3)),
        (COMMITTEE, "C", (1, 6)),
    ]
    (row,) = outcome.rows
    assert row.before == ((COMMITTEE, (1, 1)),)
    assert row.after == (("A", (1, 2)), ("B", (1, 3)), ("C", (1, 6)))
    assert row.extent == everything(END)
    assert not outcome.gaps


def test_the_lead_receives_everything_where_the_plan_says_so() -> None:
    situation = ending(Clause(outcome="lead", price_minor=1_000_000, clause="第12条"))
    outcome = divide(situation)
    assert [(each.taker, each.share, each.clause) for each in outcome.transfers] == [
        ("A", (1, 1), "第12条")
    ]
    assert after(situation, outcome, point("svod")) == (("A", (1, 1)),)


def test_an_author_who_receives_after_five_years_does_so_on_the_corresponding_day() -> None:
    """Co-owned from 2027-04-01 to 2032-03-31, the author's from 2032-04-01 on."""
    situation = ending(REST, Clause(outcome="author", to="X", after_years=5))
    outcome = divide(situation)
    turn = dt.date(2032, 4, 1)
    before, later = outcome.rows
    assert (before.extent.first, before.extent.until) == (END, turn - DAY)
    assert (later.extent.first, later.extent.until) == (turn, None)
    assert later.after == (("X", (1, 1)),)
    assert later.before == ((COMMITTEE, (1, 1)),)
    assert after(situation, outcome, point("svod", day=turn - DAY))[0] == ("A", (1, 2))
    assert after(situation, outcome, point("svod", day=turn)) == (("X", (1, 1)),)


def test_what_passes_on_after_years_comes_from_whoever_received_it_first() -> None:
    outcome = divide(ending(REST, Clause(outcome="author", to="X", after_years=5)))
    later = [each for each in outcome.transfers if each.extent.first == dt.date(2032, 4, 1)]
    assert [(each.giver, each.share) for each in later] == [
        ("A", (1, 2)),
        ("B", (1, 3)),
        ("C", (1, 6)),
    ]
    assert all(each.extent.until is None for each in outcome.transfers)


def test_a_manager_holds_title_for_the_members() -> None:
    situation = ending(Clause(outcome="manager", to="M"))
    outcome = divide(situation)
    (group,) = outcome.groups
    assert group.shares == (("M", (1, 1)),)
    assert group.beneficiaries == (("A", (1, 2)), ("B", (1, 3)), ("C", (1, 6)))
    assert after(situation, outcome, point("goods")) == (("M", (1, 1)),)
    assert "held-in-trust" in [note.code for note in outcome.notes]


MIXED = (
    Clause(outcome="member", to="B", media=("music",), price_minor=300_000),
    Clause(outcome="studio", to="S", media=("overseas",)),
    Clause(outcome="lead", media=("streaming", "video")),
    REST,
)


@pytest.mark.parametrize(
    ("medium", "place", "expected"),
    [
        ("soundtrack", "JP", (("B", (1, 1)),)),
        ("soundtrack", "US", (("S", (1, 1)),)),
        ("svod", "JP", (("A", (1, 1)),)),
        ("svod", "CN", (("S", (1, 1)),)),
        ("cinema", "JP", (("A", (1, 2)), ("B", (1, 3)), ("C", (1, 6)))),
        ("cinema", "FR", (("S", (1, 1)),)),
    ],
)
def test_a_mixture_by_media_gives_each_cell_to_its_own_receiver(
    medium: str, place: str, expected: tuple[tuple[str, Ratio], ...]
) -> None:
    """Overseas outweighs the media: everything outside Japan goes to the studio S."""
    situation = ending(*MIXED)
    assert after(situation, divide(situation), point(medium, place)) == expected


def test_without_a_clause_for_overseas_a_medium_means_the_world() -> None:
    situation = ending(Clause(outcome="lead", media=("streaming",)), REST)
    assert after(situation, divide(situation), point("svod", "US")) == (("A", (1, 1)),)


def test_the_order_of_clauses_does_not_matter() -> None:
    assert divide(ending(*MIXED)) == divide(ending(*reversed(MIXED)))


def test_groups_say_which_media_go_together() -> None:
    groups = divide(ending(*MIXED)).groups
    assert {group.media for group in groups if group.shares == (("A", (1, 1)),)} == {
        ("streaming", "video")
    }
    assert sorted(word for group in groups for word in group.media) == sorted(committee_uses())


def test_the_words_of_committees_are_all_media_and_do_not_overlap() -> None:
    named = [use.media for word, use in committee_uses().items() if word != "overseas"]
    assert sum(named) == tree_of("media").all_bits


def test_a_member_that_was_merged_is_replaced_by_its_successor() -> None:
    situation = ending(REST, gone=frozenset("B"), successors={"B": (("D", (1, 1)),)})
    outcome = divide(situation)
    assert outcome.rows[0].after == (("A", (1, 2)), ("C", (1, 6)), ("D", (1, 3)))
    assert not outcome.gaps


def test_a_successor_that_is_gone_is_replaced_by_its_own_successors() -> None:
    """B 1/3 went to D and E in halves, D to F: E 1/6, F 1/6."""
    successors = {"B": (("D", (1, 2)), ("E", (1, 2))), "D": (("F", (1, 1)),)}
    outcome = divide(ending(REST, gone=frozenset("BD"), successors=successors))
    after_ = dict(outcome.rows[0].after)
    assert (after_["E"], after_["F"]) == ((1, 6), (1, 6))


def test_successors_that_succeed_each_other_in_a_circle_leave_the_share_unassigned() -> None:
    successors = {"B": (("D", (1, 1)),), "D": (("B", (1, 1)),)}
    outcome = divide(ending(REST, gone=frozenset("BD"), successors=successors))
    assert dict(outcome.rows[0].after)[UNASSIGNED] == (1, 3)


def test_the_share_of_a_member_that_is_gone_without_successor_is_unassigned_and_named() -> None:
    (gap,) = divide(ending(REST, gone=frozenset("C"))).gaps
    assert (gap.kind, gap.work, gap.extent, gap.share) == (
        "party-gone",
        "work_1",
        everything(END),
        (1, 6),
    )
    assert "1/6" in gap.text_ja
    assert "C" in gap.text_en


def test_a_receiver_that_is_gone_leaves_its_cells_unassigned() -> None:
    situation = ending(Clause(outcome="studio", to="S", media=("game",)), REST, gone=frozenset("S"))
    outcome = divide(situation)
    assert after(situation, outcome, point("game")) == ((UNASSIGNED, (1, 1)),)
    assert [gap.kind for gap in outcome.gaps] == ["party-gone"]


def test_a_clause_that_names_no_receiver_is_a_gap() -> None:
    outcome = divide(ending(Clause(outcome="author", media=("publishing",)), REST))
    assert [(gap.kind, gap.share) for gap in outcome.gaps] == [("receiver-missing", (1, 1))]


def test_the_lead_of_a_committee_without_a_lead_is_a_gap() -> None:
    outcome = divide(ending(Clause(outcome="lead"), lead=None))
    assert [gap.kind for gap in outcome.gaps] == ["receiver-missing"]


def test_a_plan_that_leaves_one_ten_thousandth_names_the_share_and_the_cell() -> None:
    shares = (("A", (1, 2)), ("B", (4_999, 10_000)))
    situation = ending(Clause(outcome="co_ownership", media=("streaming",), shares=shares), REST)
    outcome = divide(situation)
    (gap,) = outcome.gaps
    assert (gap.kind, gap.share) == ("shares-short", (1, 10_000))
    assert gap.extent is not None
    assert gap.extent.media == tree_of("media").bits("streaming")
    assert after(situation, outcome, point("svod"))[-1] == (UNASSIGNED, (1, 10_000))


def test_a_plan_that_gives_more_than_the_whole_gives_nobody_anything() -> None:
    shares = (("A", (1, 2)), ("B", (5_001, 10_000)))
    outcome = divide(ending(Clause(outcome="co_ownership", shares=shares)))
    assert outcome.rows[0].after == ((UNASSIGNED, (1, 1)),)
    assert [(gap.kind, gap.share) for gap in outcome.gaps] == [("shares-above-one", (1, 10_000))]


def test_media_that_a_plan_passes_over_are_co_owned_by_statute_and_named() -> None:
    situation = ending(Clause(outcome="lead", media=("streaming",)))
    outcome = divide(situation)
    assert {gap.kind for gap in outcome.gaps} == {"clause-missing"}
    assert after(situation, outcome, point("cinema"))[0] == ("A", (1, 2))


def test_a_medium_that_passes_on_only_after_years_is_a_gap_until_then() -> None:
    outcome = divide(ending(Clause(outcome="author", to="X", after_years=5)))
    (gap,) = outcome.gaps
    assert gap.kind == "clause-missing"
    assert gap.extent is not None
    assert gap.extent.until == dt.date(2032, 3, 31)


def test_without_a_plan_the_statute_decides_and_says_so() -> None:
    outcome = divide(ending())
    assert [note.code for note in outcome.notes] == [
        "statutory",
        "unanimity",
        "representatives-open",
    ]
    assert outcome.rows[0].clause == ""
    assert not outcome.gaps


def test_copyright_shares_that_nobody_knows_are_presumed_equal() -> None:
    situation = ending(members=members(A=None, B=None, C=None))
    outcome = divide(situation)
    assert outcome.rows[0].after == (("A", (1, 3)), ("B", (1, 3)), ("C", (1, 3)))
    assert "shares-presumed" in [note.code for note in outcome.notes]


def test_what_known_shares_leave_is_presumed_equal_among_the_others() -> None:
    """A 1/2 is known; B and C share the other half."""
    outcome = divide(ending(members=members(A=(1, 2), B=None, C=None)))
    assert outcome.rows[0].after == (("A", (1, 2)), ("B", (1, 4)), ("C", (1, 4)))


def test_a_committee_without_known_members_leaves_everything_unassigned() -> None:
    outcome = divide(ending(members=()))
    assert outcome.rows[0].after == ((UNASSIGNED, (1, 1)),)
    assert [gap.kind for gap in outcome.gaps] == ["members-unknown"]


def test_what_a_member_holds_by_name_stays_with_it_among_co_owners() -> None:
    """A holds 1/4 by name and the committee 3/4: A 1/4 + 3/8, B 1/4, C 1/8."""
    outcome = divide(ending(REST, works=owned((COMMITTEE, (3, 4)), ("A", (1, 4)))))
    assert outcome.rows[0].after == (("A", (5, 8)), ("B", (1, 4)), ("C", (1, 8)))
    assert all(each.giver == COMMITTEE for each in outcome.transfers)


def test_what_a_member_holds_by_name_goes_to_the_receiver_of_a_clause() -> None:
    situation = ending(
        Clause(outcome="studio", to="S"), works=owned((COMMITTEE, (3, 4)), ("A", (1, 4)))
    )
    assert [(each.giver, each.share) for each in divide(situation).transfers] == [
        ("A", (1, 4)),
        (COMMITTEE, (3, 4)),
    ]


def test_what_a_gone_member_holds_by_name_is_unassigned() -> None:
    situation = ending(REST, works=owned((COMMITTEE, (1, 2)), ("C", (1, 2))), gone=frozenset("C"))
    outcome = divide(situation)
    assert dict(outcome.rows[0].after)[UNASSIGNED] == (7, 12)
    assert [(gap.kind, gap.share) for gap in outcome.gaps] == [("party-gone", (7, 12))]


def test_nothing_of_other_holders_moves() -> None:
    situation = ending(*MIXED, works=owned((COMMITTEE, (3, 4)), ("X", (1, 4))))
    for row in divide(situation).rows:
        assert dict(row.after)["X"] == (1, 4)


def test_a_work_that_the_committee_does_not_hold_has_no_rows() -> None:
    assert divide(ending(REST, works=owned(("X", (1, 1))))).rows == ()


def test_a_work_without_any_title_has_no_holder_before_nor_after() -> None:
    outcome = divide(ending(REST, works={"work_1": Grants()}))
    assert [gap.kind for gap in outcome.gaps] == ["no-holder-before"]
    assert outcome.rows[0].after == ((UNASSIGNED, (1, 1)),)


def test_titles_that_sum_to_more_than_one_are_named() -> None:
    extra = title(("X", (1, 2)), grant="other")
    outcome = divide(ending(REST, works={"work_1": Grants(titles=(title(), extra))}))
    assert [(gap.kind, gap.share) for gap in outcome.gaps] == [("above-one-before", (1, 2))]


def test_a_work_with_two_titles_moves_only_what_the_committee_holds() -> None:
    """Publishing is X's by a title of its own; everything else is the committee's."""
    leaves = tree_of("media")
    books = on_axis(everything(MADE), "media", leaves.bits("publishing"))
    films = on_axis(everything(MADE), "media", leaves.all_bits & ~leaves.bits("publishing"))
    grants = Grants(titles=(title(extent=films), title(("X", (1, 1)), grant="t2", extent=books)))
    situation = ending(REST, works={"work_1": grants})
    outcome = divide(situation)
    assert after(situation, outcome, point("publishing")) == (("X", (1, 1)),)
    assert after(situation, outcome, point("svod"))[0] == ("A", (1, 2))


def test_licences_stand_and_the_new_holders_bear_them() -> None:
    """A licensee may oppose the new holders (63-2): the end touches no licence."""
    grants = Grants(titles=(title(),), licences=(licence("n", point("svod")),))
    situation = ending(REST, works={"work_1": grants})
    assert applied(grants, divide(situation).transfers).licences == grants.licences


def test_what_comes_back_to_the_committee_later_passes_on_when_it_comes_back() -> None:
    """X has everything until 2029; from 2030 the committee would have it again."""
    lent_until_2029 = replace(everything(MADE), until=dt.date(2029, 12, 31))
    lent = transfer("lent", COMMITTEE, "X", None, lent_until_2029)
    situation = ending(
        Clause(outcome="lead"), works={"work_1": Grants(titles=(title(),), transfers=(lent,))}
    )
    (moved,) = divide(situation).transfers
    assert (moved.extent.first, moved.taker) == (dt.date(2030, 1, 1), "A")


def test_what_the_committee_has_promised_for_later_still_passes_to_whom_it_was_promised() -> None:
    """1/2 goes to Z from 2030: A receives all until then, and 1/2 from then on."""
    later = transfer("later", COMMITTEE, "Z", (1, 2), everything(dt.date(2030, 1, 1)))
    grants = Grants(titles=(title(),), transfers=(later,))
    situation = ending(Clause(outcome="lead"), works={"work_1": grants})
    outcome = divide(situation)
    in_2030 = point("svod", day=dt.date(2030, 1, 1))
    assert after(situation, outcome, point("svod")) == (("A", (1, 1)),)
    assert after(situation, outcome, in_2030) == (("A", (1, 2)), ("Z", (1, 2)))
    assert holders(grants, in_2030) == (("Z", (1, 2)), (COMMITTEE, (1, 2)))


def test_every_share_set_of_the_committee_is_its_holding() -> None:
    situation = ending(Clause(outcome="lead"), works=owned(("committee:cmt_1/investment", (1, 1))))
    assert divide(situation).rows[0].after == (("A", (1, 1)),)
    assert not divide(ending(works=owned(("committee:cmt_2/copyright", (1, 1))))).rows


@pytest.mark.parametrize(
    ("clauses", "code", "field"),
    [
        (
            (Clause(outcome="lead", media=("radio",)),),
            "disposition-medium-unknown",
            "clauses[0].media",
        ),
        ((REST, Clause(outcome="lead")), "disposition-repeated", "clauses[1].media"),
        (
            (Clause(outcome="lead", media=("game", "game")),),
            "disposition-repeated",
            "clauses[0].media",
        ),
        (
            (Clause(outcome="lead", after_years=-1),),
            "disposition-years-out-of-range",
            "clauses[0].after_years",
        ),
        (
            (Clause(outcome="lead", shares=(("A", (0, 1)),)),),
            "disposition-share-not-positive",
            "clauses[0].shares[0].share",
        ),
        (
            (Clause(outcome="co_ownership", price_minor=1),),
            "disposition-price-without-buyer",
            "clauses[0].price_minor",
        ),
    ],
)
def test_a_plan_that_contradicts_itself_is_refused(
    clauses: tuple[Clause, ...], code: str, field: str
) -> None:
    with pytest.raises(TermsInvalid) as refused:
        divide(ending(*clauses))
    assert refused.value.code == code
    assert refused.value.fields["field"] == field


def test_successors_that_take_more_than_the_whole_are_refused() -> None:
    taken = {"B": (("D", (1, 1)), ("E", (1, 2)))}
    with pytest.raises(TermsInvalid, match="successors-above-one"):
        divide(ending(REST, gone=frozenset("B"), successors=taken))


def test_a_share_of_a_share_that_cannot_be_written_is_refused() -> None:
    """1/(2^53 - 1) of a third has a denominator of three times 2^53 - 1."""
    most = 2**53 - 1
    fine = (("A", (1, most)), ("B", (most - 1, most)))
    works = owned((COMMITTEE, (1, 3)), ("X", (2, 3)))
    with pytest.raises(TermsInvalid) as refused:
        divide(ending(Clause(outcome="co_ownership", shares=fine), works=works))
    assert refused.value.code == "disposition-share-too-fine"
    assert refused.value.fields["value"] == f"1/{3 * most}"


def test_years_that_lead_beyond_the_calendar_are_refused() -> None:
    later = Clause(outcome="author", to="X", after_years=10)
    with pytest.raises(TermsInvalid) as refused:
        divide(ending(REST, later, transfer_day=dt.date(9990, 1, 1)))
    assert refused.value.fields["expected"] == "0 to 9"


def test_five_years_from_a_leap_day_end_on_the_last_day_of_february() -> None:
    """Civil Code 143(2): the period ends on 2029-02-28, so the next begins on 2029-03-01."""
    leap = dt.date(2028, 2, 29)
    later = Clause(outcome="author", to="X", after_years=1)
    outcome = divide(ending(REST, later, transfer_day=leap))
    assert outcome.rows[1].extent.first == dt.date(2029, 3, 1)


def test_shares_that_members_were_given_twice_are_added() -> None:
    twice = (*members(A=(1, 2)), MemberShares(party="A", copyright=(1, 2)))
    assert divide(ending(REST, members=twice)).rows[0].after == (("A", (1, 1)),)
