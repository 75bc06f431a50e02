"""Journals, forecasts and guarantees as plain JSON values."""

from collections.abc import Iterable
from typing import Any

from ledger.jobs.accounting import Journal
from ledger.jobs.accounting_forecast import Expected, Forecast
from ledger.jobs.accounting_guarantees import GuaranteeBalance
from ledger.jobs.accounting_lines import JournalDocument, balances_of


def journal_as_json(found: Journal) -> dict[str, Any]:
    """Return a journal with its documents, sums and balances."""
    return {
        "payer": found.payer,
        "first_day": found.first.isoformat(),
        "last_day": found.last.isoformat(),
        "after_entry": found.after_entry,
        "last_entry": found.last_entry,
        "documents": [_document(one) for one in found.documents],
        "totals": found.totals(),
        "balances": {
            currency: balances_of(found.in_currency(currency)) for currency in found.totals()
        },
    }


def _document(one: JournalDocument) -> dict[str, Any]:
    return {
        "id": one.id,
        "day": one.day.isoformat(),
        "kind": one.kind,
        "about": one.about,
        "party": one.party,
        "entry_index": one.entry_index,
        "currency": one.currency,
        "debit_minor": one.debit_minor,
        "lines": [
            {
                "account": line.account,
                "amount_minor": line.amount_minor,
                "tax_class": line.tax_class,
                "tax_minor": line.tax_minor,
                "party": line.party,
                "committee": line.committee,
                "place": line.place,
            }
            for line in one.lines
        ],
    }


def forecast_as_json(found: Forecast) -> dict[str, Any]:
    """Return a forecast with its sums in each currency."""
    currencies = sorted({row.currency for row in found.rows})
    return {
        "payer": found.payer,
        "day": found.day.isoformat(),
        "months": [str(month) for month in found.months],
        "rows": [_expected(row) for row in found.rows],
        "totals": {
            currency: {side: found.total(side, currency) for side in ("in", "out")}
            for currency in currencies
        },
        "guarantees": guarantees_as_json(found.guarantees),
    }


def _expected(row: Expected) -> dict[str, Any]:
    return {
        "direction": row.direction,
        "sure": row.sure,
        "due_on": row.due_on.isoformat() if row.due_on else None,
        "party": row.party,
        "agreement": row.agreement or None,
        "about": row.document,
        "currency": row.currency,
        "amount_minor": row.amount_minor,
        "pass_on_minor": row.pass_on_minor,
        "age": row.age,
        "days_late": row.days_late,
    }


def guarantees_as_json(found: Iterable[GuaranteeBalance]) -> list[dict[str, Any]]:
    """Return guarantees with what is still to be paid of each."""
    return [
        {
            "agreement": one.agreement,
            "title_ja": one.title,
            "step": one.step,
            "mg_side": one.side,
            "kind": one.kind,
            "payer": one.payer,
            "payees": list(one.payees),
            "currency": one.currency,
            "contract_year": one.year or None,
            "expires_on": one.expires.isoformat() if one.expires else None,
            "guaranteed_minor": one.guaranteed_minor,
            "earned_minor": one.earned_minor,
            "recouped_minor": one.recouped_minor,
            "remaining_minor": one.remaining_minor,
            "given_minor": one.paid_minor,
            "overage_minor": one.overage_minor,
            "dues": [
                {"due_on": due.on.isoformat(), "amount_minor": due.amount_minor} for due in one.dues
            ],
            "linked": list(one.linked) if one.linked else None,
        }
        for one in found
    ]
