"""Examples of approvals: bodies and answers, shown in the API's description and tested."""

from typing import Final

from api.examples import LEAD_ID, RUN_ID, Example

_MAKER: Final = "tok_01KAM3Z4TJA2B3C4D5E6F7G8H9"

POLICY: Final[Example] = {
    "party": LEAD_ID,
    "kinds": ["terms", "runs", "statements", "payments"],
    "reason": "経理規程 第7条",
}
POLICY_SHOWN: Final[Example] = {
    "party": LEAD_ID,
    "kinds": ["payments", "runs", "statements", "terms"],
    "entry_index": 2400,
    "reason": "経理規程 第7条",
    "set_by": _MAKER,
}
APPROVAL: Final[Example] = {
    "kind": "runs",
    "subject": RUN_ID,
    "asked": 2412,
    "note": "受取人ごとの合計を確認した。",
}
REJECTION: Final[Example] = {
    "kind": "runs",
    "subject": RUN_ID,
    "asked": 2412,
    "reason": "12月分の報告が入っていない。",
}
LISTED: Final[Example] = {
    "kind": "runs",
    "subject": RUN_ID,
    "party": LEAD_ID,
    "status": "waiting",
    "made_by": _MAKER,
    "asked_index": 2412,
    "asked_at": "2027-01-15T02:00:00.000000Z",
    "currency": "JPY",
    "amount_minor": 1234567,
    "holds_up": "statements",
}
SHOWN: Final[Example] = {
    **LISTED,
    "payer": LEAD_ID,
    "period": "2026-Q4",
    "payees": [{"party_id": LEAD_ID, "amount_minor": 1234567}],
}
