"""Caps, floors, guarantees and reserves in sentences with numbers, in both languages."""

import re
from typing import Any

import pytest
from written_terms import a_step, amounts_in, an_item, inputs_of, rate, terms_of

from contracts.explain import explain
from contracts.position import Position
from contracts.terms import Terms
from contracts.waterfall import Inputs, Outcome, run

ROYALTY = a_step("author", "royalty", clause="第7条", basis="gross", rate=rate(10), payee="author")
JAPANESE = re.compile(r"[\u3040-\u30ff\u4e00-\u9fff]")
WORDS = re.compile(r"[A-Za-z]{3,}")


def last_of(terms: Terms, *inputs: Inputs) -> Outcome:
    position = Position()
    outcomes = []
    for one in inputs:
        outcomes.append(run(terms, position, one))
        position = outcomes[-1].position
    return outcomes[-1]


def named(step: str, kind: str, ja: str, en: str, **fields: Any) -> dict[str, Any]:
    return {**a_step(step, kind, clause="第7条3項", **fields), "label": {"ja": ja, "en": en}}


def test_a_guarantee_is_told_from_the_reports_to_the_top_up() -> None:
    """12,000 earned of a royalty, 10,000 paid before: the overage of 2,000 can be followed."""
    mg = named(
        "mg",
        "guarantee",
        "最低保証",
        "Minimum guarantee",
        of=[{"step": "author"}],
        amount=20_000,
        year={"starts": "2026-04"},
        instalments=[{"month": "2026-04", "amount": 10_000}],
    )
    outcome = last_of(
        terms_of(ROYALTY, mg),
        inputs_of(period="2026-04"),
        inputs_of(an_item(120_000, "report-1"), period="2026-05"),
    )

    assert explain(outcome.trace, "mg", "ja", {"author": "原作者"}) == [
        "売上報告「report-1」（配信・2026年3月分・総額報告）: 120,000円。",
        "原作使用料 第7条: 総売上の累計 120,000円 × 10% = 12,000円（1円未満切捨て）。",
        "最低保証 第7条3項: 2026年4月からの契約年度の発生額 12,000円 が"
        "その期末までの保証額 10,000円 に足りない額 = 0円"
        "。前回までの 10,000円 を差し引き、今回は △10,000円。",
        "最低保証 第7条3項: 保証による支払の累計 = 0円"
        "（2027年3月に終わる契約年度の不足額は、現時点では 8,000円）"
        "。前回までの 10,000円 を差し引き、今回は △10,000円。",
        "原作者への今回の配分額は △10,000円 です。",
    ]


def test_a_cap_is_told_with_what_is_above_it() -> None:
    """1,300 to date, of it 500 now, a cap of 1,000: 300 are cut."""
    cap = named("limit", "cap", "上限", "Cap", of="author", amount=1_000, per="cumulative")
    outcome = last_of(
        terms_of(ROYALTY, cap), amounts_in(8_000), amounts_in(5_000, period="2026-04")
    )

    assert explain(outcome.trace, "limit", "ja")[-1] == (
        "上限 第7条3項: 原作使用料の額の累計 1,300円（うち今回 500円） のうち上限額 1,000円 を"
        "超えるため差し引く額 = 300円。"
    )
    assert explain(outcome.trace, "limit", "en")[-1] == (
        "Cap (Article 7(3)): amount of Original work royalty to date JPY 1,300"
        " (of it now JPY 500), cut above the cap JPY 1,000 = JPY 300."
    )


def test_a_reserve_is_told_with_what_is_held_and_what_is_released() -> None:
    """100 of March are released in September, when 50 more are held."""
    reserve = named(
        "returns",
        "reserve",
        "返品引当",
        "Reserve",
        against="author",
        rate=rate(10),
        release={"after_months": 6},
    )
    outcome = last_of(
        terms_of(ROYALTY, reserve), amounts_in(10_000), amounts_in(5_000, period="2026-09")
    )

    assert explain(outcome.trace, "returns", "ja")[-3:] == [
        "返品引当 第7条3項: 原作使用料の額の累計 1,500円（うち今回 500円） × 10% = 150円"
        "（1円未満切捨て）を留保。前回までの 100円 を差し引き、今回は 50円。",
        "返品引当 第7条3項: 2026年3月に留保した 100円 のうち、時期が来て解除する額は"
        " 100% = 100円。",
        "返品引当 第7条3項: 留保している額 = 50円。前回までの 100円 を差し引き、今回は △50円。",
    ]


BY_TITLE = named(
    "mg",
    "guarantee",
    "最低保証",
    "Minimum guarantee",
    of=[{"step": "author", "value": 900}, {"step": "again", "value": 100}],
    amount=1_000,
    cross=False,
    recoupable=True,
    year={"starts": "2026-03", "months": 1},
)
YEAR_CAP = named(
    "limit",
    "cap",
    "上限",
    "Cap",
    of="author",
    amount=7,
    per="year",
    year={"starts": "2026-03", "years": 2, "months": 1},
)
MONTHLY = named("least", "floor", "最低額", "Least", of="again", amount=70, per="month")


@pytest.mark.parametrize("lang", ["ja", "en"])
def test_no_sentence_mixes_the_languages(lang: Any) -> None:
    """Every row of three runs with every kind of modifier is told in one language only."""
    again = {**ROYALTY, "id": "again"}
    terms = terms_of(ROYALTY, again, YEAR_CAP, MONTHLY, BY_TITLE)
    position = Position()
    for month, amount in (("2026-03", 50), ("2026-04", 90_000), ("2026-05", 60)):
        items = (an_item(amount, "1", channel=None, month=month),)
        outcome = run(terms, position, inputs_of(*items, period=month))
        position = outcome.position
        for row in outcome.trace:
            for sentence in explain(outcome.trace, row.id, lang, {"author": "甲"}):
                text = sentence.replace("甲", "")
                assert not (WORDS if lang == "ja" else JAPANESE).search(text)


def test_what_was_topped_up_before_is_told_when_it_is_paid_back() -> None:
    """100 missing in March are paid back in April out of 900 above the guarantee."""
    mg = {
        **BY_TITLE,
        "of": [{"step": "author"}],
        "cross": True,
        "amount": 105,
    }
    outcome = last_of(terms_of(ROYALTY, mg), amounts_in(50), amounts_in(10_000, period="2026-04"))

    assert (
        "Minimum guarantee (Article 7(3)): earned above the guarantee in the contract year from"
        " 2026-04 JPY 895; of the JPY 100 topped up for earlier years, paid back = JPY 100."
        in explain(outcome.trace, "mg", "en")
    )
