"""What cash is called in both languages: fields, reasons, differences, and why it is refused."""

from typing import Final

from api.cli.language import Lang

WORDS: Final[dict[str, tuple[str, str]]] = {
    "bank": ("銀行残高", "bank"),
    "book": ("帳簿残高（預り金）", "book"),
    "no_committee": ("（委員会に属さないもの）", "(no committee's)"),
    "unmatched_in": ("消し込んでいない入金", "came in, not matched"),
    "unmatched_out": ("消し込んでいない出金", "went out, not matched"),
    "receipt_not_on_bank": ("入出金明細にない入金記録", "receipts that no line shows"),
    "payment_not_on_bank": ("入出金明細にない支払", "payments that no line shows"),
    "bank_stated": ("入出金明細と銀行の示す残高の差", "the bank states otherwise than its lines"),
    "exact": ("一致", "exact"),
    "several": ("複数と一致", "several"),
    "fee": ("振込手数料の差", "fee kept"),
    "partial": ("一部入金", "in part"),
    "excess": ("過入金", "too much"),
    "ambiguous": ("複数の候補", "ambiguous"),
    "unknown": ("不明", "unknown"),
    "payment": ("支払と一致", "whole payment"),
    "transfer": ("一件の振込", "one transfer"),
    "returned": ("組戻し・返却", "sent back"),
    "part_receipt": ("入金", "for"),
    "part_capital": ("出資", "capital"),
    "part_returned": ("返却", "sent back"),
    "part_payment": ("支払", "paid"),
    "part_expense": ("費用", "cost"),
    "part_tax": ("源泉所得税の納付", "tax paid over"),
    "part_bank_fee": ("銀行手数料", "bank's fee"),
    "part_own": ("自社資金", "own money"),
    "part_other": ("その他", "other"),
    "owed_unpaid": ("未払の支払明細書", "stated, unpaid"),
    "owed_held": ("係争による保留", "held by disputes"),
    "owed_not_stated": ("配分済み・明細書未発行", "allocated, not stated"),
    "owed_carried": ("繰越（最低支払額未満など）", "carried forward"),
    "owed_set_aside": ("計算上の保留・引当", "set aside by runs"),
    "owed_undistributed": ("入金済み・未分配", "arrived, not distributed"),
    "owed_excess": ("過入金", "more than was promised"),
    "owed_withholding": ("預り源泉所得税", "withheld, not paid over"),
    "owed_capital": ("出資金", "capital"),
    "owed_costs": ("費用の控除分", "deducted costs"),
    "owed_retained": ("支払元に残る額", "left with the payer"),
    "owed_pool": ("分配原資の繰越", "pool carried on"),
    "owed_other": ("その他", "other"),
    "owed_own": ("自社資金", "own money"),
    "owed_consumption_tax": ("支払った消費税（自社負担）", "consumption tax paid (own)"),
    "owed_fees": ("手数料（自社負担）", "fees (own)"),
    "owed_opening": ("記帳開始前の残高", "from before the book"),
    "owed_unexplained": ("説明のつかない差額", "unexplained"),
}


def word(key: str, lang: Lang) -> str:
    """Return what something is called."""
    return WORDS[key][0 if lang == "ja" else 1]


CASH_FIELDS_JA: Final[dict[str, str]] = {
    "balance_minor": "残高",
    "bank_day": "日付",
    "bank_minor": "銀行残高",
    "batch": "取込",
    "book_minor": "帳簿残高",
    "changed_index": "最後の変更の台帳番号",
    "closing_minor": "最終残高",
    "counted_on": "計上日",
    "covers_from": "最初の日",
    "covers_to": "最後の日",
    "digest": "行のハッシュ",
    "fee_clause": "手数料負担の条項",
    "fee_minor": "手数料",
    "imports": "取込",
    "in_count": "入金の件数",
    "in_minor": "入金",
    "is_only": "唯一の口座",
    "item": "項目",
    "last_day": "最後の日",
    "layout": "列の定義",
    "lines_sha256": "行のハッシュ",
    "matched_as": "内容",
    "matches": "消込",
    "open_lines": "未消込",
    "opened_on": "記帳開始日",
    "opening_minor": "開始残高",
    "out_count": "出金の件数",
    "out_minor": "出金",
    "owed_as": "内訳",
    "proposal": "判定",
    "purpose": "消込の候補",
    "purposes": "内容",
    "reconciled_on": "照合済みの日",
    "reconciliations": "照合",
    "rest_minor": "残り",
    "returned_minor": "取り消した額",
    "sender": "振込人・相手",
    "taken_minor": "消込額",
}

CASH_VALUES_JA: Final[dict[str, str]] = {
    "bank_fee": "銀行手数料",
    "cash": "預金口座の帳簿",
}

