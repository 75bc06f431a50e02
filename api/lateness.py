"""Money that is late, as plain values: for the command line and for HTTP alike."""

from typing import Any

from contracts.figures import percent
from ledger.revenue.interest_views import LateReport


def late_as_json(one: LateReport) -> dict[str, Any]:
    """Return a late report as plain values; without an invoice its due day is not known."""
    parts = one.late.parts
    return {
        "report": one.report["id"],
        "agreement": one.report["agreement"],
        "debtor": one.report["reporter"],
        "currency": one.report["currency"],
        "due_on": one.late.due_on.isoformat() if one.late.due_on else None,
        "days_late": max((part.interest.days for part in parts), default=None),
        "open_minor": one.late.open_minor,
        "interest_rate": percent(parts[0].interest.rate) if parts else None,
        "law": parts[0].interest.law if parts else None,
        "interest_minor": one.late.interest_minor,
        "charged_minor": one.late.charged_minor,
        "to_charge_minor": one.late.to_charge_minor,
        "delays": [
            {
                "amount_minor": part.amount_minor,
                "paid_on": part.paid_on.isoformat() if part.paid_on else None,
                "days": part.interest.days,
                "interest_minor": part.interest.amount_minor,
                "formula": part.interest.formula(part.amount_minor),
            }
            for part in parts
        ],
    }
