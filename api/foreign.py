"""What a committee has abroad, as plain JSON values."""

from typing import Any

from contracts.tax.partners import Consequence
from ledger.jobs.foreign import Foreign


def foreign_as_json(found: Foreign) -> dict[str, Any]:
    """Return members abroad with what follows, and the milestones that windows wait for."""
    return {
        "committee": found.committee,
        "name_ja": found.name_ja,
        "period": found.period.name,
        "members": [
            {
                "party": one.party,
                "country": one.country,
                "consequences": [_consequence(each) for each in one.consequences],
            }
            for one in found.members
        ],
        "awaited": [
            {
                "medium": one.medium,
                "territory": one.territory,
                "holder": one.holder,
                "code": one.milestone["code"],
                "kind": one.milestone["kind"],
                "name": dict(one.milestone["name"]),
                "due": one.milestone.get("due"),
            }
            for one in found.awaited
        ],
        "unknown": list(found.unknown),
    }


def _consequence(one: Consequence) -> dict[str, Any]:
    return {
        "code": one.code,
        "text": {"ja": one.ja, "en": one.en},
        "law": one.law,
        "day": one.day.isoformat() if one.day else None,
        "rate": {"num": one.rate[0], "den": one.rate[1]} if one.rate else None,
        "confidence": one.confidence,
        "checked_on": one.checked_on.isoformat(),
    }
