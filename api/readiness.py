"""What would happen if committees ended, as plain JSON values."""

from collections.abc import Sequence
from typing import Any

from ledger.jobs.orphans import Orphans
from ledger.jobs.readiness import Ending, Readiness
from ledger.jobs.readiness_reasons import Claim, Finding, Money


def summary_as_json(found: Readiness) -> dict[str, Any]:
    """Return the totals over all committees that were asked about."""
    return {
        "on": found.on.isoformat(),
        **_reasons_and_money(found),
        "totals": {
            "committees": len(found.endings),
            "ready": found.ready,
            "not_ready": len(found.endings) - found.ready,
            "drafts": found.drafts,
            "synthetic": found.synthetic,
        },
    }


def orphans_as_json(found: Orphans) -> dict[str, Any]:
    """Return how many orphans there are, and why."""
    return {
        "on": found.found.on.isoformat(),
        **_reasons_and_money(found.found),
        "totals": {
            "committees": found.asked,
            "orphans": len(found.found.endings),
            "dissolved": found.dissolved,
            "drafts": found.found.drafts,
            "synthetic": found.found.synthetic,
        },
    }


def _reasons_and_money(found: Readiness) -> dict[str, Any]:
    return {
        "by_reason": [
            {"reason": one.code, "effect": one.effect, "committees": one.committees}
            for one in found.totals()
        ],
        "money": [
            {"account": account, "currency": currency, "amount_minor": amount}
            for (account, currency), amount in sorted(found.money().items())
        ],
    }


def endings_as_json(endings: Sequence[Ending]) -> list[dict[str, Any]]:
    """Return committees with their reasons, money and claims."""
    return [
        {
            "id": one.id,
            "name_ja": one.name_ja,
            "status": one.status,
            "shares_are_synthetic": one.is_synthetic,
            "is_ready": one.is_ready,
            "reasons": [_reason(each) for each in one.findings],
            "money": [_money(each) for each in one.money],
            "claims": [_claim(each) for each in one.claims],
        }
        for one in endings
    ]


def _reason(one: Finding) -> dict[str, Any]:
    told: dict[str, Any] = {"reason": one.code, "effect": one.effect}
    if one.media:
        told["media"] = list(one.media)
    if one.parties:
        told["parties"] = list(one.parties)
    if one.works:
        told["works"] = list(one.works)
    return told


def _money(one: Money) -> dict[str, Any]:
    return {
        "account": one.account,
        "name": one.name,
        "agreements": list(one.agreements),
        "holder": one.holder,
        "currency": one.currency,
        "amount_minor": one.amount_minor,
        "reason": one.reason,
    }


def _claim(one: Claim) -> dict[str, Any]:
    return {
        "agreement": one.agreement,
        "step": one.step,
        "clause": one.clause,
        "label": {"ja": one.label_ja, "en": one.label_en},
        "payees": list(one.payees),
        "debtor": one.debtor,
    }
