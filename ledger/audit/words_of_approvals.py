"""What a finding about two pairs of eyes means, in Japanese and in English."""

from typing import Final

APPROVAL_FINDINGS: Final[dict[str, tuple[str, str]]] = {
    "approval-by-maker": ("作成した者が自ら承認しています", "who made it approved it"),
    "approval-missing": (
        "承認を待つものが、承認の前に使われています",
        "something was used before a second person approved it",
    ),
    "approval-not-asked": (
        "承認の定めがあるのに、承認が求められていません",
        "a policy wants a second person, and none was asked for",
    ),
    "approval-outsider": (
        "当事者でも運営者でもない者が承認しています",
        "somebody of another party decided",
    ),
    "approval-party": ("承認の当事者が求めと異なります", "approved for another party than asked"),
    "approval-policy": (
        "外された種類の扱いが記録と一致しません",
        "what a policy drops is not what it says",
    ),
    "approval-token": (
        "作成者・承認者が、示されたトークンと異なります",
        "who made or approved it is not whose token was shown",
    ),
    "approval-unasked": (
        "求められていない承認が記録されています",
        "an approval of what nobody asked for",
    ),
}
