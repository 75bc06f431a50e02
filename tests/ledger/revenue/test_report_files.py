"""Every row of a file ends as accepted, held or rejected, with its line, column and reason."""

import pytest
from money_stage import csv_of

from ledger.errors import RuleViolation
from ledger.log import canonical
from ledger.revenue.channels import CHANNELS, MEDIA, channel_code, territory_code
from ledger.revenue.checks import Expectation
from ledger.revenue.leaves import _bodies, line_body
from ledger.revenue.lines import Lines, Problem, distinct_works, judge
from ledger.revenue.naming import WorkNames
from ledger.revenue.profiles import STANDARD, Profile
from ledger.revenue.table import read_table

WORKS = WorkNames(
    {"星の庭": "work_1", "月の庭": "work_2"}, {"続編": "many", "他社作品": "not-covered"}
)


def read(data: bytes, profile: Profile = STANDARD) -> Lines:
    return judge(read_table(data, profile), WORKS, profile, Expectation("JPY", "2026-03"))


def only_problem(line: str, headings: str = "channel,territory,work,month,units,amount") -> Problem:
    lines = read(csv_of(line, headings=headings))
    assert lines.accepted.is_empty()
    (problem,) = lines.problems
    return problem


def micro(amount: str, profile: Profile = STANDARD) -> int:
    lines = read(csv_of(f'SVOD,JP,星の庭,2026-03,1,"{amount}"'), profile)
    assert lines.problems == ()
    value: int = lines.accepted["amount_micro"][0]
    return value


def test_a_good_line_is_normalised() -> None:
    row = read(csv_of("ＳＶＯＤ,日本,星の庭,2026-03,10,1000.5")).accepted.row(0, named=True)
    assert row == {
        "line": 2, "channel": "streaming", "territory": "JP", "work": "work_1",
        "month": "2026-03", "units": 10, "amount_micro": 1_000_500_000, "product": "", "rate": "",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("0", 0),
        ("+7", 7_000_000),
        ("-0.000001", -1),
        ("1.5", 1_500_000),
        ("999999999999.999999", 999_999_999_999_999_999),
        ("-999999999999.999999", -999_999_999_999_999_999),
        ("000000000000000001", 1_000_000),
    ],
)
def test_amounts_become_exact_millionths(text: str, value: int) -> None:
    assert micro(text) == value


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "amount-missing"),
        ("1e3", "amount-malformed"),
        ("１００", "amount-malformed"),
        ('"1,000"', "amount-malformed"),
        ("0x1F", "amount-malformed"),
        ("1.", "amount-malformed"),
        (".5", "amount-malformed"),
        ("--1", "amount-malformed"),
        ("△1", "amount-malformed"),
        ("¥1", "amount-malformed"),
        ("NaN", "amount-malformed"),
        ("1 000", "amount-malformed"),
        ("1.1234567", "amount-too-precise"),
        ("9007199254740993", "amount-out-of-range"),
        ("1000000000000", "amount-out-of-range"),
        ("99999999999999999999999999", "amount-out-of-range"),
    ],
)
def test_what_is_no_amount_is_rejected(text: str, reason: str) -> None:
    problem = only_problem(f"SVOD,JP,星の庭,2026-03,1,{text}")
    assert (problem.verdict, problem.reason, problem.line) == ("rejected", reason, 2)
    assert problem.column == "amount"
    assert problem.value == text.strip('"')
    assert problem.expected


@pytest.mark.parametrize(
    ("line", "reason", "column", "verdict"),
    [
        ("SVOD,JP,星の庭,2026-13,1,1", "month-malformed", "month", "rejected"),
        ("SVOD,JP,星の庭,2026/03,1,1", "month-malformed", "month", "rejected"),
        ("SVOD,JP,星の庭,2026-04,1,1", "month-after-period", "month", "rejected"),
        ("SVOD,JP,星の庭,2026-03,1.5,1", "units-malformed", "units", "rejected"),
        ("SVOD,JP,星の庭,2026-03,x,1", "units-malformed", "units", "rejected"),
        ("SVOD,JP,星の庭,,1,1", "month-missing", "month", "held"),
        (",JP,星の庭,2026-03,1,1", "channel-missing", "channel", "held"),
        ("宇宙,JP,星の庭,2026-03,1,1", "channel-unknown", "channel", "held"),
        ("SVOD,火星,星の庭,2026-03,1,1", "territory-unknown", "territory", "held"),
        ("SVOD,,星の庭,2026-03,1,1", "territory-unknown", "territory", "held"),
        ("SVOD,JP,,2026-03,1,1", "work-missing", "work", "held"),
        ("SVOD,JP,無題,2026-03,1,1", "work-unknown", "work", "held"),
        ("SVOD,JP,続編,2026-03,1,1", "work-ambiguous", "work", "held"),
        ("SVOD,JP,他社作品,2026-03,1,1", "work-not-covered", "work", "held"),
    ],
)
def test_each_row_that_cannot_flow_says_why(
    line: str, reason: str, column: str, verdict: str
) -> None:
    problem = only_problem(line)
    assert (problem.reason, problem.column, problem.verdict) == (reason, column, verdict)
    assert problem.amount == "1"


