"""Files of banks: read whole or refused, in order, each once, with balances that run on."""

from datetime import date
from typing import Any

import pytest
from cash_stage import CashStage, bank_csv

from contracts.banking.deposits import DATA, HEADER, TRAILER
from contracts.banking.records import Field, record
from ledger.cash.profiles import SIGNED, read_profile
from ledger.cash.reading import read_bank_file
from ledger.cash.spellings import read_amount, read_day
from ledger.errors import Refused
from ledger.jobs.cash import import_cash
from ledger.log import canonical

FIRST = "2026/04/20,,1000000,1050000,ｱｵﾊﾞﾊｲｼﾝ"
SECOND = "2026/04/21,330,,1049670,手数料"


def refused(cash: CashStage, *rows: str, **more: Any) -> Refused:
    """Take a file that must be refused; nothing of it is on record."""
    before = cash.lines()
    with pytest.raises(Refused) as caught:
        cash.take(*rows, **more)
    assert cash.lines() == before
    return caught.value


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026-11-02", date(2026, 11, 2)),
        ("2026/1/2", date(2026, 1, 2)),
        ("20261102", date(2026, 11, 2)),
        ("2026年11月2日", date(2026, 11, 2)),
        ("令和8.11.2", date(2026, 11, 2)),
        ("Ｒ８／１１／２", date(2026, 11, 2)),
        ("令和元年5月1日", date(2019, 5, 1)),
        ("平成31.4.30", date(2019, 4, 30)),
        ("2026/13/2", None),
        ("11/2", None),
    ],
)
def test_days_are_read_as_banks_write_them(text: str, day: date | None) -> None:
    assert read_day(text) == day


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("1234567", 1_234_567),
        ("1,234,567", 1_234_567),
        ("￥1,200円", 1_200),
        ("△1,200", -1_200),
        ("▲ 1200", -1_200),
        ("－500", -500),
        ("(1,200)", -1_200),
        ("1,23", None),
        ("12.5", None),
        ("abc", None),
        ("", None),
    ],
)
def test_amounts_are_read_as_banks_write_them(text: str, amount: int | None) -> None:
    assert read_amount(text, "JPY") == amount


def test_amounts_of_dollars_have_cents() -> None:
    assert (read_amount("12.5", "USD"), read_amount("1,000.05", "USD")) == (1_250, 100_005)


def test_a_file_is_taken_with_its_sums_and_the_balance_goes_on(cash: CashStage) -> None:
    taken = cash.take(FIRST, SECOND)
    assert taken.as_data() == {
        "id": taken.id, "lines": 2, "covers_from": "2026-04-20", "covers_to": "2026-04-21",
        "in_minor": 1_000_000, "out_minor": 330, "opening_minor": 50_000,
        "closing_minor": 1_049_670,
    }  # fmt: skip
    assert cash.show()["balance_minor"] == 1_049_670


def test_the_names_of_senders_are_in_the_file_and_not_in_the_log(cash: CashStage) -> None:
    recorded = cash.take(FIRST).recorded
    assert "ｱｵﾊﾞ" not in str(recorded.events)
    assert [one.name or one.text for one in cash.proposed().values()] == ["ｱｵﾊﾞﾊｲｼﾝ"]


def test_a_file_that_runs_from_new_to_old_is_turned_round(cash: CashStage) -> None:
    cash.take(SECOND, FIRST)
    assert [line["amount_minor"] for line in cash.lines()] == [1_000_000, -330]


def test_lines_of_one_day_are_in_the_order_of_their_balances(cash: CashStage) -> None:
    cash.take("2026/04/20,330,,1049670,手数料", "2026/04/20,,1000000,1050000,ｱｵﾊﾞ")
    assert [line["amount_minor"] for line in cash.lines()] == [1_000_000, -330]


def test_the_same_file_is_not_taken_twice(cash: CashStage) -> None:
    taken = cash.take(FIRST)
    assert (error := refused(cash, FIRST)).code == "cash-file-known"
    assert error.fields["batch"] == taken.id


def test_a_file_with_lines_on_record_is_refused_and_names_them(cash: CashStage) -> None:
    taken = cash.take(FIRST)
    error = refused(cash, FIRST, SECOND)
    assert (error.code, error.fields["count"]) == ("cash-lines-known", 1)
    assert error.fields["value"] == [f"line 1 (2026-04-20, 1000000) is {taken.id}/1"]


def test_a_file_may_begin_on_the_last_day_on_record(cash: CashStage) -> None:
    cash.take(FIRST)
    cash.take("2026/04/20,330,,1049670,手数料")
    assert cash.show()["balance_minor"] == 1_049_670


def test_a_file_of_earlier_days_comes_too_late(cash: CashStage) -> None:
    cash.take(SECOND.replace("1049670", "49670"))
    assert refused(cash, FIRST).code == "cash-import-late"


def test_a_file_that_leaves_a_gap_in_the_balance_is_refused(cash: CashStage) -> None:
    error = refused(cash, "2026/04/21,330,,1049670,手数料")
    assert (error.code, error.fields["value"], error.fields["expected"]) == (
        "cash-balance-broken", 1_050_000, 50_000,
    )  # fmt: skip


