"""Figures by `statement/2`: kind by kind of income, with treaty forms; small amounts wait."""

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.tax.income import INCOMES, treatment_of
from contracts.tax.treaty import TreatyForm
from ledger.errors import RuleViolation
from ledger.statements.by_income import figures_by_income
from ledger.statements.carrying import Carried, parts_of, set_off, smallest_payment
from ledger.statements.commands import StatementLine
from ledger.statements.notes import carried_notes, payment_notes
from ledger.statements.rule_sets import CURRENT, RULE_SETS, rules_named
from ledger.statements.totals import Payment, SameDay

CASES = Path(__file__).parents[2] / "vectors" / "cases"
WITHHOLDING = json.loads((CASES / "withholding.json").read_text("utf-8"))
PAID_ON = date(2026, 11, 30)
FORM = TreatyForm("12", date(2026, 11, 29), has_benefits_form=True, id="form_1")


def line(amount: int, income: Any = "copyright", kind: Any = "royalty") -> StatementLine:
    return StatementLine(
        run="run_1", agreement="agr_1", step="x", row="x", label_ja="印税", label_en="Royalty",
        kind=kind, treatment=treatment_of(income), amount_minor=amount, income=income,
    )  # fmt: skip


def payment(
    kind: str = "person", country: str = "JP", number: str | None = None, **more: Any
) -> Payment:
    payee = {"kind": kind, "country": country, "invoice_number": number}
    stated: dict[str, Any] = {
        "currency": "JPY", "paid_on": PAID_ON, "is_own": False, "statement": "stmt_now",
    }  # fmt: skip
    return Payment(payee=payee, **(stated | more))


@pytest.mark.parametrize("case", WITHHOLDING["cases"], ids=lambda case: case["id"])
def test_a_person_is_paid_less_the_tax(case: dict[str, Any]) -> None:
    totals = figures_by_income([line(case["base"])], 0, payment()).totals
    assert (totals.withholding, totals.transfer) == (case["tax"], case["net"])


@pytest.mark.parametrize("case", WITHHOLDING["non_resident"], ids=lambda case: case["id"])
def test_a_payment_abroad_bears_the_treaty_rate_with_its_form_only(case: dict[str, Any]) -> None:
    abroad = payment(country=case["residence"])
    forms = (FORM,) if case["form_filed"] else ()
    with_form = figures_by_income([line(case["amount"])], 0, replace(abroad, forms=forms))
    without = figures_by_income([line(case["amount"])], 0, abroad)
    assert with_form.totals.withholding == case["tax"]
    assert without.totals.withholding == case["without_form"]
    assert with_form.tax.get("treaty_form") == (FORM.id if case["form_filed"] else None)


def test_a_company_at_home_is_paid_in_full() -> None:
    """Case WH-23: 1,000,000 to a company."""
    figures = figures_by_income([line(1_000_000)], 0, payment("company"))
    assert figures.totals.withholding == 0
    assert figures.tax["withholding_copyright_rule"] == "none-domestic-company"


def test_each_kind_of_income_has_its_own_threshold() -> None:
    """600,000 of royalties and 600,000 of fees: 61,260 each; one base would bear 142,940."""
    figures = figures_by_income([line(600_000), line(600_000, "fee")], 0, payment())
    assert figures.totals.withholding == 122_520
    assert figures.tax["withholding_copyright_tax"] == "61260"
    assert figures.tax["withholding_fee_base"] == "600000"


def test_a_second_payment_of_the_day_goes_on_with_its_own_kind() -> None:
    """Royalties of 600,000 before: the next 600,000 bear 81,680; 600,000 of fees bear 61,260."""
    first = figures_by_income([line(600_000)], 0, payment())
    day = SameDay().plus(first.tax, first.totals.withholding)
    again = figures_by_income([line(600_000)], 0, payment(same_day=day))
    other = figures_by_income([line(600_000, "fee")], 0, payment(same_day=day))
    assert (again.totals.withholding, other.totals.withholding) == (81_680, 61_260)
    assert again.tax["withholding_statements_before"] == "1"


def test_a_statement_by_the_older_rules_counts_as_royalties_of_the_day() -> None:
    older = RULE_SETS["statement/1"]([line(600_000)], 0, payment())
    day = SameDay().plus(older.tax, older.totals.withholding)
    assert figures_by_income([line(600_000)], 0, payment(same_day=day)).totals.withholding == 81_680


def test_a_partner_at_home_bears_no_tax_on_his_distribution() -> None:
    figures = figures_by_income([line(100_000, "partnership")], 0, payment(number="T1"))
    assert figures.totals.transfer == 100_000
    assert figures.tax["withholding_partnership_rule"] == "none-not-named"
    assert figures.tax["consumption_rule"] == "outside-scope"


def test_a_partner_abroad_bears_it_whatever_form_is_on_file() -> None:
    """20.42% of 100,000, to be confirmed by an expert."""
    paid = payment("company", "US", forms=(FORM,))
    figures = figures_by_income([line(100_000, "partnership")], 0, paid)
    assert figures.totals.withholding == 20_420
    assert "treaty_form" not in figures.tax
    confidence = figures.tax["withholding_partnership_confidence"]
    assert confidence == "to be confirmed by an expert"


