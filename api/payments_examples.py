"""Examples of payments: bodies and answers, shown in the API's description and tested."""

from typing import Final

from api.examples import CREATOR_ID, DOCUMENT, LEAD_ID, STATEMENT_ID, Example
from api.openapi import RECORDED

PAYMENT_ID: Final = "pay_01KAM3Z4TJA2B3C4D5E6F7G8H9"
_ITEM: Final[Example] = {
    "statement_id": STATEMENT_ID,
    "payee": CREATOR_ID,
    "paid_to": CREATOR_ID,
    "amount_minor": 100000,
    "consumption_tax_minor": 0,
    "withholding_minor": 10210,
    "set_off_minor": 0,
    "transfer_minor": 89790,
    "held_minor": 0,
    "route": "zengin",
    "reference": STATEMENT_ID[-20:],
    "status": "exported",
    "is_first": True,
    "is_rest": True,
    "incomes": {"copyright": 100000},
}
_LEFT_OUT: Final[Example] = {
    "statement": STATEMENT_ID,
    "payee": CREATOR_ID,
    "paid_to": CREATOR_ID,
    "currency": "JPY",
    "amount_minor": 89790,
    "reason": "no-bank-details",
    "why": {"ja": "振込先口座が登録されていません", "en": "no bank account is on record"},
    "to_do": {
        "ja": "daicho bank propose で登録してください",
        "en": "record one: daicho bank propose",
    },
}
PREPARE: Final[Example] = {"payer": LEAD_ID, "due": "2027-01-31"}
PREPARED: Final[Example] = {
    "items": [{**RECORDED, "id": PAYMENT_ID}],
    "left_out": [_LEFT_OUT],
    "late": [],
}
EXPORT: Final[Example] = {"client_code": "1234567890"}
EXPORTED: Final[Example] = {
    "payment": PAYMENT_ID,
    "is_new": True,
    "exported": {
        "by": "tok_01KAM3Z4TJA2B3C4D5E6F7G8H9",
        "at": "2027-01-27T03:00:00.000000Z",
        "entry_index": 2401,
        "files": [{"route": "zengin", "count": 1, "total_minor": 89790}],
    },
}
CONFIRM: Final[Example] = {
    "on": "2027-01-29",
    "returned": [{"statement": STATEMENT_ID, "reason": "口座名義相違"}],
}
CANCEL: Final[Example] = {"reason": "二重に準備したため。", "not_sent": DOCUMENT}
PAYMENT_LISTED: Final[Example] = {
    "id": PAYMENT_ID,
    "payer": LEAD_ID,
    "pay_on": "2027-01-29",
    "currency": "JPY",
    "status": "exported",
    "count": 1,
    "amount_minor": 100000,
    "transfer_minor": 89790,
    "left_out_count": 1,
    "left_out_minor": 89790,
    "entry_index": 2400,
}
PAYMENT_SHOWN: Final[Example] = {
    **PAYMENT_LISTED,
    "approval": {"status": "given", "made_by": "tok_01KAM3Z4TJA2B3C4D5E6F7G8H9"},
    "items": [_ITEM],
}
LEFT_OUT: Final[Example] = {"items": [_LEFT_OUT]}
