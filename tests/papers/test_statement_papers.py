"""Statements on paper: every figure and name is on the page, in one language, as it was issued."""

import tomllib
from importlib import resources
from io import BytesIO
from typing import Any

import pytest
from pypdf import PdfReader

from ledger.errors import RuleViolation
from ledger.log import canonical
from ledger.papers.blocks import Table, as_data, as_text
from ledger.papers.law_words import law_told
from ledger.papers.statement import statement_paper
from ledger.papers.typesetting import typeset
from tests.papers.paper_stage import pages, words
from tests.papers.statement_sheets import LONG, abroad, awkward, empty, line, sheet

SHEETS = {"plain": sheet, "awkward": awkward, "abroad": abroad, "empty": empty}


def printed(data: dict[str, Any], lang: Any = "ja", url: str = "") -> bytes:
    return typeset(statement_paper(data, lang, url))


def test_a_statement_says_who_pays_whom_what_and_why():
    said = words(printed(sheet()))
    for text in (
        "支払明細書", "幹事株式会社", "山田花子", "2026年3月", "2026年4月30日", "星の庭", "配信日本2026年3月",
        "第5条1項", "100,000", "2%", "△204", "1,796", "著作権の使用料", "10.21%",
        "所得税法204条1項1号", "回収の累計は0円です。", "総売上×2%", "もとの計算の記録番号13",
    ):  # fmt: skip
        assert text in said, text


def test_an_english_statement_has_no_japanese_where_names_are_english():
    data = sheet(payee={"id": "party_5", "ja": "山田花子", "en": "Hanako Yamada"})
    text = as_text(statement_paper(data, "en"))
    assert "Hanako Yamada" in text
    assert "Income Tax Act, arts. 204(1)(i), 205(i)" in text
    assert [each for each in text if "\u3040" <= each <= "\u9fff"] == []


@pytest.mark.parametrize("name", list(SHEETS))
@pytest.mark.parametrize("lang", ["ja", "en"])
def test_the_same_statement_is_the_same_bytes_also_from_its_file(name: str, lang: Any):
    data = SHEETS[name]()
    read_back = canonical.decode(canonical.encode(data))
    assert printed(data, lang) == printed(read_back, lang)


def test_forty_lines_long_names_and_deficits_all_stand_on_the_page():
    """40,000,820 - 250,000 - 50,000,000 + 249,180 carried in = -10,000,000 carried out."""
    said = words(printed(awkward()))
    for number in range(1, 41):
        assert f"{1_000_000 + number:,}" in said
    for text in (LONG, "△50,000,000", "△10,000,000", "△250,000", "249,180", "40,000,820", "海の城"):
        assert text in said, text
    assert "計:条件の改訂" in said
    assert "入金前の控除" in said


def test_a_row_of_figures_is_never_cut_by_the_end_of_a_page():
    many = [line(number) for number in range(1, 60)]
    for page in pages(printed(sheet(lines=many))):
        row_ends = page.replace("\n", "").replace(" ", "").count("2026年3月100,000")
        assert row_ends == page.count("100,000")


def test_a_statement_without_lines_says_so():
    said = words(printed(empty()))
    assert "この期間の明細はありません。" in said
    assert "支払対象額なし" in said
    assert "各行の計算" not in said


def test_who_is_paid_abroad_reads_the_treaty_and_the_agent_in_his_currency():
    said = words(printed(abroad(), "en"))
    for text in ("AgentGmbH", "1,234.56", "form_1", "article12", "Japan-UStaxtreaty", "Paidabroad"):
        assert text in said, text


def test_a_higher_rate_is_named_where_the_base_goes_beyond_its_threshold():
    """1,500,000 to a person: 102,100 on the first million and 102,100 on the other half."""
    tax = sheet()["tax"] | {
        "withholding_copyright_base": "1500000",
        "withholding_copyright_tax": "204200",
    }
    assert "1,000,000円超 20.42%" in as_text(statement_paper(sheet(tax=tax), "ja"))
    assert (
        "20.42%" not in as_text(statement_paper(sheet(), "ja")).split("計算の")[0].split("種類")[1]
    )


