"""What a finding about debtors of agreements means, in Japanese and in English."""

from typing import Final

DEBTORS_FINDINGS: Final[dict[str, tuple[str, str]]] = {
    "assumption-carried": (
        "新しい債務者に移る繰越額が、計算し直した額と一致しません",
        "what passes to the new debtor is not what waited",
    ),
    "assumption-consents": (
        "債務の引受けに必要な同意がありません",
        "somebody who had to agree did not",
    ),
    "assumption-debtor": (
        "新しい債務者が、すでに債務者です",
        "the new debtor owed it already",
    ),
    "assumption-liable": (
        "債務を負い続けるはずの者が漏れているか、新しい債務者が重ねて挙げられています",
        "somebody who stays liable is left out, or the new debtor is named beside himself",
    ),
    "assumption-month": (
        "引受けの最初の月が、精算済みの月の翌月ではありません",
        "the first month does not follow the last one that was settled",
    ),
    "assumption-parties": (
        "引受け後に契約を閲覧する者が、再計算と一致しません",
        "others read the agreement from then on",
    ),
    "assumption-payer": (
        "それまでの債務者が、記録と異なります",
        "somebody else owed it until then",
    ),
    "assumption-stays": (
        "元の債務者に残る繰越額が、計算し直した額と一致しません",
        "what stays with the payer so far is not what waited",
    ),
}
