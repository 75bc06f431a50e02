"""Examples of notices: bodies and answers, shown in the API's description and tested."""

from typing import Final

from api.examples import CREATOR_ID, STATEMENT_ID, Example

ADDRESS_ID: Final = "addr_01KAM3Z4TJA2B3C4D5E6F7G8H9"
DELIVERY_ID: Final = "dlv_01KAM3Z4TJA2B3C4D5E6F7G8HA"

SUBSCRIPTION: Final[Example] = {
    "party": CREATOR_ID,
    "channel": "webhook",
    "target": "https://example.jp/hooks/daicho",
    "lang": "ja",
    "kinds": ["statement.issued", "payment.sent"],
}
SUBSCRIBED: Final[Example] = {
    "id": ADDRESS_ID,
    "status": "unconfirmed",
    "secret": "whsec_AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=",
}
CODE: Final[Example] = {"code": "7K2QF-9XM4T"}
NOTHING: Final[Example] = {"reason": "担当者の交代"}
ADDRESS: Final[Example] = {
    "id": ADDRESS_ID,
    "party": CREATOR_ID,
    "channel": "webhook",
    "lang": "ja",
    "kinds": ["statement.issued", "payment.sent"],
    "status": "in_force",
    "created_at": "2026-11-22T03:44:05.123456Z",
    "confirmed_at": "2026-11-22T03:50:41.123456Z",
    "from_index": 2301,
    "target": "https://example.jp/***",
}
CHANGED: Final[Example] = {"id": ADDRESS_ID, "status": "in_force"}
ROTATED: Final[Example] = {"id": ADDRESS_ID, "secret": SUBSCRIBED["secret"]}
QUEUED: Final[Example] = {"id": DELIVERY_ID, "status": "waiting"}
DELIVERY: Final[Example] = {
    "id": DELIVERY_ID,
    "address": ADDRESS_ID,
    "party": CREATOR_ID,
    "kind": "statement.issued",
    "about": STATEMENT_ID,
    "entry_index": 2310,
    "made_at": "2026-11-22T04:00:00.123456Z",
    "status": "dead",
    "next_at": "2026-11-24T04:00:00.123456Z",
    "attempts": 7,
    "period": "2026-Q2",
}
DELIVERY_SHOWN: Final[Example] = {
    **DELIVERY,
    "tried": [
        {
            "number": 1,
            "at": "2026-11-22T04:00:10.123456Z",
            "result": "later",
            "status": 0,
            "answer": "nothing whole within 10 seconds",
            "ms": 10002,
        }
    ],
}
