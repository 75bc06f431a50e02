"""What banks can read, and what they cannot: nothing is guessed, shortened or left out."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.banking.companies import account_name
from contracts.banking.letters import EDI, NAME, bank_letters
from contracts.errors import TermsInvalid


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("アオバ　シュッパン", "ｱｵﾊﾞ ｼﾕﾂﾊﾟﾝ"),
        ("やまだ たろう", "ﾔﾏﾀﾞ ﾀﾛｳ"),
        ("ｶﾞｯｺｳ", "ｶﾞﾂｺｳ"),
        ("ヴァンパイア", "ｳﾞｱﾝﾊﾟｲｱ"),
        ("か\u3099", "ｶﾞ"),
        ("Studio ａｂｃ １２", "STUDIO ABC 12"),
        ("アニメーション", "ｱﾆﾒ-ｼﾖﾝ"),
        ("(.-)", "(.-)"),
    ],
)
def test_names_are_written_as_banks_read_them(text: str, written: str) -> None:
    assert bank_letters(text) == written


@pytest.mark.parametrize(
    ("text", "letter", "place"),
    [
        ("山田タロウ", "山", 1),
        ("タロウ・ヤマダ", "・", 4),
        ("ヲトメ", "ヲ", 1),
        ("ア㈱", "㈱", 2),
        ("ア\n", "\n", 2),
    ],
)
def test_a_character_that_no_bank_reads_is_named_with_its_place(
    text: str, letter: str, place: int
) -> None:
    with pytest.raises(TermsInvalid) as refused:
        bank_letters(text)
    assert refused.value.code == "bank-letter-unknown"
    assert (refused.value.fields["letter"], refused.value.fields["place"]) == (letter, place)


def test_a_reference_may_hold_signs_that_a_name_may_not() -> None:
    assert bank_letters("ヲ/1,2", allowed=EDI) == "ｦ/1,2"


@given(st.text())
def test_whatever_is_written_takes_one_byte_for_each_letter(text: str) -> None:
    try:
        written = bank_letters(text)
    except TermsInvalid:
        return
    assert set(written) <= NAME
    assert len(written.encode("cp932")) == len(written)


@given(st.text(alphabet=sorted(NAME), max_size=40))
def test_what_a_bank_reads_stays_as_it_is(text: str) -> None:
    assert bank_letters(text) == text


def test_the_form_of_a_company_stands_where_its_name_has_it() -> None:
    assert account_name("株式会社", "アオバ", before=True) == "ｶ)ｱｵﾊﾞ"
    assert account_name("株式会社", "アオバ", before=False) == "ｱｵﾊﾞ(ｶ"
    assert account_name("", "アオバ", before=True) == "ｱｵﾊﾞ"
