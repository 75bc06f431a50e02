"""What the command line says about tax withheld, payment records and the archive."""

from typing import Final

from api.cli.archive_words import ARCHIVE_FIELDS_JA, ARCHIVE_REFUSALS_JA, ARCHIVE_SENTENCES

TAX_YEAR_SENTENCES: Final[dict[str, tuple[str, str]]] = {
    **ARCHIVE_SENTENCES,
    "progress-tax": ("支払を集計中", "Summing up payments"),
    "progress-tax-papers": ("支払調書を作成中", "Printing records"),
    "tax-apart": (
        "次の支払は、上の書類に含まれません。",
        "These payments are on none of the records above.",
    ),
    "tax-layout": (
        "記録要領 309 は要領の原文で確認できていません。提出の前に専門家に確認してください。"
        "住所・電話番号・整理番号・個人番号は空欄です。",
        "Layout 309 was not checked against its text: to be confirmed before anything is sent. "
        "Addresses, telephone numbers, office numbers and My Number are empty.",
    ),
    "tax-left-out": (
        "名称に印字できない文字があるため、{count}件（支払金額 計{total}円）は作成していません。",
        "{count} records (JPY {total} paid) were not printed: their names have no glyph.",
    ),
    "tax-my-number": (
        "個人番号は台帳に保管していません。提出用の書面に手書きしてください。",
        "My Number is not kept here; it is written on the filed copy by hand.",
    ),
    "tax-other-currencies": (
        "円以外の支払は合計に含みません: {statements}",
        "Payments in other currencies are not in the sums: {statements}",
    ),
    "tax-planned": (
        "支払の記録がない明細書は、支払予定日で数えています。",
        "Statements without a payment on record count by their planned day.",
    ),
    "tax-remit": (
        "納付額 {total}円、納付期限 {day}（あと{days}日）",
        "To be paid over: JPY {total} by {day} ({days} days)",
    ),
    "tax-remit-passed": (
        "納付額 {total}円、納付期限 {day}（{days}日経過）",
        "To be paid over: JPY {total} by {day} ({days} days ago)",
    ),
    "tax-year": (
        "支払 {paid}円、源泉徴収 {withheld}円。提出 {filed}件（期限 {due}）、提出不要 {below}件",
        "Paid JPY {paid}, withheld JPY {withheld}. To file: {filed} (by {due}); not filed: {below}",
    ),
}

TAX_YEAR_REFUSALS_JA: Final[dict[str, str]] = {
    **ARCHIVE_REFUSALS_JA,
    "tax-format-unknown": "支払調書のファイルは .csv、.pdf またはフォルダーで指定してください。",
    "tax-layout-unknown": (
        "その記録要領はありません。309 を --payer と .csv とともに指定してください。"
    ),
    "tax-records-none": "この年に該当する支払がありません。",
    "tax-whose-records": "--payer か --payee のどちらか一方を指定してください。",
    "tax-year-unknown": "その年の法定調書の定めを収録していません。",
}

TAX_YEAR_FIELDS_JA: Final[dict[str, str]] = {
    **ARCHIVE_FIELDS_JA,
    "days_left": "残り日数",
    "deemed": "みなし支払",
    "form": "書類",
    "is_planned": "予定を含む",
    "must_file": "提出",
    "payments": "件数",
    "planned": "予定日による件数",
    "receiver": "支払を受ける者",
    "slip": "納付書",
    "left_unpaid_minor": "未払金額",
    "why": "理由",
    "withheld_minor": "源泉徴収税額",
}
