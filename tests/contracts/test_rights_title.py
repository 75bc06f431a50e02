"""Chains of title: from those who made it to those who hold it, with what a lawyer would ask."""

from written_grants import ALL, DAY, reach, title, transfer

from contracts.rights.extent import describe
from contracts.rights.grants import (
    UNASSIGNED,
    Encumbrance,
    Ending,
    Grants,
    Registration,
    Title,
    Underlying,
)
from contracts.rights.title import Chain, back_from, chains

MADE = Title(
    id="made",
    extent=ALL,
    stakes=(("S", (1, 1)),),
    origin="maker_29",
    moral_rights="不行使特約あり",
    underlying=(Underlying("original_work", "agr_1", "映像化の範囲に限る"),),
)
GOODS = reach("goods", "JP")


def one(grants: Grants, day: str = "2027-04-01", extent: object = None) -> Chain:
    asked = GOODS if extent is None else extent
    (chain,) = chains(grants, asked, DAY.fromisoformat(day))  # type: ignore[arg-type]
    return chain


def codes(chain: Chain) -> list[tuple[str, str]]:
    return [(defect.code, defect.grant) for defect in chain.defects]


SOLD = transfer("sale", "S", "c", (1, 1), reach(first="2026-02-01"), source="made")
SPLIT = transfer("split", "c", "T", (1, 2), reach("merchandise", first="2026-03-01"))
LISTED = tuple(
    Registration(each, f"第{n}号", DAY(2026, 4, 1)) for n, each in enumerate(("sale", "split"), 1)
)
STORY = Grants(titles=(MADE,), transfers=(SOLD, SPLIT), registrations=LISTED)


def test_a_chain_goes_from_the_maker_to_the_holders_of_the_day() -> None:
    """S made it (29条); all of it to c; of 商品化 1/2 to T: three links, c 1/2 and T 1/2."""
    chain = one(STORY)
    assert [(link.kind, link.grant, link.givers, link.takers) for link in chain.links] == [
        ("title", "made", (), (("S", (1, 1)),)),
        ("transfer", "sale", (("S", (1, 1)),), (("c", (1, 1)),)),
        ("transfer", "split", (("c", (1, 2)),), (("T", (1, 2)),)),
    ]
    assert chain.shares == (("T", (1, 2)), ("c", (1, 2)))
    assert (chain.links[0].ground, chain.links[1].source) == ("maker_29", "made")
    assert chain.defects == ()


def test_what_limits_the_title_and_its_moral_rights_go_with_it() -> None:
    chain = one(STORY)
    assert chain.underlying == MADE.underlying
    assert chain.links[0].moral_rights == "不行使特約あり"


def test_only_the_links_that_lead_to_one_holder_are_told() -> None:
    chain = one(STORY)
    assert [link.grant for link in back_from(chain, "T")] == ["made", "sale", "split"]
    assert [link.grant for link in back_from(chain, "c")] == ["made", "sale"]
    assert back_from(chain, "nobody") == ()


def test_a_day_before_a_transfer_ends_with_who_held_it_then() -> None:
    assert one(STORY, "2026-02-28").shares == (("c", (1, 1)),)
    assert [link.grant for link in one(STORY, "2026-01-31").links] == ["made"]


def test_parts_with_different_histories_have_chains_of_their_own() -> None:
    found = chains(STORY, reach("goods game", "JP"), DAY(2027, 4, 1))
    assert {describe(chain.extent, "en").split(",")[0]: len(chain.links) for chain in found} == {
        "goods": 3,
        "games": 2,
    }


def test_rights_of_27_and_28_that_were_not_named_stay_in_the_chain_of_the_giver() -> None:
    """61条2項: 著作権 is sold without 特掲: remake stays with S, and the chain says why."""
    plain = transfer("sale", "S", "c", (1, 1), ALL, names_27_28=False)
    grants = Grants(titles=(MADE,), transfers=(plain,))
    chain = one(grants, extent=reach("remake", acts="adaptation"))
    assert chain.shares == (("S", (1, 1)),)
    assert [(link.kind, link.grant) for link in chain.links] == [
        ("title", "made"),
        ("retained", "sale"),
    ]
    assert codes(chain) == [("presumed-retained", "sale")]
    assert chain.defects[0].ja == (
        "「sale」は27条・28条の権利を特掲していない: Sに留保されたと推定（著作権法61条2項）"
    )
    showing = one(grants, extent=reach("svod", acts="public-transmission"))
    assert codes(showing) == [("not-registered", "sale")]


