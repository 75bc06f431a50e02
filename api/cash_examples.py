"""Examples of cash: bodies and answers, shown in the API's description and tested."""

from typing import Final

from api.examples import (
    AGREEMENT_ID,
    COMMITTEE_ID,
    LEAD_ID,
    REPORT_ID,
    Example,
)

ACCOUNT_ID: Final = "acct_01KAM3Z4TJA2B3C4D5E6F7G8H9"
IMPORT_ID: Final = "imp_01KAM3Z4TJA2B3C4D5E6F7G8H9"
RECEIPT_ID: Final = "rcpt_01KAM3Z4TJA2B3C4D5E6F7G8HA"
CSV: Final = "日付,お支払金額,お預り金額,残高,摘要\n2026/10/20,,1000000,1000000,ｱｵﾊﾞﾊｲｼﾝ\n"

OPENED: Final[Example] = {
    "party": LEAD_ID,
    "committee": COMMITTEE_ID,
    "name": "製作委員会口",
    "opened_on": "2026-10-01",
}
MATCHED: Final[Example] = {
    "batch": IMPORT_ID,
    "line": 1,
    "purposes": [
        {
            "kind": "receipt",
            "agreement": AGREEMENT_ID,
            "report": REPORT_ID,
            "receipt": RECEIPT_ID,
            "amount_minor": 1000000,
        }
    ],
}
UNMATCHED: Final[Example] = {"batch": IMPORT_ID, "line": 1, "number": 1, "reason": "取り違え"}
COMPARED: Final[Example] = {"day": "2026-10-31"}
LISTED: Final[Example] = {
    "id": ACCOUNT_ID,
    "party": LEAD_ID,
    "committee": COMMITTEE_ID,
    "currency": "JPY",
    "name": "製作委員会口",
    "opened_on": "2026-10-01",
    "opening_minor": 0,
    "balance_minor": 1000000,
    "last_day": "2026-10-20",
    "reconciled_on": None,
    "changed_index": 41,
    "entry_index": 40,
}
SHOWN: Final[Example] = {
    **LISTED,
    "open_lines": {"in_count": 1, "in_minor": 1000000, "out_count": 0, "out_minor": 0},
    "imports": [],
    "reconciliations": [],
}
LINE: Final[Example] = {
    "line": f"{IMPORT_ID}/1",
    "day": "2026-10-20",
    "currency": "JPY",
    "amount_minor": 1000000,
    "rest_minor": 1000000,
    "balance_minor": 1000000,
    "sender": "",
    "text": "ｱｵﾊﾞﾊｲｼﾝ",
    "reference": "",
    "matches": [],
}
PROPOSED: Final[Example] = {
    "line": f"{IMPORT_ID}/1",
    "kind": "exact",
    "open_minor": 1000000,
    "parts": [{"kind": "receipt", "report": REPORT_ID, "amount_minor": 1000000}],
    "fee_minor": 0,
    "rest_minor": 0,
}
COMPARISON: Final[Example] = {
    "account": ACCOUNT_ID,
    "day": "2026-10-31",
    "bank_minor": 1000000,
    "book_minor": 0,
    "differences": [{"kind": "unmatched_in", "amount_minor": -1000000, "count": 1}],
    "committees": [],
    "owed": [],
    "size": 42,
    "currency": "JPY",
    "is_only": True,
}
