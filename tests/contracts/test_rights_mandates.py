"""A China window beside an overseas one: the more specific window signs, and the wider one does not."""

from datetime import date

from contracts.money import Ratio
from contracts.rights.extent import Extent, everything, on_axis, touches
from contracts.rights.grants import Mandate
from contracts.rights.holding import Held
from contracts.rights.mandates import carved, is_more_specific
from contracts.rights.signing import signing
from contracts.rights.vocabulary import committee_uses, tree_of

SINCE = date(2026, 1, 1)
WHOLE: Ratio = (1, 1)


def extent(media: str, territories: str) -> Extent:
    """`WW-JP` is the world without Japan."""
    where, _, without = territories.partition("-")
    tree = tree_of("territories")
    bits = tree.bits(where) & ~(tree.bits(without) if without else 0)
    found = on_axis(everything(SINCE), "media", tree_of("media").bits(media))
    return on_axis(found, "territories", bits)


def mandate(party: str, media: str, territories: str, holder: str = "c") -> Mandate:
    reach = extent(media, territories)
    return Mandate(holder=holder, extent=reach, representative=party, ground="window")


OVERSEAS, CHINA = mandate("L", "all", "WW-JP"), mandate("C", "all", "CN")


def signers(reach: Extent, *mandates: Mandate) -> tuple[str, ...]:
    held = Held(reach, (("c", WHOLE),))
    parts = [part for each in mandates for part in carved(each, mandates)]
    return signing(held, parts, {"c": ("X", "Y")}).parties


def test_china_is_carved_out_of_overseas_whatever_the_order() -> None:
    for given in ((OVERSEAS, CHINA), (CHINA, OVERSEAS)):
        assert signers(extent("svod", "CN"), *given) == ("C",)
        assert signers(extent("svod", "DE"), *given) == ("L",)


def test_what_is_carved_out_and_what_is_left_are_the_whole_again() -> None:
    (left,) = carved(OVERSEAS, (OVERSEAS, CHINA))
    assert left.extent.territories | CHINA.extent.territories == OVERSEAS.extent.territories
    assert not touches(left.extent, CHINA.extent)
    assert carved(CHINA, (OVERSEAS, CHINA)) == (CHINA,)


def test_neither_window_signs_alone_for_germany_and_china_together() -> None:
    both = on_axis(extent("svod", "DE"), "territories", tree_of("territories").bits("DE", "CN"))
    assert signers(both, OVERSEAS, CHINA) == ("X", "Y")


def test_streaming_in_china_leaves_the_rest_of_china_with_overseas() -> None:
    """Overseas without streaming in China is two boxes: other media anywhere, streaming elsewhere."""
    streaming = mandate("S", "streaming", "CN")
    assert len(carved(OVERSEAS, (OVERSEAS, streaming))) == 2
    assert signers(extent("svod", "CN"), OVERSEAS, streaming) == ("S",)
    assert signers(extent("goods", "CN"), OVERSEAS, streaming) == ("L",)
    assert signers(extent("svod", "DE"), OVERSEAS, streaming) == ("L",)


def test_territory_decides_before_media_and_media_decide_where_territories_are_equal() -> None:
    world = extent("streaming", "WW")
    assert is_more_specific(OVERSEAS.extent, world)
    assert not is_more_specific(world, OVERSEAS.extent)
    assert is_more_specific(extent("svod", "CN"), extent("streaming", "CN"))
    assert not is_more_specific(extent("svod", "CN"), extent("svod", "CN"))


def test_windows_that_overlap_without_one_being_inside_the_other_stay_as_they_are() -> None:
    east = on_axis(CHINA.extent, "territories", tree_of("territories").bits("CN", "KR"))
    west = on_axis(CHINA.extent, "territories", tree_of("territories").bits("CN", "TW"))
    given = tuple(
        Mandate(holder="c", extent=each, representative=name, ground="window")
        for name, each in (("E", east), ("W", west))
    )
    assert [carved(each, given) for each in given] == [(given[0],), (given[1],)]


def test_a_window_of_another_holder_carves_nothing() -> None:
    other = mandate("C", "all", "CN", holder="d")
    assert carved(OVERSEAS, (OVERSEAS, other)) == (OVERSEAS,)


def test_of_two_that_were_not_carved_the_narrower_one_signs() -> None:
    held = Held(extent("svod", "CN"), (("c", WHOLE),))
    for given in ((OVERSEAS, CHINA), (CHINA, OVERSEAS)):
        assert signing(held, given, {}).parties == ("C",)


def test_overseas_is_the_world_without_japan() -> None:
    assert committee_uses()["overseas"].territories == OVERSEAS.extent.territories
