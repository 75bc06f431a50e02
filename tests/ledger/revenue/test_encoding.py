"""Files in UTF-8 and cp932 are read; anything else is refused with its line and byte."""

import pytest

from ledger.errors import RuleViolation
from ledger.revenue.encoding import decode

TEXT = "作品,金額\n星の庭,100\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp932"])
def test_the_three_encodings_give_the_same_text(encoding: str) -> None:
    assert decode(TEXT.encode(encoding)).data.decode() == TEXT


def test_a_declared_encoding_is_taken_at_its_word() -> None:
    # Half-width katakana in cp932 look like EUC-JP; declared, there is nothing to guess.
    assert decode("ｱｲ,1\n".encode("cp932"), "cp932").data.decode() == "ｱｲ,1\n"


def test_the_first_byte_that_contradicts_the_declaration_is_named() -> None:
    with pytest.raises(RuleViolation) as caught:
        decode(TEXT.encode("cp932"), "utf-8")
    assert caught.value.code == "report-encoding"
    assert caught.value.fields["line"] == 1
    assert caught.value.fields["byte"] == 0
    assert caught.value.fields["expected"] == "utf-8"


def test_the_line_of_a_late_wrong_byte_is_named() -> None:
    with pytest.raises(RuleViolation) as caught:
        decode(b"a,b\n1,2\n3,\xff\n", "utf-8")
    assert (caught.value.fields["line"], caught.value.fields["byte"]) == (3, 10)


def test_a_byte_order_mark_does_not_move_the_place_that_is_named() -> None:
    with pytest.raises(RuleViolation) as caught:
        decode(b"\xef\xbb\xbfa\n\xff", "utf-8")
    assert (caught.value.fields["line"], caught.value.fields["byte"]) == (2, 5)


def test_euc_is_not_taken_for_half_width_katakana() -> None:
    with pytest.raises(RuleViolation) as caught:
        decode("あいう,1\n".encode("euc_jp"))
    assert caught.value.code == "report-encoding"
    assert "EUC-JP" in str(caught.value.fields["found"])


def test_bytes_of_no_encoding_are_refused() -> None:
    with pytest.raises(RuleViolation) as caught:
        decode(b"a\n\x81\x00\xff\xff")
    assert caught.value.fields["found"] == "neither UTF-8 nor cp932"


@pytest.mark.parametrize("mark", [b"\xff\xfe", b"\xfe\xff"])
def test_utf16_is_named_and_refused(mark: bytes) -> None:
    with pytest.raises(RuleViolation) as caught:
        decode(mark + "a".encode("utf-16-le"))
    assert caught.value.fields["found"] == "UTF-16"


@pytest.mark.parametrize(
    ("data", "encoding", "value"),
    [
        ("a\nb\ufffd".encode(), None, "U+FFFD"),
        (b"a\nb\x00", None, "U+0000"),
        (b"a\nb\x80", "cp932", "U+0080"),
        (b"a\nb\xa0", "cp932", "U+F8F0"),
    ],
)
def test_traces_of_earlier_damage_are_refused(data: bytes, encoding: None, value: str) -> None:
    with pytest.raises(RuleViolation) as caught:
        decode(data, encoding)
    assert (caught.value.fields["line"], caught.value.fields["value"]) == (2, value)
