"""What a finding about the end of a committee means, in Japanese and in English."""

from typing import Final

DISSOLUTION_FINDINGS: Final[dict[str, tuple[str, str]]] = {
    "end-begun": (
        "完了した清算の開始が記録にありません",
        "what was completed had not been begun for this committee",
    ),
    "end-cells": (
        "終了前後の権利者が再計算と一致しません",
        "holders before and after the end are not what follows from the record",
    ),
    "end-committee": ("終了した委員会が記録にありません", "no such committee is on record"),
    "end-consents": (
        "解散に要る同意がありません",
        "somebody had to agree to the dissolution and did not",
    ),
    "end-days": (
        "解散・移転・収益の帰属の日付の順序が正しくありません",
        "days of the end are in the wrong order",
    ),
    "end-debtors": (
        "終了による債務者が、引受けの記録と一致しません",
        "an end names other debtors than the assumptions recorded with it",
    ),
    "end-declared": (
        "意思表示をした者にその資格がありません",
        "whoever declared a use may not speak so",
    ),
    "end-digest": (
        "終了の結果のハッシュが内容と一致しません",
        "the digest of an end is not that of its result",
    ),
    "end-holders": (
        "委員会の地位を引き継ぐ者が再計算と一致しません",
        "others take the committee's place than follow from the record",
    ),
    "end-licences": (
        "存続する許諾と許諾者が再計算と一致しません",
        "licences that go on, or their licensors, are not what follows from the record",
    ),
    "end-liquidators": ("清算人がいません", "nobody winds up"),
    "end-missing": (
        "委員会が清算結了とされていますが、終了の記録がありません",
        "a committee is called dissolved, and no end of it is on record",
    ),
    "end-open": (
        "決まらないものの記載が再計算と一致しません",
        "what the end leaves open is not what follows from the record",
    ),
    "end-plan": (
        "適用された計画が契約または命令の計画と異なります",
        "the plan that was applied is not the one that was agreed",
    ),
    "end-repeated": (
        "この委員会の終了はすでに記録されています",
        "another end of this committee is on record",
    ),
    "end-settlement": (
        "残余財産の分割が再計算と一致しません",
        "the settlement is not what follows from the record",
    ),
    "end-transfers": (
        "終了による権利の移転が再計算と一致しません",
        "the transfers of an end are not what follows from the record",
    ),
}
