"""One key for all spellings of a company's name."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ledger.parties.names import match_key


@pytest.mark.parametrize(
    "spelling",
    ["AT-X", "ＡＴ－Ｘ", "at x", "エー・ティー・エックス", "(株)エー・ティー・エックス", "㈱AT-X",
     "株式会社 ｴｰ･ﾃｨｰ･ｴｯｸｽ", "えーてぃーえっくす", "エー・ティー・エックス株式会社", "AT-X, Inc.", "AT-X Co., Ltd."],
)  # fmt: skip
def test_a_broadcaster_of_three_letters_has_one_key(spelling: str) -> None:
    assert match_key(spelling) == "atx"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("オー・エル・エム", "OLM"),
        ("ディー・エル・イー", "DLE"),
        ("一般社団法人日本アニメ協会", "日本アニメ協会"),
        ("ＫＡＤＯＫＡＷＡ", "株式会社KADOKAWA"),
        ("（有）スタジオ", "スタジオ"),
        ("SILVER LINK.", "Silver Link"),
        ("Example Corporation", "EXAMPLE"),
        ("Example K.K.", "株式会社Example"),
    ],
)
def test_these_are_one_company(one: str, other: str) -> None:
    assert match_key(one) == match_key(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("ジェイアール東日本企画", "JR"),
        ("ビーエスフジ", "ビー"),
        ("Zinc", "Z"),
        ("コミック", "コミ"),
        ("Coinc", "Co"),
    ],
)
def test_these_are_two_companies(one: str, other: str) -> None:
    assert match_key(one) != match_key(other)


@pytest.mark.parametrize("name", ["株式会社", "(株)", "Inc."])
def test_a_legal_form_alone_is_a_name(name: str) -> None:
    assert match_key(name)


@settings(max_examples=200)
@given(st.text(max_size=40))
def test_every_text_has_a_key_that_can_be_written(text: str) -> None:
    match_key(text).encode()