CASH_SENTENCES: Final[dict[str, tuple[str, str]]] = {
    "cash-line-refused": (
        "{line} は消し込めませんでした: {reason}",
        "{line} was not matched: {reason}",
    ),
    "cash-matched": (
        "{count}行を消し込みました。確認の要る行: {left}",
        "{count} lines were matched; {left} need a person.",
    ),
    "cash-matching": ("消込中", "Matching"),
    "cash-several-accounts": (
        "この通貨の口座が複数あるため、預り先の内訳は口座ごとには分けられません。",
        "There are several accounts in this currency: whom the money is owed to is not told apart.",
    ),
    "cash-not-reconciled": (
        "注意: 口座「{name}」は月末まで照合されていません（{day} まで）。daicho cash reconcile",
        "Note: account {name} is not compared up to the month's end ({day}). daicho cash reconcile",
    ),
}

CASH_REFUSALS_JA: Final[dict[str, str]] = {
    "cash-account-not-found": "その口座はありません。",
    "cash-agreement-of-another": "契約の支払者の口座ではありません。"
    "入金は、契約の支払者が持つ口座で消し込みます。",
    "cash-balance-broken": "残高が、前の残高と入出金の合計に一致しません。"
    "抜けている行や取込がないか確かめてください。何も取り込んでいません。",
    "cash-before-opening": "口座の記帳開始日より前の行があります。",
    "cash-capital-exceeds": "この構成員の払込残額を超えているか、通貨が異なります。",
    "cash-cell-unreadable": "読み取れない行があります（行と列を示しています）。"
    "何も取り込んでいません。",
    "cash-changed-since": "照合の計算後に口座の記録が変わりました。もう一度計算してください。",
    "cash-column-missing": "必要な列の見出しが見つかりません。",
    "cash-column-twice": "同じ見出しの列が二つあります。",
    "cash-committee-of-another": "委員会の預り金は、その幹事会社の口座でだけ扱えます。",
    "cash-counted-outside": "計上日は、入金の日から今日までの日にしてください。",
    "cash-day-outside": "記帳開始日から今日までの日を指定してください。",
    "cash-direction-wrong": "入金と出金の用途が取り違えられています。",
    "cash-equation-broken": "照合の内訳の合計が帳簿残高に一致しません。",
    "cash-excess-elsewhere": "過入金は、この行で消し込む報告のどれかに付けてください。",
    "cash-expense-exceeds": "費用の残額を超えているか、通貨または支払者が異なります。",
    "cash-fee-without-clause": "振込手数料を当方負担として扱うには、手数料の額と"
    "根拠の条項の両方が要ります。条項がなければ、差額は未入金のままにしてください。",
    "cash-file-empty": "入出金の行がありません。",
    "cash-file-known": "このファイルはすでに取り込まれています。",
    "cash-file-quotes": "引用符の対応が正しくありません。",
    "cash-import-late": "取込は日付の順に行います。先の日付がすでに取り込まれています。",
    "cash-line-exceeded": "行の残りを超えています。すでに消し込まれていないか確かめてください。",
    "cash-line-malformed": "行は「取込の番号/行番号」で指定してください。",
    "cash-line-not-found": "その行はこの口座にありません。",
    "cash-line-not-open": "その行は未消込ではありません。",
    "cash-lines-differ": "行の内容がハッシュと一致しません。",
    "cash-lines-known": "すでに取り込まれた行が含まれています（該当の行を示しています）。"
    "何も取り込んでいません。",
    "cash-lines-out-of-order": "行の日付の順序が正しくありません。",
    "cash-match-not-found": "その消込はありません。",
    "cash-nothing-proposed": "候補がありません。内容をオプションで指定してください。",
    "cash-part-malformed": "内容の種類に必要な項目が足りないか、余分な項目があります。",
    "cash-part-twice": "同じ内容が二度挙げられています。一つにまとめてください。",
    "cash-part-unreadable": "「対象=金額」の形で指定してください。",
    "cash-payment-exceeded": "この支払のうち、入出金明細にまだ現れていない額を超えています。",
    "cash-payment-not-sent": "まだ送られていない支払です。",
    "cash-receipt-differs": "登録済みの入金と、契約・報告・金額が異なるか、相殺によるものです。",
    "cash-receipt-matched": "この入金はすでに別の行で消し込まれています。",
    "cash-return-differs": "返却された振込は、一度だけ、全額で消し込みます。",
    "receipt-not-found": "その入金記録はありません。",
    "receipt-used": "この入金はすでに分配に使われています。取り消す代わりに、"
    "報告を訂正してください（差額は次の計算に反映されます）。",
}
