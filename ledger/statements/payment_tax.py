"""The taxes of one payment, kind of income by kind of income.

The defaults, each of which an expert must confirm:

1. Amounts are without consumption tax. It is added to fees and royalties if whoever is paid has an
   invoice number on the day of payment; nobody else is charged less for lacking one. How much of
   the tax the payer may credit without such a number is stated for the payer, and changes no
   payee's amount.
2. Income tax is withheld per payer, payee, payment and kind of income: what one person is paid of
   one kind on one day by one payer is one base, however many statements show it. Whoever is paid
   counts, so an agent company is a company.
3. A treaty helps if its form was on file before the day of payment.
4. Nobody pays tax to himself.

Source:
    docs/TAX.md; contracts/tax. 600,000 of royalties and 600,000 of fees on one day to one person
    are two bases: 61,260 each, where one base of 1,200,000 would bear 142,940.
"""

from collections.abc import Sequence
from hashlib import sha256
from typing import Final

from contracts.errors import TermsError
from contracts.figures import percent
from contracts.money import Ratio
from contracts.tax.consumption import InvoiceLine, included_tax, invoice_tax, transitional_credit
from contracts.tax.income import INCOMES
from contracts.tax.rates import Rate, has_rate, table_bytes
from contracts.tax.treaty import relief
from contracts.tax.withholding import JAPAN, TaxProfile, withhold
from ledger.errors import RuleViolation
from ledger.statements.carrying import Carried
from ledger.statements.totals import Payment

INDIVIDUALS: Final = ("person", "sole_trader")
_YEN: Final = "JPY"
_CREDIT: Final = "consumption.transitional_credit"

Taxes = tuple[int, int, dict[str, str]]
"""Consumption tax added, income tax withheld, and the facts that both follow from."""


def taxes_of(parts: Sequence[Carried], payment: Payment) -> Taxes:
    """Compute the taxes of what is paid.

    Args:
        parts: What is paid, by kind, each above zero.
        payment: Who is paid, and when.

    Raises:
        RuleViolation: The table of rates does not know the day, or tax would have to be withheld
            in another currency than yen.
    """
    try:
        added, consumption = _consumption(parts, payment)
        withheld, withholding = _withholding(parts, payment)
    except TermsError as error:
        fields = {"field": "payment_date", **error.fields}
        raise RuleViolation(error.code, error.message, **fields) from error
    table = {"rates_sha256": sha256(table_bytes()).hexdigest()}
    return added, withheld, {**consumption, **withholding, **table}


def _consumption(parts: Sequence[Carried], payment: Payment) -> tuple[int, dict[str, str]]:
    payee = payment.payee
    taxable = sum(part.amount_minor for part in parts if part.treatment == "taxable")
    if taxable == 0:
        return 0, {"consumption_rule": "outside-scope"}
    if payee["country"] != JAPAN:
        return 0, {"consumption_rule": "abroad"}
    if not payee["invoice_number"]:
        return 0, {"consumption_rule": "no-invoice-number", **_credit(taxable, payment)}
    (tax,) = invoice_tax([InvoiceLine("standard", taxable)], payment.paid_on)
    facts = {"consumption_rule": "registered", "consumption_base": str(taxable)}
    facts["invoice_number"] = payee["invoice_number"]
    return tax.tax_minor, {**facts, **_cited("consumption", tax.rate)}


def _credit(taxable: int, payment: Payment) -> dict[str, str]:
    """State what the payer may credit of the tax deemed to be in a payment."""
    if payment.currency != _YEN or not has_rate(_CREDIT, payment.paid_on):
        return {}
    credit = transitional_credit(included_tax(taxable, payment.paid_on), payment.paid_on)
    facts = {
        "payer_credit_included_tax": str(credit.tax_minor),
        "payer_credit": str(credit.creditable_minor),
    }
    return {**facts, **_cited("payer_credit", credit.rate)}


def _withholding(parts: Sequence[Carried], payment: Payment) -> tuple[int, dict[str, str]]:
    profile = _profile(payment)
    facts: dict[str, str] = {}
    if payment.same_day.statements:
        facts["withholding_statements_before"] = str(payment.same_day.statements)
    total = 0
    for income in INCOMES:
        base = sum(part.amount_minor for part in parts if part.income == income)
        if base:
            withheld, stated = _of_income(income, base, profile, payment)
            total += withheld
            facts |= {f"withholding_{income}{name}": value for name, value in stated.items()}
    if profile.form and any(facts[name] == "treaty" for name in facts if name.endswith("_rule")):
        facts |= {"treaty_form": profile.form.id, "treaty_article": profile.form.article}
    return total, facts


def _profile(payment: Payment) -> TaxProfile:
    country = payment.payee["country"]
    return TaxProfile(
        is_individual=payment.payee["kind"] in INDIVIDUALS,
        residence=country,
        form=relief(payment.forms, country, payment.paid_on),
    )


def _of_income(
    income: str, base: int, profile: TaxProfile, payment: Payment
) -> tuple[int, dict[str, str]]:
    """Return what is withheld from one kind, beside what the day's statements withhold of it."""
    before_base, before_withheld = payment.same_day.of(income)
    found = withhold(profile, before_base + base, payment.paid_on, income)
    withheld = max(0, found.tax_minor - before_withheld)
    facts = {"_rule": found.rule, "_base": str(base)}
    if found.rate is None:
        return 0, facts
    if payment.currency != _YEN and found.rate.rate[0]:
        raise RuleViolation(
            "withholding-needs-yen",
            "tax is withheld in yen, and nothing says at which rate; let the agreement pay in yen",
            field="currency",
            value=payment.currency,
            expected=_YEN,
        )
    return withheld, {**facts, "_tax": str(withheld), **_cited("", found.rate)}


def _cited(name: str, rate: Rate) -> dict[str, str]:
    """State a line of the table: rate, law, what it is made of, and how sure we are."""
    cited = {f"{name}_rate": percent(rate.rate), f"{name}_law": rate.law}
    if rate.components:
        cited[f"{name}_components"] = _listed(rate.components)
    if rate.upper_rate:
        cited[f"{name}_upper_rate"] = percent(rate.upper_rate)
        cited[f"{name}_upper_components"] = _listed(rate.upper_components)
        cited[f"{name}_threshold"] = str(rate.threshold_minor)
    if rate.confidence != "published":
        cited[f"{name}_confidence"] = rate.confidence
    return cited


def _listed(components: Sequence[tuple[str, Ratio]]) -> str:
    return ", ".join(f"{name} {percent(rate)}" for name, rate in components)
