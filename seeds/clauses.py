"""The money clauses of an invented committee, in the order such contracts usually have.

Rates are inside the ranges that public sources print, and they are invented for each committee.

Source:
    The order follows what the trade body AJA describes for windows, and 原作使用料 of 1.75% is
    what committees are said to use; see docs/TERMS.md for each clause.
"""

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from seeds.world import Body, Person, Title

Ids = Mapping[str, str]
PLATFORM = Fraction(30, 100)
LEAD = Fraction(5, 100)

_MEDIUM_JA = {
    "theatrical": "上映", "broadcast": "放送", "streaming": "配信", "video": "ビデオグラム化",
    "merchandise": "商品化", "overseas": "海外販売",
}  # fmt: skip


def committee_terms(
    body: Body, titles: list[Title], people: Mapping[str, Person], ids: Ids
) -> dict[str, Any]:
    """Return the terms of a committee agreement.

    Args:
        body: The committee.
        titles: Its works.
        people: Creators by key.
        ids: Register ids by plan key.
    """
    windows = _window_fees(body, ids)
    lead = _lead_fee(body, ids)
    fees = [*windows, lead] if body.fee_first == "window" else [lead, *windows]
    steps = [
        _hold(body),
        _platform(body, ids),
        *fees,
        _promotion(),
        *_royalties(titles, people, ids),
    ]
    steps += [_recoup(), *_creators_pool(titles, people, ids), _split(ids[body.key])]
    return {
        "terms": 1,
        "currency": "JPY",
        "unit": 1,
        "accounts": [
            {
                "id": "budget",
                "kind": "memo",
                "target": {"amount": body.budget},
                "label": {"ja": "製作費", "en": "production cost"},
            }
        ],
        "steps": steps,
    }


def _rate(num: int, den: int) -> dict[str, int]:
    value = Fraction(num, den)
    return {"num": value.numerator, "den": value.denominator}


def _hold(body: Body) -> dict[str, Any]:
    return {
        "id": "no-window",
        "kind": "hold/1",
        "clause": "第6条第4項",
        "label": {"ja": "窓口未定の保留", "en": "held: no window"},
        "channels": [window.medium for window in body.windows],
    }


def _platform(body: Body, ids: Ids) -> dict[str, Any]:
    streamer = next(window.company for window in body.windows if window.medium == "streaming")
    return {
        "id": "platform",
        "kind": "commission/1",
        "clause": "第7条第1項",
        "label": {"ja": "プラットフォーム料", "en": "platform share"},
        "category": "platform",
        "basis": "received",
        "per": "gross_only",
        "scope": "item",
        "where": {"channel": ["streaming"]},
        "rate": _rate(PLATFORM.numerator, PLATFORM.denominator),
        "payee": ids[streamer],
    }


def _window_fees(body: Body, ids: Ids) -> list[dict[str, Any]]:
    return [
        {
            "id": f"window-{window.medium}",
            "kind": "commission/1",
            "clause": f"第7条第2項({number})",
            "label": {
                "ja": f"{_MEDIUM_JA[window.medium]}窓口手数料",
                "en": f"{window.medium} window fee",
            },
            "category": "window",
            "basis": "remainder",
            "scope": "channel_month",
            "where": {"channel": [window.medium]},
            "rate": _rate(window.rate.numerator, window.rate.denominator),
            "payee": ids[window.company],
        }
        for number, window in enumerate(body.windows, 1)
    ]


def _lead_fee(body: Body, ids: Ids) -> dict[str, Any]:
    return {
        "id": "lead-fee",
        "kind": "commission/1",
        "clause": "第8条",
        "label": {"ja": "幹事手数料", "en": "lead manager's fee"},
        "category": "lead",
        "basis": "remainder",
        "scope": "channel_month",
        "rate": _rate(LEAD.numerator, LEAD.denominator),
        "payee": ids[body.lead],
    }


def _promotion() -> dict[str, Any]:
    return {
        "id": "promotion",
        "kind": "expense/1",
        "clause": "第9条",
        "label": {"ja": "宣伝費", "en": "promotion costs"},
        "cap": {"amount": 30_000_000, "per": "cumulative"},
    }


def _royalties(titles: list[Title], people: Mapping[str, Person], ids: Ids) -> list[dict[str, Any]]:
    return [
        _royalty(
            "original-work", "第10条第1項", "原作使用料", "original work royalty",
            (175, 10_000), ids[titles[0].author],
        ),
        _royalty(
            "script", "第10条第2項", "脚本使用料", "script royalty",
            (175, 10_000), ids[_first(titles, people, "script")],
        ),
        _royalty(
            "director", "第10条第3項", "監督追加報酬", "director's additional remuneration",
            (140, 10_000), ids[_first(titles, people, "director")],
        ),
    ]  # fmt: skip


def _royalty(
    step: str, clause: str, ja: str, en: str, rate: tuple[int, int], payee: str
) -> dict[str, Any]:
    return {
        "id": step,
        "kind": "royalty/1",
        "clause": clause,
        "label": {"ja": ja, "en": en},
        "basis": "remainder",
        "rate": _rate(*rate),
        "payee": payee,
    }


def _recoup() -> dict[str, Any]:
    return {
        "id": "recoup-budget",
        "kind": "recoup/1",
        "clause": "第11条第1項",
        "label": {
            "ja": "製作費のリクープ（管理のみ）",
            "en": "recoupment of production cost (memo)",
        },
        "account": "budget",
        "basis": "remainder",
    }


def _creators_pool(
    titles: list[Title], people: Mapping[str, Person], ids: Ids
) -> list[dict[str, Any]]:
    points = {"character_design": 5, "chief_animation_director": 3, "key_animation": 1}
    named: dict[str, int] = {}
    for title in titles:
        for key in title.creators:
            if people[key].role in points:
                named[ids[key]] = named.get(ids[key], 0) + points[people[key].role]
    payees = [{"payee": payee, "points": count} for payee, count in named.items()]
    return [
        {
            "id": "creators",
            "kind": "pool/1",
            "clause": "第12条",
            "label": {"ja": "クリエイター還元", "en": "creators' pool"},
            "basis": "remainder",
            "rate": _rate(2, 100),
            "payees": payees,
        },
        {
            "id": "success",
            "kind": "pool/1",
            "clause": "第11条第2項",
            "label": {"ja": "成功報酬", "en": "success fee"},
            "basis": "excess:budget",
            "rate": _rate(5, 100),
            "payees": [{"payee": ids[titles[0].studio], "points": 1}],
        },
    ]


def _split(committee: str) -> dict[str, Any]:
    return {
        "id": "members",
        "kind": "split/1",
        "clause": "第13条",
        "label": {"ja": "構成員への分配", "en": "distribution to members"},
        "holders": f"committee:{committee}/investment",
    }


def _first(titles: list[Title], people: Mapping[str, Person], role: str) -> str:
    return next(key for title in titles for key in title.creators if people[key].role == role)
