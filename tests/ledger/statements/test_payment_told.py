"""From lines to the transfer in sentences: every number stands in the statement, and they add up."""

import re
from typing import Any

import pytest

from contracts.figures import Language
from ledger.statements.payment_told import MOST_LINES, payment_told

JAPANESE = re.compile(r"[\u3040-\u30ff\u4e00-\u9fff]")
NUMBER = re.compile(r"△?[\d,]+(?=円)")


def statement(
    *amounts: int, tax: dict[str, str] | None = None, currency: str = "JPY", **totals: int
) -> dict[str, Any]:
    """A statement of royalties; what is not said of its totals is zero."""
    names = (
        "carried_in", "royalties", "adjustments", "recouped", "payable", "carried_out",
        "consumption_tax", "withholding", "transfer",
    )  # fmt: skip
    lines = [{"kind": "royalty", "amount_minor": amount} for amount in amounts]
    known = {**dict.fromkeys(names, 0), "royalties": sum(amounts), **totals}
    return {"lines": lines, "totals": known, "tax": tax or {}, "currency": currency}


def numbers(sentence: str) -> list[int]:
    return [int(text.replace("△", "-").replace(",", "")) for text in NUMBER.findall(sentence)]


def test_lines_add_up_to_what_is_transferred() -> None:
    """By hand: 100,000 with 10,000 of consumption tax, 10.21% withheld: 99,790."""
    tax = {
        "consumption_base": "100000", "consumption_rate": "10%",
        "withholding_copyright_base": "100000", "withholding_copyright_rate": "10.21%",
        "withholding_copyright_tax": "10210",
    }  # fmt: skip
    totals = {"payable": 100_000, "consumption_tax": 10_000, "withholding": 10_210}
    said = payment_told(statement(60_000, 40_000, tax=tax, transfer=99_790, **totals), "ja")
    assert said == [
        "当期の明細の合計: 60,000円 + 40,000円 = 100,000円。",
        "前期繰越 0円 + 当期 100,000円 + 調整 0円 - 前払金充当 0円 = 支払対象額 100,000円"
        " + 翌期繰越 0円。",
        "消費税: 100,000円 × 10% = 10,000円（1円未満切捨て）。",
        "源泉徴収税（著作権の使用料）: 100,000円 × 10.21% = 10,210円（1円未満切捨て）。",
        "差引支払額: 支払対象額 100,000円 + 消費税 10,000円 - 源泉徴収税 10,210円 = 99,790円。",
    ]


def test_above_the_threshold_both_rates_are_told() -> None:
    """By hand: 1,500,000: 102,100 up to a million and 102,100 beyond, 204,200."""
    tax = {
        "withholding_base": "1500000", "withholding_rate": "10.21%",
        "withholding_upper_rate": "20.42%", "withholding_threshold": "1000000",
    }  # fmt: skip
    totals = {"payable": 1_500_000, "withholding": 204_200, "transfer": 1_295_800}
    said = payment_told(statement(1_500_000, tax=tax, **totals), "ja")
    assert (
        "源泉徴収税: 1,500,000円 のうち 1,000,000円 までは 10.21%、超える部分は 20.42%"
        " = 204,200円（1円未満切捨て）。" in said
    )


def test_a_deficit_is_told_as_carried_out() -> None:
    (_, identity, *_) = payment_told(statement(-300, carried_out=-300), "ja")
    assert identity.endswith("= 支払対象額 0円 + 翌期繰越 △300円。")


def test_of_many_lines_the_last_are_told_together() -> None:
    said = payment_told(statement(*range(1, 31), payable=465, transfer=465), "ja")[0]
    shown = numbers(said)
    assert sum(shown[:-1]) == shown[-1] == 465
    assert f"ほか{30 - MOST_LINES}行の計" in said


@pytest.mark.parametrize(
    ("tax", "reasons"),
    [
        ({"rule": "own-account"}, ("自社の取り分", "自社の取り分")),
        ({"consumption_rule": "abroad", "withholding_base": "9", "withholding_rule": "treaty"},
         ("国外への支払", "租税条約による免除")),
        ({"consumption_rule": "no-invoice-number", "withholding_fee_base": "9",
          "withholding_fee_rule": "none-domestic-company"},
         ("登録番号なし", "国内の法人への支払")),
        ({"consumption_rule": "a-rule-of-later", "withholding_rule": "a-rule-of-later"},
         ("定めなし", "定めなし")),
    ],
)  # fmt: skip
def test_where_there_is_no_tax_the_reason_is_told(
    tax: dict[str, str], reasons: tuple[str, str]
) -> None:
    text = "".join(payment_told(statement(9, payable=9, transfer=9, tax=tax), "ja"))
    assert all(reason in text for reason in reasons)


def test_nothing_payable_says_nothing_of_taxes() -> None:
    said = payment_told(statement(tax={"rule": "nothing-payable"}), "ja")
    assert len(said) == 2


@pytest.mark.parametrize("lang", ["ja", "en"])
def test_the_sentences_are_in_one_language(lang: Language) -> None:
    tax = {
        "consumption_rule": "outside-scope", "withholding_base": "9", "withholding_rate": "10.21%",
        "withholding_statements_before": "2",
    }  # fmt: skip
    text = "".join(payment_told(statement(9, payable=9, transfer=9, tax=tax), lang))
    assert bool(JAPANESE.search(text)) is (lang == "ja")
    assert bool(re.search("[A-Za-z]{3}", text)) is (lang == "en")


def test_amounts_have_the_decimals_of_their_currency() -> None:
    said = payment_told(statement(12_345, payable=12_345, transfer=12_345, currency="USD"), "en")
    assert "USD 123.45" in said[0]
