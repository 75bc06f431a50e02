"""Examples of ids and bodies, shown in the API's description and checked by its tests."""

from typing import Any, Final

Example = dict[str, Any]

PARTY_ID: Final = "party_01KAM3Z4T0V6S8Q2YB5C9D7E1F"
LEAD_ID: Final = "party_01KAM3Z4T1A2B3C4D5E6F7G8H9"
CREATOR_ID: Final = "party_01KAM3Z4T2N7P8Q9R0S1T2V3W4"
AGENT_ID: Final = "party_01KAM3Z4T3X5Y6Z7A8B9C0D1E2"
WORK_ID: Final = "work_01KAM3Z4T4F3G4H5J6K7M8N9P0"
COMMITTEE_ID: Final = "cmt_01KAM3Z4T5Q1R2S3T4V5W6X7Y8"
AGREEMENT_ID: Final = "agr_01KAM3Z4T6Z9A0B1C2D3E4F5G6"
REPORT_ID: Final = "rep_01KAM3Z4T7H7J8K9M0N1P2Q3R4"
REVISION_ID: Final = "rev_01KAM3Z4T9A1B2C3D4E5F6G7H8"
RUN_ID: Final = "run_01KAM3Z4T8S5T6V7W8X9Y0Z1A2"
STATEMENT_ID: Final = "stmt_01KAM3Z4T9B3C4D5E6F7G8H9J0"
SHARED_ACCOUNT_ID: Final = "acc_01KAM3Z4TAK1M2N3P4Q5R6S7T8"
GRANT_ID: Final = "grant_01KAM3Z4TAK1M2N3P4Q5R6S7T8"
CLAIM_ID: Final = "claim_01KAM3Z4TBV9W0X1Y2Z3A4B5C6"
ELEMENT_ID: Final = "elem_01KAM3Z4TCD7E8F9G0H1J2K3M4"
KEY_ID: Final = "key_65b60673d6ed884bf01c2c222d82ada0"
PUBLIC_KEY: Final = "79b5562e8fe654f94078b112e8a98ba7901f853ae695bed7e0e3910bad049664"
SHA256: Final = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"
DOCUMENT: Final[Example] = {"sha256": SHA256, "media_type": "application/pdf", "size_bytes": 182044}
_THIRD: Final[Example] = {"num": 1, "den": 3}
_TWO_THIRDS: Final[Example] = {"num": 2, "den": 3}
_TENTH: Final[Example] = {"num": 1, "den": 10}

