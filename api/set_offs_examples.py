"""Examples of set-offs and interest: bodies and answers, shown in the API's description."""

from typing import Final

from api.examples import AGREEMENT_ID, DOCUMENT, LEAD_ID, PARTY_ID, REPORT_ID, STATEMENT_ID, Example

SET_OFF_ID: Final = "off_01KAM3Z4TJA2B3C4D5E6F7G8H9"
INTEREST_ID: Final = "int_01KAM3Z4TJA2B3C4D5E6F7G8H9"
RECEIPT_ID: Final = "rcpt_01KAM3Z4TJA2B3C4D5E6F7G8H9"

ALLOWED: Final[Example] = {
    "agreement": AGREEMENT_ID,
    "party": PARTY_ID,
    "clause": "第14条",
    "since": "2026-04-01",
    "document": DOCUMENT,
    "consents": [],
}
ENDED: Final[Example] = {
    "agreement": AGREEMENT_ID,
    "party": PARTY_ID,
    "from_day": "2027-04-01",
    "reason": "契約の改訂",
}
RECORDED: Final[Example] = {
    "statement": STATEMENT_ID,
    "report": REPORT_ID,
    "amount_minor": 400000,
    "day": "2026-11-20",
}
CLAUSE_LISTED: Final[Example] = {**ALLOWED, "payer": LEAD_ID, "until": None, "entry_index": 811}
LISTED: Final[Example] = {
    "id": SET_OFF_ID, "agreement": AGREEMENT_ID, "payer": LEAD_ID, "party": PARTY_ID, **RECORDED,
    "receipt": RECEIPT_ID, "currency": "JPY", "clause": "第14条", "entry_index": 812,
}  # fmt: skip
CHARGED: Final[Example] = {"report": REPORT_ID, "until": "2026-07-31", "amount_minor": 2498}
CHARGE_LISTED: Final[Example] = {
    "id": INTEREST_ID, **CHARGED, "agreement": AGREEMENT_ID, "debtor": PARTY_ID,
    "currency": "JPY", "due_on": "2026-05-31", "rate": {"num": 3, "den": 100},
    "law": "民法404条2項から5項 (法定利率、第1期から第3期まで変動なし)", "before_minor": 0,
    "delays": [
        {"amount_minor": 200000, "paid_on": "2026-06-30", "days": 30, "interest_minor": 493},
        {"amount_minor": 400000, "days": 61, "interest_minor": 2005},
    ],
    "entry_index": 901,
}  # fmt: skip
LATE_LISTED: Final[Example] = {
    "report": REPORT_ID, "agreement": AGREEMENT_ID, "debtor": PARTY_ID, "currency": "JPY",
    "due_on": "2026-05-31", "days_late": 61, "open_minor": 400000, "interest_rate": "3%",
    "law": "民法404条2項から5項 (法定利率、第1期から第3期まで変動なし)", "interest_minor": 2498,
    "charged_minor": 0, "to_charge_minor": 2498, "delays": CHARGE_LISTED["delays"],
}  # fmt: skip
UNCLAIMED_LISTED: Final[Example] = {
    "statement": STATEMENT_ID, "payee": PARTY_ID, "paid_to": PARTY_ID, "currency": "JPY",
    "amount_minor": 89790, "due_on": "2026-07-31", "since": "2026-07-31",
    "reason": "no-bank-details",
    "why": {"ja": "振込先口座が登録されていません", "en": "no bank account is on record"},
    "to_do": {
        "ja": "daicho bank propose で登録してください",
        "en": "record one: daicho bank propose",
    },
    "claimable_until": "2031-07-31", "claimable_at_latest": "2036-07-31", "interest_minor": None,
}  # fmt: skip
