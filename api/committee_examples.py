"""Examples of what happens while a committee lives, shown in the API's description and tested."""

from typing import Final

from api.examples import (
    AGENT_ID,
    COMMITTEE,
    COMMITTEE_ID,
    DOCUMENT,
    LEAD_ID,
    PARTY_ID,
    Example,
)

OFFER_ID: Final = "offer_01KAM3Z4TGA2B3C4D5E6F7G8H9"
CALL_ID: Final = "call_01KAM3Z4TGA2B3C4D5E6F7G8H9"
_TENTH: Final[Example] = {"num": 1, "den": 10}
_MOVED: Final[Example] = {"investment": _TENTH, "copyright": _TENTH, "profit": _TENTH}


def _shares(party: str, num: int, den: int) -> Example:
    share = {"num": num, "den": den}
    return {"party": party, "investment": share, "copyright": share, "profit": share}


def _consent(party: str) -> Example:
    return {
        "party": party,
        "method": "seal",
        "document": DOCUMENT,
        "attested_by": LEAD_ID,
        "consented_on": "2026-09-20",
    }


_CHANGE: Final[Example] = {"effective_from": "2026-10-01", "reason": "合意による変更"}
ADMISSION: Final[Example] = {
    **_CHANGE,
    "party": AGENT_ID,
    "members": [_shares(LEAD_ID, 1, 2), _shares(PARTY_ID, 2, 5), _shares(AGENT_ID, 1, 10)],
    "consents": [_consent(PARTY_ID), _consent(AGENT_ID)],
}
LEAVING: Final[Example] = {
    **_CHANGE,
    "party": PARTY_ID,
    "ground": "withdrawal",
    "left_on": "2026-09-30",
    "account": {"net_assets_minor": 10000001, "document": DOCUMENT},
    "document": DOCUMENT,
    "consents": [_consent(PARTY_ID)],
}
SETTLEMENT: Final[Example] = {
    "party": PARTY_ID,
    "account": {"net_assets_minor": 9999999, "document": DOCUMENT},
}
SHARE_TRANSFER: Final[Example] = {
    **_CHANGE,
    "giver": PARTY_ID,
    "taker": AGENT_ID,
    "shares": _MOVED,
    "document": DOCUMENT,
    "consents": [_consent(PARTY_ID), _consent(AGENT_ID)],
}
MEMBER_SUCCESSION: Final[Example] = {**_CHANGE, "party": PARTY_ID}
STATUS: Final[Example] = {**_CHANGE, "status": "dormant"}
SHARE_OFFER: Final[Example] = {
    "giver": PARTY_ID,
    "shares": _MOVED,
    "price_minor": 1000000,
    "offered_on": "2026-08-01",
    "answer_by": "2026-08-31",
}
SHARE_ANSWER: Final[Example] = {
    "party": LEAD_ID,
    "answer": "decline",
    "answered_on": "2026-08-10",
    "document": DOCUMENT,
}
CAPITAL_CALL: Final[Example] = {
    "amount_minor": 10000001,
    "due_on": "2026-09-30",
    "purpose": "追加の宣伝費",
    "decided_on": "2026-08-20",
    "document": DOCUMENT,
    "consents": [_consent(PARTY_ID)],
}
CONTRIBUTION: Final[Example] = {
    "party": PARTY_ID,
    "amount_minor": 5000000,
    "paid_on": "2026-09-30",
    "document": DOCUMENT,
}
INVOICE_NOTICE: Final[Example] = {"kind": "filed", "day": "2026-04-10", "document": DOCUMENT}
INVOICES: Final[Example] = {
    "id": COMMITTEE_ID,
    "on": "2026-11-22",
    "may_issue": False,
    "filed_on": "2026-04-10",
    "members": [{"party": PARTY_ID, "is_registered": False}],
    "warnings": [{"code": "member-not-registered", "party": PARTY_ID, "since_day": "2026-10-01"}],
    "notices": [],
}
LIFE: Final[Example] = {
    "id": COMMITTEE_ID,
    "on": "2026-11-22",
    "status": "active",
    "lead": LEAD_ID,
    "members": COMMITTEE["members"],
    "decisions": {"rule": "majority", "of": "copyright", "clause": "第14条2項"},
    "first_refusal": {"answer_days": 30, "clause": "第18条"},
    "offers": [],
    "calls": [
        {
            "id": CALL_ID,
            "amount_minor": 10000001,
            "currency": "JPY",
            "due_on": "2026-09-30",
            "owed": [
                {
                    "party": PARTY_ID,
                    "amount_minor": 10000001,
                    "paid_minor": 0,
                    "state": "in_default",
                }
            ],
        }
    ],
    "settlements": [],
    "held_by_name": [],
}
