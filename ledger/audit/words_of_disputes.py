"""What a finding about disputes means, in Japanese and in English."""

from typing import Final

DISPUTE_FINDINGS: Final[dict[str, tuple[str, str]]] = {
    "dispute-correction": (
        "係争の結果を反映した訂正が記録にありません",
        "what is said to carry out a dispute is not on record",
    ),
    "dispute-ended-by-nobody": (
        "係争の終了に要る者の同意または文書がありません",
        "a dispute was ended without whoever gives way, and without a document",
    ),
    "dispute-kind": ("係争の対象の種類が異なります", "a dispute calls its subject something else"),
    "dispute-line": ("係争の対象の行が明細書にありません", "no line of the statement is contested"),
    "dispute-nothing-due": (
        "反映すべき係争の結果がありません",
        "nothing was left to be carried out of a dispute",
    ),
    "dispute-over": ("係争はすでに終わっています", "the dispute was over already"),
    "dispute-readers": (
        "係争の閲覧者が再計算と一致しません",
        "a dispute is shown to others than whom it concerns",
    ),
    "dispute-sides": ("係争の相手方が正しくありません", "the sides of a dispute are wrong"),
    "dispute-speaker": ("発言者が係争の当事者ではありません", "no side of the dispute spoke"),
    "dispute-turn": (
        "回答を求められた者が係争の相手方ではありません",
        "an answer is asked of somebody who is not the other side",
    ),
    "dispute-unconcerned": (
        "係争の当事者が対象の関係者ではありません",
        "a dispute is between others than whom its subject concerns",
    ),
    "dispute-unknown": ("その係争は記録にありません", "there is no such dispute on record"),
    "hold-exceeds-dispute": (
        "保留額が係争額を超えるか、通貨が異なります",
        "more is held than is disputed, or in another currency",
    ),
    "hold-exceeds-line": (
        "保留額が明細書の行の額を超えています",
        "more is held of a line than it gives",
    ),
    "hold-not-disputed": (
        "保留された行は係争の対象ではありません",
        "a line is held that the dispute is not about",
    ),
    "hold-own-claim": (
        "申立人自身への支払が保留されています",
        "the money of whoever opened the dispute is held",
    ),
    "hold-payer": (
        "支払者以外の者が保留または解除しています",
        "somebody who does not pay held or released money",
    ),
    "hold-released-more": (
        "保留された額より多く解除されています",
        "more was released than was held",
    ),
    "hold-statement": (
        "保留された明細書が記録と一致しません",
        "what is said of a held statement is not what it says",
    ),
}
