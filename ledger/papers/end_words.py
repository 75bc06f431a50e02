"""What a committee's page says about its end, in Japanese and in English; all are our own."""

from collections.abc import Mapping
from typing import Final

Words = Mapping[str, str]

END: Final[Mapping[str, Words]] = {
    "title": {"ja": "委員会の終了", "en": "The end of the committee"},
    "ground": {"ja": "終了の事由", "en": "Ground"},
    "ended": {"ja": "終了の時期", "en": "Ended"},
    "transfer": {"ja": "権利の移転日", "en": "Rights passed on"},
    "liquidators": {"ja": "清算人", "en": "Liquidators"},
    "contact": {"ja": "利用許諾の問合せ先", "en": "Contact for licence requests"},
    "winding-up": {
        "ja": "清算中です。新しい許諾は、清算人に権限を確かめてください。",
        "en": "It is being wound up: ask the liquidators who may grant new licences.",
    },
    "ground-day": {"ja": "事由の日", "en": "Day of the ground"},
    "holders": {"ja": "終了により権利を受けた者", "en": "Who received the rights"},
    "who": {"ja": "権利者", "en": "Holders"},
    "uses": {"ja": "利用", "en": "Uses"},
    "shares": {"ja": "権利者と持分", "en": "Holders and shares"},
    "signers": {
        "ja": "共有の部分の許諾には、その共有者全員の合意が要ります（著作権法65条2項）。"
        "終了前の許諾は続きます（同法63条の2）。"
        "その後の移転は、権利の連鎖で確かめてください。",
        "en": "Where several hold a part, all of them must agree to a licence (Copyright Act, art. "
        "65(2)). Licences from before the end go on (art. 63-2). For what passed on since, "
        "see the chain of title.",
    },
    "closed": {
        "ja": "権利を受けた者は、この版には載せていません。",
        "en": "Who received the rights is not part of this edition.",
    },
    "declared": {"ja": "利用可否の意思表示", "en": "Declarations about uses"},
    "declaration": {
        "ja": "{declarant}（{authority}）: {intention}。問合せ先 {contact}",
        "en": "{declarant} ({authority}): {intention}. Contact: {contact}",
    },
    "until": {"ja": "。{until} まで", "en": ", until {until}"},
    "conditions": {"ja": "。条件: {conditions}", "en": ". Conditions: {conditions}"},
    "not-guaranteed": {
        "ja": "意思表示の効果を、この台帳は保証しません。",
        "en": "What follows from a declaration is not for this register to say.",
    },
}
GROUNDS: Final[Mapping[str, Words]] = {
    "term": {"ja": "存続期間の満了", "en": "its term ended"},
    "resolution": {"ja": "構成員の決議", "en": "resolution of the members"},
    "agreement": {"ja": "組合員全員の同意", "en": "agreement of all members"},
    "purpose_achieved": {"ja": "目的の成功", "en": "its purpose was achieved"},
    "purpose_impossible": {"ja": "目的の不能", "en": "its purpose became impossible"},
    "insolvency": {"ja": "破産", "en": "insolvency"},
    "unknown": {"ja": "不明", "en": "not known"},
}
INTENTIONS: Final[Mapping[str, Words]] = {
    "licensable": {"ja": "許諾します", "en": "licenses uses"},
    "ask": {"ja": "個別に相談を受けます", "en": "asks to be asked"},
    "not_licensed": {"ja": "許諾しません", "en": "does not license"},
}
AUTHORITIES: Final[Mapping[str, Words]] = {
    "holder": {"ja": "権利者", "en": "holder"},
    "liquidator": {"ja": "清算人", "en": "liquidator"},
    "manager": {"ja": "管理者", "en": "manager"},
    "window": {"ja": "窓口", "en": "window"},
    "clause": {"ja": "契約の条項による", "en": "by a clause of the contract"},
}
