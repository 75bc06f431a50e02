"""Files of rates: every cell is a rate, was not published, or is refused with line and column."""

import zipfile
from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
from money_stage import Money
from money_stage import money as money

from ledger.errors import RuleViolation
from ledger.fx.files import exact, read_rates
from ledger.fx.views import page, rate_on
from ledger.jobs.rates import import_rates

# As the European Central Bank lays out its history: a comma at the end of each line, `N/A` where
# there was none, columns of currencies that are gone. The numbers are invented.
ECB = (
    b"Date,USD,JPY,BGN,CYP,KRW,\n"
    b"2026-03-31,1.0834,163.85,N/A,N/A,1466.1,\n"
    b"2026-03-30,1.0801,163.12,1.9558,0.5853,1460.02,\n"
)
# As it lays out one day: blanks after commas, the day in words.
ECB_DAY = b"Date, USD, JPY, \n31 March 2026, 1.0834, 163.85, \n"
PLAIN = b"date,base,quote,rate\n2026-03-31,USD,JPY,151.23\n2026-03-31,KWD,JPY,492.05\n"


def test_the_central_banks_history_is_read_as_it_is() -> None:
    """Two days of USD, JPY and KRW: six rates; BGN has one and one N/A; CYP is no currency now."""
    read = read_rates(ECB)
    assert [(one.line, one.quote, one.rate) for one in read.rates] == [
        (2, "USD", (5417, 5000)), (2, "JPY", (3277, 20)), (2, "KRW", (14661, 10)),
        (3, "USD", (10801, 10000)), (3, "JPY", (4078, 25)), (3, "KRW", (73001, 50)),
    ]  # fmt: skip
    assert {(one.line, one.column, one.code) for one in read.refused} == {
        (1, "BGN", "unknown-currency"), (1, "CYP", "unknown-currency")
    }  # fmt: skip
    assert {one.base for one in read.rates} == {"EUR"}


def test_the_file_of_one_day_is_read_too() -> None:
    read = read_rates(ECB_DAY)
    assert [(one.quote, one.date) for one in read.rates] == [
        ("USD", date(2026, 3, 31)), ("JPY", date(2026, 3, 31))
    ]  # fmt: skip
    assert read.refused == []


def test_a_rate_not_published_is_counted() -> None:
    assert read_rates(b"Date,USD,JPY\n2026-03-31,N/A,163.85\n").unpublished == 1


def test_a_zip_of_the_file_is_read() -> None:
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("eurofxref-hist.csv", ECB)
    assert read_rates(packed.getvalue()).rates == read_rates(ECB).rates


@pytest.mark.parametrize("how", [zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_a_damaged_zip_is_refused_in_words_whatever_its_packing(how: int) -> None:
    """Each byte is turned over once; what can still be read is read."""
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w", how) as archive:
        archive.writestr("eurofxref-hist.csv", ECB)
    whole, codes = packed.getvalue(), set()
    for place in range(4, len(whole)):
        try:
            read_rates(bytes([*whole[:place], whole[place] ^ 0xFF, *whole[place + 1 :]]))
        except RuleViolation as refused:
            codes.add(refused.code)
    assert codes == {"fx-file-unreadable"}


def test_a_plain_file_names_both_currencies() -> None:
    read = read_rates(PLAIN)
    assert [(one.base, one.quote, one.rate) for one in read.rates] == [
        ("USD", "JPY", (15123, 100)), ("KWD", "JPY", (9841, 20))
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("line", "column", "code"),
    [
        ("31.03.2026,USD,JPY,151.23", "date", "date-malformed"),
        ("2026-02-30,USD,JPY,151.23", "date", "date-malformed"),
        ("2026-03-31,USX,JPY,151.23", "base", "unknown-currency"),
        ("2026-03-31,USD,XAU,151.23", "quote", "unknown-currency"),
        ("2026-03-31,JPY,JPY,1", "quote", "fx-pair-same"),
        ("2026-03-31,USD,JPY,0", "rate", "rate-malformed"),
        ("2026-03-31,USD,JPY,-151.23", "rate", "rate-malformed"),
        ("2026-03-31,USD,JPY,1.5e2", "rate", "rate-malformed"),
        ("2026-03-31,USD,JPY,151,23", "", "cells-missing"),
    ],
)
def test_what_is_no_rate_is_refused_with_line_and_column(line: str, column: str, code: str) -> None:
    read = read_rates(PLAIN + line.encode() + b"\n")
    assert [(one.line, one.column, one.code) for one in read.refused] == [(4, column, code)]
    assert len(read.rates) == 2


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "fx-layout-unknown"),
        (b"day,usd\n", "fx-layout-unknown"),
        (b"\xff\xfe\x00", "fx-file-unreadable"),
        (b"PK\x03\x04 no zip", "fx-file-unreadable"),
    ],
)
def test_a_file_that_is_none_is_refused_as_a_whole(data: bytes, code: str) -> None:
    with pytest.raises(RuleViolation, match=code):
        read_rates(data)


