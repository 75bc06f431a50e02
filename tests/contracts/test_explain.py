"""Why somebody got an amount, in sentences with the numbers (a desk calculator is enough)."""

import re
from pathlib import Path
from typing import Any

import pytest
from written_terms import (
    a_cost,
    a_memo,
    a_step,
    amounts_in,
    an_account,
    an_item,
    inputs_of,
    rate,
    terms_of,
)

from contracts.describe import terms_page
from contracts.errors import TermsInvalid
from contracts.explain import Explainer, explain
from contracts.figures import clause, money, percent
from contracts.position import Position
from contracts.waterfall import Outcome, run

COMMITTEE = "committee:c1/investment"
HOLDERS = {COMMITTEE: (("A", 60), ("B", 40))}
JAPANESE = re.compile(r"[\u3040-\u30ff\u4e00-\u9fff]")
NAMES_JA = {"A": "株式会社甲", "author": "原作者", COMMITTEE: "製作委員会", "lead": "幹事会社"}
NAMES_EN = {"A": "Kou Inc.", "author": "the author", COMMITTEE: "the committee"}

TERMS = terms_of(
    a_step(
        "platform",
        "commission",
        clause="第4条1項",
        basis="gross",
        scope="item",
        per="gross_only",
        rate=rate(50),
        payee="platform",
    ),
    a_step("window", "commission", clause="第5条1項", basis="received", rate=rate(10), payee="w"),
    a_step(
        "author", "royalty", clause="第7条", basis="gross", rate=rate(175, 10000), payee="author"
    ),
    a_step("lead", "commission", clause="5.2", basis="after:window", rate=rate(5), payee="lead"),
    a_step("costs", "expense", clause="第6条", cap={"amount": 2500, "per": "period"}),
    a_step("members", "split", clause="第8条の2第1項第3号", holders=COMMITTEE),
)
MARCH = inputs_of(
    an_item(100_001, "report-1"),
    an_item(55_555, "report-2", reported="net"),
    expenses=(a_cost(3_000),),
    holders=HOLDERS,
)
APRIL = inputs_of(
    an_item(-777, "report-3", channel="overseas", month="2026-04"),
    period="2026-04",
    holders=HOLDERS,
)


def months() -> tuple[Outcome, Outcome]:
    march = run(TERMS, Position(), MARCH)
    return march, run(TERMS, march.position, APRIL)


def row_of(outcome: Outcome, payee: str) -> str:
    return next(one.row for one in outcome.allocations if one.payee == payee)


def test_a_member_can_follow_every_yen_in_japanese() -> None:
    march, _ = months()
    assert explain(march.trace, row_of(march, "A"), "ja", NAMES_JA) == [
        "売上報告「report-1」（配信・2026年3月分・総額報告）: 100,001円。",
        "売上報告「report-2」（配信・2026年3月分・純額報告）: 55,555円。",
        "プラットフォーム料 第4条1項: 総売上 100,001円 × 50% = 50,000.5円 → 50,000円"
        "（1円未満切捨て）。差引残額 50,001円。",
        "配信窓口手数料の対象となる残額 2件の合計 = 105,556円。",
        "配信窓口手数料 第5条1項: 入金額 105,556円 × 10% = 10,555.6円 → 10,555円"
        "（1円未満切捨て）。差引残額 95,001円。",
        "原作使用料 第7条: 総売上の累計 100,001円 × 1.75% = 約1,750.01円 → 1,750円"
        "（1円未満切捨て）。差引残額 93,251円。",
        "幹事手数料 条項5.2: 配信窓口手数料を差し引いた後の残額 95,001円 × 5% = 4,750.05円 → 4,750円"
        "（1円未満切捨て）。差引残額 88,501円。",
        "委員会経費の費用「invoice-1」: 3,000円。",
        "委員会経費 第6条: 費用 3,000円 のうち上限の 2,500円 まで（超過した 500円 は差し引かない）"
        "。差引残額 86,001円。",
        "出資者への分配 第8条の2第1項第3号: 分配原資の累計 86,001円、分配できる額 = 86,001円"
        "（累計が0円を下回る間は分配しない）。",
        "株式会社甲の取り分: 出資者への分配の累計 86,001円 × 60% = 51,600.6円 → 51,601円"
        "（端数は最大剰余法）。",
        "株式会社甲への今回の配分額は 51,601円 です。",
    ]


