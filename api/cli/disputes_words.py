"""What disputes are called in Japanese, and why one is refused."""

from typing import Final

DISPUTE_FIELDS_JA: Final[dict[str, str]] = {
    "answer_by": "回答期限",
    "claim_text": "申立ての内容",
    "ended_as": "終了の形",
    "messages": "発言",
    "opened_by": "申立人",
    "other_side": "相手方",
    "said": "発言の内容",
    "said_by": "発言者",
    "settled": "終了",
    "sides": "当事者双方",
    "subject_kind": "対象の種類",
    "ending": "終了の内容",
}

DISPUTE_VALUES_JA: Final[dict[str, str]] = {
    "agreed": "合意による解決",
    "disputes": "係争",
    "grant": "権利の記録",
    "in_dispute": "係争中",
    "statement_line": "明細書の行",
    "upheld": "申立てを認容",
    "withdrawn": "取下げ",
}

DISPUTE_REFUSALS_JA: Final[dict[str, str]] = {
    "dispute-against-nobody": "ほかに関係者がいないため、相手方がいません。",
    "dispute-against-unconcerned": "相手方は、対象の関係者のうち"
    "申立人以外を一度ずつ挙げてください。",
    "dispute-answer-in-past": "回答期限が過去の日付です。",
    "dispute-consent-missing": "係争は、譲る側（合意の場合は双方）の同意で終わります。"
    "挙げられた者の同意を付けてください。",
    "dispute-document-missing": "運営者が終了を記録するには、"
    "和解書・取下書・裁定・判決などの文書が要ります。",
    "dispute-line-malformed": "明細書の行は run と step で示してください。"
    "ほかの対象には要りません。",
    "dispute-money-malformed": "金額と通貨は、両方を示してください。",
    "dispute-not-a-side": "この係争の当事者ではありません。",
    "dispute-not-found": "その係争はありません。",
    "dispute-settled": "この係争はすでに終わっています。",
    "dispute-speaker-missing": "当事者のうち誰としての発言かを by で示してください。",
    "dispute-subject-ambiguous": "対象は --statement、--right、--committee、--agreement の"
    "どれか一つで示してください。",
    "dispute-subject-not-found": "係争の対象が見つかりません。",
}
