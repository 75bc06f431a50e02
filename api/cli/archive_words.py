"""What the command line says about the archive of originals."""

from typing import Final

KINDS_JA: Final[dict[str, str]] = {
    "account.opened": "共有勘定の根拠",
    "agreement.assumed": "債務引受の書面",
    "agreement.recorded": "契約書",
    "agreement.terms_added": "契約条件の改定",
    "bank_details.confirmed": "口座の確認書類",
    "bank_details.proposed": "口座の届出",
    "cash.lines_imported": "銀行の入出金明細",
    "committee.amended": "製作委員会契約の変更",
    "committee.dissolved": "清算の報告",
    "committee.formed": "製作委員会契約書",
    "dispute.message": "異議の証拠",
    "dispute.opened": "異議の証拠",
    "dispute.settled": "異議の決着",
    "fx.rates_recorded": "為替レートの出典",
    "invoice.issued": "適格請求書",
    "payment.confirmed": "振込の結果",
    "payment.exported": "振込データ",
    "purchase.agreed": "仕入明細書の合意",
    "purchase.confirmed": "仕入明細書の確認",
    "purchase.presented": "仕入明細書",
    "revenue.invoiced": "請求書",
    "revenue.received": "入金の証憑",
    "revenue.reported": "売上報告",
    "rights.licensed": "許諾契約書",
    "rights.registered": "権利の書面",
    "rights.transferred": "権利の移転の書面",
    "royalty.expense_recorded": "経費の証憑",
    "royalty.opened": "切替時の残高",
    "set_off.recorded": "相殺の書面",
    "statement.issued": "支払明細書",
    "tax.treaty_form_filed": "租税条約に関する届出書",
}

ARCHIVE_SENTENCES: Final[dict[str, tuple[str, str]]] = {
    "archive-added": (
        "{file} を保管しました（記録番号 {entry} が引用しています）。",
        "Stored {file}, which entry {entry} cites.",
    ),
    "archive-claims": (
        "日付・金額・取引先の範囲と組合せで検索しています。認定タイムスタンプではなく、"
        "優良な電子帳簿であるとも称しません。",
        "Found by ranges and combinations of day, amount and counterparty. This is no certified "
        "time stamp, and no claim is made to be a book of the superior kind.",
    ),
    "archive-nothing-destroyed": (
        "何も廃棄していません。廃棄の前に専門家に確認してください。契約書と権利の書面は含みません。",
        "Nothing was destroyed: confirm with an expert first. Contracts and titles are not listed.",
    ),
    "archive-packed": (
        "原本{count}件をまとめました。ここにないもの {absent}件は index.csv にあります。",
        "Packed {count} originals; {absent} that are not here are in index.csv.",
    ),
    "progress-archive": ("原本をまとめています", "Packing originals"),
}

ARCHIVE_REFUSALS_JA: Final[dict[str, str]] = {
    "archive-place-unknown": "続きの位置が正しくありません。",
    "archive-too-large": "一度にまとめる原本が多すぎます。範囲を狭めてください。",
    "document-not-cited": "このハッシュの書類を引用する記録はありません。",
    "document-not-here": "この書類の原本はここにありません。持ち主が追加できます。",
    "document-of-register": "支払明細書はこの台帳が作成したもので、追加できません。",
    "document-sealed": "口座の情報を含む書類で、封をして保管しています。",
    "range-reversed": "範囲の終わりが始まりより前です。",
}

ARCHIVE_FIELDS_JA: Final[dict[str, str]] = {
    "is_here": "原本の保管",
    "is_sealed": "封緘",
    "kept_until": "保存期限",
    "object_id": "対象の番号",
}