def test_an_author_is_told_of_gross_and_rate_and_of_nobody_elses_fee() -> None:
    _, april = months()
    assert explain(april.trace, row_of(april, "author"), "en", NAMES_EN) == [
        "Revenue report report-3 (overseas, 2026-04, gross): JPY -777.",
        "Original work royalty (Article 7): gross revenue to date JPY 99,224 (of it now JPY -777)"
        " x 1.75% = JPY 1,736.42, rounded JPY 1,736 (cut to JPY 1)"
        "; less JPY 1,750 before, now JPY -14.",
        "Allocated to the author in this run: JPY -14.",
    ]


def test_a_step_can_be_explained_without_a_receiver() -> None:
    march, _ = months()
    sentences = explain(march.trace, "costs", "en")
    assert sentences == [
        "Cost invoice-1 for Committee costs: JPY 3,000.",
        "Committee costs (Article 6): of costs JPY 3,000, up to the cap JPY 2,500"
        " (JPY 500 above the cap is not deducted).",
    ]


OTHER_STEPS = terms_of(
    a_step("hold", "hold", channels=["streaming", "video"]),
    a_step("watch", "recoup", account="cost"),
    a_step("fund", "recoup", account="fund", payee="A", where={"channel": ["video"]}),
    a_step("creators", "pool", basis="excess:cost", rate=rate(1, 3), payee="A"),
    a_step("flat", "commission", basis="received", fixed=70, payee="A"),
    a_step("author", "royalty", basis="gross", rate=rate(7), payee="author"),
    a_step("back", "recoup", account="advance", against="author"),
    a_step("costs", "expense", cap={"amount": 500, "per": "cumulative"}),
    a_step("on_royalty", "commission", basis="amount:author", rate=rate(10), payee="window:w"),
    accounts=(
        a_memo("cost", 1_000),
        an_account("fund", "investment", 90),
        an_account("advance", "advance", 50),
    ),
)


def other_runs() -> list[Outcome]:
    items = (
        an_item(900, "a"),
        an_item(500, "b", channel="video"),
        an_item(33, "c", channel=None),
        an_item(44, "d", channel="game"),
    )
    first = run(OTHER_STEPS, Position(), inputs_of(*items, expenses=(a_cost(5),)))
    second = run(
        OTHER_STEPS,
        first.position,
        amounts_in(300, 4, period="2026-04", holders={"window:w": (("W", 1),)}),
    )
    return [first, second]


@pytest.mark.parametrize("lang", ["ja", "en"])
def test_every_row_of_every_step_has_its_sentences_in_one_language(lang: Any) -> None:
    outcomes = [*months(), *other_runs()]
    names = NAMES_JA if lang == "ja" else NAMES_EN
    for outcome in outcomes:
        for row in outcome.trace:
            for sentence in explain(outcome.trace, row.id, lang, names):
                assert "{" not in sentence
                assert bool(JAPANESE.search(sentence)) == (lang == "ja"), sentence


def test_recoupment_holding_and_release_are_said_plainly() -> None:
    first, second = other_runs()
    said = {
        row.id: explain(outcome.trace, row.id, "en")[-1]
        for outcome in (first, second)
        for row in outcome.trace
        if not row.payee
    }
    assert said["hold/item/d"] == (
        "Held revenue (Article 5(1)): JPY 44 held (no window is agreed for it)."
    )
    assert said["watch"] == (
        "Clause (Article 5(1)): inflow to date JPY 1,704 (of it now JPY 304)"
        " beyond the target JPY 1,000 = JPY 704; less JPY 400 before, now JPY 304."
    )
    assert said["back"] == (
        "Clause (Article 5(1)): inflow to date JPY 119 (of it now JPY 21),"
        " up to the target JPY 50 = JPY 50; less JPY 50 before, now JPY 0."
    )
    assert said["on_royalty/held/window:w"] == (
        "Clause (Article 5(1)): JPY 9 held before is released, the receiver being known."
    )
    assert said["retained"].startswith("Taken by no clause = ")