def test_what_was_retained_is_no_more_a_question_when_the_sale_has_ended() -> None:
    plain = transfer("sale", "S", "c", (1, 1), ALL, names_27_28=False)
    ended = Grants(titles=(MADE,), transfers=(plain,), endings=(Ending("sale", DAY(2027, 1, 1)),))
    assert codes(one(ended, extent=reach("remake", acts="adaptation"))) == []


def test_a_transfer_that_is_not_registered_is_no_defence_against_third_parties() -> None:
    """77条: registered on 2026-04-01, so the day before it was not."""
    assert codes(one(STORY, "2026-03-31")) == [
        ("not-registered", "sale"),
        ("not-registered", "split"),
    ]
    assert one(STORY).links[1].registration == LISTED[0]


def test_a_title_by_contract_does_not_reach_the_authors() -> None:
    bought = Title(id="made", extent=ALL, stakes=(("c", (1, 1)),), origin="contract")
    chain = one(Grants(titles=(bought,)))
    assert codes(chain) == [("origin-is-contract", "made")]
    assert chain.defects[0].en == (
        "made was acquired by contract, and whoever held it before is not on record"
    )


def test_a_part_without_title_has_no_beginning_and_no_holder() -> None:
    chain = one(Grants())
    assert (chain.links, chain.shares) == ((), ((UNASSIGNED, (1, 1)),))
    assert codes(chain) == [("no-title", ""), ("unassigned", "")]


def test_a_transfer_of_more_than_was_held_stays_in_the_chain_and_is_marked() -> None:
    """c gives 1/2 to T, then all to U: of the second only 1/2 passes; what V gives is nothing."""
    grants = Grants(
        titles=(title("made", c=(1, 1)),),
        transfers=(
            SPLIT,
            transfer("again", "c", "U", (1, 1), reach(first="2026-05-01")),
            transfer("void", "V", "W", (1, 1), reach(first="2026-06-01")),
        ),
    )
    chain = one(grants)
    assert [defect for defect in codes(chain) if defect[0].startswith("moved")] == [
        ("moved-less", "again"),
        ("moved-nothing", "void"),
    ]
    assert chain.links[2].takers == (("U", (1, 2)),)


def test_a_merger_elsewhere_is_no_link_of_this_chain() -> None:
    merger = transfer("merger", "Z", "N", None, ALL, ground="succession")
    assert [link.grant for link in one(Grants(titles=(MADE,), transfers=(merger,))).links] == [
        "made"
    ]


def test_a_pledge_is_a_burden_of_the_part_it_lies_on() -> None:
    pledge = Encumbrance(
        id="pledge", extent=reach("merchandise", "JP"), holder="S", creditor="B", kind="pledge"
    )
    grants = Grants(titles=(MADE,), encumbrances=(pledge,))
    chain = one(grants)
    assert (chain.burdens, codes(chain)) == ((pledge,), [("encumbered", "pledge")])
    assert one(grants, extent=reach("game", "JP")).burdens == ()


def test_every_defect_is_said_in_both_languages() -> None:
    gone = transfer("end", "S", UNASSIGNED, (1, 1), ALL, ground="dissolution")
    chain = one(Grants(titles=(MADE,), transfers=(gone,)))
    assert [(defect.ja, defect.en) for defect in chain.defects] == [
        ("権利者のいない持分がある", "a share has no holder"),
        (
            "「end」は登録されていない: 第三者に対抗できない（著作権法77条）",
            "end is not registered: it cannot be asserted against third parties (Copyright Act, "
            "article 77)",
        ),
    ]