def test_a_rate_is_read_digit_by_digit() -> None:
    assert exact("0.1") == (1, 10)
    assert exact("999999999999999") == (999_999_999_999_999, 1)
    assert exact("１５１") is None


def test_an_import_records_once_and_accounts_for_every_cell(money: Money) -> None:
    first = import_rates(money.register, ECB, "ecb", title="eurofxref-hist.csv")
    assert (first.recorded, first.known, len(first.refused)) == (6, 0, 2)
    again = import_rates(money.register, ECB, "ecb")
    assert (again.recorded, again.known, again.entries) == (0, 6, ())
    with money.ledger.reading() as conn:
        found = rate_on(conn, "ecb", "EUR", "JPY", date(2026, 3, 31))
        documents = {row["document"] for row in page(conn)}
    assert (found.known.num, found.known.den) == (3277, 20)
    assert all(money.register.blobs.exists(sha256) for sha256 in documents)


def test_another_value_is_refused_unless_it_is_a_correction(money: Money) -> None:
    import_rates(money.register, PLAIN, "kawase")
    changed = PLAIN.replace(b"151.23", b"151.33")
    refused = import_rates(money.register, changed, "kawase")
    (cell,) = refused.refused
    assert (cell.line, cell.column, cell.code) == (2, "rate", "fx-rate-differs")
    assert (refused.recorded, refused.known) == (0, 1)
    corrected = import_rates(money.register, changed, "kawase", correct=True)
    assert (corrected.recorded, corrected.corrected) == (1, 1)
    with money.ledger.reading() as conn:
        assert rate_on(conn, "kawase", "USD", "JPY", date(2026, 3, 31)).known.num == 15133


def test_two_values_in_one_file_are_told_with_both_lines(money: Money) -> None:
    twice = PLAIN + b"2026-03-31,USD,JPY,151.99\n2026-03-31,KWD,JPY,492.05\n"
    done = import_rates(money.register, twice, "kawase")
    (cell,) = done.refused
    assert (cell.line, cell.code, cell.expected) == (4, "fx-rate-twice", "151.23, as in line 2")
    assert (done.recorded, done.known) == (2, 1)


def test_a_rate_of_tomorrow_is_refused(money: Money) -> None:
    done = import_rates(money.register, b"date,base,quote,rate\n2999-01-01,USD,JPY,1\n", "kawase")
    assert [cell.code for cell in done.refused] == ["day-in-future"]


def test_many_rates_are_cut_into_several_entries(money: Money, tmp_path: Path) -> None:
    days = [
        f"{year}-{month:02}-{day:02}"
        for year in range(2018, 2026)
        for month in range(1, 13)
        for day in range(1, 29)
    ]
    lines = "".join(f"{day},USD,JPY,150.{number % 97 + 1}\n" for number, day in enumerate(days))
    done = import_rates(money.register, b"date,base,quote,rate\n" + lines.encode(), "kawase")
    assert (done.recorded, len(done.entries)) == (len(days), 2)
