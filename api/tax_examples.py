"""Examples of answers about tax withheld, payment records, what is due, and originals."""

from typing import Final

from api import examples
from api.examples import Example

_WRITER: Final = "party_01KAM3Z4T5F6G7H8J9K0M1N2P3"
_SHA256: Final = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"

WITHHELD: Final[Example] = {
    "payer": examples.LEAD_ID,
    "month": "2026-05",
    "currency": "JPY",
    "lines": [
        {
            "slip": "slip.fees",
            "income": "copyright",
            "receiver": _WRITER,
            "country": "JP",
            "payments": 1,
            "planned": 0,
            "deemed": 0,
            "paid_minor": 60000,
            "withheld_minor": 6126,
        }
    ],
    "slips": {"slip.fees": 6126, "slip.abroad": 0},
    "withheld_minor": 6126,
    "remit_by": "2026-06-10",
    "days_left": 12,
    "is_planned": False,
    "other_currencies": [],
}
RECORDS: Final[Example] = {
    "year": 2026,
    "due_on": "2027-02-01",
    "currency": "JPY",
    "records": [
        {
            "payer": {
                "id": examples.LEAD_ID,
                "ja": "星雲スタジオ",
                "country": "JP",
                "corporate_number": "7000012050002",
            },
            "receiver": {"id": _WRITER, "ja": "青空 太郎", "country": "JP"},
            "form": "record.resident",
            "incomes": [
                {
                    "income": "copyright",
                    "payments": 1,
                    "paid_minor": 60000,
                    "withheld_minor": 6126,
                }
            ],
            "paid_minor": 60000,
            "withheld_minor": 6126,
            "consumption_tax_minor": 0,
            "left_unpaid_minor": 0,
            "unwithheld_minor": 0,
            "planned": 0,
            "treaty_forms": [],
            "must_file": True,
            "limit_minor": 50000,
            "confidence": "secondary",
            "corporate_number": None,
            "my_number": "not-kept",
        }
    ],
    "apart": [],
    "filed": 1,
    "below": 0,
    "paid_minor": 60000,
    "withheld_minor": 6126,
}
DUE: Final[Example] = {
    "items": [
        {
            "kind": "remit",
            "due_on": "2026-06-10",
            "days_left": 12,
            "about": "2026-05",
            "amount_minor": 6126,
        }
    ]
}
DOCUMENT: Final[Example] = {
    "id": f"2026-05-29.1204.{_SHA256}",
    "day": "2026-05-29",
    "entry_index": 1204,
    "sha256": _SHA256,
    "kind": "statement.issued",
    "object_id": "stmt_01KAM3Z4T9J0K1M2N3P4Q5R6S7",
    "currency": "JPY",
    "amount_minor": 60000,
    "title": "stmt_01KAM3Z4T9J0K1M2N3P4Q5R6S7.json",
    "media_type": "application/json",
    "size_bytes": 5210,
    "is_sealed": False,
    "parties": [examples.LEAD_ID, _WRITER],
    "is_here": True,
}
