"""Mapping profiles: one licensee's columns, dates and numbers, as data."""

import pytest
from test_report_files import read

from ledger.errors import RuleViolation
from ledger.revenue.profiles import STANDARD, Profile, read_profile, write_profile

JAPANESE = Profile(
    name="sakura/1",
    columns={
        "work": ("タイトル",),
        "month": ("年月",),
        "amount": ("金額(円)",),
        "units": ("本数",),
    },
    defaults={"channel": "配信", "territory": "国内"},
    separator="\t",
    header_line=3,
    months="YYYY年M月",
    thousands=True,
    triangle=True,
    affixes=("¥", "円"),
)


def test_a_profile_reads_what_a_licensee_writes() -> None:
    text = "売上報告書\n\nタイトル\t年月\t金額(円)\t本数\n星の庭\t2026年3月\t¥1,234,567円\t1,000\n星の庭\t2026年2月\t△1,000\t\n"
    lines = read(text.encode(), JAPANESE)
    assert lines.problems == ()
    assert lines.accepted.select("line", "channel", "month", "units", "amount_micro").rows() == [
        (4, "streaming", "2026-03", 1000, 1_234_567_000_000),
        (5, "streaming", "2026-02", 0, -1_000_000_000),
    ]


def test_commas_that_group_nothing_are_rejected() -> None:
    text = "\n\nタイトル\t年月\t金額(円)\n星の庭\t2026年3月\t12,34\n"
    (problem,) = read(text.encode(), JAPANESE).problems
    assert problem.reason == "amount-malformed"
    assert problem.line == 4


@pytest.mark.parametrize(
    ("months", "text"),
    [
        ("YYYY-MM", "2026-03"),
        ("YYYY/MM", "2026/3"),
        ("YYYYMM", "202603"),
        ("YYYY-MM-DD", "2026-03-31"),
        ("YYYY/MM/DD", "2026/3/1"),
        ("YYYY年M月", "2026年03月"),
    ],
)
def test_months_are_read_as_the_profile_says(months: str, text: str) -> None:
    profile = STANDARD.model_copy(update={"months": months})
    data = f"channel,work,month,amount\nSVOD,星の庭,{text},1\n".encode()
    assert read(data, profile).accepted["month"].to_list() == ["2026-03"]


def test_rates_may_be_percentages_or_fractions() -> None:
    data = "channel,work,month,amount,rate\nSVOD,星の庭,2026-03,1,0.1\n".encode()
    for rate_as in ("percent", "fraction"):
        lines = read(data, STANDARD.model_copy(update={"rate_as": rate_as}))
        assert lines.accepted["rate"].to_list() == ["0.1"]


def test_a_profile_is_written_and_read_as_json() -> None:
    assert read_profile(write_profile(JAPANESE)) == JAPANESE


@pytest.mark.parametrize(
    ("data", "field"),
    [
        (b"{}", "name"),
        (b'{"name":"x/1","columns":{"title":["a"]}}', "columns.title"),
        (b'{"name":"x/1","columns":{"amount":["a"]},"months":"MM/DD"}', "months"),
        (b'{"name":"x/1","columns":{"work":["a"]}}', "columns.amount"),
    ],
)
def test_a_wrong_profile_names_its_field(data: bytes, field: str) -> None:
    with pytest.raises(RuleViolation) as caught:
        read_profile(data)
    assert caught.value.code == "profile-invalid"
    assert str(caught.value.fields["field"]).startswith(field)
