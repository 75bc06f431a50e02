"""Examples of purchase documents and invoices, shown in the API's description and tested."""

from typing import Final

from api.examples import CREATOR_ID, DOCUMENT, LEAD_ID, REPORT_ID, STATEMENT_ID, Example

PURCHASE_ID: Final = "pinv_01KAM3Z4TJA2B3C4D5E6F7G8H9"
INVOICE_ID: Final = "inv_01KAM3Z4TJA2B3C4D5E6F7G8H9"
_SENT: Final[Example] = {"method": "email", "on": "2026-11-30", "document": DOCUMENT}

CLAUSE: Final[Example] = {
    "payer": LEAD_ID,
    "payee": CREATOR_ID,
    "day": "2026-01-01",
    "days": 14,
    "document": DOCUMENT,
    "clause": "第12条3項",
}
PRESENTED: Final[Example] = {
    "statement": STATEMENT_ID,
    "sent": _SENT,
    "overrides": [
        {"line": 2, "tax_class": "out_of_scope", "reason": "国外の役務", "document": DOCUMENT}
    ],
}
PERIOD: Final[Example] = {"payer": LEAD_ID, "period": "2026-Q3", "sent": _SENT}
CONFIRMED: Final[Example] = {"by": CREATOR_ID}
OBJECTED: Final[Example] = {"by": CREATOR_ID, "reason": "2行目は国外の仕事です。", "line": 2}
REGISTRATION: Final[Example] = {
    "kind": "ended",
    "day": "2026-10-01",
    "number": "T7000012050002",
    "source": "国税庁適格請求書発行事業者公表サイト 2026-10-05 照会",
}
ISSUED: Final[Example] = {"report": REPORT_ID, "due_on": "2026-12-31"}

PURCHASE_LISTED: Final[Example] = {
    "id": PURCHASE_ID,
    "statement": STATEMENT_ID,
    "payer": LEAD_ID,
    "payee": CREATOR_ID,
    "supplier": CREATOR_ID,
    "payment_date": "2026-11-30",
    "currency": "JPY",
    "confirm_by": "2026-12-14",
    "total_minor": 33000,
    "is_qualified": True,
    "standing": "waiting",
    "entry_index": 2301,
}
PURCHASE_SHOWN: Final[Example] = {
    **PURCHASE_LISTED,
    "number": "T7000012050002",
    "classes": [{"tax_class": "standard", "base_minor": 30000, "tax_minor": 3000, "rate": "10%"}],
    "lines": [{"line": 1, "tax_class": "standard", "amount_minor": 30000}],
    "said": [],
}
INVOICE_SHOWN: Final[Example] = {
    "id": INVOICE_ID,
    "number": "2026-0001",
    "kind": "invoice",
    "report": REPORT_ID,
    "amount_minor": 1000000,
    "tax_minor": 100000,
    "total_minor": 1100000,
    "tax_class": "standard",
}
SUMMED: Final[Example] = {
    "side": "purchase",
    "currency": "JPY",
    "tax_class": "standard",
    "rate": "10%",
    "credit": "full",
    "count": 12,
    "base_minor": 360000,
    "tax_minor": 36000,
    "creditable_minor": 36000,
}
