"""Conversion at dated rates, each example worked by hand."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.conversion import Fx, convert, in_minor_units
from contracts.explain import explain
from contracts.money import floor_toward_zero
from contracts.position import Position
from contracts.terms import parse_terms
from contracts.trace import TraceRow
from contracts.waterfall import Inputs, Item, Outcome, run

USD_JPY = in_minor_units((15123, 100), "USD", "JPY")


def test_a_hundred_dollars_at_151_23_are_15123_yen() -> None:
    """100.00 x 151.23 = 15,123.00: 10,000 cents x 15,123 / 10,000."""
    assert convert([10_000], USD_JPY, "line") == [15_123]


def test_won_have_no_minor_unit() -> None:
    """10,001 won x 0.1097 = 1,097.1097, cut to 1,097 yen."""
    assert convert([10_001], in_minor_units((1097, 10_000), "KRW", "JPY"), "line") == [1_097]


def test_a_dinar_has_a_thousand_fils() -> None:
    """1.234 dinar x 492.05 = 607.1897, cut to 607 yen."""
    assert convert([1_234], in_minor_units((49205, 100), "KWD", "JPY"), "line") == [607]


def test_yen_become_cents() -> None:
    """15,123 yen x 0.0066 = 99.8118 dollars, cut to 9,981 cents."""
    assert convert([15_123], in_minor_units((66, 10_000), "JPY", "USD"), "line") == [9_981]


def test_line_by_line_and_by_total_differ() -> None:
    """0.33 dollars are 49.9059 yen. Three lines: 3 x 49 = 147. The total 149.7177: 149."""
    lines = convert([33, 33, 33], USD_JPY, "line")
    total = convert([33, 33, 33], USD_JPY, "total")
    assert (sum(lines), sum(total)) == (147, 149)
    assert total == [50, 50, 49]  # equal remainders: the earlier lines first


def test_the_largest_remainder_receives_the_odd_unit() -> None:
    """0.10 = 15.123 and 0.37 = 55.9551 yen; the total 71.0781 gives 71: the odd one to the second."""
    assert convert([10, 37], USD_JPY, "total") == [15, 56]


def test_lines_that_cancel_leave_nothing_behind() -> None:
    """+1.00 = 151.23 and -1.00 = -151.23: the total is zero, and so are the parts together."""
    assert convert([100, -100], USD_JPY, "line") == [151, -151]
    assert sum(convert([100, -50, -50], USD_JPY, "total")) == 0


def test_returns_mirror_sales() -> None:
    assert convert([-33, -33, -33], USD_JPY, "total") == [-50, -50, -49]


_AMOUNTS = st.lists(st.integers(-(10**9), 10**9), min_size=1, max_size=8)


@given(_AMOUNTS, st.integers(1, 10**6), st.integers(1, 10**4))
def test_parts_of_a_total_add_up_and_none_is_off_by_a_unit(
    amounts: list[int], num: int, den: int
) -> None:
    parts = convert(amounts, (num, den), "total")
    assert sum(parts) == floor_toward_zero(sum(amounts), num, den)
    assert all(
        abs(part * den - amount * num) < den for part, amount in zip(parts, amounts, strict=True)
    )


def _royalty(*items: Item) -> Outcome:
    step = {
        "id": "fee", "kind": "commission/1", "clause": "第5条", "category": "window",
        "label": {"ja": "窓口手数料", "en": "Window fee"}, "basis": "gross",
        "rate": {"num": 1, "den": 10}, "payee": "party_w",
    }  # fmt: skip
    terms = parse_terms({"terms": 1, "currency": "JPY", "steps": [step]})
    return run(terms, Position(), Inputs("2026-03", "JPY", items))


def _item(amount: int, **fx: object) -> Item:
    stated = {"currency": "USD", "num": 15123, "den": 100, "date": "2026-03-31", "source": "boj"}
    return Item(
        "rpt_1/0/1", amount, "gross", "streaming", None, None, "2026-03",
        fx=Fx(**{**stated, **fx}),  # type: ignore[arg-type]
    )  # fmt: skip


def test_both_legs_stand_in_the_postings_and_each_currency_sums_to_zero() -> None:
    outcome = _royalty(_item(15_123, amount_minor=10_000, to_date_minor=10_000))
    legs = {(one.account, one.currency): one.amount_minor for one in outcome.postings}
    assert legs["sales", "USD"] == -10_000
    assert legs["fx:USD", "USD"] == 10_000
    assert legs["fx:JPY", ""] == -15_123
    assert outcome.identity["sales"] == 15_123
    for currency in ("", "USD"):
        assert sum(p.amount_minor for p in outcome.postings if p.currency == currency) == 0


def test_the_row_keeps_the_rate_and_comes_back() -> None:
    outcome = _royalty(_item(15_123, amount_minor=10_000, to_date_minor=10_000))
    row = outcome.trace[0]
    assert row.fx == Fx("USD", 10_000, 15123, 100, "2026-03-31", "boj", 10_000)
    assert TraceRow.from_dict(row.to_dict()) == row
    assert "total_minor" not in row.to_dict()["fx"]


def test_items_in_the_own_currency_leave_no_mark() -> None:
    item = Item("rpt_1/0/1", 1_000, "gross", "streaming", None, None, "2026-03")
    assert "fx" not in _royalty(item).trace[0].to_dict()


@pytest.mark.parametrize(
    ("lang", "sentence"),
    [
        (
            "ja",
            "売上報告「rpt_1/0/1」（配信・2026年3月分・総額報告）: "
            "100.00米ドル × 151.23（boj、2026-03-31公表）= 15,123円。",
        ),
        (
            "en",
            "Revenue report rpt_1/0/1 (streaming, 2026-03, gross): "
            "USD 100.00 x 151.23 (boj, published for 2026-03-31) = JPY 15,123.",
        ),
    ],
)
def test_the_sentence_can_be_followed_with_a_desk_calculator(lang: str, sentence: str) -> None:
    outcome = _royalty(_item(15_123, amount_minor=10_000, to_date_minor=10_000))
    assert explain(outcome.trace, "fee", lang)[0] == sentence  # type: ignore[arg-type]


def test_a_second_payment_at_one_rate_says_what_came_before() -> None:
    """0.66 to date = 99.8118 yen, 99; before 0.33 = 49.9059, 49; now 50."""
    outcome = _royalty(_item(50, amount_minor=33, to_date_minor=66))
    assert explain(outcome.trace, "fee", "ja")[0] == (
        "売上報告「rpt_1/0/1」（配信・2026年3月分・総額報告）: "
        "同じ相場で換算する累計 0.66米ドル（うち今回 0.33米ドル） × 151.23（boj、2026-03-31公表）"
        "= 99.81円 → 99円。前回までの 49円 を差し引き、今回は 50円。"
    ).replace("99.81円", "約99.81円")


def test_a_line_of_a_total_says_the_total() -> None:
    """The total 0.99 = 149.7177, cut to 149; the first of three lines has 50 of it."""
    outcome = _royalty(_item(50, amount_minor=33, to_date_minor=33, total_minor=99))
    sentence = explain(outcome.trace, "fee", "en")[0]
    assert "total of the report USD 0.99 x 151.23" in sentence
    assert sentence.endswith("this line is USD 0.33, that is JPY 50.")


def test_an_inverse_rate_divides() -> None:
    """100.00 dollars / 0.0066 dollars per yen = 15,151.51... yen, cut to 15,151."""
    fx = {"num": 33, "den": 5_000, "inverse": True, "to_date_minor": 10_000}
    item = _item(15_151, amount_minor=10_000, **fx)
    assert item.fx is not None
    assert convert([10_000], in_minor_units(item.fx.factor, "USD", "JPY"), "line") == [15_151]
    assert "USD 100.00 ÷ 0.0066 (boj" in explain(_royalty(item).trace, "fee", "en")[0]


def test_terms_name_source_day_and_way_of_rounding() -> None:
    step = {
        "id": "fee", "kind": "commission/1", "clause": "1", "category": "window",
        "label": {"ja": "手数料", "en": "Fee"}, "basis": "gross", "fixed": 1, "payee": "party_w",
    }  # fmt: skip
    fx = {"source": "boj", "day": "receipt", "convert": "total", "clause": "第9条"}
    terms = parse_terms({"terms": 1, "currency": "JPY", "steps": [step], "fx": fx})
    assert terms.fx is not None
    assert (terms.fx.source, terms.fx.day, terms.fx.max_days) == ("boj", "receipt", 7)
    assert parse_terms({"terms": 1, "currency": "JPY", "steps": [step]}).fx is None
