"""Answers to the given cases of tax, numbers and schedules."""

import datetime as dt
from itertools import islice

from given_play import Given

from contracts.period import Month
from contracts.schedule import closes, read_schedule
from contracts.tax.consumption import InvoiceLine, Kind, invoice_tax, transitional_credit
from contracts.tax.withholding import TaxProfile, TreatyForm, taxable_base, withhold
from ledger.errors import RuleViolation
from ledger.parties.numbers import check_corporate_number

PAID_ON = dt.date(2026, 11, 30)
FORM = TreatyForm("12", PAID_ON - dt.timedelta(days=30), has_benefits_form=True)
PERSON = TaxProfile(is_individual=True, residence="JP")
WITHOUT_TREATY = "BR"
STANDARD = 10


def one_payment(given: Given) -> Given:
    tax = withhold(PERSON, given["taxable_base"], PAID_ON).tax_minor
    return {"withholding": tax, "net": given["taxable_base"] - tax}


def with_consumption_tax(given: Given) -> Given:
    fee, tax = given.get("fee_ex_tax"), given.get("consumption_tax", 0)
    whole = given.get("fee_inc_tax", (fee or 0) + tax)
    base = taxable_base(
        fee if fee is not None else whole, tax, is_separated=bool(given["separated"])
    )
    withheld = withhold(PERSON, base, PAID_ON).tax_minor
    return {"withholding": withheld, "transfer": whole - withheld}


def company(given: Given) -> Given:
    profile = TaxProfile(is_individual=False, residence="JP")
    return {"withholding": withhold(profile, given["amount"], PAID_ON).tax_minor}


def abroad(given: Given) -> Given:
    country = WITHOUT_TREATY if given["country"] == "none" else given["country"]
    filed = FORM if given["treaty_form_filed"] else None
    with_form = TaxProfile(is_individual=True, residence=country, form=filed)
    without = TaxProfile(is_individual=True, residence=country)
    return {
        "withholding": withhold(with_form, given["amount"], PAID_ON).tax_minor,
        "without_form": withhold(without, given["amount"], PAID_ON).tax_minor,
    }


def one_invoice(given: Given) -> Given:
    kind: Kind = "standard" if given["rate"] == STANDARD else "reduced"
    lines = [InvoiceLine(kind, amount) for amount in given["lines_ex_tax"]]
    return {
        "tax": sum(one.tax_minor for one in invoice_tax(lines, PAID_ON)),
        "wrong_per_line": sum(
            one.tax_minor for line in lines for one in invoice_tax([line], PAID_ON)
        ),
    }


def credit(given: Given) -> Given:
    found = transitional_credit(given["tax"], dt.date.fromisoformat(given["date"]))
    num, den = found.rate.rate
    return {"percent": num * 100 // den, "creditable": found.creditable_minor}


def corporate_number(given: Given) -> Given:
    try:
        check_corporate_number(given["number"].removeprefix("T"))
    except RuleViolation:
        return {"valid": False}
    return {"valid": True}


def schedule(given: Given) -> Given:
    found = list(islice(closes(read_schedule(given), stubs_accepted=True), 13))
    last_days = [close.last_day.isoformat() for close in found]
    stub = next(place for place, close in enumerate(found) if close.is_stub)
    return {
        "first": {
            "close": last_days[0],
            "report": found[0].report_on.isoformat(),
            "pay": found[0].pay_on.isoformat(),
        },
        "quarterly_closes": last_days[1:stub],
        "stub": [found[stub].first_day.isoformat(), last_days[stub]],
        "half_yearly_closes": last_days[stub + 1 : stub + 3],
        "yearly_closes": last_days[stub + 3 : stub + 5],
        "day_31_in_2028_02": Month(2028, 2).day(31).isoformat(),
    }


_RESIDENT = ("WH-01", "WH-02", "WH-04", "WH-07", "WH-08", "WH-10", "WH-11")
_ABROAD = ("NR-none", "NR-CN", "NR-KR", "NR-IN", "NR-ID", "NR-US", "NR-GB", "NR-FR")
_DAYS = ("2026-09-30", "2026-10-01", "2028-09-30", "2028-10-01")
_LATER_DAYS = ("2030-09-30", "2030-10-01", "2031-09-30", "2031-10-01")

ANSWERS = {
    **dict.fromkeys(_RESIDENT, one_payment),
    "WH-20": with_consumption_tax,
    "WH-21": with_consumption_tax,
    "WH-23": company,
    **dict.fromkeys(_ABROAD, abroad),
    "CT-01": one_invoice,
    **dict.fromkeys((f"CT-TR-{day}" for day in (*_DAYS, *_LATER_DAYS)), credit),
    "ID-01": corporate_number,
    "ID-02": corporate_number,
    "SC-01": schedule,
}
