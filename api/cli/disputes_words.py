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
    "carried_out": "結果の反映",
    "correction": "訂正",
    "disputed_by": "係争",
    "granted_minor": "認められた額",
    "dispute_id": "係争",
    "held_by_disputes": "係争による保留の内訳",
    "held_minor": "係争による保留",
    "portions": "保留の内訳",
    "statement_id": "明細書",
    "turn": "回答を求められている者",
}

COURSE_WORDS: Final[dict[str, tuple[str, str]]] = {
    "opened": ("申立件数", "opened"),
    "still_open": ("係争中", "still open"),
    "days_to_answer": ("回答までの日数（中央値）", "median days to an answer"),
    "days_to_settle": ("終了までの日数（中央値）", "median days to the end"),
    "not_carried_out": ("決定後、未反映", "decided, not carried out"),
    "claimed_minor": ("請求額", "claimed"),
    "held_minor": ("保留した額", "held"),
    "granted_minor": ("認められた額", "granted"),
    "kinds": ("対象の種類", "What they are about"),
    "outcomes": ("終了の形", "How they ended"),
    "committee": ("製作委員会", "committee"),
    "agreement": ("契約", "agreement"),
    "rejected": ("申立てを棄却", "rejected"),
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
    "dispute-correction-earlier": "係争より前の訂正・報告では、結果を反映したことになりません。",
    "dispute-correction-malformed": "訂正・報告は id で、それ以外は文書で示してください。",
    "dispute-correction-not-found": "係争の対象の契約に、その訂正・報告はありません。",
    "dispute-filter-ambiguous": "--overdue、--held、--due は、"
    "どれか一つだけを単独で指定してください。",
    "dispute-granted-too-much": "請求額を超えて認めることはできません。棄却・取下げでは0です。",
    "dispute-nothing-due": "反映すべき結果が残っていません。",
    "dispute-turn-wrong": "回答は相手方に求めてください。同じ者は一度だけ挙げてください。",
    "hold-currency": "明細書の通貨が、係争額の通貨と異なります。",
    "hold-exceeds-dispute": "係争額を超えて保留することはできません。",
    "hold-exceeds-line": "その行で、これから支払われる額を超えています。",
    "hold-line-twice": "同じ行は一度だけ、合計額で挙げてください。",
    "hold-not-disputed": "その行は、この係争の対象ではありません。",
    "hold-own-claim": "申立人自身への支払は保留できません。争いのない額は支払われます。",
    "hold-paid": "その額は、すでに支払に含まれています。支払日と支払の番号を確認してください。",
    "release-exceeds-hold": "保留している額を超えて解除することはできません。",
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
