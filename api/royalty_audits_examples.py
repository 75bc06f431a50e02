"""Examples of royalty audits: bodies and answers, shown in the API's description and tested."""

from typing import Final

from api.examples import AGREEMENT_ID, DOCUMENT, LEAD_ID, REPORT_ID, Example

AUDIT_ID: Final = "aud_01KAM3Z4TJA2B3C4D5E6F7G8H9"
LICENSEE_ID: Final = "party_01KAM3Z4T5W6X7Y8Z9A0B1C2D3"

RIGHT: Final[Example] = {
    "agreement": AGREEMENT_ID,
    "auditor": LEAD_ID,
    "audited": LICENSEE_ID,
    "look_back_years": 3,
    "notice_days": 14,
    "objection_days": 30,
    "every_months": 12,
    "cost_threshold": {"num": 1, "den": 20},
    "document": DOCUMENT,
}
RIGHT_SHOWN: Final[Example] = {**RIGHT, "consents": [], "entry_index": 2400}
REQUESTED: Final[Example] = {
    "agreement": AGREEMENT_ID,
    "by": LEAD_ID,
    "audited": LICENSEE_ID,
    "first_month": "2026-03",
    "last_month": "2026-04",
    "starts_on": "2026-12-14",
}
SAID: Final[Example] = {
    "by": LICENSEE_ID,
    "kind": "document",
    "text": "売上台帳を提出しました。",
    "evidence": [DOCUMENT],
}
FOUND: Final[Example] = {
    "by": LEAD_ID,
    "currency": "JPY",
    "findings": [
        {
            "period": "2026-03",
            "report": REPORT_ID,
            "found_minor": 1100000,
            "due_on": "2026-04-30",
            "evidence": DOCUMENT,
        }
    ],
    "cost_minor": 300000,
    "as_of": "2026-07-31",
}
CLOSED: Final[Example] = {
    "by": LICENSEE_ID,
    "outcome": "agreed",
    "corrections": [{"period": "2026-03", "report": REPORT_ID}],
}
LISTED: Final[Example] = {
    "id": AUDIT_ID,
    "agreement": AGREEMENT_ID,
    "auditor": LEAD_ID,
    "audited": LICENSEE_ID,
    "status": "requested",
    "first_month": "2026-03",
    "last_month": "2026-04",
    "starts_on": "2026-12-14",
    "object_until": None,
    "currency": None,
    "under_minor": 0,
    "over_minor": 0,
    "interest_minor": 0,
    "cost_of_audited_minor": 0,
    "corrected_minor": 0,
    "entry_index": 2401,
}
SHOWN: Final[Example] = {**LISTED, "messages": [{"number": 1, **SAID}]}
