"""What a finding about rights in works means, in Japanese and in English."""

from typing import Final

RIGHTS_FINDINGS: Final[dict[str, tuple[str, str]]] = {
    "rights-awaiting": (
        "許諾の許可待ちの記載が再計算と一致しません",
        "a licence waits for other approvals than it says",
    ),
    "rights-ended": ("終了した権利が記録にありません", "what ended is no grant of this work"),
    "rights-extent": (
        "権利の範囲の解釈が、書かれた内容と異なります",
        "an extent in leaves is not what was written",
    ),
    "rights-holdbacks": (
        "ホールドバックの範囲の解釈が、書かれた内容と異なります",
        "a holdback in leaves is not what was written",
    ),
    "rights-licensor": (
        "許諾者の地位の移転が、記録にある許諾のものではありません",
        "the position of a licensor passed in what is no licence of this work",
    ),
    "rights-conditions": (
        "復帰の日または一括許諾の割当額が再計算と一致しません",
        "the day of reversion or the amounts of a bundle are others",
    ),
    "rights-encumbrances": (
        "譲渡された持分の担保・差押えが再計算と一致しません",
        "others than these burdens pass with the share",
    ),
    "rights-option": (
        "オプションの記録、行使、または申出の番号が一致しません",
        "an option, its exercise or the number of an offer is not what is on record",
    ),
    "rights-refused": (
        "この権利の記録は、規則では認められません",
        "by the rules this grant would have been refused",
    ),
    "rights-registered": (
        "登録（77条）の対象が譲渡の記録になく、または同じ登録が二度あります",
        "a registration is of no title or transfer, or is on record twice",
    ),
    "rights-signers": (
        "同意を要する者が再計算と一致しません",
        "others had to agree to this grant",
    ),
}
