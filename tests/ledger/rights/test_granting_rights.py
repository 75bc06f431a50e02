"""Granting rights: nobody gives more than he holds, co-owners agree, exclusives do not overlap."""

from datetime import date
from typing import Any

import pytest
from money_stage import Money
from pydantic import ValidationError
from rights_stage import Rights, consent, reach
from stage import member, ratio, studio

from ledger.access.views import OPERATOR_VIEWER, PUBLIC_VIEWER, Viewer
from ledger.committees.commands import Window
from ledger.errors import Refused
from ledger.rights.answers import Asked, title
from ledger.rights.views import page, show
from ledger.rights.written import Bundle, BundlePart, SigningClause, WrittenHoldback

NOWHERE = "party_01KAM3Z4T0V6S8Q2YB5C9D7E1F"


@pytest.fixture
def rights(money: Money) -> Rights:
    return Rights(money)


@pytest.fixture
def held(rights: Rights) -> Rights:
    """A and B hold everything in halves from 2026 on."""
    rights.money.record(rights.title())
    return rights


def part_of(refusal: Refused) -> dict[str, Any]:
    """The part of the work that a refusal names."""
    part = refusal.fields["part"]
    assert isinstance(part, dict)
    return part


def test_a_title_keeps_what_was_written_and_what_it_meant(money_anywhere: Money) -> None:
    rights = Rights(money_anywhere)
    title = rights.title(extent=reach("streaming", "WW/JP"))
    rights.money.record(title)
    with rights.money.ledger.reading() as conn:
        shown = show(conn, title.id, OPERATOR_VIEWER)
        assert shown is not None
        assert shown["extent"]["territories"] == {"include": ["WW"], "exclude": ["JP"]}
        assert shown["extent_told"]["ja"].startswith("配信・全世界（日本以外）")
        assert int(shown["resolved"]["media"], 16).bit_count() == 5
        assert [one["id"] for one in page(conn, Viewer("studio", rights.b))] == [title.id]
        assert page(conn, Viewer("studio", rights.n)) == []
        assert show(conn, title.id, PUBLIC_VIEWER) is None


def test_shares_of_a_title_sum_to_one(rights: Rights) -> None:
    """1/3 + 1/3 + 3333/10000 = 29999/30000."""
    stakes = ((rights.a, "1/3"), (rights.b, "1/3"), (rights.n, "3333/10000"))
    refusal = rights.money.refused(rights.title(*stakes))
    assert (refusal.code, refusal.fields["value"]) == ("shares-do-not-sum", "29999/30000")


def test_no_part_is_held_for_more_than_one(held: Rights) -> None:
    """Everything is held for 1; another title for all of 商品化 makes that part 2."""
    refusal = held.money.refused(held.title((held.n, "1"), extent=reach("merchandise")))
    assert (refusal.code, refusal.fields["value"]) == ("rights-above-one", "2")
    assert refusal.fields["part"] == {
        "media": {"include": ["merchandise"]},
        "first": "2026-01-01",
    }


def test_titles_of_different_parts_stand_side_by_side(rights: Rights) -> None:
    rights.money.record(rights.title(extent=reach("all/merchandise")))
    rights.money.record(rights.title((rights.n, "1"), extent=reach("merchandise")))


def test_only_the_operator_says_where_rights_began(rights: Rights) -> None:
    assert rights.money.refused(rights.title(), studio(rights.a)).code == "operator-only"


def test_a_transfer_needs_every_co_owner(held: Rights) -> None:
    """65条1項: A gives all it holds, 1/2, to N; B has not agreed."""
    refusal = held.money.refused(held.transfer(held.a, held.n, None), studio(held.a))
    assert (refusal.code, refusal.fields["value"]) == ("co-owner-consent-missing", [held.b])
    agreed = held.transfer(held.a, held.n, None, consents=consent(held.b))
    held.money.record(agreed)


def test_nobody_gives_more_than_he_holds(held: Rights) -> None:
    """A holds 1/2 of everything, and would give 2/3 of 配信."""
    command = held.transfer(
        held.a, held.n, "2/3", extent=reach("streaming"), consents=consent(held.b)
    )
    refusal = held.money.refused(command)
    assert refusal.code == "rights-not-held"
    assert (refusal.fields["held"], refusal.fields["wanted"]) == ("1/2", "2/3")
    assert part_of(refusal)["media"] == {"include": ["streaming"]}


