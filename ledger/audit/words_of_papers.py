"""What a finding about a generated text means, in Japanese and in English."""

from typing import Final

PAPERS_FINDINGS: Final[dict[str, tuple[str, str]]] = {
    "paper-entry": (
        "書面のもとになった記録が、その対象のものではありません",
        "a text was made from an entry that is not about the same thing",
    ),
    "paper-kind": (
        "書面の種類が、その対象と合いません",
        "a text is of another kind than what it was made from",
    ),
    "paper-text": (
        "同じ内容から別の書面が作られています",
        "the same inputs gave two different texts",
    ),
}