def test_cells_beyond_the_headings_are_rejected() -> None:
    problem = only_problem("SVOD,JP,星の庭,2026-03,1,1,2,3")
    assert (problem.reason, problem.value) == ("too-many-cells", "2")


def test_a_row_without_its_last_cells_is_rejected() -> None:
    assert only_problem("SVOD,JP,星の庭,2026-03").reason == "amount-missing"


def test_another_currency_in_a_row_is_rejected() -> None:
    headings = "channel,work,month,amount,currency"
    problem = only_problem("SVOD,星の庭,2026-03,1,USD", headings)
    assert (problem.reason, problem.expected) == ("currency-differs", "JPY")


@pytest.mark.parametrize("rate", ["10%", "1.75%", ""])
def test_a_rate_column_is_kept_as_written(rate: str) -> None:
    lines = read(csv_of(f"SVOD,星の庭,2026-03,1,{rate}", headings="channel,work,month,amount,rate"))
    assert lines.accepted["rate"].to_list() == [rate]


def test_a_rate_of_another_form_than_the_profile_says_is_rejected() -> None:
    problem = only_problem("SVOD,星の庭,2026-03,1,0.1", "channel,work,month,amount,rate")
    assert problem.reason == "rate-malformed"


def test_line_numbers_survive_blank_lines_and_breaks_in_cells() -> None:
    data = csv_of(
        "SVOD,JP,星の庭,2026-03,1,1",
        "",
        'SVOD,JP,"星の\n庭",2026-03,1,1',
        "SVOD,JP,無題,2026-03,1,1",
    )
    problems = read(data).problems
    assert [(p.line, p.reason) for p in problems] == [
        (4, "line-break-in-cell"),
        (6, "work-unknown"),
    ]


def test_carriage_returns_and_quotes_are_no_part_of_a_cell() -> None:
    data = 'channel,work,month,amount\r\n"SVOD","星の庭",2026-03,"5"\r\n'.encode()
    assert read(data).accepted["amount_micro"].to_list() == [5_000_000]


def test_an_earlier_month_keeps_its_own_month() -> None:
    assert read(csv_of("SVOD,JP,星の庭,2025-12,1,1")).accepted["month"].to_list() == ["2025-12"]


def test_negative_lines_are_returns_and_are_accepted() -> None:
    lines = read(csv_of("DVD,JP,星の庭,2026-03,-3,-900"))
    assert lines.accepted.select("units", "amount_micro").row(0) == (-3, -900_000_000)


def test_headings_alone_are_a_report_of_nothing() -> None:
    lines = read(csv_of())
    assert lines.accepted.is_empty()
    assert lines.problems == ()


@pytest.mark.parametrize(
    ("data", "code", "field"),
    [
        (b"", "report-empty", "file"),
        (b"\n", "report-empty", "file"),
        (b"channel,work,month,amount\rSVOD,x,2026-03,1\r", "report-line-ends", "file"),
        (b"channel,work,month\nx,y,z\n", "report-column-missing", "amount"),
        (b"channel,work,amount\nx,y,1\n", "report-column-missing", "month"),
        (b"channel,work,month,amount,amount\n", "report-column-twice", "amount"),
        (b'channel,work,month,amount\n"x,y,z,1\n', "report-quotes", "file"),
    ],
)
def test_a_file_that_is_no_table_is_refused(data: bytes, code: str, field: str) -> None:
    with pytest.raises(RuleViolation) as caught:
        read_table(data, STANDARD)
    assert (caught.value.code, caught.value.fields["field"]) == (code, field)
    assert caught.value.fields["expected"]


def test_a_lonely_quote_is_named_with_its_line() -> None:
    data = csv_of("SVOD,JP,星の庭,2026-03,1,1", 'SVOD,JP,"星の庭,2026-03,1,1')
    with pytest.raises(RuleViolation) as caught:
        read_table(data, STANDARD)
    assert caught.value.fields["line"] == 3


def test_a_quote_after_a_closed_one_is_refused_without_a_line() -> None:
    with pytest.raises(RuleViolation) as caught:
        read_table(csv_of('SVOD,JP,"星"の庭,2026-03,1,1'), STANDARD)
    assert caught.value.code == "report-quotes"
    assert caught.value.fields["line"] is None


def test_works_are_asked_for_once_each() -> None:
    table = read_table(csv_of("a,JP,星の庭,m,1,1", "a,JP, 星の庭 ,m,1,1", "a,JP,,m,1,1"), STANDARD)
    assert distinct_works(table) == ["星の庭"]


def test_every_word_for_a_medium_means_one_medium() -> None:
    assert set(CHANNELS.values()) == set(MEDIA)
    assert channel_code(" 配信 ") == "streaming"
    assert channel_code("謎") is None
    assert (territory_code("米国"), territory_code("fr"), territory_code("謎")) == (
        "US",
        "FR",
        None,
    )


def test_lines_written_by_columns_are_the_canonical_lines() -> None:
    headings = "channel,work,month,amount,product,rate,units"
    data = csv_of(
        'SVOD,星の庭,2026-03,1.5,"a ""b"" \\ é\t",10%,3',
        "DVD,月の庭,2026-02,-2,,,",
        headings=headings,
    )
    accepted = read(data).accepted
    rows = accepted.iter_rows(named=True)
    assert list(_bodies(accepted)) == [canonical.encode(line_body(row)).decode() for row in rows]
