"""What the command line says about journals, forecasts and guarantees."""

from typing import Final

ACCOUNTING_SENTENCES: Final[dict[str, tuple[str, str]]] = {
    "accounting-confirm": (
        "{layout}: お使いの版で確認してください（{confirm}）。出典: {source}",
        "{layout}: to be confirmed against your version ({confirm}). Source: {source}",
    ),
    "accounting-exported": (
        "{documents}件の伝票（{rows}行）を {path} に書き出しました。"
        "借方 {debit}円 = 貸方 {credit}円",
        "Wrote {documents} documents ({rows} rows) to {path}. Debits JPY {debit} = credits JPY "
        "{credit}",
    ),
    "accounting-left-out": (
        "円以外の伝票は書き出していません: {currency} {count}件（計{total}、最小単位）",
        "Not written, because not in yen: {currency}, {count} documents ({total} minor units)",
    ),
    "accounting-mapping-good": (
        "対応表に誤りはありません。",
        "The mapping has no problems.",
    ),
    "accounting-mapping-written": (
        "対応表の見本を {path} に書き出しました。自社の科目に合わせて書き換えてください。",
        "Wrote a mapping to begin with to {path}; edit it to fit your chart.",
    ),
    "accounting-next": (
        "同じ期間をもう一度出力するときは、--after-entry {entry} を付けると、その後に登録された"
        "伝票だけになります。伝票番号は台帳のIDです。",
        "To export the same days again, --after-entry {entry} writes only what was recorded "
        "since. Documents are numbered by the ids of the register.",
    ),
    "accounting-written": ("{path} に書き出しました。", "Wrote {path}."),
    "forecast-totals": (
        "入金予定 {coming}円、出金予定 {going}円（{day} 現在、報告・請求・契約済みのもののみ）",
        "Expected in: JPY {coming}; out: JPY {going} (on {day}; only what is on record)",
    ),
}

ACCOUNTING_REFUSALS_JA: Final[dict[str, str]] = {
    "accounting-amount-too-long": "金額の桁数が、会計ソフトの上限を超えています。",
    "accounting-file-exists": "そのファイルはすでにあります。別の名前を指定してください。",
    "accounting-layout-unknown": "その会計ソフトの形式はありません。",
    "accounting-mapping-wrong": "勘定科目の対応表に誤りがあります。",
    "accounting-unmapped": "対応表に勘定科目名または税区分がないため、何も書き出していません。",
    "forecast-format-unknown": "予測のファイルは .xlsx、.csv または .json で指定してください。",
    "forecast-months": "予測の月数は1から120で指定してください。",
    "journal-days-reversed": "終わりの日が始めの日より前です。",
    "journal-unbalanced": "借方と貸方が一致しません。台帳を検証してください。",
}

ACCOUNTING_FIELDS_JA: Final[dict[str, str]] = {
    "after_entry": "この登録より後",
    "age": "遅延",
    "contract_year": "契約年度",
    "debit_minor": "金額",
    "direction": "入出金",
    "dues": "今後の支払",
    "earned_minor": "発生額",
    "expires_on": "期限",
    "given_minor": "計上額",
    "guaranteed_minor": "保証額",
    "last_entry": "最後の登録",
    "overage_minor": "超過額",
    "pass_on_minor": "うち支払予定分（推計）",
    "recouped_minor": "実充当",
    "remaining_minor": "未消化残高",
    "mg_side": "受取・支払",
    "sure": "確度",
}

CODES: Final[dict[str, dict[str, tuple[str, str]]]] = {
    "mg_side": {"paid": ("支払MG", "given"), "received": ("受取MG", "received")},
    "kind": {"guarantee": ("保証", "guarantee"), "advance": ("前払金", "advance")},
    "reason": {
        "missing": ("未設定", "missing"),
        "unknown": ("不明な名前", "unknown"),
        "malformed": ("形式の誤り", "malformed"),
        "too-long": ("長すぎる", "too long"),
    },
}
