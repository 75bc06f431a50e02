"""Examples of rights: bodies and answers, shown in the API's description and tested."""

from typing import Any, Final

from api.examples import AGENT_ID, CREATOR_ID, DOCUMENT, LEAD_ID, PARTY_ID, WORK_ID, Example
from contracts.rights.extent import VOCABULARY

RIGHT_ID: Final = "right_01KAM3Z4TGA2B3C4D5E6F7G8H9"
_HALF: Final[Example] = {"num": 1, "den": 2}
_EVERYTHING: Final[Example] = {
    "vocabulary": VOCABULARY,
    "media": {"include": ["all"]},
    "territories": {"include": ["WW"]},
    "first": "2026-04-01",
}
_SVOD: Final[Example] = {
    "vocabulary": VOCABULARY,
    "media": {"include": ["svod"]},
    "territories": {"include": ["WW"], "exclude": ["JP"]},
    "first": "2026-04-01",
    "until": "2031-03-31",
}
_SVOD_TOLD: Final[Example] = {
    "ja": "SVOD・全世界（日本以外）・2026-04-01から2031-03-31まで",
    "en": "SVOD, the world (except Japan), 2026-04-01 to 2031-03-31",
}

TITLE: Final[Example] = {
    "work": WORK_ID,
    "stakes": [{"holder": LEAD_ID, "share": _HALF}, {"holder": PARTY_ID, "share": _HALF}],
    "origin": "maker_29",
    "extent": _EVERYTHING,
    "underlying": [{"kind": "original_work", "reference": "原作使用許諾契約書"}],
    "document": DOCUMENT,
}
TRANSFER: Final[Example] = {
    "work": WORK_ID,
    "giver": LEAD_ID,
    "taker": AGENT_ID,
    "share": {"num": 1, "den": 4},
    "extent": _EVERYTHING,
    "articles_27_28_expressly": True,
    "document": DOCUMENT,
    "consents": [
        {
            "party": PARTY_ID,
            "method": "seal",
            "document": DOCUMENT,
            "attested_by": LEAD_ID,
            "consented_on": "2026-03-31",
        }
    ],
}
LICENCE: Final[Example] = {
    "work": WORK_ID,
    "licensors": [LEAD_ID, PARTY_ID],
    "licensee": AGENT_ID,
    "exclusivity": "exclusive",
    "extent": _SVOD,
    "sublicensable": True,
    "document": DOCUMENT,
}
ENDING: Final[Example] = {
    "first_day": "2029-10-01",
    "ground": "termination",
    "reason": "合意解約",
    "document": DOCUMENT,
}
REGISTRATION: Final[Example] = {
    "number": "第12345号の1",
    "day": "2026-05-20",
    "document": DOCUMENT,
}
OPTION_ID: Final = "opt_01KAM3Z4TB2C3D4E5F6G7H8J9K"
OPTION: Final[Example] = {
    "work": WORK_ID,
    "grantors": [LEAD_ID, PARTY_ID],
    "holder": AGENT_ID,
    "claim": "option",
    "extent": {**_SVOD, "first": "2028-04-01"},
    "exclusivity": "exclusive",
    "first": "2027-01-01",
    "until": "2027-12-31",
    "price": {"amount_minor": 30000000, "currency": "JPY"},
    "completed_by": "holder",
    "document": DOCUMENT,
}
EXTENSION: Final[Example] = {
    "until": "2028-06-30",
    "agreed_on": "2026-11-20",
    "document": DOCUMENT,
}
EXERCISE: Final[Example] = {
    "exercised_on": "2026-11-20",
    "right": RIGHT_ID,
    "document": DOCUMENT,
}
OFFER: Final[Example] = {
    "third": CREATOR_ID,
    "offered_on": "2026-11-01",
    "answer_by": "2026-12-01",
    "terms": "SVOD独占、年2,000万円",
    "document": DOCUMENT,
}
ANSWER: Final[Example] = {
    "offer": 1,
    "answer": "declined",
    "answered_on": "2026-11-20",
    "document": DOCUMENT,
}
PLEDGE: Final[Example] = {
    "work": WORK_ID,
    "holder": LEAD_ID,
    "creditor": AGENT_ID,
    "burden": "pledge",
    "extent": _EVERYTHING,
    "secures": "金銭消費貸借契約に基づく貸金債権",
    "document": DOCUMENT,
}
LICENSOR: Final[Example] = {
    "giver": LEAD_ID,
    "taker": PARTY_ID,
    "first_day": "2028-04-01",
    "ground": "assignment",
    "document": DOCUMENT,
    "consents": [
        {
            "party": AGENT_ID,
            "method": "seal",
            "document": DOCUMENT,
            "attested_by": LEAD_ID,
            "consented_on": "2026-03-31",
        }
    ],
}
RIGHT_LISTED: Final[Example] = {
    "id": RIGHT_ID,
    "work": WORK_ID,
    "kind": "licence",
    "giver": LEAD_ID,
    "taker": AGENT_ID,
    "licensors": [LEAD_ID],
    "exclusivity": "exclusive",
    "extent_told": _SVOD_TOLD,
    "first": "2026-04-01",
    "until": "2031-03-31",
    "entry_index": 2210,
}
_PART: Final[dict[str, Any]] = {
    "extent": {"media": {"include": ["svod"]}, "territories": {"include": ["DE"]}},
    "extent_told": {"ja": "SVOD・ドイツ", "en": "SVOD, Germany"},
    "shares": [{"holder": LEAD_ID, "share": "1/2"}, {"holder": CREATOR_ID, "share": "1/2"}],
}
AVAILS: Final[Example] = {
    "work": WORK_ID,
    "day": "2027-04-01",
    "is_free": True,
    "parts": [
        {
            **_PART,
            "status": "free",
            "may_license": "exclusive",
            "until": None,
            "causes": [],
            "signers": [
                {
                    "party": LEAD_ID,
                    "holder": LEAD_ID,
                    "reason": "co-owner",
                    "ja": "共有者（持分 1/2）: 全員の合意が必要（著作権法65条2項）",
                    "en": "co-owner (share 1/2): all must agree (Copyright Act, article 65(2))",
                }
            ],
            "can_be_signed": True,
        }
    ],
}
CHAIN: Final[Example] = {
    "work": WORK_ID,
    "day": "2027-04-01",
    "parts": [
        {
            **_PART,
            "links": [
                {
                    "kind": "title",
                    "right": RIGHT_ID,
                    "since_day": "2026-04-01",
                    "ground": "maker_29",
                    "givers": [],
                    "takers": [{"holder": LEAD_ID, "share": "1"}],
                }
            ],
            "burdens": [],
            "defects": [],
        }
    ],
}
GRID: Final[Example] = {
    "work": WORK_ID,
    "day": "2027-04-01",
    "rows": [{"medium": "streaming", "boxes": {"JP": ["licensed", "free"], "DE": ["free"]}}],
}
