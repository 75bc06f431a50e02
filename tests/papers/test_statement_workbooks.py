"""Statements as workbooks: figures can be computed with, and say what was issued before that."""

from io import BytesIO
from typing import Any

import pytest
from openpyxl import load_workbook

from ledger.errors import RuleViolation
from ledger.papers.statement_workbook import statement_workbook
from tests.papers.statement_sheets import abroad, awkward, empty, line, sheet, totals


def opened(data: dict[str, Any], lang: Any = "ja", *, values: bool = True) -> Any:
    return load_workbook(BytesIO(statement_workbook(data, lang)), data_only=values)


def figures(data: dict[str, Any], lang: Any = "ja", *, values: bool = True) -> dict[str, Any]:
    page = opened(data, lang, values=values).worksheets[0]
    return {row[0].value: row[1].value for row in page.iter_rows(max_col=2) if row[0].value}


def test_amounts_are_numbers_and_totals_are_formulas_with_the_issued_value():
    values, formulas = figures(sheet()), figures(sheet(), values=False)
    assert (values["当期"], values["源泉徴収税"], values["差引支払額"]) == (2_000, 204, 1_796)
    assert formulas["当期"] == "=SUMIF('明細'!$B$2:$B$2,\"明細\",'明細'!$I$2:$I$2)"
    assert formulas["差引支払額"].startswith("=B")


@pytest.mark.parametrize(
    "data", [sheet(), awkward(), abroad(), empty()], ids=["plain", "awkward", "abroad", "empty"]
)
@pytest.mark.parametrize("lang", ["ja", "en"])
def test_what_the_formulas_add_up_is_what_was_issued(data: dict[str, Any], lang: Any):
    """The sums of lines by kind, computed here from the cells, are the cached totals."""
    book = opened(data, lang)
    rows = list(book.worksheets[1].iter_rows(min_row=2, values_only=True))
    lines = [row for row in rows if row[0] is not None]
    by_kind: dict[str, Any] = {}
    for row in lines:
        by_kind[row[1]] = by_kind.get(row[1], 0) + round(row[8] * 100)
    cells = list(figures(data, lang).values())
    unit = 100 if data["currency"] == "JPY" else 1
    for kind, name, sign in (
        ("royalty", "royalties", 1),
        ("adjustment", "adjustments", 1),
        ("recoupment", "recouped", -1),
    ):
        of_kind = [each for each in data["lines"] if each["kind"] == kind]
        label = {
            "ja": {"royalty": "明細", "adjustment": "調整", "recoupment": "前払金充当"},
            "en": {
                "royalty": "Royalty",
                "adjustment": "Adjustment",
                "recoupment": "Advance taken back",
            },
        }[lang][kind]
        assert bool(of_kind) == (label in by_kind)
        assert sign * by_kind.get(label, 0) == data["totals"][name] * unit
    assert cells[-2:] == [0, 0]


def test_both_identities_are_formulas_over_the_totals():
    formulas = list(figures(awkward(), values=False).values())[-2:]
    assert formulas[0].count("-") == 3
    assert formulas[1].count("-") == 2


def test_dollars_are_written_in_dollars():
    assert figures(abroad())["当期"] == 1234.56
    assert opened(abroad()).worksheets[1]["I2"].number_format == '#,##0.00;"△"#,##0.00'


def test_the_same_statement_is_the_same_workbook():
    assert statement_workbook(awkward(), "ja") == statement_workbook(awkward(), "ja")


def test_a_text_that_looks_like_a_formula_stays_text():
    data = sheet(lines=[line(label={"ja": "=1+1", "en": "@x"})], payee={"id": "p", "ja": "=A1"})
    book = opened(data, values=False)
    assert book.worksheets[1]["D2"].data_type == "s"
    assert book.worksheets[1]["D2"].value.startswith("=1+1")


def test_every_reason_is_in_the_workbook():
    page = opened(sheet(), "en").worksheets[2]
    said = [row[2] for row in page.iter_rows(values_only=True)]
    assert said == [
        "Explanation",
        *sheet()["lines"][0]["explanation"]["en"],
        *sheet()["notes"]["en"],
    ]


def test_an_amount_that_spreadsheets_would_round_is_refused():
    huge = 10**15
    data = sheet(lines=[line(1, huge)], totals=totals(royalties=huge, payable=huge, transfer=huge))
    with pytest.raises(RuleViolation) as caught:
        statement_workbook(data, "ja")
    assert caught.value.code == "figure-too-long"
    assert statement_workbook(sheet(totals=totals(carried_in=huge - 1)), "ja")
