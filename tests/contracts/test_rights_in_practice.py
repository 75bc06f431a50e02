"""A committee as the trade describes it: windows sign for their uses, all members for a remake.

Source of the practice: windows are in law representatives under articles 64(3) and 65(4); a remake
needs everybody, which is why such sales fail (65条2項). The members here are invented.
"""

from written_grants import ALL, DAY, licence, reach

from contracts.rights.avails import Part, Question, availability
from contracts.rights.extent import on_axis
from contracts.rights.grants import UNASSIGNED, Grants, Licence, Mandate, Title, Transfer
from contracts.rights.holding import holdings, unassigned
from contracts.rights.title import chains
from contracts.rights.vocabulary import committee_uses, tree_of, usual_acts

COMMITTEE = "committee:cmt_film/copyright"
MEMBERS = {COMMITTEE: ("Lead", "Broadcaster", "Publisher", "VideoMaker", "Studio")}
WINDOWS = {
    "broadcast": "Broadcaster",
    "streaming": "Lead",
    "video": "VideoMaker",
    "merchandise": "Publisher",
    "overseas": "Lead",
}
JAPAN = tree_of("territories").bits("JP")


def windows() -> tuple[Mandate, ...]:
    found = []
    for word, holder in WINDOWS.items():
        use = committee_uses()[word]
        extent = on_axis(on_axis(ALL, "media", use.media), "territories", use.territories or JAPAN)
        found.append(
            Mandate(holder=COMMITTEE, extent=extent, representative=holder, ground="window")
        )
    return tuple(found)


TITLE = Title(id="made", extent=ALL, stakes=((COMMITTEE, (1, 1)),), origin="maker_29")


def asked(medium: str, place: str, *licences: Licence, **more: object) -> Part:
    """Ask on 2027-04-01, with the acts that the medium takes as a rule."""
    grants = Grants(titles=(TITLE,), mandates=windows(), licences=licences, **more)  # type: ignore[arg-type]
    use = on_axis(reach(medium, place), "acts", usual_acts(tree_of("media").bits(medium)))
    (part,) = availability(grants, Question(use, DAY(2027, 4, 1)), MEMBERS).parts
    return part


def test_each_window_signs_for_its_own_use_in_japan() -> None:
    signers = {
        medium: asked(medium, "JP").signing.parties
        for medium in ("terrestrial", "svod", "video-sale", "goods")
    }
    assert signers == {
        "terrestrial": ("Broadcaster",),
        "svod": ("Lead",),
        "video-sale": ("VideoMaker",),
        "goods": ("Publisher",),
    }


def test_the_overseas_window_signs_for_germany_whatever_the_use() -> None:
    assert {asked(medium, "DE").signing.parties for medium in ("svod", "goods", "cinema")} == {
        ("Lead",)
    }


def test_a_remake_in_japan_needs_every_member() -> None:
    part = asked("remake", "JP")
    assert part.status == "free"
    assert part.signing.parties == MEMBERS[COMMITTEE]
    assert {signer.reason for signer in part.signing.signers} == {"member"}


def test_an_overseas_master_licence_leaves_japan_free() -> None:
    """A licensee takes 海外 (all media, WW without JP) for ten years: Germany is his, Japan not."""
    overseas = licence("k", reach("all", "WW -JP", "2026-06-01", "2036-05-31"), may_sublicense=True)
    taken = asked("svod", "DE", overseas)
    assert (taken.status, taken.until) == ("licensed", DAY(2036, 5, 31))
    assert taken.causes[0].may_sublicense
    assert asked("svod", "JP", overseas).status == "free"


def test_a_china_window_is_carved_out_of_overseas() -> None:
    """The world without Japan and China goes to K; 中国（本土） stays free, Hong Kong does not."""
    world = licence("k", reach("all", "WW -JP -CN", "2026-06-01"))
    assert asked("svod", "CN", world).status == "free"
    assert asked("svod", "HK", world).status == "licensed"


def test_a_committee_that_ended_with_shares_for_two_leaves_the_rest_unassigned() -> None:
    """解散: Lead 1/2 and Studio 1/4 of everything from 2027; of the last 1/4 the papers are silent."""
    ended = [
        Transfer(
            id=f"to-{taker}",
            extent=reach(first="2027-01-01"),
            giver=COMMITTEE,
            taker=taker,
            share=share,
            ground="dissolution",
        )
        for taker, share in (("Lead", (1, 2)), ("Studio", (1, 4)), (UNASSIGNED, (1, 4)))
    ]
    grants = Grants(titles=(TITLE,), transfers=tuple(ended))
    (gap,) = unassigned(grants, ALL)
    assert (gap.unassigned, gap.extent.first) == ((1, 4), DAY(2027, 1, 1))
    (before, after) = sorted(holdings(grants, ALL), key=lambda held: held.extent.first)
    assert before.holders == (COMMITTEE,)
    assert after.holders == ("Lead", "Studio")
    part = asked("svod", "JP", transfers=tuple(ended))
    assert (part.status, part.signing.is_possible) == ("unassigned", False)
    (chain,) = chains(grants, reach("svod", "JP"), DAY(2027, 4, 1))
    assert [link.ground for link in chain.links] == ["maker_29", *["dissolution"] * 3]
    assert "unassigned" in {defect.code for defect in chain.defects}
