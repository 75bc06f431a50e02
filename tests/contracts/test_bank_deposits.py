"""Notices of money that arrived, written here from the table of the banks.

By hand: 1,000,000 and 250,000 came on 31 May of 令和9年, and 250,000 was taken back: the trailer has
two deposits of 1,250,000 and one cancellation of 250,000.
"""

from datetime import date

import pytest

from contracts.banking.deposits import DATA, HEADER, TRAILER, read_notice
from contracts.banking.records import length_of
from contracts.errors import ReconciliationDifference, TermsInvalid

TODAY = date(2027, 6, 2)


def header() -> bytes:
    text = "1" + "01" + "0" + "090601" + "090531" + "090531" + "0001" + f"{'ﾐｽﾞﾎ':<15}"
    text += "123" + f"{'ﾄｳｷﾖｳ':<15}" + "1" + "7654321" + f"{'ｶ)ｱｵﾊﾞ':<40}" + " " * 93
    return text.encode("cp932")


def deposit(number: int, amount: int, day: str = "090531", cancelled: str = "") -> bytes:
    text = f"2{number:06}{day}{day}{amount:010}{0:010}" + f"{'':<10}" + f"{'ﾌﾟﾗﾂﾄﾌｵ-ﾑ(ｶ':<48}"
    text += f"{'ﾐﾂｲ':<15}{'ｼﾌﾞﾔ':<15}{cancelled:<1}{'INV-7':<20}" + " " * 52
    return text.encode("cp932")


def trailer(count: int, total: int, gone: int = 0, gone_total: int = 0) -> bytes:
    return f"8{count:06}{total:012}{gone:06}{gone_total:012}".encode().ljust(200)


END = b"9".ljust(200)
FILE = [
    header(), deposit(1, 1_000_000), deposit(2, 250_000), deposit(3, 250_000, cancelled="1"),
    trailer(2, 1_250_000, 1, 250_000), END,
]  # fmt: skip


def test_every_record_has_200_bytes() -> None:
    assert [length_of(each) for each in (HEADER, DATA, TRAILER)] == [200] * 3


@pytest.mark.parametrize("line_end", [b"", b"\r\n"])
def test_a_notice_gives_its_deposits_with_their_days_and_signs(line_end: bytes) -> None:
    notice = read_notice(line_end.join(FILE), TODAY)
    assert (notice.bank, notice.branch, notice.account_number) == ("0001", "123", "7654321")
    assert [each.amount_minor for each in notice.deposits] == [1_000_000, 250_000, -250_000]
    first = notice.deposits[0]
    assert (first.booked_on, first.payer_name, first.reference) == (
        date(2027, 5, 31), "ﾌﾟﾗﾂﾄﾌｵ-ﾑ(ｶ", "INV-7",
    )  # fmt: skip


def test_a_year_that_has_not_come_belongs_to_the_era_before() -> None:
    file = [header(), deposit(1, 5, "310430"), trailer(1, 5), END]
    assert read_notice(b"".join(file), TODAY).deposits[0].booked_on == date(2019, 4, 30)


def test_a_file_whose_trailer_does_not_sum_is_not_taken() -> None:
    file = [header(), deposit(1, 1_000_000), trailer(1, 1_000_001), END]
    with pytest.raises(ReconciliationDifference, match="bank-file-does-not-sum"):
        read_notice(b"".join(file), TODAY)


@pytest.mark.parametrize(
    ("file", "code"),
    [
        (b"", "bank-file-not-a-notice"),
        (b"name,amount\r\nA,1\r\n", "bank-file-uneven"),
        (b"".join([header().replace(b"101", b"121", 1), trailer(0, 0), END]), "bank-file-not-a-notice"),
        (b"".join([header(), deposit(1, 5, "099999"), trailer(1, 5), END]), "bank-file-not-a-notice"),
        (b"".join([header(), deposit(1, 5)]), "bank-file-not-a-notice"),
        (b"".join([header(), trailer(1, 5), deposit(1, 5), END]), "bank-file-not-a-notice"),
    ],
)  # fmt: skip
def test_another_file_is_refused_and_says_where(file: bytes, code: str) -> None:
    with pytest.raises(TermsInvalid) as refused:
        read_notice(file, TODAY)
    assert refused.value.code == code
    assert refused.value.fields["field"]
