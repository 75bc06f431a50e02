"""`clawback/1`, by hand: nothing up to the own burden, then the grant's part, never more than it."""

from typing import Any

import pytest
from written_terms import a_step, amounts_in, members, rate, terms_of

from contracts.errors import TermsInvalid
from contracts.explain import explain
from contracts.position import Position
from contracts.terms import Terms
from contracts.waterfall import Outcome, run


def a_clawback(**fields: Any) -> dict[str, Any]:
    """A grant of 400 towards 1,000: the own burden is 600."""
    stated: dict[str, Any] = {
        "basis": "received", "payee": "agency", "grant": {"amount": 400}, "cost": {"amount": 1_000},
    }  # fmt: skip
    return a_step("grant", "clawback", **(stated | fields))


def played(terms: Terms, *periods: tuple[str, int]) -> list[Outcome]:
    outcomes, position = [], Position()
    for period, amount in periods:
        outcomes.append(run(terms, position, amounts_in(amount, period=period)))
        position = outcomes[-1].position
    return outcomes


def given_back(*periods: tuple[str, int], **fields: Any) -> list[int]:
    outcomes = played(terms_of(a_clawback(**fields), members(A=10_000)), *periods)
    return [one.owed().get("agency", 0) for one in outcomes]


def test_nothing_is_due_up_to_the_own_burden_and_the_grants_part_above_it() -> None:
    """600: nothing. 850 to date: 250 x 40% = 100. 851 to date: 251 x 40% = 100.4, so 100."""
    assert given_back(("2026-01", 600), ("2026-02", 250), ("2026-03", 1)) == [0, 100, 0]


def test_no_more_than_the_grant_is_given_back() -> None:
    """1,600 to date: 1,000 x 40% = 400, all of it; 9,999 more add nothing."""
    assert given_back(("2026-01", 1_600), ("2026-02", 9_999)) == [400, 0]


def test_returns_are_taken_off_what_is_due_to_date() -> None:
    """850: 100. 250 come back: 600 to date, nothing is due, so -100."""
    assert given_back(("2026-01", 850), ("2026-02", -250)) == [100, -100]


def test_an_own_share_may_be_stated() -> None:
    """100 borne: 350 come in, 250 above it, 40% = 100."""
    assert given_back(("2026-01", 350), own_share=100) == [100]


def test_revenue_after_the_last_month_does_not_count() -> None:
    """850 until March: 100. 500 in April, and a return in May, change nothing."""
    periods = (("2026-03", 850), ("2026-04", 500), ("2026-05", -700))
    assert given_back(*periods, until="2026-03") == [100, 0, 0]


def test_a_period_on_both_sides_of_the_end_is_refused() -> None:
    with pytest.raises(TermsInvalid) as error:
        given_back(("2026-Q1", 850), until="2026-02")
    assert error.value.code == "period-across-until"
    assert error.value.fields["step"] == "grant"


def test_what_is_given_back_leaves_the_flow_and_has_its_own_name() -> None:
    """850 come in, 100 go back, 750 are shared; all of it taken back leaves no trace behind."""
    outcomes = played(
        terms_of(a_clawback(), members(A=10_000)), ("2026-01", 850), ("2026-02", -850)
    )
    assert outcomes[0].identity["clawback"] == 100
    assert outcomes[0].owed()["A"] == 750
    assert "basis:grant" not in outcomes[1].position.values
    assert "due:grant" not in outcomes[1].position.values


def test_a_fee_before_it_lowers_what_came_in() -> None:
    """10% of 1,000 first: 900 came in, 300 above 600, 120 go back."""
    fee = a_step("fee", "commission", basis="received", rate=rate(10), payee="w")
    (outcome,) = played(terms_of(fee, a_clawback()), ("2026-01", 1_000))
    assert outcome.owed()["agency"] == 120


def test_the_sentence_can_be_followed_with_a_desk_calculator() -> None:
    outcomes = played(terms_of(a_clawback()), ("2026-01", 851), ("2026-02", 9_000))
    japanese, english = (
        explain(outcomes[0].trace, "grant", lang, {"agency": "agency"}) for lang in ("ja", "en")
    )
    assert "851円" in japanese[-2]
    assert "自己負担額 600円 を超える 251円 × 交付額 400円 ÷ 事業費 1,000円" in japanese[-2]
    assert "251 x grant JPY 400 / cost JPY 1,000 = JPY 100.4, rounded JPY 100" in english[-2]
    assert english[-2].isascii()
    whole = explain(outcomes[1].trace, "grant", "ja")
    assert "交付額を超えるため、交付額 400円 まで" in whole[-2]
    assert "前回までの 100円 を差し引き、今回は 300円" in whole[-2]


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"grant": {"amount": 1_001}}, "grant-above-cost"),
        ({"own_share": 1_001}, "burden-above-cost"),
        ({"until": "2026-13"}, "month-malformed"),
        ({"grant": {"amount": 0}}, "number-too-small"),
        ({"basis": "amount:later"}, "unknown-basis"),
    ],
)
def test_a_clause_that_cannot_be_is_refused(change: dict[str, Any], code: str) -> None:
    with pytest.raises(TermsInvalid) as error:
        terms_of(a_clawback(**change))
    assert error.value.code == code
    assert error.value.fields["step"] == "grant"
    assert error.value.fields["clause"] == "第5条1項"