def test_a_fee_per_channel_and_month_says_which() -> None:
    fee = a_step(
        "window", "commission", basis="received", rate=rate(10), scope="channel_month", payee="w"
    )
    items = (an_item(50, "a"), an_item(40, "b"), an_item(30, "c", channel=None))
    outcome = run(terms_of(fee), Position(), inputs_of(*items))
    japanese = explain(outcome.trace, "window", "ja")
    assert "（配信・2026年3月分）" in japanese[3]
    assert "（2026年3月分）" in japanese[5]
    assert "(streaming, 2026-03)" in explain(outcome.trace, "window", "en")[3]


def test_one_explainer_answers_for_many_payees() -> None:
    march, _ = months()
    explainer = Explainer(march.trace, "ja")
    for payee in ("A", "author", "A"):
        row = row_of(march, payee)
        assert explainer.explain(row, NAMES_JA) == explain(march.trace, row, "ja", NAMES_JA)


def test_long_lists_are_counted_not_recited() -> None:
    terms = terms_of(a_step("author", "royalty", basis="gross", rate=rate(1), payee="author"))
    outcome = run(terms, Position(), amounts_in(*[10] * 1_030))
    sentences = explain(outcome.trace, "author", "ja", NAMES_JA)
    assert len(sentences) == 20 + 4
    assert sentences[20] == "ほか 1,010件の明細は省略。"
    assert sentences[21] == "原作使用料の対象となる総売上 1,030件の合計 = 10,300円。"


def test_a_change_of_holders_or_rate_is_mentioned() -> None:
    split = a_step("members", "split", holders=COMMITTEE)
    other: dict[str, Any] = {COMMITTEE: (("C", 1), ("B", 1))}
    march = run(terms_of(split), Position(), amounts_in(100, holders=HOLDERS))
    april = run(terms_of(split), march.position, amounts_in(50, holders=other))
    sentences = explain(april.trace, row_of(april, "C"), "ja")
    assert "変更後の累計 50円 × 50% = 25円" in sentences[-2]


def test_rows_and_languages_have_to_exist() -> None:
    march, _ = months()
    for row, lang, code in (
        ("nothing", "ja", "row-unknown"),
        ("lead", "fr", "language-unknown"),
    ):
        with pytest.raises(TermsInvalid) as error:
            explain(march.trace, row, lang)  # type: ignore[arg-type]
        assert error.value.code == code


@pytest.mark.parametrize(
    ("amount", "currency", "ja", "en"),
    [
        ((1_234_567, 1), "JPY", "1,234,567円", "JPY 1,234,567"),
        ((-1_000, 1), "JPY", "△1,000円", "JPY -1,000"),
        ((123_450, 1), "USD", "1,234.50米ドル", "USD 1,234.50"),
        ((12_345, 10), "USD", "12.345米ドル", "USD 12.345"),
        ((100, 3), "JPY", "約33.33円", "about JPY 33.33"),
        ((-5, 1), "KWD", "KWD △0.005", "KWD -0.005"),
    ],
)
def test_amounts_are_written_as_readers_write_them(
    amount: tuple[int, int], currency: str, ja: str, en: str
) -> None:
    assert (money(amount, currency, "ja"), money(amount, currency, "en")) == (ja, en)


@pytest.mark.parametrize(
    ("value", "text"), [((1, 10), "10%"), ((7, 400), "1.75%"), ((1, 3), "1/3"), ((6, 5), "120%")]
)
def test_rates_are_percentages_where_they_end(value: tuple[int, int], text: str) -> None:
    assert percent(value) == text


@pytest.mark.parametrize(
    ("text", "ja", "en"),
    [
        ("第5条1項", "第5条1項", "Article 5(1)"),
        ("第8条の2第1項第3号", "第8条の2第1項第3号", "Article 8-2(1)(3)"),
        ("5.1", "条項5.1", "clause 5.1"),
        ("別紙2", "別紙2", ""),
    ],
)
def test_a_clause_is_cited_in_the_language_of_the_sentence(text: str, ja: str, en: str) -> None:
    assert (clause(text, "ja"), clause(text, "en")) == (ja, en)


def test_the_page_of_terms_is_up_to_date() -> None:
    page = Path(__file__).parents[2] / "docs" / "TERMS.md"
    assert page.read_text(encoding="utf-8") == terms_page()