def test_what_is_not_disclosed_is_not_guessed():
    closed = {"disclosure": "aggregate", "sources": None, "basis_minor": None, "rate": None}
    shown = {name: value for name, value in (line() | closed).items() if value is not None}
    text = as_text(statement_paper(sheet(lines=[shown]), "ja"))
    assert "非開示" in text
    assert "100,000" not in text


def test_older_statements_with_one_base_in_all_are_printed_too():
    tax = {
        "rules": "statement/1", "withholding_rule": "individual", "withholding_base": "2000",
        "withholding_rate": "10.21%", "consumption_rule": "no-invoice-number",
    }  # fmt: skip
    text = as_text(statement_paper(sheet(tax=tax), "ja"))
    assert "源泉徴収税 | 個人への支払 |  | 2,000 | 10.21% | 204" in text


def test_a_registered_payee_reads_his_number_and_the_tax_added():
    """100,000 at 10%: 10,000 of consumption tax (case WH-20)."""
    tax = sheet()["tax"] | {
        "consumption_rule": "registered", "consumption_base": "100000", "consumption_rate": "10%",
        "consumption_law": "消費税法29条、地方税法72条の83 (7.8% + 2.2%)",
        "invoice_number": "T1234567890123",
    }  # fmt: skip
    data = sheet(tax=tax, totals=sheet()["totals"] | {"consumption_tax": 10_000})
    text = as_text(statement_paper(data, "ja"))
    assert "登録番号: T1234567890123" in text
    assert "100,000 | 10% | 10,000" in text


def test_the_code_leads_to_the_statement_and_is_left_out_without_an_address():
    paper = statement_paper(sheet(), "ja", "https://ledger.example/")
    assert paper.address.startswith("https://ledger.example/ja/check/statements/stmt_0ZCQ4QP9")
    assert paper.address.endswith(paper.footer[0].split()[-1])
    assert statement_paper(sheet(), "ja").address == ""


def test_a_name_that_the_font_lacks_is_refused_by_name():
    with pytest.raises(RuleViolation) as caught:
        printed(sheet(payee={"id": "party_5", "ja": "祝😀"}))
    assert (caught.value.code, caught.value.fields["value"]) == ("glyph-missing", "祝😀")


def test_amounts_are_set_to_the_right_and_other_tables_stay_as_they_were():
    data = as_data(statement_paper(sheet(), "ja"))
    tables = [block for block in data["blocks"] if block["kind"] == "table"]
    assert all(tables[0]["right"] == (1,) or block["right"] for block in tables)
    plain = as_data(statement_paper(sheet(), "ja"))["blocks"][0]
    assert set(plain) == {"kind", "rows"}
    assert "right" not in next(iter([_plain_table()]))


def _plain_table() -> dict[str, Any]:
    paper = statement_paper(sheet(), "ja")
    bare = type(paper)("ja", "題", paper.day, (Table(("a",), (1,), (("b",),)),))
    block: dict[str, Any] = as_data(bare)["blocks"][0]
    return block


def test_a_pdf_tells_its_language_and_title():
    reader = PdfReader(BytesIO(printed(sheet(), "en")))
    assert reader.metadata is not None
    assert reader.metadata.title == "Statement"
    assert reader.trailer["/Root"]["/Lang"] == "en"


def test_every_law_of_the_table_of_rates_has_an_english_name():
    text = resources.files("contracts.tax").joinpath("rates.toml").read_text(encoding="utf-8")
    laws = {rate["law"] for rate in _with_law(tomllib.loads(text))}
    assert laws
    assert [law for law in laws if law_told(law, "en") == law] == []


def _with_law(value: object) -> list[dict[str, Any]]:
    if isinstance(value, dict):
        here = [value] if isinstance(value.get("law"), str) else []
        return here + [found for part in value.values() for found in _with_law(part)]
    if isinstance(value, list):
        return [found for part in value for found in _with_law(part)]
    return []