COMPANY: Final[Example] = {
    "kind": "company",
    "names": {"ja": "星見映像株式会社", "kana": "ホシミエイゾウ", "en": "Hoshimi Film"},
    "country": "JP",
}
PERSON: Final[Example] = {"credit_name": "山田 はなこ", "kana": "ヤマダ ハナコ", "residence": "JP"}
ALIAS: Final[Example] = {"alias": {"text": "ホシミ", "reason": "as printed in credits"}}
PAYEE: Final[Example] = {
    "payee": AGENT_ID,
    "relation": "agent_company",
    "effective_from": "2026-04-01",
}
SUCCESSION: Final[Example] = {
    "ground": "merger",
    "successors": [{"party": PARTY_ID, "share": {"num": 1, "den": 1}}],
    "effective_from": "2026-10-01",
}
PARTY_END: Final[Example] = {
    "day": "2024-05-31",
    "ground": "liquidation",
    "source": "清算結了の登記（2024年5月31日）",
}
PARTY_RETURN: Final[Example] = {"day": "2026-11-03", "source": "書面による回答（2026年11月3日）"}
TREATY_FORM: Final[Example] = {
    "payer": LEAD_ID,
    "payee": PARTY_ID,
    "country": "US",
    "article": "12",
    "filed_on": "2026-03-31",
    "has_benefits_form": True,
    "document": DOCUMENT,
}
NOTICE: Final[Example] = {
    "holder": PARTY_ID,
    "working_title": "星の海（仮）",
    "assets": [{"sha256": SHA256, "size_bytes": 182044, "label": "plot, first draft"}],
}
WORK_DATA: Final[Example] = {
    "title": {"ja": "星の海", "kana": "ホシノウミ", "en": "Sea of Stars"},
    "kind": "tv",
    "status": "in_production",
    "episodes": 12,
}
WORK: Final[Example] = {
    "holder": PARTY_ID,
    "data": WORK_DATA,
    "credits": [
        {"role": "character_design", "person": "山田 はなこ"},
        {"role": "production", "organisation": "星見映像"},
    ],
}
AMENDMENT: Final[Example] = {
    "reason": "the length is known now",
    "data": {**WORK_DATA, "length_minutes": 24},
}
ELEMENT: Final[Example] = {"kind": "character", "name": {"ja": "ミナト", "en": "Minato"}}
CLAIM: Final[Example] = {
    "claimant": PARTY_ID,
    "claim": "original_author",
    "statement": "The story was published as a novel in 2019.",
}
_SCHEDULE: Final[Example] = {"every_months": 3, "report_after_days": 30, "pay_after_months": 2}
COMMITTEE: Final[Example] = {
    "name": {"ja": "「星の海」製作委員会", "en": "Sea of Stars Production Committee"},
    "origin": "new",
    "works": [WORK_ID],
    "lead": LEAD_ID,
    "members": [
        {"party": LEAD_ID, **dict.fromkeys(("investment", "copyright", "profit"), _TWO_THIRDS)},
        {"party": PARTY_ID, **dict.fromkeys(("investment", "copyright", "profit"), _THIRD)},
    ],
    "windows": [{"medium": "streaming", "holder": LEAD_ID, "rate": _TENTH}],
    "schedule": _SCHEDULE,
    "plan": {
        "dispositions": [{"rights": [], "outcome": "co_ownership"}],
        "contact": LEAD_ID,
        "adjustments_debtor": LEAD_ID,
    },
    "formed_on": "2026-04-01",
}
COMMITTEE_AMENDMENT: Final[Example] = {
    "effective_from": "2026-07-01",
    "reason": "the reporting period becomes half a year",
    "schedule": {**_SCHEDULE, "every_months": 6},
}
MILESTONE_REACHED: Final[Example] = {
    "medium": "overseas",
    "territory": "CN",
    "code": "censor",
    "day": "2026-10-15",
    "outcome": "passed",
    "document": DOCUMENT,
}
TERMS_1: Final[Example] = {
    "terms": 1,
    "currency": "JPY",
    "steps": [
        {
            "id": "fee",
            "kind": "commission/1",
            "clause": "第5条",
            "label": {"ja": "配信窓口手数料", "en": "Streaming window fee"},
            "basis": "received",
            "rate": _TENTH,
            "payee": LEAD_ID,
        },
        {
            "id": "designer",
            "kind": "royalty/1",
            "clause": "第7条",
            "label": {"ja": "キャラクターデザイン印税", "en": "Character design royalty"},
            "basis": "received",
            "rate": {"num": 1, "den": 100},
            "payee": CREATOR_ID,
        },
        {
            "id": "members",
            "kind": "split/1",
            "clause": "第9条",
            "label": {"ja": "委員会分配", "en": "Distribution to members"},
            "holders": f"committee:{COMMITTEE_ID}/investment",
        },
    ],
}
AGREEMENT: Final[Example] = {
    "title": {"ja": "「星の海」製作委員会契約", "en": "Sea of Stars committee agreement"},
    "kind": "committee",
    "payer": LEAD_ID,
    "parties": [LEAD_ID, PARTY_ID],
    "committee": COMMITTEE_ID,
    "works": [WORK_ID],
    "currency": "JPY",
    "distribute_on": "receipt",
    "effective_month": "2026-04",
    "terms": TERMS_1,
    "duties": [
        {
            "reporter": LEAD_ID,
            "medium": "streaming",
            "schedule": _SCHEDULE,
            "starts": "2026-04",
        }
    ],
}
TERMS: Final[Example] = {
    "effective_month": "2026-10",
    "terms": TERMS_1,
    "reason": "second memorandum of 1 September 2026",
}
ASSUMPTION: Final[Example] = {
    "debtor": PARTY_ID,
    "from_month": "2027-04",
    "manner": "cumulative",
    "ground": "assignment",
    "document": DOCUMENT,
    "consents": [],
}
REPORT_CSV: Final = (
    "channel,territory,work,month,units,amount,currency\n"
    f"streaming,JP,{WORK_ID},2026-04,1200,1000000,JPY\n"
)
INVOICE: Final[Example] = {
    "agreement": AGREEMENT_ID,
    "debtor": PARTY_ID,
    "report": REPORT_ID,
    "currency": "JPY",
    "amount_minor": 1000000,
    "issued_on": "2026-07-31",
    "due_on": "2026-08-31",
}
RECEIPT: Final[Example] = {
    "agreement": AGREEMENT_ID,
    "report": REPORT_ID,
    "currency": "JPY",
    "amount_minor": 1000000,
    "received_on": "2026-06-30",
}
PERIOD: Final[Example] = {"month": "2026-04", "agreement": AGREEMENT_ID}
PERIOD_REOPENED: Final[Example] = {**PERIOD, "reason": "a report arrived in the wrong month"}
EXPENSE: Final[Example] = {
    "agreement": AGREEMENT_ID,
    "step": "advertising",
    "period": "2026-Q2",
    "currency": "JPY",
    "amount_minor": 300000,
    "spent_on": "2026-05-12",
    "evidence": DOCUMENT,
}
REVISION: Final[Example] = {"agreement": AGREEMENT_ID}
PAYOUT: Final[Example] = {"agreement": AGREEMENT_ID, "period": "2026-Q2"}
SIMULATION: Final[Example] = {
    "agreement": AGREEMENT_ID,
    "drafts": [{"name": "lead first", "terms": TERMS_1}],
    "supposed": [
        {
            "period": "2026-07",
            "items": [{"amount_minor": 100001, "reported": "net", "channel": "streaming"}],
        }
    ],
}
ISSUE: Final[Example] = {"payer": LEAD_ID, "period": "2026-Q2"}
OPENED_ACCOUNT: Final[Example] = {
    "payer": LEAD_ID,
    "currency": "JPY",
    "kind": "advance",
    "target_minor": 3000000,
    "label": {"ja": "三作品共通の最低保証", "en": "guarantee over three titles"},
    "parties": [PARTY_ID],
}
GRANT: Final[Example] = {
    "grantee": PARTY_ID,
    "objects": [AGREEMENT_ID],
    "until": "2027-03-31",
    "reason": "audit of fiscal year 2026",
}
REVOCATION: Final[Example] = {"reason": "the audit is finished"}
KEY: Final[Example] = {"party": PARTY_ID, "public_key": PUBLIC_KEY, "label": "法務部"}
KEY_ROTATION: Final[Example] = {"party": PARTY_ID, "public_key": PUBLIC_KEY}
KEY_REVOCATION: Final[Example] = {
    "party": PARTY_ID,
    "cause": "lost",
    "last_trusted_index": 73894,
    "reason": "the card was lost on 20 November",
}
KEY_POLICY: Final[Example] = {
    "commands": ["AmendCommittee/1", "AddTerms/1"],
    "reason": "resolution of the board",
}
