"""What a bank would write for a holder's name: offered where letters change, and only then."""

import pytest

from contracts.banking.holders import narrowed, offered


@pytest.mark.parametrize(
    ("name", "offer"),
    [
        ("アオバ　ジュン", "ｱｵﾊﾞ ｼﾞﾕﾝ"),  # ジ is two letters, ュ becomes ユ
        ("あおば", "ｱｵﾊﾞ"),
        ("ヤマダ　タロー", "ﾔﾏﾀﾞ ﾀﾛ-"),
        ("株式会社アオバ", "ｶ)ｱｵﾊﾞ"),
        ("アオバ株式会社", "ｱｵﾊﾞ(ｶ"),
        ("カブシキガイシャアオバ", "ｶ)ｱｵﾊﾞ"),
        ("アオバ　ゴウドウガイシャ", "ｱｵﾊﾞ(ﾄﾞ"),
        ("青葉 純", None),  # a reading is known to the holder alone
        ("株式会社青葉", None),
    ],
)
def test_the_offer_is_what_a_bank_would_write(name: str, offer: str | None) -> None:
    assert offered(name) == offer


@pytest.mark.parametrize("name", ["ｱｵﾊﾞ ｼﾞﾕﾝ", "アオバ　ジユン", "カ）アオバ", "ABC 123"])
def test_another_width_is_the_same_letter(name: str) -> None:
    assert narrowed(name) == offered(name)


@pytest.mark.parametrize("name", ["アオバ ジュン", "あおば", "abc", "タロー", "株式会社アオバ"])
def test_what_changes_a_letter_is_told_from_what_does_not(name: str) -> None:
    assert narrowed(name) != offered(name)
