"""The figures of a statement follow from its lines, and its taxes from the one payment."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.errors import RuleViolation
from ledger.statements.commands import StatementLine
from ledger.statements.notes import payment_notes
from ledger.statements.totals import Payment, figures_of

CASES = json.loads(
    (Path(__file__).parents[2] / "vectors" / "runs" / "payments.json").read_text("utf-8")
)["cases"]
PAID_ON = date(2026, 11, 30)


def line(amount: int, kind: Any = "royalty", treatment: Any = "taxable") -> StatementLine:
    return StatementLine(
        run="run_1", agreement="agr_1", step="x", row="x", label_ja="印税", label_en="Royalty",
        kind=kind, treatment=treatment, amount_minor=amount,
    )  # fmt: skip


def payment(
    kind: str = "company", country: str = "JP", number: str | None = None, **more: Any
) -> Payment:
    payee = {"kind": kind, "country": country, "invoice_number": number}
    stated: dict[str, Any] = {"currency": "JPY", "paid_on": PAID_ON, "is_own": False}
    return Payment(payee=payee, **(stated | more))


@pytest.mark.parametrize("case", CASES, ids=[case["id"] for case in CASES])
def test_a_published_payment_comes_out(case: dict[str, Any]) -> None:
    given_case, expect = case["given"], case["expect"]
    paid = payment(given_case["kind"], given_case.get("country", "JP"), given_case.get("number"))
    totals = figures_of([line(given_case["amount"])], 0, paid).totals
    assert (totals.consumption_tax, totals.withholding, totals.transfer) == (
        expect["consumption_tax"],
        expect["withholding"],
        expect["transfer"],
    )


def test_several_works_paid_at_once_are_one_base() -> None:
    """Twice 600,000 is 1,200,000: 102,100 + 20.42% of 200,000 = 142,940."""
    totals = figures_of([line(600_000), line(600_000)], 0, payment("person")).totals
    assert totals.withholding == 142_940


def test_a_carried_deficit_lowers_the_base() -> None:
    totals = figures_of([line(100_000)], -40_000, payment("person")).totals
    assert (totals.payable, totals.withholding) == (60_000, 6_126)


def test_a_partners_own_money_bears_no_tax_at_home() -> None:
    figures = figures_of(
        [line(100_000, treatment="distribution")], 0, payment("company", number="T7000012050002")
    )
    assert figures.totals.transfer == 100_000
    assert figures.tax["consumption_rule"] == "outside-scope"


def test_tax_is_withheld_from_everything_that_goes_abroad() -> None:
    """100,000 of distribution to a foreign company: 20.42%."""
    figures = figures_of(
        [line(100_000, treatment="distribution")], 0, payment("company", "KR", "T1")
    )
    assert figures.totals.withholding == 20_420
    assert figures.totals.consumption_tax == 0
    assert figures.tax["withholding_rule"] == "non-resident"


def test_a_payment_abroad_says_that_an_expert_must_confirm_the_tax() -> None:
    figures = figures_of([line(100_000)], 0, payment("company", "KR"))
    notes = payment_notes(figures.totals, figures.tax, "JPY", "ja")
    assert notes == ["国外への支払です。源泉徴収は専門家の確認を要します。"]


def test_an_unregistered_payee_gets_no_consumption_tax_and_no_less() -> None:
    figures = figures_of([line(100_000)], 0, payment("company"))
    assert figures.totals.transfer == 100_000
    assert figures.tax["consumption_rule"] == "no-invoice-number"


def test_fees_to_foreign_payees_bear_no_consumption_tax() -> None:
    figures = figures_of([line(100)], 0, payment("company", "US", "T1"))
    assert figures.tax["consumption_rule"] == "abroad"


def test_the_law_is_cited() -> None:
    tax = figures_of([line(2_000_000)], 0, payment("person")).tax
    assert tax["withholding_rate"] == "10.21%"
    assert tax["withholding_upper_rate"] == "20.42%"
    assert "所得税法" in tax["withholding_law"]
    assert len(tax["rates_sha256"]) == 64


def test_rates_an_expert_has_not_confirmed_say_so() -> None:
    paid = payment("person", paid_on=date(2027, 5, 31))
    tax = figures_of([line(10_000)], 0, paid).tax
    assert tax["withholding_confidence"] == "to be confirmed by an expert"


def test_tax_is_not_withheld_in_another_currency_than_yen() -> None:
    with pytest.raises(RuleViolation) as caught:
        figures_of([line(100)], 0, payment("person", currency="USD"))
    assert caught.value.code == "withholding-needs-yen"
    assert figures_of([line(100)], 0, payment("company", currency="USD")).totals.transfer == 100


AMOUNTS = st.integers(-(10**9), 10**9)
LINES = st.lists(
    st.builds(
        line,
        AMOUNTS,
        st.sampled_from(["royalty", "recoupment", "adjustment"]),
        st.sampled_from(["taxable", "distribution"]),
    ),
    max_size=6,
)
PAYMENTS = st.builds(
    payment,
    st.sampled_from(["company", "person", "sole_trader", "unknown"]),
    st.sampled_from(["JP", "US"]),
    st.sampled_from([None, "T7000012050002"]),
    is_own=st.booleans(),
)


@given(LINES, st.integers(-(10**9), 0), PAYMENTS)
def test_the_identity_of_a_statement_always_holds(
    lines: list[StatementLine], carried_in: int, paid: Payment
) -> None:
    t = figures_of(lines, carried_in, paid).totals
    assert t.carried_in + t.royalties + t.adjustments - t.recouped == t.payable + t.carried_out
    assert t.transfer == t.payable + t.consumption_tax - t.withholding
    assert t.payable >= 0
    assert t.carried_out <= 0
    assert 0 <= t.withholding <= t.payable
    assert t.payable == 0 or t.carried_out == 0