def test_a_balance_that_does_not_run_names_its_line(cash: CashStage) -> None:
    error = refused(cash, FIRST, "2026/04/21,330,,1049700,手数料")
    assert (error.code, error.fields["line"], error.fields["expected"]) == (
        "cash-balance-broken", 3, 1_049_670,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("row", "field", "column"),
    [
        ("2026/04/31,,1,50001,x", "day", 1),
        ("2026/04/20,,1.5,50001,x", "came_in", 3),
        ("2026/04/20,1,1,50000,x", "came_in", 3),
        ("2026/04/20,,,50000,x", "came_in", 3),
        ("2026/04/20,,1,many,x", "balance", 4),
    ],
)
def test_a_row_that_cannot_be_read_names_line_and_column_and_nothing_is_taken(
    cash: CashStage, row: str, field: str, column: int
) -> None:
    error = refused(cash, FIRST, row)
    assert (error.code, error.fields["field"], error.fields["line"], error.fields["column"]) == (
        "cash-cell-unreadable", field, 3, column,
    )  # fmt: skip


def test_an_amount_whose_comma_makes_two_cells_is_not_read_as_its_first_digit(
    cash: CashStage,
) -> None:
    """By hand: 1,000 without quotes would be 1 yen with the text 000; no balance would tell."""
    row = "2026/04/20,,1,000,ｱｵﾊﾞﾊｲｼﾝ"
    error = refused(cash, row, headings="日付,お支払金額,お預り金額,摘要")
    assert (error.code, error.fields["line"], error.fields["column"]) == (
        "cash-cell-unreadable", 2, 5,
    )  # fmt: skip


def test_a_column_that_is_missing_is_named_with_the_headings_it_may_have(cash: CashStage) -> None:
    error = refused(cash, FIRST, headings="日,出金,入金,残高,摘要")
    assert (error.code, error.fields["field"]) == ("cash-column-missing", "day")
    assert "日付" in error.fields["expected"]


def test_a_file_without_lines_is_refused(cash: CashStage) -> None:
    assert refused(cash).code == "cash-file-empty"


def test_a_day_in_the_future_is_refused(cash: CashStage) -> None:
    assert refused(cash, "2027/04/20,,1,50001,x").code == "day-in-future"


def test_a_file_from_before_the_book_is_refused_and_not_kept(cash: CashStage) -> None:
    blobs = set(cash.money.register.blobs)
    assert refused(cash, "2026/03/20,,1,50001,x").code == "cash-before-opening"
    assert set(cash.money.register.blobs) == blobs


def test_a_layout_of_ones_own_is_kept_beside_the_file_and_read_again(cash: CashStage) -> None:
    layout = {
        "name": "own/1", "separator": ";", "header_line": 2,
        "columns": {"day": ["Tag"], "amount": ["Betrag"], "name": ["Wer"]},
    }  # fmt: skip
    data = "Konto\nTag;Betrag;Wer\n2026-04-20;1000000;アオバハイシン\n合計;1000000;\n".encode()
    import_cash(
        cash.money.register, cash.account, data, profile=read_profile(canonical.encode(layout))
    )
    assert cash.kinds() == ["exact"]


def test_a_signed_amount_needs_one_column() -> None:
    data = bank_csv("20260420,-330,手数料", headings="取引日,金額,摘要")
    (line,) = read_bank_file(data, SIGNED, currency="JPY", today=date(2026, 5, 1)).lines
    assert (line.amount_minor, line.text, line.balance_minor) == (-330, "手数料", None)


def notice(*deposits: tuple[int, str]) -> bytes:
    """A notice of deposits of 20 April 2026 (令和8年)."""
    end = (Field("record", "N", 1, "9"), Field("blank", "C", 199))
    days = {"written_on": 80420, "first_day": 80420, "last_day": 80420}
    lines = [record(HEADER, {"code": 0, "bank": 9, "branch": 1, **days})]
    for number, (amount, name) in enumerate(deposits, start=1):
        values: dict[str, str | int] = {
            "number": number, "booked_on": 80420, "value_on": 80420, "amount": amount,
            "payer_name": name,
        }  # fmt: skip
        lines.append(record(DATA, values))
    total = {"count": len(deposits), "total": sum(amount for amount, _ in deposits)}
    lines += [record(TRAILER, total), record(end, {})]
    return b"\r\n".join(lines) + b"\r\n"


def test_a_notice_of_deposits_is_taken_without_a_profile(cash: CashStage) -> None:
    data = notice((1_000_000, "ｱｵﾊﾞﾊｲｼﾝ"), (5, "ﾀﾀﾞﾉﾋﾄ"))
    import_cash(cash.money.register, cash.account, data, profile="zengin-deposits/1")
    assert cash.kinds() == ["exact", "unknown"]
    assert cash.show()["balance_minor"] == 1_050_005


def test_an_unknown_profile_is_refused_with_those_there_are(cash: CashStage) -> None:
    error = refused(cash, FIRST, profile="some-bank/1")
    assert error.code == "profile-unknown"
    assert "in-out-columns/1" in error.fields["expected"]
