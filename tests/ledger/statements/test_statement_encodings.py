"""The CSV of a statement as a copy in cp932: it says the same, or is refused by cell."""

import pytest

from ledger.errors import RuleViolation
from ledger.statements.encodings import encoded
from ledger.statements.render import write_csv
from tests.papers.statement_sheets import line, sheet


def test_a_copy_in_cp932_says_the_same() -> None:
    issued = write_csv(sheet(payer={"id": "p", "ja": "髙﨑㈱ラピス"}))
    copy = encoded(issued, "cp932")
    assert copy.decode("cp932") == issued.decode("utf-8-sig")
    assert copy.startswith("区分".encode("cp932"))


def test_utf_8_is_the_file_as_it_was_issued() -> None:
    issued = write_csv(sheet())
    assert encoded(issued, "utf-8") == issued


def test_a_character_that_cp932_lacks_is_refused_with_row_column_and_character() -> None:
    """The second line is the third row, under 内容."""
    lines = [line(), line(label={"ja": "𠮷田の印税", "en": "royalty"})]
    with pytest.raises(RuleViolation) as caught:
        encoded(write_csv(sheet(lines=lines)), "cp932")
    fields = caught.value.fields
    assert caught.value.code == "character-not-in-encoding"
    assert (fields["row"], fields["column"], fields["character"]) == (3, "内容", "𠮷")
    assert (fields["value"], fields["code_point"]) == ("𠮷田の印税", "U+20BB7")


def test_other_encodings_are_refused() -> None:
    with pytest.raises(RuleViolation, match="csv-encoding-unknown"):
        encoded(b"", "utf-16")