def test_money_given_back_bears_no_tax_at_all() -> None:
    figures = figures_by_income([line(100_000, "repayment")], 0, payment(country="KR"))
    assert figures.totals.transfer == 100_000


def test_consumption_tax_is_rounded_once_and_stays_out_of_the_base() -> None:
    """Cases CT-01 and WH-20: 3 x 335 bear 100, not 99; 100,000 bear 10,000 and 10,210."""
    thrice = figures_by_income([line(335)] * 3, 0, payment("company", number="T1"))
    assert thrice.totals.consumption_tax == 100
    writer = figures_by_income([line(100_000)], 0, payment(number="T1")).totals
    assert (writer.consumption_tax, writer.withholding, writer.transfer) == (
        10_000,
        10_210,
        99_790,
    )


def test_the_payers_credit_is_stated_and_changes_nobodys_amount() -> None:
    """100,000 contain 9,090 of tax; 70% of it is 6,363 from October 2026 on."""
    figures = figures_by_income([line(100_000)], 0, payment("company"))
    assert figures.totals.transfer == 100_000
    assert figures.tax["payer_credit_included_tax"] == "9090"
    assert figures.tax["payer_credit"] == "6363"
    assert figures.tax["payer_credit_rate"] == "70%"
    before = figures_by_income([line(100_000)], 0, payment("company", paid_on=date(2026, 9, 30)))
    assert (before.tax["payer_credit"], before.totals.transfer) == ("7272", 100_000)


def test_the_components_of_the_tax_are_stated() -> None:
    tax = figures_by_income([line(10)], 0, payment()).tax
    assert tax["withholding_copyright_components"] == (
        "income_tax 10%, reconstruction_surtax 0.21%"
    )
    after = figures_by_income([line(10)], 0, payment(paid_on=date(2027, 1, 1))).tax
    assert after["withholding_copyright_upper_components"] == (
        "income_tax 20%, reconstruction_surtax 0.22%, defence_special_income_tax 0.2%"
    )


def test_a_day_past_the_table_is_refused() -> None:
    with pytest.raises(RuleViolation) as caught:
        figures_by_income([line(10)], 0, payment(paid_on=date(2048, 1, 1)))
    assert caught.value.code == "rate-expired"
    assert caught.value.fields["field"] == "payment_date"


def test_tax_is_not_withheld_in_dollars_and_a_treaty_without_tax_needs_no_yen() -> None:
    with pytest.raises(RuleViolation) as caught:
        figures_by_income([line(100)], 0, payment(country="US", currency="USD"))
    assert caught.value.code == "withholding-needs-yen"
    free = payment(country="US", currency="USD", forms=(FORM,))
    assert figures_by_income([line(100)], 0, free).totals.transfer == 100


def test_small_amounts_wait_until_they_reach_the_smallest_payment() -> None:
    """1,800 a quarter, 5,000 at least: 1,800 and 3,600 wait; 5,400 is paid, 551 withheld."""
    carried: tuple[Carried, ...] = ()
    paid, sources = [], []
    for quarter in ("q1", "q2", "q3"):
        now = payment(statement=quarter, carried=carried, minimum_minor=5_000)
        figures = figures_by_income([line(1_800)], sum(one.amount_minor for one in carried), now)
        sources.append([(one.statement, one.amount_minor) for one in figures.carried])
        carried = figures.carried
        paid.append(figures.totals.payable)
    assert paid == [0, 0, 5_400]
    assert sources == [[("q1", 1_800)], [("q1", 1_800), ("q2", 1_800)], []]
    assert figures.totals.carried_in == 3_600
    assert figures.totals.withholding == 551


def test_a_final_payment_is_made_however_small() -> None:
    now = payment(minimum_minor=5_000, is_final=True)
    figures = figures_by_income([line(1_800)], 0, now)
    assert (figures.totals.payable, figures.carried) == (1_800, ())


def test_the_smallest_payment_itself_is_paid() -> None:
    totals = figures_by_income([line(5_000)], 0, payment(minimum_minor=5_000)).totals
    assert totals.payable == 5_000


def test_the_payers_own_part_never_waits() -> None:
    totals = figures_by_income([line(1)], 0, payment(minimum_minor=5_000, is_own=True)).totals
    assert (totals.payable, totals.withholding) == (1, 0)


def test_what_waits_keeps_its_kind_of_income() -> None:
    """1,000 of fees waited; with 4,000 of royalties: 102.1 and 408.4, so 102 and 408."""
    fee = Carried("q1", "fee", "taxable", 1_000)
    now = payment(carried=(fee,), minimum_minor=5_000)
    figures = figures_by_income([line(4_000)], 1_000, now)
    assert figures.tax["withholding_fee_tax"] == "102"
    assert figures.tax["withholding_copyright_tax"] == "408"