def test_what_was_given_before_is_not_taken_by_an_earlier_date(held: Rights) -> None:
    """A gave its 1/2 to N from 2028; giving it to B from 2027 would leave N nothing."""
    later = held.transfer(
        held.a, held.n, "1/2", extent=reach(since=date(2028, 1, 1)), consents=consent(held.b)
    )
    held.money.record(later)
    earlier = held.transfer(held.a, held.b, "1/2", extent=reach(since=date(2027, 1, 1)))
    refusal = held.money.refused(earlier)
    assert refusal.code in {"rights-given-before", "rights-not-held"}
    assert part_of(refusal)["first"] == "2028-01-01"


def test_a_clause_that_waives_unanimity_reaches_licences_and_not_transfers(
    rights: Rights,
) -> None:
    clause = SigningClause(representative=rights.a, ground="waiver", clause="第12条")
    rights.money.record(rights.title(signing=(clause,)))
    rights.money.record(rights.licence(), studio(rights.a))
    command = rights.transfer(rights.a, rights.n, "1/4")
    refusal = rights.money.refused(command, studio(rights.a))
    assert refusal.code == "co-owner-consent-missing"


def test_a_clause_may_reach_transfers_too(rights: Rights) -> None:
    clause = SigningClause(
        representative=rights.a, ground="waiver", clause="第12条", covers_transfers=True
    )
    rights.money.record(rights.title(signing=(clause,)))
    rights.money.record(rights.transfer(rights.a, rights.n, "1/4"), studio(rights.a))


@pytest.mark.parametrize("ground", ["succession", "judgment"])
def test_succession_and_judgment_need_no_consent(held: Rights, ground: str) -> None:
    held.money.record(held.transfer(held.a, held.n, None, ground=ground))


def test_a_share_may_be_left_without_holder_but_not_by_contract(held: Rights) -> None:
    refusal = held.money.refused(
        held.transfer(held.a, "unassigned", None, consents=consent(held.b))
    )
    assert refusal.code == "rights-nobody-contracts"
    held.money.record(held.transfer(held.a, "unassigned", None, ground="dissolution"))
    refusal = held.money.refused(held.licence(held.b))
    assert refusal.code == "rights-nobody-can-sign"
    assert part_of(refusal)["media"] == {"include": ["svod"]}


def test_all_co_owners_license_together(held: Rights) -> None:
    """65条2項: a licence by A alone lacks B."""
    refusal = held.money.refused(held.licence(held.a), studio(held.a))
    assert (refusal.code, refusal.fields["value"]) == ("co-owner-consent-missing", [held.b])
    held.money.record(held.licence(held.a, consents=consent(held.b)))


def test_naming_a_co_owner_is_not_his_consent(held: Rights) -> None:
    """A names B as licensor; the operator has the document that both signed, A has only his word."""
    refusal = held.money.refused(held.licence(held.a, held.b), studio(held.a))
    assert (refusal.code, refusal.fields["value"]) == ("co-owner-consent-missing", [held.b])


def test_who_holds_nothing_licenses_nothing(held: Rights) -> None:
    refusal = held.money.refused(held.licence(held.n, licensee=held.a))
    assert (refusal.code, refusal.fields["value"]) == ("rights-not-held", held.n)


def test_a_grant_wider_than_held_names_the_part(rights: Rights) -> None:
    """A and B hold Japan only; SVOD in the world reaches beyond it."""
    rights.money.record(rights.title(extent=reach("all", "JP")))
    refusal = rights.money.refused(rights.licence(extent=reach("svod", "WW")))
    assert refusal.code == "rights-not-held"
    assert part_of(refusal)["territories"] == {"include": ["WW"], "exclude": ["JP"]}


def test_exclusives_that_meet_are_refused_with_the_overlap(held: Rights) -> None:
    """N: SVOD・日本 to March 2031; X: 配信・全世界 from 2030. They meet in SVOD・日本, 15 months."""
    first = held.licence(extent=reach("svod", "JP", until=date(2031, 3, 31)))
    held.money.record(first)
    second = held.licence(
        licensee=held.money.company("別の配信社"),
        exclusivity="non_exclusive",
        extent=reach("streaming", "WW", date(2030, 1, 1)),
    )
    refusal = held.money.refused(second)
    assert (refusal.code, refusal.fields["value"]) == ("rights-exclusive-overlap", first.id)
    overlap = refusal.fields["overlap"]
    assert isinstance(overlap, dict)
    assert overlap["media"] == {"include": ["svod"]}
    assert overlap["territories"] == {"include": ["JP"]}
    assert (overlap["first"], overlap["until"]) == ("2030-01-01", "2031-03-31")


