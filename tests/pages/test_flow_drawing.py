"""The picture of a flow: boxes that do not overlap, bands as wide as their money, text that fits."""

import re

import pytest

from api.pages.creator.flow import Band, Box, Flow
from api.pages.creator.flow_drawing import NARROW, WIDE, draw
from api.pages.creator.flow_folding import folded
from api.pages.creator.flow_words import Told

_RECT = re.compile(r'<rect x="([\d.]+)" y="([\d.]+)" width="([\d.]+)" height="([\d.]+)"')


def box(id: str, title: str = "窓口手数料", kind: str = "taken") -> Box:
    return Box(id, kind, title, "− 1,000円", ("10,000円 × 10%",))  # type: ignore[arg-type]


def joined() -> Flow:
    """Two kinds of revenue, one of them with two fees, joined into one share; and one long band."""
    boxes = [box(name) for name in ("a", "fee", "more", "b", "share", "me")]
    pairs = [("a", "fee"), ("fee", "more"), ("more", "share"), ("b", "share"), ("share", "me"),
             ("a", "share")]  # fmt: skip
    bands = [Band(one, other, "left", 1_000, "残り 1,000円") for one, other in pairs]
    return Flow(tuple(boxes), tuple(bands))


@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_no_box_covers_another_and_none_leaves_the_picture(width: int) -> None:
    places = [tuple(map(float, found)) for found in _RECT.findall(draw(joined(), width, "t", "d"))]
    assert len(places) == 6
    for number, (x, y, wide, high) in enumerate(places):
        assert x >= 0
        assert x + wide <= width
        for left, top, broad, tall in places[number + 1 :]:
            assert x + wide <= left or left + broad <= x or y + high <= top or top + tall <= y


def test_a_band_is_as_wide_as_its_money_and_never_too_thin_to_see() -> None:
    flow = Flow(
        (box("a"), box("b"), box("c"), box("d")),
        (Band("a", "b", "left", 1_000_000), Band("b", "c", "left", 500_000), Band("c", "d", "read", 1)),
    )  # fmt: skip
    widths = [
        float(one) for one in re.findall(r'stroke-width="([\d.]+)"', draw(flow, WIDE, "", ""))
    ]
    assert widths[0] == pytest.approx(2 * widths[1])
    assert widths[2] == 2


def test_a_title_with_markup_is_text() -> None:
    flow = Flow((box("a", "<script>alert(1)</script>"), box("b")), (Band("a", "b", "left", 1),))
    drawn = draw(flow, WIDE, "<b>", '"&')
    assert "<script" not in drawn
    assert "<title>&lt;b&gt;</title>" in drawn


def test_long_texts_are_broken_into_lines_that_fit_a_phone() -> None:
    """By hand: 330 - 8 - 20 = 302 pixels are 21 letters of 14 pixels."""
    flow = Flow((box("a", "商品化収入のキャラクターデザイン還元とその他の長い条項の名前"), box("b")),
                (Band("a", "b", "left", 1),))  # fmt: skip
    lines = re.findall(r'class="name"[^>]*>([^<]*)<', draw(flow, NARROW, "", ""))
    assert max(map(len, lines)) <= 21
    assert "".join(lines).startswith("商品化収入のキャラクターデザイン還元とその他の長い条項の名前")


def test_more_kinds_of_revenue_than_fit_are_folded_and_nothing_is_lost() -> None:
    """By hand: three times 10 with a fee of 1 each: 30 of revenue, 3 of fees, 27 left."""
    boxes, bands = [], []
    for name in "abc":
        boxes += [
            Box(name, "source", f"売上{name}", "10円", (), 10),
            Box(f"{name}!", "taken", f"手数料{name}", "− 1円", (), 1),
        ]
        bands += [Band(name, f"{name}!", "read", 10), Band(f"{name}!", "j", "left", 9, "残り 9円")]
    boxes += [Box("j", "result", "還元", "= 2円", (), 2), Box("me", "payee", "私", "2円", (), 2)]
    flow = Flow(tuple(boxes), (*bands, Band("j", "me", "read", 2)))
    told = Told("ja", "JPY", {})
    assert folded(flow, 3, told) == flow
    small = folded(flow, 2, told)
    assert [box.amount for box in small.boxes] == ["30円", "− 3円", "= 2円", "2円"]
    assert small.boxes[0].notes == ("売上a 10円", "売上b 10円", "売上c 10円")
    assert [band.text for band in small.bands] == ["", "残り 27円", ""]
