"""Tax withheld, payment records and what is due, as plain JSON values.

What is filed with the tax office has a box for a number: that of a company, never of a person.
"""

from collections.abc import Mapping
from typing import Any, Final

from ledger.jobs.tax_due import Due
from ledger.jobs.tax_record_files import number_of
from ledger.jobs.tax_records import Apart, Party, Record, YearRecords
from ledger.jobs.tax_withheld import SLIPS, MonthWithheld

MY_NUMBER: Final = "not-kept"


def withheld_as_json(found: MonthWithheld) -> dict[str, Any]:
    """Return a payer's month."""
    return {
        "payer": found.payer,
        "month": str(found.month),
        "currency": "JPY",
        "lines": [
            {
                "slip": line.slip,
                "income": line.income,
                "receiver": line.receiver,
                "country": line.country,
                "payments": line.count,
                "planned": line.planned,
                "deemed": line.deemed,
                "paid_minor": line.amount_minor,
                "withheld_minor": line.withheld_minor,
            }
            for line in found.lines
        ],
        "slips": {slip: found.total_of(slip) for slip in SLIPS},
        "withheld_minor": found.total_minor,
        "remit_by": found.remit_by.isoformat(),
        "days_left": found.days_left,
        "is_planned": found.is_planned,
        "other_currencies": list(found.other_currencies),
    }


def records_as_json(found: YearRecords, *, is_own: bool = False) -> dict[str, Any]:
    """Return a year's records.

    Args:
        found: The records.
        is_own: True for the list of whoever was paid: it has nothing about numbers.
    """
    return {
        "year": found.year,
        "due_on": found.due.isoformat(),
        "currency": "JPY",
        "records": [_record(one, is_own=is_own) for one in (*found.filed, *found.below)],
        "apart": [_apart(one) for one in found.apart],
        "filed": len(found.filed),
        "below": len(found.below),
        "paid_minor": sum(one.record.total_minor for one in (*found.filed, *found.below)),
        "withheld_minor": sum(one.record.withheld_minor for one in (*found.filed, *found.below)),
    }


def _record(one: Record, *, is_own: bool) -> dict[str, Any]:
    numbered: dict[str, Any] = {} if is_own else {"corporate_number": number_of(one) or None}
    if one.receiver.is_person and not is_own:
        numbered["my_number"] = MY_NUMBER
    return {
        "payer": _party(one.payer),
        "receiver": _party(one.receiver),
        "form": one.record.form,
        "incomes": [
            {
                "income": income,
                "payments": one.counts.get(income, 0),
                "paid_minor": paid,
                "withheld_minor": withheld,
            }
            for income, paid, withheld in one.record.incomes
        ],
        "paid_minor": one.record.total_minor,
        "withheld_minor": one.record.withheld_minor,
        "consumption_tax_minor": one.consumption_minor,
        "left_unpaid_minor": one.unpaid_minor,
        "unwithheld_minor": one.unwithheld_minor,
        "planned": one.planned,
        "treaty_forms": list(one.treaty_forms),
        "must_file": one.record.must_file,
        "limit_minor": one.record.limit.over_minor,
        "limit_law": one.record.limit.law,
        "confidence": one.record.limit.confidence,
        **numbered,
    }


def _apart(one: Apart) -> dict[str, Any]:
    return {
        "payer": _party(one.payer),
        "receiver": _party(one.receiver),
        "why": one.why,
        "income": one.income,
        "currency": one.currency,
        "paid_minor": one.amount_minor,
        "withheld_minor": one.withheld_minor,
    }


def _party(one: Party) -> dict[str, Any]:
    return {
        "id": one.id,
        "ja": one.name.ja,
        "kana": one.name.kana,
        "en": one.name.en,
        "country": one.country,
        "corporate_number": one.corporate_number,
    }


def due_as_json(one: Due, names: Mapping[str, str]) -> dict[str, Any]:
    """Return one thing to do; what it has not is left out."""
    plain = {
        "kind": one.kind,
        "due_on": one.by.isoformat(),
        "days_left": one.days_left,
        "about": one.about or None,
        "amount_minor": one.amount_minor,
        "payee": one.payee,
        "name": names.get(one.payee) if one.payee else None,
        "form": one.form,
        "country": one.country,
        "is_planned": one.is_planned or None,
    }
    return {name: value for name, value in plain.items() if value is not None}