def test_a_licence_that_ended_makes_room(held: Rights) -> None:
    first = held.licence()
    held.money.record(first)
    held.money.record(held.end(first.id, date(2028, 4, 1)))
    held.money.record(held.licence(extent=reach("svod", "JP", date(2028, 4, 1))))
    refusal = held.money.refused(held.end(first.id, date(2028, 4, 1)))
    assert refusal.code == "right-ended-already"


def test_no_co_owner_ends_alone_what_all_granted(held: Rights) -> None:
    """The licensee gives up what is his; A alone cannot take back what A and B granted."""
    first = held.licence()
    held.money.record(first)
    command = held.end(first.id, date(2028, 4, 1))
    assert held.money.refused(command, studio(held.a)).code == "not-your-right"
    held.money.record(command, studio(held.n))


def test_a_sub_licence_lies_within_its_source(held: Rights) -> None:
    source = held.licence(sublicensable=True, extent=reach("streaming", "JP"))
    held.money.record(source)
    other = held.money.company("地方の配信社")
    within = held.licence(held.n, licensee=other, source=source.id)
    held.money.record(within, studio(held.n))
    beyond = held.licence(held.n, licensee=other, source=source.id, extent=reach("svod", "JP+KR"))
    refusal = held.money.refused(beyond)
    assert refusal.code == "rights-beyond-source"
    assert part_of(refusal)["territories"] == {"include": ["KR"]}


def test_a_licence_that_allows_no_other_gives_no_other(held: Rights) -> None:
    source = held.licence()
    held.money.record(source)
    sub = held.licence(held.n, licensee=held.a, source=source.id)
    assert held.money.refused(sub).code == "rights-beyond-source"


def test_an_exclusive_right_does_not_come_out_of_an_open_one(held: Rights) -> None:
    source = held.licence(exclusivity="non_exclusive", sublicensable=True)
    held.money.record(source)
    sub = held.licence(held.n, licensee=held.a, source=source.id)
    assert held.money.refused(sub).code == "rights-source-not-exclusive"


def test_a_holdback_of_the_licensor_keeps_others_out(held: Rights) -> None:
    wait = WrittenHoldback(extent=reach("avod", "JP", until=date(2027, 3, 31)), binds="licensor")
    first = held.licence(holdbacks=(wait,))
    held.money.record(first)
    early = held.licence(extent=reach("avod", "JP", date(2027, 1, 1)))
    refusal = held.money.refused(early)
    assert (refusal.code, refusal.fields["value"]) == ("rights-held-back", first.id)
    held.money.record(held.licence(extent=reach("avod", "JP", date(2027, 4, 1))))


def test_a_window_signs_for_its_committee_and_its_use(rights: Rights) -> None:
    """The streaming window licenses SVOD alone; for 商品化 all members sign."""
    window = Window(medium="streaming", holder=rights.b)
    committee = rights.money.committee(
        member(rights.a, "1/2"), member(rights.b, "1/2"), windows=(window,)
    )
    holder = f"committee:{committee}/copyright"
    rights.money.record(rights.title((holder, "1")))
    rights.money.record(rights.licence(holder), studio(rights.b))
    goods = rights.licence(holder, extent=reach("goods", "JP"))
    refusal = rights.money.refused(goods, studio(rights.b))
    assert (refusal.code, refusal.fields["value"]) == ("co-owner-consent-missing", [rights.a])
    agreed = rights.licence(
        holder, extent=reach("goods", "JP"), consents=consent(rights.a, rights.b)
    )
    rights.money.record(agreed)


def test_a_draft_of_credits_cannot_sign(rights: Rights) -> None:
    committee = rights.money.committee(member(rights.a), origin="draft", lead=None)
    holder = f"committee:{committee}/copyright"
    rights.money.record(rights.title((holder, "1")))
    assert rights.money.refused(rights.licence(holder)).code == "rights-nobody-can-sign"


