"""Examples of bank details: bodies and answers, shown in the API's description and tested."""

from typing import Final

from api.examples import CREATOR_ID, DOCUMENT, SHA256, Example

BANK_DETAILS_ID: Final = "bank_01KAM3Z4TJA2B3C4D5E6F7G8H9"

PROPOSAL: Final[Example] = {
    "account": {
        "kind": "domestic",
        "bank": "0001",
        "branch": "001",
        "account_type": "ordinary",
        "account_number": "1234567",
        "holder": "ｱｵﾊﾞ ｼﾞﾕﾝ",
    },
    "evidence": DOCUMENT,
}
CONFIRMATION: Final[Example] = {
    "how": "call_back",
    "note": "登録済みの電話番号に折り返し、本人の回答を得た（2026-11-24）",
}
WITHDRAWAL: Final[Example] = {"cause": "not_me", "reason": "変更を依頼していないとの回答"}
SHOWN: Final[Example] = {
    "id": BANK_DETAILS_ID,
    "party": CREATOR_ID,
    "kind": "domestic",
    "currency": "JPY",
    "status": "confirmed",
    "effective_from": "2026-11-27",
    "waiting_until": "2026-11-27",
    "in_force_from": "2026-11-27",
    "entry_index": 2301,
    "is_alarm": False,
    "details": SHA256,
    "proposed_on": "2026-11-22",
    "shown": "step_up",
    "account": {"kind": "domestic", "bank": "0001-001", "account_number": "…567"},
}
"""To somebody who may see the number in full, `full=true` gives all of the account."""
