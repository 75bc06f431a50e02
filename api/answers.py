"""Examples of answers, shown in the API's description."""

from typing import Final

from api.examples import (
    AGREEMENT_ID,
    COMMITTEE,
    COMMITTEE_ID,
    COMPANY,
    CREATOR_ID,
    GRANT,
    GRANT_ID,
    KEY_ID,
    KEY_POLICY,
    LEAD_ID,
    OPENED_ACCOUNT,
    PARTY_ID,
    PUBLIC_KEY,
    REPORT_ID,
    REVISION_ID,
    RUN_ID,
    SHA256,
    SHARED_ACCOUNT_ID,
    STATEMENT_ID,
    TERMS_1,
    TREATY_FORM,
    WORK_DATA,
    WORK_ID,
    Example,
)

_RECORDED_AT: Final = "2026-11-22T03:44:05.123456Z"
_HASH: Final = "5f2d3c1b0a99887766554433221100ffeeddccbbaa99887766554433221100ff"

PARTY_SHOWN: Final[Example] = {
    "id": PARTY_ID,
    "kind": "company",
    "status": "active",
    "entry_index": 12,
    "names": COMPANY["names"],
    "country": "JP",
}
TREATY_FORM_SHOWN: Final[Example] = {
    **TREATY_FORM,
    "id": "form_01KAM3Z4TFR7S8T9V0W1X2Y3Z4",
    "entry_index": 1204,
    "recorded_at": _RECORDED_AT,
}
WORK_LISTED: Final[Example] = {
    "id": WORK_ID,
    "holder": PARTY_ID,
    "title_ja": "星の海",
    "title_kana": "ホシノウミ",
    "title_en": "Sea of Stars",
    "kind": "tv",
    "status": "in_production",
    "registered_index": 31,
    "first_recorded_at": _RECORDED_AT,
}
WORK_SHOWN: Final[Example] = {
    **WORK_LISTED,
    "notice_index": 14,
    "data": WORK_DATA,
    "credits": [
        {
            "role": "character_design",
            "subject": "subj_01KAM3Z4TDN5P6Q7R8S9T0V1W2",
            "name": SHA256,
            "person": "山田 はなこ",
        }
    ],
    "elements": [],
    "claims": [],
    "history": [],
}
NOTICE_SHOWN: Final[Example] = {
    "work": WORK_ID,
    "holder": PARTY_ID,
    "working_title": "星の海（仮）",
    "entry_index": 14,
    "recorded_at": _RECORDED_AT,
}
ASSET_FOUND: Final[Example] = {
    "work": WORK_ID,
    "label": "plot, first draft",
    "size_bytes": 182044,
    "entry_index": 14,
    "recorded_at": _RECORDED_AT,
}
INCLUSION: Final[Example] = {
    "index": 31,
    "type": "work.registered/1",
    "leaf_hash": _HASH,
    "size": 73895,
    "root": SHA256,
    "path": [_HASH],
}
CERTIFICATE: Final[Example] = {
    "certificate": 1,
    "origin": "ledger.example/ip",
    "work": {"id": WORK_ID},
    "evidence": [INCLUSION],
    "statement": {"ja": ["本証明書は…"], "en": ["This certificate shows …"]},
}
COMMITTEE_LISTED: Final[Example] = {
    "id": COMMITTEE_ID,
    "name_ja": "「星の海」製作委員会",
    "status": "active",
    "lead": LEAD_ID,
    "formed_on": "2026-04-01",
}
COMMITTEE_SHOWN: Final[Example] = {**COMMITTEE_LISTED, "members": COMMITTEE["members"]}
READINESS: Final[Example] = {
    "on": "2026-11-22",
    "totals": {"committees": 1, "ready": 0, "not_ready": 1, "drafts": 0, "synthetic": 0},
    "by_reason": [{"reason": "no-plan", "effect": "orphans", "committees": 1}],
    "money": [{"account": "held", "currency": "JPY", "amount_minor": 120000}],
    "items": [
        {
            "id": COMMITTEE_ID,
            "name_ja": "「星の海」製作委員会",
            "status": "active",
            "shares_are_synthetic": False,
            "is_ready": False,
            "reasons": [{"reason": "no-plan", "effect": "orphans"}],
            "money": [
                {
                    "account": "held",
                    "name": "held:members",
                    "agreements": [AGREEMENT_ID],
                    "holder": LEAD_ID,
                    "currency": "JPY",
                    "amount_minor": 120000,
                    "reason": "holders-unknown",
                }
            ],
            "claims": [],
        }
    ],
    "next": None,
}
AGREEMENT_LISTED: Final[Example] = {
    "id": AGREEMENT_ID,
    "title_ja": "「星の海」製作委員会契約",
    "kind": "committee",
    "payer": LEAD_ID,
    "committee": COMMITTEE_ID,
    "currency": "JPY",
}
AGREEMENT_SHOWN: Final[Example] = {
    **AGREEMENT_LISTED,
    "terms": [{"version": 1, "effective_month": "2026-04", "terms": TERMS_1}],
}
DEBTORS: Final[Example] = {
    "agreement": AGREEMENT_ID,
    "debtor": PARTY_ID,
    "liable": [LEAD_ID],
    "assumptions": [
        {
            "payer": LEAD_ID,
            "debtor": PARTY_ID,
            "from_month": "2027-04",
            "manner": "cumulative",
            "liable": [LEAD_ID],
            "ground": "assignment",
            "entry_index": 61,
        }
    ],
    "forms_missing": [],
}
ACCOUNTS: Final[Example] = {
    "balances": [{"account": f"due/{CREATOR_ID}", "currency": "JPY", "amount_minor": -10000}],
    "held": [],
}
REPORT_SHOWN: Final[Example] = {
    "id": REPORT_ID,
    "agreement": AGREEMENT_ID,
    "reporter": LEAD_ID,
    "period": "2026-Q2",
    "currency": "JPY",
    "reported_minor": 1000000,
    "invoiced_minor": 1000000,
    "received_minor": 1000000,
    "distributable_minor": 1000000,
    "counts": {"accepted": 1, "held": 0, "rejected": 0},
}
REPORT_PROBLEM: Final[Example] = {
    "line": 7,
    "verdict": "rejected",
    "column": "amount",
    "value": "１，０００",
    "expected": "digits 0-9 with an optional sign and decimals",
}
LINE_PROOF: Final[Example] = {
    "lines_root": _HASH,
    "accepted": 1,
    "line": {"line": 2, "amount": "1000000"},
    "mac": SHA256,
    "index": 0,
    "size": 1,
    "path": [],
}
EXPECTED: Final[Example] = {
    "agreement": AGREEMENT_ID,
    "reporter": LEAD_ID,
    "medium": "streaming",
    "period": "2026-Q2",
    "due_on": "2026-07-30",
    "status": "overdue",
}
PERIOD_SHOWN: Final[Example] = {"month": "2026-04", "status": "closed", "entry_index": 88}
RUN_SHOWN: Final[Example] = {
    "id": RUN_ID,
    "agreement": AGREEMENT_ID,
    "payer": LEAD_ID,
    "period": "2026-Q2",
    "currency": "JPY",
    "terms_version": 1,
    "entry_index": 90,
    "allocations": [{"party": CREATOR_ID, "step": "designer", "amount_minor": 10000}],
}
REVISION_SHOWN: Final[Example] = {
    "id": REVISION_ID,
    "agreement": AGREEMENT_ID,
    "payer": LEAD_ID,
    "period": "2026-Q2",
    "currency": "JPY",
    "cause_kind": "terms",
    "cause_entry": 92,
    "cause_ref": "2",
    "previous": RUN_ID,
    "entry_index": 93,
}
ISSUED: Final[Example] = {
    "id": STATEMENT_ID,
    "first_index": 91,
    "count": 1,
    "leaf_hashes": [_HASH],
}
TRACE_ROW: Final[Example] = {
    "id": "designer",
    "step": "designer",
    "kind": "royalty/1",
    "clause": "第7条",
    "basis_minor": 1000000,
    "amount_minor": 10000,
}
STATEMENT_SHOWN: Final[Example] = {
    "id": STATEMENT_ID,
    "payer": LEAD_ID,
    "payee": CREATOR_ID,
    "period": "2026-Q2",
    "currency": "JPY",
    "payment_date": "2026-07-31",
    "totals": {"royalties": 10000, "payable": 10000, "withholding": 1021, "transfer": 8979},
    "lines": [
        {
            "run": RUN_ID,
            "step": "designer",
            "label_ja": "キャラクターデザイン印税",
            "label_en": "Character design royalty",
            "amount_minor": 10000,
            "explanation_ja": ["入金額 1,000,000円 × 1% = 10,000円"],
            "explanation_en": ["Received 1,000,000 yen × 1% = 10,000 yen"],
        }
    ],
}
SHARED_ACCOUNT_LISTED: Final[Example] = {
    "id": SHARED_ACCOUNT_ID,
    **OPENED_ACCOUNT,
    "entry_index": 96,
    "opened_at": _RECORDED_AT,
}
SHARED_ACCOUNT: Final[Example] = {
    **SHARED_ACCOUNT_LISTED,
    "filled_minor": 2300000,
    "left_minor": 700000,
    "uses": [{"agreement": AGREEMENT_ID, "filled_minor": 2300000, "entry_index": 120}],
}
LINE_EXPLAINED: Final[Example] = {
    "statement": STATEMENT_ID,
    "line": 1,
    "language": "en",
    "disclosure": "full",
    "run": RUN_ID,
    "period": "2026-Q2",
    "step": "designer",
    "row": "designer",
    "label": "Character design royalty",
    "currency": "JPY",
    "amount_minor": 10000,
    "reports": [{"report": REPORT_ID, "file_sha256": SHA256, "count": 1, "amount_minor": 1000000}],
    "sentences": {
        "reports": ["Revenue report … line 2 JPY 1,000,000 = JPY 1,000,000."],
        "computation": ["Character design royalty (Article 7): amount received JPY 1,000,000 …"],
        "payment": ["Transfer: payable JPY 10,000 + consumption tax JPY 0 - withheld …"],
    },
}
GRAPH: Final[Example] = {
    "currency": "JPY",
    "nodes": [
        {"id": "left", "kind": "left", "amount_minor": 1000000},
        {"id": "step/designer", "kind": "step", "ref": "designer", "amount_minor": 10000},
    ],
    "edges": [
        {
            "source": "left",
            "target": "step/designer",
            "kind": "money",
            "amount_minor": 10000,
        }
    ],
}
GRANT_SHOWN: Final[Example] = {
    "id": GRANT_ID,
    "grantee": PARTY_ID,
    "granted_by": "operator",
    "status": "in_force",
    "until": "2027-03-31",
    "entry_index": 95,
    "objects": [AGREEMENT_ID],
    "reason": GRANT["reason"],
}
LOG: Final[Example] = {
    "origin": "ledger.example/ip",
    "size": 73895,
    "root": SHA256,
    "last_recorded_at": _RECORDED_AT,
    "genesis": "…",
}
CHECKPOINT: Final[Example] = {
    "size": 73895,
    "root": SHA256,
    "note": "ledger.example/ip\n73895\n…\n\n— ledger.example/ip WRNb2s…\n",
}
ENTRY: Final[Example] = {
    "index": 31,
    "type": "work.registered/1",
    "recorded_at": _RECORDED_AT,
    "prev": _HASH,
    "commit": SHA256,
    "leaf": "{…}",
    "leaf_hash": _HASH,
    "parts": [
        {"ordinal": 0, "hash": _HASH},
        {"ordinal": 1, "hash": _HASH, "name": "facts", "salt": SHA256, "data": "{…}"},
    ],
}
CONSISTENCY: Final[Example] = {
    "first": {"size": 70000, "root": _HASH},
    "second": {"size": 73895, "root": SHA256},
    "path": [_HASH],
}
KEY_SHOWN: Final[Example] = {
    "id": KEY_ID,
    "party": PARTY_ID,
    "public_key": PUBLIC_KEY,
    "status": "revoked",
    "valid_from": 120,
    "valid_until": 73960,
    "label": "法務部",
    "recorded_at": _RECORDED_AT,
    "revoked": {
        "cause": "lost",
        "last_trusted_index": 73894,
        "reason": "the card was lost on 20 November",
        "index": 73960,
        "at": _RECORDED_AT,
    },
    "contested": {"first_index": 73895, "last_index": 73959},
}
KEY_POLICY_SHOWN: Final[Example] = {
    "party": PARTY_ID,
    "entry_index": 121,
    "quorum": 1,
    **KEY_POLICY,
    "recorded_at": _RECORDED_AT,
}