def test_a_bundle_allocates_all_of_its_price(held: Rights) -> None:
    """Theatrical 1/2 and streaming 3/10 are 4/5 of the guarantee."""
    parts = (
        BundlePart(media=("theatrical",), share=ratio("1/2")),
        BundlePart(media=("streaming",), share=ratio("3/10")),
    )
    short = held.licence(bundle=Bundle(name="北米一括", allocation=parts))
    refusal = held.money.refused(short)
    assert (refusal.code, refusal.fields["value"]) == ("bundle-does-not-sum", "4/5")
    whole = (*parts, BundlePart(media=("merchandise",), share=ratio("1/5")))
    held.money.record(held.licence(bundle=Bundle(name="北米一括", allocation=whole)))
    other = held.licence(
        extent=reach("game", "JP"), bundle=Bundle(name="北米一括", allocation=whole)
    )
    assert held.money.refused(other).code == "bundle-media-differ"


def test_an_ending_that_would_undermine_a_later_transfer_is_refused(held: Rights) -> None:
    """A gives 1/2 to N, N gives it to C: without the first, N gave what it did not hold."""
    first = held.transfer(held.a, held.n, "1/2", consents=consent(held.b))
    held.money.record(first)
    c = held.money.company("丙社")
    second = held.transfer(
        held.n, c, "1/2", extent=reach(since=date(2027, 1, 1)), consents=consent(held.b)
    )
    held.money.record(second)
    refusal = held.money.refused(held.end(first.id, date(2026, 6, 1)))
    assert (refusal.code, refusal.fields["expected"]) == (
        "rights-ending-undermines",
        f"{second.id} ended first",
    )


@pytest.mark.parametrize(
    ("change", "code", "field"),
    [
        ({"extent": reach("svod", "ZZ")}, "rights-code-unknown", "extent.territories.include"),
        ({"extent": reach("svodd", "JP")}, "rights-code-unknown", "extent.media.include"),
        ({"extent": reach("svod", "JP/JP")}, "rights-axis-empty", "extent.territories"),
        (
            {"extent": reach("svod", "JP", until=date(2025, 12, 31))},
            "rights-period-ends-before-it-begins",
            "extent.until",
        ),
        ({"work": "work_01KAM3Z4T0V6S8Q2YB5C9D7E1F"}, "work-not-found", "work"),
        ({"licensee": NOWHERE}, "party-not-found", "licensee"),
        ({"source": "right_01KAM3Z4T0V6S8Q2YB5C9D7E1F"}, "right-not-found", "source"),
        ({"agreement": "agr_01KAM3Z4T0V6S8Q2YB5C9D7E1F"}, "agreement-not-found", "agreement"),
    ],
)
def test_what_is_malformed_is_named(
    held: Rights, change: dict[str, Any], code: str, field: str
) -> None:
    refusal = held.money.refused(held.licence(**change))
    assert (refusal.code, refusal.fields["field"]) == (code, field)


def test_a_registered_transfer_can_be_asserted_against_third_parties(held: Rights) -> None:
    """77条: unregistered, the chain says so; from the day of registration it does not."""
    given = held.transfer(held.a, held.n, "1/4", consents=consent(held.b))
    held.money.record(given)
    held.money.record(held.registration(given.id))
    for day, codes in ((date(2026, 5, 19), ["not-registered"]), (date(2026, 5, 20), [])):
        with held.money.ledger.reading() as conn:
            asked = Asked(held.work, day, ("svod",), ("JP",))
            (part,) = title(conn, OPERATOR_VIEWER, asked)["parts"]
        assert [one["code"] for one in part["defects"]] == codes


def test_a_registration_is_of_a_transfer_once_and_in_the_past(held: Rights) -> None:
    given = held.transfer(held.a, held.n, "1/4", consents=consent(held.b))
    held.money.record(given)
    early = held.registration(given.id, day=date(2026, 11, 23))
    assert held.money.refused(early).code == "registered-in-future"
    alone = held.money.refused(held.registration(given.id), studio(held.n))
    assert alone.code == "not-your-right"
    held.money.record(held.registration(given.id))
    refusal = held.money.refused(held.registration(given.id))
    assert refusal.code == "right-registered-already"
    licence = held.licence(held.a, held.b, held.n)
    held.money.record(licence)
    refusal = held.money.refused(held.registration(licence.id))
    assert refusal.code == "right-not-registrable"


def test_who_is_none_of_the_licensors_records_no_licence(held: Rights) -> None:
    refusal = held.money.refused(held.licence(), studio(held.n))
    assert refusal.code == "not-your-right"


def test_an_id_names_one_grant(held: Rights) -> None:
    first = held.licence()
    held.money.record(first)
    assert held.money.refused(first).code == "id-taken"


def test_a_holder_is_a_party_or_a_committees_copyright(rights: Rights) -> None:
    with pytest.raises(ValidationError):
        rights.title(("甲社", "1"))
