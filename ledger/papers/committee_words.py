"""What a committee's one page says, in Japanese and in English; all sentences are our own."""

from collections.abc import Mapping
from typing import Final

Words = Mapping[str, str]

HEAD: Final[Mapping[str, Words]] = {
    "subtitle": {
        "ja": "誰がどの権利について署名するか",
        "en": "Who signs for which right",
    },
    "works": {"ja": "作品", "en": "Works"},
    "status": {"ja": "状態", "en": "Status"},
    "formed": {"ja": "成立日", "en": "Formed on"},
    "since": {"ja": "この内容の適用日", "en": "In force from"},
    "lead": {"ja": "幹事会社", "en": "Managing member (lead)"},
    "contact": {"ja": "利用許諾の問合せ先", "en": "Contact for licence requests"},
    "unknown": {"ja": "記録なし", "en": "not on record"},
    "none-lead": {
        "ja": "記録なし（全員に確認してください）",
        "en": "not on record (ask all members)",
    },
}
STATUS: Final[Mapping[str, Words]] = {
    "draft": {
        "ja": "クレジットから分かる範囲のみ（契約は未登録）",
        "en": "known from credits only (no contract on record)",
    },
    "active": {"ja": "活動中", "en": "active"},
    "dormant": {"ja": "休止中", "en": "dormant"},
    "dissolving": {"ja": "清算中", "en": "being wound up"},
    "dissolved": {"ja": "清算結了", "en": "dissolved"},
}
WINDOWS: Final[Mapping[str, Words]] = {
    "title": {
        "ja": "窓口: 下の利用は、この会社が署名します",
        "en": "Windows: these sign for these uses",
    },
    "medium": {"ja": "利用", "en": "Use"},
    "territory": {"ja": "地域", "en": "Territory"},
    "holder": {"ja": "署名する者", "en": "Who signs"},
    "mode": {"ja": "立場", "en": "How"},
    "clause": {"ja": "条項", "en": "Clause"},
    "agency": {"ja": "委員会の代理", "en": "for the committee"},
    "own_business": {"ja": "自社の事業", "en": "as its own business"},
    "milestone": {"ja": "先に要るもの: {name}（{kind}）", "en": "needs first: {name} ({kind})"},
    "approval": {"ja": "許可", "en": "approval"},
    "delivery": {"ja": "納品", "en": "delivery"},
    "release": {"ja": "公開", "en": "release"},
    "other": {"ja": "その他", "en": "other"},
    "due": {"ja": "、期限 {due}", "en": ", due {due}"},
    "none": {
        "ja": "窓口の記録はありません。どの利用にも構成員全員の合意が要ります。",
        "en": "No window is on record. Every use needs the agreement of all members.",
    },
}
DECIDING: Final[Mapping[str, Words]] = {
    "title": {"ja": "全員の合意が要るもの", "en": "What needs everybody"},
    "rest": {
        "ja": "窓口のない利用（{media}）の許諾（著作権法65条2項）",
        "en": "licences for uses without a window ({media}) (Copyright Act, art. 65(2))",
    },
    "abroad": {
        "ja": "窓口の地域に含まれない国・地域での利用の許諾（著作権法65条2項）",
        "en": "licences for territories that no window covers (Copyright Act, art. 65(2))",
    },
    "transfer": {
        "ja": "持分の譲渡と質入れ（同法65条1項）",
        "en": "transfers and pledges of shares (Copyright Act, art. 65(1))",
    },
    "adapt": {
        "ja": "リメイク・翻案など27条・28条の権利の利用で、窓口の定めのないもの",
        "en": "remakes and adaptations (art. 27 and 28) for which no window is named",
    },
    "change": {
        "ja": "契約と終了時の計画の変更",
        "en": "changes of the contract and of the plan for the end",
    },
    "refuse": {
        "ja": "正当な理由がない限り、合意を拒むことはできません（同法65条3項）。",
        "en": "No member may withhold agreement without a just reason (art. 65(3)).",
    },
    "how": {"ja": "決め方", "en": "How members decide"},
    "unanimous": {"ja": "全員一致", "en": "unanimously"},
    "silent": {
        "ja": "契約に定めの記録なし: 法律どおり全員一致",
        "en": "nothing on record: unanimously, as the law says",
    },
    "majority": {
        "ja": "{of}の{more}超の多数決（{clause}）",
        "en": "by more than {more} of {of} ({clause})",
    },
    "heads": {"ja": "頭数", "en": "heads"},
    "copyright": {"ja": "著作権持分", "en": "copyright shares"},
    "investment": {"ja": "出資比率", "en": "investment shares"},
}
MEMBERS: Final[Mapping[str, Words]] = {
    "title": {"ja": "構成員", "en": "Members"},
    "party": {"ja": "名称", "en": "Name"},
    "roles": {"ja": "役割", "en": "Role"},
    "investment": {"ja": "出資比率", "en": "Investment"},
    "copyright": {"ja": "著作権持分", "en": "Copyright"},
    "profit": {"ja": "損益分配", "en": "Profit and loss"},
    "lead": {"ja": "幹事", "en": "lead"},
    "synthetic": {
        "ja": "割合は試験用の架空の値です。",
        "en": "The shares are made up for testing.",
    },
    "draft": {
        "ja": "クレジットに見える名称です。契約の当事者とは限りません。",
        "en": "Names as printed in credits; they need not be parties to the contract.",
    },
    "closed": {
        "ja": "構成員・窓口・終了時の計画は、この版には載せていません。",
        "en": "Members, windows and the plan for the end are not part of this edition.",
    },
}
ENDING: Final[Mapping[str, Words]] = {
    "title": {"ja": "委員会が終わるとき", "en": "When the committee ends"},
    "rights": {"ja": "権利", "en": "Rights"},
    "outcome": {"ja": "行き先", "en": "Who has them then"},
    "clause": {"ja": "条項", "en": "Clause"},
    "rest": {"ja": "その他すべて", "en": "all others"},
    "later": {"ja": "終了の{years}年後から", "en": "{years} years after the end"},
    "no-plan": {
        "ja": "計画の記録なし: 法律上は構成員の共有が続き、利用には全員の合意が要ります"
        "（著作権法65条）。代表者は改めて確認が要ります。",
        "en": "No plan on record: by law the members stay co-owners and every use needs all of "
        "them (Copyright Act, art. 65); who represents them has to be confirmed.",
    },
    "contact": {"ja": "終了後の問合せ先", "en": "Contact afterwards"},
    "debtor": {"ja": "調整を負担する者", "en": "Who bears adjustments"},
}
OUTCOMES: Final[Mapping[str, Words]] = {
    "co_ownership": {"ja": "構成員の共有（持分による）", "en": "co-owned by the members, by share"},
    "lead": {"ja": "幹事会社 {to}", "en": "the lead {to}"},
    "member": {"ja": "構成員 {to}（対価あり）", "en": "the member {to}, at a price"},
    "author": {"ja": "原作者に復帰 {to}", "en": "back to the author {to}"},
    "studio": {"ja": "制作会社に復帰 {to}", "en": "back to the studio {to}"},
    "manager": {"ja": "管理会社に信託 {to}", "en": "held in trust by {to}"},
}
