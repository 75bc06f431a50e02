"""Files of transfers, read back by a reader that knows only the table of the banks.

By hand: two payments, 89,790 and 1,293,700 yen, make five records of 120 bytes and CR LF: a header,
two data records, a trailer with 2 and 1,383,490, an end record: 610 bytes.
"""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.banking.records import length_of
from contracts.banking.transfers import (
    DATA,
    END,
    HEADER,
    MOST_MINOR,
    TRAILER,
    Account,
    Payer,
    Transfer,
    write,
)
from contracts.errors import TermsInvalid

DAY = date(2027, 5, 31)
PAYER = Payer(
    "1234567890", Account("0001", "123", "ordinary", "7654321", "ｶ)アオバ", "ミズホ", "トウキョウ")
)
HANAKO = Account("0009", "045", "savings", "12345", "ヤマダ ハナコ", "ミツイスミトモ", "シブヤ")
STUDIO = Account("0005", "777", "current", "0000001", "ホシ(カ")

# From the table of the banks (japan.md 3.1), counted from 1: not from the writer.
PLACES = {
    "1": {"service": (2, 3), "client_code": (5, 14), "client_name": (15, 54), "day": (55, 58),
          "bank": (59, 62), "branch": (78, 80), "type": (96, 96), "number": (97, 103)},
    "2": {"bank": (2, 5), "bank_name": (6, 20), "branch": (21, 23), "type": (43, 43),
          "number": (44, 50), "name": (51, 80), "amount": (81, 90), "new": (91, 91),
          "edi": (92, 111), "manner": (112, 112), "mark": (113, 113)},
    "8": {"count": (2, 7), "total": (8, 19)},
    "9": {},
}  # fmt: skip


def read_back(data: bytes) -> list[dict[str, str]]:
    """Read a file by the table."""
    found = []
    for line in data.split(b"\r\n")[:-1]:
        assert len(line) == 120
        text = line.decode("cp932")
        places = PLACES[text[0]]
        found.append(
            {"kind": text[0]} | {n: text[a - 1 : b].rstrip() for n, (a, b) in places.items()}
        )
    return found


def test_every_record_has_120_bytes() -> None:
    assert [length_of(each) for each in (HEADER, DATA, TRAILER, END)] == [120] * 4


def test_two_payments_are_read_back_to_the_same_receivers_and_sums() -> None:
    data = write(PAYER, DAY, [Transfer(HANAKO, 89_790, "STMT-1"), Transfer(STUDIO, 1_293_700)])
    assert len(data) == 610
    head, one, two, trailer, end = read_back(data)
    assert (head["client_code"], head["client_name"], head["day"]) == (
        "1234567890",
        "ｶ)ｱｵﾊﾞ",
        "0531",
    )
    assert (one["bank"], one["branch"], one["type"], one["number"]) == (
        "0009",
        "045",
        "4",
        "0012345",
    )
    assert (one["name"], int(one["amount"]), one["edi"], one["mark"]) == (
        "ﾔﾏﾀﾞ ﾊﾅｺ",
        89_790,
        "STMT-1",
        "Y",
    )
    assert (two["name"], int(two["amount"]), two["edi"], two["mark"]) == ("ﾎｼ(ｶ", 1_293_700, "", "")
    assert (int(trailer["count"]), int(trailer["total"])) == (2, 1_383_490)
    assert end == {"kind": "9"}


def test_records_may_stand_without_line_ends() -> None:
    assert len(write(PAYER, DAY, [Transfer(HANAKO, 1)], line_end=b"")) == 480


@given(st.lists(st.integers(1, MOST_MINOR), min_size=1, max_size=20))
def test_the_trailer_sums_what_the_records_pay(amounts: list[int]) -> None:
    *_, trailer, _ = rows = read_back(
        write(PAYER, DAY, [Transfer(HANAKO, each) for each in amounts])
    )
    assert [int(row["amount"]) for row in rows if row["kind"] == "2"] == amounts
    assert int(trailer["total"]) == sum(amounts)


@pytest.mark.parametrize(
    ("transfer", "code", "field"),
    [
        (Transfer(replace(HANAKO, name="山田花子"), 1), "bank-letter-unknown", "transfers[1].name"),
        (Transfer(replace(HANAKO, name="ア" * 31), 1), "bank-field-too-long", "transfers[1].name"),
        (Transfer(replace(HANAKO, bank="9"), 1), "bank-number-wrong", "transfers[1].bank"),
        (Transfer(replace(HANAKO, number="12345678"), 1), "bank-number-wrong", "transfers[1].account_number"),
        (Transfer(replace(HANAKO, number="１２３"), 1), "bank-number-wrong", "transfers[1].account_number"),
        (Transfer(HANAKO, 0), "transfer-amount-wrong", "transfers[1].amount"),
        (Transfer(HANAKO, MOST_MINOR + 1), "transfer-amount-wrong", "transfers[1].amount"),
        (Transfer(HANAKO, 1, "S" * 21), "bank-field-too-long", "transfers[1].reference"),
    ],
)  # fmt: skip
def test_what_does_not_fit_is_refused_with_its_field(
    transfer: Transfer, code: str, field: str
) -> None:
    with pytest.raises(TermsInvalid) as refused:
        write(PAYER, DAY, [Transfer(STUDIO, 1), transfer])
    assert (refused.value.code, refused.value.fields["field"]) == (code, field)


def test_an_empty_file_is_refused() -> None:
    with pytest.raises(TermsInvalid, match="transfers-missing"):
        write(PAYER, DAY, [])


def test_savings_do_not_pay() -> None:
    saving = replace(PAYER, account=replace(PAYER.account, type="savings"))
    with pytest.raises(TermsInvalid, match="bank-account-type-wrong"):
        write(saving, DAY, [Transfer(HANAKO, 1)])
