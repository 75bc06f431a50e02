"""Trees of media, acts, territories and languages: leaves, words, refusals, and what never moves."""

import hashlib
from pathlib import Path

import pycountry
import pytest
from effort import few
from hypothesis import given
from hypothesis import strategies as st

from contracts.errors import TermsInvalid
from contracts.rights.page import vocabulary_page
from contracts.rights.vocabulary import AXES, Axis, committee_uses, tree_of, usual_acts


@pytest.mark.parametrize(
    ("axis", "count", "digest"),
    [
        ("acts", 15, "f0de43329e0c5660"),
        ("media", 28, "87a2f5ae94057f5d"),
        ("territories", 249, "bc1ea72ab8ff05ad"),
        ("languages", 88, "201611104f3dbb68"),
    ],
)
def test_bits_of_a_version_never_change(axis: Axis, count: int, digest: str) -> None:
    """Recorded grants are bits: whoever needs other leaves makes another version of the tree."""
    leaves = tree_of(axis).leaves
    assert len(leaves) == count
    assert hashlib.sha256(" ".join(leaves).encode()).hexdigest()[:16] == digest


@pytest.mark.parametrize("axis", AXES)
def test_every_node_is_the_sum_of_its_children_and_the_root_is_all(axis: Axis) -> None:
    tree = tree_of(axis)
    root, *others = tree.nodes.values()
    assert (root.parent, root.bits) == ("", tree.all_bits)
    for node in tree.nodes.values():
        children = [child.bits for child in others if child.parent == node.code]
        assert not children or sum(children) == node.bits
        assert node.ja
        assert node.en


def test_territories_are_the_countries_of_iso_3166() -> None:
    assert set(tree_of("territories").leaves) == {one.alpha_2 for one in pycountry.countries}


def test_streaming_in_japan_without_svod_is_said_in_few_words() -> None:
    """配信 has five leaves; without SVOD four are left: 配信（SVOD以外）, two words instead of four."""
    media = tree_of("media")
    bits = media.resolve({"include": ["streaming"], "exclude": ["svod"]}, "media")
    assert media.leaves_in(bits) == ("tvod", "est", "avod", "fast")
    assert media.told(bits, "ja") == "配信（SVOD以外）"
    assert media.told(bits, "en") == "streaming (except SVOD)"


def test_overseas_is_the_world_without_japan_and_no_medium() -> None:
    uses, territories = committee_uses(), tree_of("territories")
    assert uses["overseas"].territories == territories.all_bits & ~territories.bits("JP")
    assert uses["overseas"].media == tree_of("media").all_bits
    assert "overseas" not in tree_of("media").nodes


def test_the_words_of_committee_windows_divide_all_media() -> None:
    """Each leaf of media belongs to exactly one window word, overseas apart."""
    domestic = [use.media for word, use in committee_uses().items() if word != "overseas"]
    assert sum(domestic) == tree_of("media").all_bits
    assert [use.territories for word, use in committee_uses().items() if word != "overseas"] == [
        None
    ] * 10


def test_svod_takes_reproduction_and_public_transmission() -> None:
    acts = tree_of("acts")
    assert usual_acts(tree_of("media").bits("svod")) == acts.bits(
        "reproduction", "public-transmission"
    )


def test_a_remake_takes_the_rights_of_articles_27_and_28() -> None:
    acts = tree_of("acts")
    assert usual_acts(tree_of("media").bits("remake")) == acts.bits("adaptation", "derivative-use")
    assert acts.nodes["adaptation"].article == "27"
    assert acts.nodes["derivative-use"].article == "28"


def refused(axis: Axis, obj: object) -> TermsInvalid:
    with pytest.raises(TermsInvalid) as caught:
        tree_of(axis).resolve(obj, axis)
    return caught.value


def test_a_territory_that_does_not_exist_is_refused_by_name() -> None:
    refusal = refused("territories", {"include": ["DEU"]})
    assert refusal.code == "rights-code-unknown"
    assert refusal.fields == {
        "field": "territories.include",
        "value": "DEU",
        "expected": "a code of territories/1, such as DE",
    }


@pytest.mark.parametrize("obj", [["JP"], {"exclude": ["JP"]}, {"include": "JP"}, None])
def test_an_axis_that_is_no_include_and_exclude_is_refused(obj: object) -> None:
    assert refused("territories", obj).code == "rights-axis-malformed"


def test_an_axis_of_which_nothing_is_left_is_refused() -> None:
    refusal = refused("media", {"include": ["svod"], "exclude": ["streaming"]})
    assert (refusal.code, refusal.fields["field"]) == ("rights-axis-empty", "media")


@pytest.mark.parametrize("text", ["", "0000000", "000000G", "1", "fffffff0", "FFFFFFF"])
def test_bits_in_another_spelling_are_refused(text: str) -> None:
    with pytest.raises(TermsInvalid) as caught:
        tree_of("media").read_hex(text, "media")
    assert caught.value.code == "rights-bits-malformed"


@pytest.mark.parametrize("axis", AXES)
def test_words_and_hexadecimal_text_say_a_set_exactly(axis: Axis) -> None:
    @few
    @given(st.integers(1, tree_of(axis).all_bits))
    def said_exactly(bits: int) -> None:
        tree = tree_of(axis)
        said = 0
        for code, exceptions in tree.covering(bits):
            part = tree.bits(code) & ~tree.bits(*exceptions)
            assert not said & part
            said |= part
        assert said == bits
        assert tree.read_hex(tree.hex(bits), axis) == bits

    said_exactly()


def test_the_page_of_the_vocabulary_is_up_to_date() -> None:
    page = Path(__file__).resolve().parents[2] / "docs" / "VOCABULARY.md"
    assert page.read_text(encoding="utf-8") == vocabulary_page()
