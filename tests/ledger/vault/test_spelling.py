"""Spellings that people take for one name have one key, and others have not."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ledger.vault.spelling import fold


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("ＡＢＣスタジオ", "abcスタジオ"),
        ("ｱﾆﾒ･ｽﾀｼﾞｵ", "アニメスタジオ"),
        ("あにめ すたじお", "アニメ・スタジオ"),
        ("AT-X", "AT‐X"),
        ("ATーX", "AT－X"),
        ("髙橋 一", "高橋一"),
        ("山﨑", "山崎"),
        ("辻\U000e0100", "辻"),
        ("ｶﾞﾝﾀﾞﾑ", "ガンダム"),
        ("らき☆すた", "らきすた"),
        ("Straße", "STRASSE"),
        ("N\x00A\ud800S", "NAS"),
    ],
)
def test_these_are_one_name(one: str, other: str) -> None:
    assert fold(one) == fold(other)


@pytest.mark.parametrize(
    ("one", "other"), [("ビル", "ビール"), ("A&G", "AG"), ("かき", "かぎ"), ("C+", "C")]
)
def test_these_are_two_names(one: str, other: str) -> None:
    assert fold(one) != fold(other)


def test_a_name_of_signs_alone_keeps_them() -> None:
    assert fold("!!!") == "!!!"
    assert fold("☆ ★") == "☆★"


@settings(max_examples=200)
@given(st.text(max_size=40))
def test_folding_twice_changes_nothing_and_leaves_nothing_unwritable(text: str) -> None:
    key = fold(text)
    assert fold(key) == key
    key.encode()
    assert "\x00" not in key
