"""Money that is late, to us or from us, as plain values: for the command line and HTTP alike."""

from typing import Any, Final

from contracts.figures import Language, percent
from ledger.jobs.unclaimed import Unclaimed
from ledger.revenue.interest_views import LateReport

_LANGUAGES: Final[tuple[Language, ...]] = ("ja", "en")


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


def unclaimed_as_json(one: Unclaimed) -> dict[str, Any]:
    """Return a statement that is payable and not paid as plain values, in both languages."""
    told = {lang: one.told(lang) for lang in _LANGUAGES}
    return {
        "statement": one.statement,
        "payee": one.payee,
        "paid_to": one.paid_to,
        "currency": one.currency,
        "amount_minor": one.amount_minor,
        "due_on": one.due_on.isoformat(),
        "since": one.since.isoformat(),
        "reason": one.reason,
        "why": {lang: words[0] for lang, words in told.items()},
        "to_do": {lang: words[1] for lang, words in told.items()},
        "claimable_until": one.limitation.known_until.isoformat(),
        "claimable_at_latest": one.limitation.latest.isoformat(),
        "interest_minor": one.late.amount_minor if one.late else None,
    }
