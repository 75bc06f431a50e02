"""Classes and figures of invoices: the table decides, tax is rounded once, credit is dated."""

import datetime as dt

import pytest

from contracts.errors import TermsInvalid
from contracts.tax.invoice import buyer_credit, invoice_totals
from contracts.tax.invoice_classes import CLASSES, SUBJECTS, Facts, class_of, class_rules

DAY = dt.date(2026, 11, 30)


@pytest.mark.parametrize(
    ("facts", "klass"),
    [
        (Facts("royalty", "JP", "JP"), "standard"),
        (Facts("royalty", "JP", "US"), "export_exempt"),
        (Facts("royalty", "US", "JP"), "out_of_scope"),
        (Facts("royalty", "US", "FR"), "out_of_scope"),
        (Facts("service", "JP", "JP"), "standard"),
        (Facts("service", "JP", "JP", "abroad"), "out_of_scope"),
        (Facts("service", "US", "JP"), "out_of_scope"),
        (Facts("service", "US", "JP", "home"), "standard"),
        (Facts("service", "JP", "US"), "export_exempt"),
        (Facts("distribution", "JP", "JP"), "not_taxable"),
        (Facts("distribution", "US", "JP"), "not_taxable"),
        (Facts("repayment", "JP", "JP"), "not_taxable"),
        (Facts("damages", "JP", "JP"), "not_taxable"),
        (Facts("late_interest", "JP", "US"), "not_taxable"),
        (Facts("remittance", "JP", "JP"), "not_taxable"),
    ],
)
def test_the_table_gives_each_case_its_class(facts: Facts, klass: str) -> None:
    assert class_of(facts, DAY).klass == klass


def test_every_row_names_its_law_and_how_sure_we_are() -> None:
    for rule in class_rules():
        assert rule.law
        assert rule.confidence in ("published", "secondary", "to be confirmed by an expert")
        assert rule.klass in CLASSES
    assert {rule.subject for rule in class_rules()} == set(SUBJECTS)


def test_an_unknown_subject_and_a_day_before_the_table_are_refused() -> None:
    with pytest.raises(TermsInvalid) as unknown:
        class_of(Facts("gift", "JP", "JP"), DAY)
    assert unknown.value.code == "tax-class-unknown"
    with pytest.raises(TermsInvalid):
        class_of(Facts("royalty", "JP", "JP"), dt.date(2019, 9, 30))


def test_tax_is_rounded_once_per_document() -> None:
    """CT-01: 335 + 335 + 335 = 1,005; a tenth is 100.5, cut to 100. Line by line it were 99."""
    (total,) = invoice_totals([("standard", 335)] * 3, DAY)
    assert (total.base_minor, total.tax_minor, total.rate) == (1005, 100, "10%")
    assert total.total_minor == 1105


def test_each_class_is_summed_apart() -> None:
    """1,000 taxed, 500 abroad, 200 a distribution: tax of 100 on the first alone."""
    amounts = [("not_taxable", 200), ("standard", 1000), ("out_of_scope", 500)]
    rows = invoice_totals(amounts, DAY)  # type: ignore[arg-type]
    assert [(row.klass, row.base_minor, row.tax_minor) for row in rows] == [
        ("standard", 1000, 100), ("not_taxable", 200, 0), ("out_of_scope", 500, 0),
    ]  # fmt: skip


def test_tax_that_is_in_an_amount_is_taken_out_of_it() -> None:
    """Of 100,000 the tax is 100,000 x 10/110 = 9,090.9, cut to 9,090; 90,910 is the base."""
    (total,) = invoice_totals([("standard", 60_000), ("standard", 40_000)], DAY, is_inclusive=True)
    assert (total.base_minor, total.tax_minor, total.total_minor) == (90_910, 9_090, 100_000)


def test_a_credit_note_mirrors_an_invoice() -> None:
    (total,) = invoice_totals([("standard", -1005)], DAY)
    assert (total.base_minor, total.tax_minor) == (-1005, -100)
    (inclusive,) = invoice_totals([("standard", -100_000)], DAY, is_inclusive=True)
    assert (inclusive.base_minor, inclusive.tax_minor) == (-90_910, -9_090)


@pytest.mark.parametrize(
    ("day", "kind", "creditable"),
    [
        ("2026-09-30", "transitional", 8000),
        ("2026-10-01", "transitional", 7000),
        ("2028-09-30", "transitional", 7000),
        ("2028-10-01", "transitional", 5000),
        ("2030-09-30", "transitional", 5000),
        ("2030-10-01", "transitional", 3000),
        ("2031-09-30", "transitional", 3000),
        ("2031-10-01", "none", 0),
    ],
)
def test_the_credit_for_an_unregistered_seller_is_dated(
    day: str, kind: str, creditable: int
) -> None:
    """CT-TR-*: of tax of 10,000."""
    found = buyer_credit(10_000, dt.date.fromisoformat(day), is_registered=False)
    assert (found.kind, found.creditable_minor) == (kind, creditable)


def test_a_registered_seller_gives_the_whole_credit_and_no_tax_gives_none() -> None:
    assert buyer_credit(10_000, DAY, is_registered=True).creditable_minor == 10_000
    assert buyer_credit(0, DAY, is_registered=True).kind == "none"