def test_a_return_lowers_its_own_kind_first_and_then_what_is_taxed_least() -> None:
    """-700 of royalties against 500: the other 200 come off the distribution, not off the fee."""
    lines = [line(500), line(-700), line(1_000, "fee"), line(1_000, "partnership")]
    figures = figures_by_income(lines, 0, payment())
    assert figures.tax["withholding_fee_base"] == "1000"
    assert figures.tax["withholding_partnership_base"] == "800"
    assert "withholding_copyright_base" not in figures.tax


def test_a_deficit_says_where_it_arose_and_shrinks_oldest_first() -> None:
    older = Carried("q1", "copyright", "taxable", -100)
    first = figures_by_income([line(-50)], -100, payment(statement="q2", carried=(older,)))
    assert [(one.statement, one.amount_minor) for one in first.carried] == [
        ("q1", -100),
        ("q2", -50),
    ]
    then = payment(statement="q3", carried=first.carried)
    second = figures_by_income([line(120)], -150, then)
    assert [(one.statement, one.amount_minor) for one in second.carried] == [("q2", -30)]


def test_one_agreement_without_a_minimum_pays_every_amount() -> None:
    assert smallest_payment([5_000, 3_000]) == 3_000
    assert smallest_payment([5_000, 0]) == 0
    assert smallest_payment([]) == 0


def test_the_notes_say_what_waits_and_where_it_came_from() -> None:
    now = payment(minimum_minor=5_000)
    figures = figures_by_income([line(1_800)], 0, now)
    assert payment_notes(figures.totals, figures.tax, "JPY", "ja") == [
        "最低支払額 5,000円 に満たないため、1,800円 を翌期へ繰り越します。"
    ]
    later = payment(carried=figures.carried)
    paid = figures_by_income([line(4_000)], 1_800, later)
    assert carried_notes(figures.carried, paid.totals, "JPY", "en") == [
        "This includes JPY 1,800 carried forward (statement stmt_now: JPY 1,800)."
    ]


def test_rules_are_named_known_and_never_go_back() -> None:
    assert CURRENT == "statement/2"
    for name, before, code in (
        ("statement/9", None, "statement-rules-unknown"),
        (None, None, "statement-rules-unknown"),
        ("statement/1", "statement/2", "statement-rules-outdated"),
    ):
        with pytest.raises(RuleViolation) as caught:
            rules_named(name, before)
        assert caught.value.code == code


AMOUNTS = st.integers(-(10**9), 10**9)
LINES = st.lists(
    st.builds(
        line,
        AMOUNTS,
        st.sampled_from(INCOMES),
        st.sampled_from(["royalty", "recoupment", "adjustment"]),
    ),
    max_size=6,
)
CARRIED = st.lists(
    st.builds(
        lambda name, income, amount: Carried(name, income, treatment_of(income), amount),
        st.sampled_from(["q1", "q2"]),
        st.sampled_from(INCOMES),
        AMOUNTS.filter(bool),
    ),
    max_size=4,
).map(set_off)
PAYMENTS = st.builds(
    payment,
    st.sampled_from(["company", "person", "sole_trader"]),
    st.sampled_from(["JP", "US"]),
    st.sampled_from([None, "T7000012050002"]),
    is_own=st.booleans(),
    is_final=st.booleans(),
    minimum_minor=st.sampled_from([0, 5_000, 10**9]),
    carried=CARRIED,
)


def bases(tax: Mapping[str, str]) -> int:
    return sum(int(tax.get(f"withholding_{income}_base", "0")) for income in INCOMES)


@given(LINES, PAYMENTS)
def test_the_identity_always_holds_and_nothing_that_waits_is_lost(
    lines: list[StatementLine], paid: Payment
) -> None:
    figures = figures_by_income(lines, sum(one.amount_minor for one in paid.carried), paid)
    t = figures.totals
    assert t.carried_in + t.royalties + t.adjustments - t.recouped == t.payable + t.carried_out
    assert t.transfer == t.payable + t.consumption_tax - t.withholding
    assert t.payable >= 0
    assert t.payable == 0 or t.carried_out == 0
    assert 0 <= t.withholding <= t.payable
    assert sum(one.amount_minor for one in figures.carried) == t.carried_out
    assert t.carried_out < paid.minimum_minor or t.carried_out <= 0
    if t.payable and not paid.is_own:
        assert bases(figures.tax) == t.payable


@given(LINES)
def test_the_order_of_lines_never_matters(lines: list[StatementLine]) -> None:
    assert parts_of(lines, "s") == parts_of(list(reversed(lines)), "s")


@given(CARRIED, CARRIED)
def test_set_off_keeps_the_sum_and_one_sign(
    one: tuple[Carried, ...], other: tuple[Carried, ...]
) -> None:
    left = set_off([*one, *other])
    assert sum(part.amount_minor for part in left) == sum(
        part.amount_minor for part in (*one, *other)
    )
    assert len({part.amount_minor > 0 for part in left}) <= 1
    assert all(part.amount_minor for part in left)
