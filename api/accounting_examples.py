"""Examples of journals, forecasts and guarantees, shown in the API's description."""

from typing import Final

from api.examples import AGREEMENT_ID, LEAD_ID, PARTY_ID, REPORT_ID, Example

GUARANTEE: Final[Example] = {
    "agreement": AGREEMENT_ID, "title_ja": "配信許諾契約", "step": "mg", "mg_side": "received",
    "kind": "guarantee", "payer": PARTY_ID, "payees": [LEAD_ID], "currency": "JPY",
    "contract_year": "2026-04", "expires_on": "2027-03-31", "guaranteed_minor": 10000000,
    "earned_minor": 2300000, "recouped_minor": 2300000, "remaining_minor": 7700000,
    "given_minor": 2300000, "overage_minor": 0,
    "dues": [{"due_on": "2027-03-31", "amount_minor": 7700000}], "linked": None,
}  # fmt: skip
FORECAST: Final[Example] = {
    "payer": LEAD_ID, "day": "2026-04-30", "months": ["2026-04"],
    "rows": [
        {
            "direction": "in", "sure": "overdue", "due_on": "2026-03-31", "party": PARTY_ID,
            "agreement": AGREEMENT_ID, "about": REPORT_ID, "currency": "JPY",
            "amount_minor": 600000, "pass_on_minor": 240000, "age": "1-30", "days_late": 30,
        }
    ],
    "totals": {"JPY": {"in": 600000, "out": 0}}, "guarantees": [],
}  # fmt: skip
JOURNAL: Final[Example] = {
    "payer": LEAD_ID, "first_day": "2026-04-01", "last_day": "2026-04-30", "after_entry": None,
    "last_entry": 512,
    "documents": [
        {
            "id": REPORT_ID, "day": "2026-04-20", "kind": "report", "about": "2026-03",
            "party": PARTY_ID, "entry_index": 512, "currency": "JPY", "debit_minor": 600000,
            "lines": [
                {
                    "account": "accrued", "amount_minor": 600000, "tax_class": "none",
                    "tax_minor": 0, "party": PARTY_ID, "committee": None, "place": None,
                },
                {
                    "account": "sales", "amount_minor": -600000, "tax_class": "none",
                    "tax_minor": 0, "party": None, "committee": None, "place": None,
                },
            ],
        }
    ],
    "totals": {"JPY": 600000}, "balances": {"JPY": {"accrued": 600000, "sales": -600000}},
}  # fmt: skip
