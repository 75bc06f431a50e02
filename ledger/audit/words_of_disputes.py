"""What a finding about disputes means, in Japanese and in English."""

from typing import Final

DISPUTE_FINDINGS: Final[dict[str, tuple[str, str]]] = {
    "dispute-ended-by-nobody": (
        "係争の終了に要る者の同意または文書がありません",
        "a dispute was ended without whoever gives way, and without a document",
    ),
    "dispute-kind": ("係争の対象の種類が異なります", "a dispute calls its subject something else"),
    "dispute-line": ("係争の対象の行が明細書にありません", "no line of the statement is contested"),
    "dispute-over": ("係争はすでに終わっています", "the dispute was over already"),
    "dispute-readers": (
        "係争の閲覧者が再計算と一致しません",
        "a dispute is shown to others than whom it concerns",
    ),
    "dispute-sides": ("係争の相手方が正しくありません", "the sides of a dispute are wrong"),
    "dispute-speaker": ("発言者が係争の当事者ではありません", "no side of the dispute spoke"),
    "dispute-unconcerned": (
        "係争の当事者が対象の関係者ではありません",
        "a dispute is between others than whom its subject concerns",
    ),
    "dispute-unknown": ("その係争は記録にありません", "there is no such dispute on record"),
}
