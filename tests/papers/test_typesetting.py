"""The typesetter: same paper, same bytes; nothing is printed with a hole in it or over the edge."""

from dataclasses import replace
from datetime import date
from hashlib import sha256

import pytest

from ledger.errors import RuleViolation
from ledger.papers.blocks import Clause, Heading, Items, Pairs, Paper, Table, Text, as_data, as_text
from ledger.papers.glyphs import missing_in
from ledger.papers.typesetting import squares, typeset
from tests.papers.paper_stage import pages, words

HASH = sha256(b"contract").hexdigest()
PAPER = Paper(
    lang="ja",
    title="「星の庭」製作委員会",
    day=date(2026, 4, 1),
    blocks=(
        Heading("構成員"),
        Pairs((("名称", "株式会社" + "長い" * 80), ("文書", HASH))),
        Table(("媒体", "窓口"), (1, 8), (("配信", "𠮷田 한국 哔哩哔哩 髙﨑"),)),
        Items(("一つ目", "二つ目")),
        Clause("第1条", "目的", ("甲は払う。", "乙は受け取る。"), ("1項", "2項")),
        Text("注記", small=True),
    ),
    mark="ひな型",
    footer=("記録番号 12", HASH),
)


def test_the_same_paper_is_the_same_bytes():
    assert typeset(PAPER) == typeset(replace(PAPER))


def test_a_paper_is_a_pdf_for_archives_with_the_day_of_the_paper():
    printed = typeset(PAPER)
    assert printed.startswith(b"%PDF-")
    assert b"<pdfaid:part>2</pdfaid:part>" in printed
    assert b"D:20260401" in printed


def test_every_word_of_the_data_is_on_the_page():
    said = words(typeset(PAPER))
    for text in (
        "「星の庭」製作委員会",
        "構成員",
        "株式会社" + "長い" * 80,
        HASH,
        "𠮷田",
        "한국",
        "髙﨑",
    ):
        assert text in said
    for text in ("一つ目", "第1条（目的）", "乙は受け取る。", "ひな型", "記録番号12", "1/1"):
        assert text in said


def test_a_long_paper_has_its_mark_and_footer_on_every_page():
    long = replace(PAPER, blocks=PAPER.blocks * 12)
    printed = pages(typeset(long))
    assert len(printed) > 3
    for number, page in enumerate(printed, 1):
        assert "ひな型" in page
        assert HASH in page.replace("\n", "")
        assert f"{number} / {len(printed)}" in page


def test_a_paper_of_one_page_takes_smaller_letters_instead_of_a_second_page():
    rows = tuple((f"項目{n}", "説明" * 20) for n in range(58))
    long = replace(PAPER, blocks=(Table(("項", "内容"), (1, 4), rows),))
    assert len(pages(typeset(long))) == 2
    assert len(pages(typeset(replace(long, one_page=True)))) == 1


@pytest.mark.parametrize(
    ("text", "missing"),
    [
        ("𠮷田 한국 哔哩哔哩 ﾊﾝｶｸ ㈱① 〜～—–― é ñ\n二行目", None),
        ("葛\U000e0100飾", None),  # a variant of 葛 that the font has
        ("あ\U000e0100", "あ\U000e0100"),
        ("祝😀賀", "😀"),
        ("ภาษาไทย", "ภ"),
        ("a\tb", "\t"),
        ("a\x07b", "\x07"),
    ],
    ids=["names", "variant", "no-variant", "emoji", "thai", "tab", "bell"],
)
def test_a_character_is_printable_if_the_font_has_it(text: str, missing: str | None):
    assert missing_in(text) == missing


def test_a_character_without_glyph_is_refused_with_its_place_text_and_code_point():
    blocks = (Heading("構成員"), Table(("名称",), (1,), (("株式会社あ",), ("祝😀株式会社",))))
    with pytest.raises(RuleViolation) as caught:
        typeset(replace(PAPER, blocks=blocks))
    assert caught.value.code == "glyph-missing"
    assert caught.value.fields["field"] == "blocks[1].rows[1][0]"
    assert caught.value.fields["value"] == "祝😀株式会社"
    assert caught.value.fields["code_point"] == "U+1F600"


def test_line_ends_and_tabs_of_any_machine_are_printed_as_space():
    printed = words(typeset(replace(PAPER, blocks=(Text("一行目\r\n二行目\tその続き\r三行目"),))))
    assert "一行目二行目その続き三行目" in printed


def test_text_is_never_read_as_markup():
    tricky = "#panic() *bold* $x$ = head \\ `code` @ref <label> // note"
    assert tricky.replace(" ", "") in words(typeset(replace(PAPER, title=tricky)))


def test_the_text_of_a_paper_has_the_words_of_its_data_in_lines():
    text = as_text(PAPER)
    assert text.startswith("ひな型\n「星の庭」製作委員会\n")
    assert "\n第1条 目的\n  1項 甲は払う。\n  2項 乙は受け取る。\n" in text
    assert f"  文書: {HASH}\n" in text
    assert as_data(PAPER)["blocks"][0] == {"kind": "heading", "text": "構成員"}


def test_an_address_becomes_a_code_of_squares():
    """Version 1 has 21 squares a side, and two are left free on every side: 25."""
    drawn = squares("https://a.example")
    assert 'viewBox="0 0 29 29"' in drawn or 'viewBox="0 0 25 25"' in drawn
    with_code = typeset(replace(PAPER, address="https://ledger.example/v1/committees/x"))
    assert len(with_code) > len(typeset(PAPER))
