"""Examples of the end of a committee, shown in the API's description and tested."""

from typing import Final

from api.examples import COMMITTEE_ID, DOCUMENT, LEAD_ID, PARTY_ID, WORK_ID, Example
from contracts.rights.extent import VOCABULARY

DISSOLUTION_ID: Final = "dis_01KAM3Z4TZA2B3C4D5E6F7G8H9"
_CONSENTS: Final[list[Example]] = [
    {
        "party": party,
        "method": "seal",
        "document": DOCUMENT,
        "attested_by": LEAD_ID,
        "consented_on": "2026-03-20",
    }
    for party in (LEAD_ID, PARTY_ID)
]

BEGINNING: Final[Example] = {
    "ground": "resolution",
    "ground_day": "2026-03-20",
    "resolution": {"day": "2026-03-20", "document": DOCUMENT},
    "liquidators": [{"party": LEAD_ID, "authority": "members", "document": DOCUMENT}],
    "consents": _CONSENTS,
}
COMPLETION: Final[Example] = {
    "transfer_day": "2026-04-01",
    "money_from": "2026-04",
    "dispositions": [
        {"outcome": "lead", "rights": ["streaming"], "clause": "第20条1項"},
        {"outcome": "co_ownership", "clause": "第20条2項"},
    ],
    "custody": [{"item": "原版", "party": LEAD_ID}],
    "contact": LEAD_ID,
    "report": DOCUMENT,
    "consents": _CONSENTS,
}
ENDING: Final[Example] = {"begin": BEGINNING, "complete": COMPLETION}
FOUND: Final[Example] = {
    "cause": "insolvency",
    "ended": "2019-05",
    "document": DOCUMENT,
    "note": "官報による。",
}
DECLARATION: Final[Example] = {
    "committee": COMMITTEE_ID,
    "declarant": LEAD_ID,
    "authority": "holder",
    "intention": "ask",
    "conditions": "利用の内容を添えて照会してください。",
    "contact": LEAD_ID,
}
_ENDED: Final[Example] = {
    "dissolution": DISSOLUTION_ID,
    "committee": COMMITTEE_ID,
    "transfer_day": "2026-04-01",
    "contact": LEAD_ID,
}
TRIED: Final[Example] = {
    **_ENDED,
    "money_from": "2026-04",
    "cells": [
        {
            "work": WORK_ID,
            "extent": {"vocabulary": VOCABULARY, "media": "01", "first": "2026-04-01"},
            "before": [
                {"holder": f"committee:{COMMITTEE_ID}/copyright", "share": {"num": 1, "den": 1}}
            ],
            "after": [{"holder": LEAD_ID, "share": {"num": 1, "den": 1}}],
            "clause": "第20条1項",
        }
    ],
    "tasks": [{"code": "register-transfers", "what": WORK_ID, "count": 3, "amount_minor": 54_000}],
    "defects": [],
    "refusals": [],
    "result_sha256": "5f2d3c1b0a99887766554433221100ffeeddccbbaa99887766554433221100ff",
}
SHOWN: Final[Example] = {
    "id": DISSOLUTION_ID,
    "committee": COMMITTEE_ID,
    "phase": "completed",
    "transfer_day": "2026-04-01",
    "money_from": "2026-04",
    "begun": {
        "id": DISSOLUTION_ID,
        "committee": COMMITTEE_ID,
        "ground": "resolution",
        "ground_day": "2026-03-20",
    },
    "completed": _ENDED,
    "declarations": [DECLARATION],
}
