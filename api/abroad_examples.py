"""Examples of answers about committees: orphans, members' reports, members abroad."""

from typing import Final

from api import answers, examples
from api.examples import Example

ORPHANS: Final[Example] = {
    **answers.READINESS,
    "totals": {"committees": 1, "orphans": 1, "dissolved": 0, "drafts": 0, "synthetic": 0},
}
MEMBER_REPORT: Final[Example] = {
    "committee": examples.COMMITTEE_ID,
    "name_ja": "「星の海」製作委員会",
    "member": examples.LEAD_ID,
    "period": "2026-Q1",
    "first_month": "2026-01",
    "last_month": "2026-03",
    "method": "net",
    "sections": [
        {
            "agreement": examples.AGREEMENT_ID,
            "title": {"ja": "「星の海」製作委員会契約"},
            "payer": examples.LEAD_ID,
            "currency": "JPY",
            "runs": [{"id": "run_01KAM3Z4T7H7J8K9M0N1P2Q3R4", "period": "2026-Q1"}],
            "revised": [],
            "lines": [
                {
                    "code": "result",
                    "kind": "result",
                    "label": {"ja": "損益の帰属額", "en": "Share of the result"},
                    "whole_minor": 901,
                    "own_minor": 601,
                    "whole_to_date_minor": 901,
                    "own_to_date_minor": 601,
                }
            ],
            "assets": [],
        }
    ],
    "investment": None,
    "recoupment": None,
}
FOREIGN: Final[Example] = {
    "committee": examples.COMMITTEE_ID,
    "name_ja": "「星の海」製作委員会",
    "period": "2026",
    "members": [
        {
            "party": examples.PARTY_ID,
            "country": "CN",
            "consequences": [
                {
                    "code": "partnership-withholding",
                    "text": {"ja": "組合の利益の源泉徴収", "en": "Withholding on profit"},
                    "law": "所得税法161条1項4号",
                    "day": "2027-02-28",
                    "rate": {"num": 1021, "den": 5000},
                    "confidence": "to be confirmed by an expert",
                    "checked_on": "2026-11-22",
                }
            ],
        }
    ],
    "awaited": [
        {
            "medium": "overseas",
            "territory": "CN",
            "holder": examples.PARTY_ID,
            "code": "censor",
            "kind": "approval",
            "name": {"ja": "当局の審査"},
            "due": "2027-06-30",
        }
    ],
    "unknown": [],
}
