"""What a finding about gone parties and about milestones means, in Japanese and in English."""

from typing import Final

PARTY_FINDINGS: Final[dict[str, tuple[str, str]]] = {
    "end-by-operator": (
        "当事者の終了は運営者だけが記録できます",
        "only the operator says that a party is gone or back",
    ),
    "end-ground": (
        "当事者の種類に合わない終了の事由です",
        "the ground does not fit a person, or a company",
    ),
    "end-missing": (
        "終了の記録のない当事者が復帰しています",
        "a party is back that was never said to be gone",
    ),
    "end-private": (
        "この終了の記録の読者が規則と異なります",
        "this end should be read by others",
    ),
    "milestone-readers": (
        "窓口の節目の読者が、構成員と窓口の担当者ではありません",
        "a milestone is read by the members and the holder of the window",
    ),
    "milestone-twice": ("同じ節目が二度記録されています", "the same milestone is said twice"),
    "milestone-unknown": (
        "契約にない窓口または節目です",
        "the contract has no such window, or no such milestone",
    ),
    "end-twice": ("同じ終了が二度記録されています", "the same end is on record twice"),
}
