"""Texts about a creator's taxes and invoices."""

from typing import Final

WORDS: Final[dict[str, tuple[str, str]]] = {
    "creator-taxes.title": ("税金", "Taxes"),
    "creator-taxes.year": ("年", "Year"),
    "creator-taxes.of-year": ("{year}に支払われたもの", "What was paid in {year}"),
    "creator-taxes.paid": ("支払金額", "Paid"),
    "creator-taxes.without-tax": ("消費税を含みません", "without consumption tax"),
    "creator-taxes.withheld": ("源泉徴収税額", "Tax withheld"),
    "creator-taxes.withheld-told": (
        "支払者があなたに代わって納めました",
        "paid to the tax office for you",
    ),
    "creator-taxes.consumption": ("消費税", "Consumption tax"),
    "creator-taxes.arrived": ("振込額", "Transferred"),
    "creator-taxes.pdf": ("一覧をPDFで保存", "Save as PDF"),
    "creator-taxes.csv": ("CSVで保存", "Save as CSV"),
    "creator-taxes.csv-excel": ("CSV（シフトJIS）で保存", "Save as CSV (Shift JIS)"),
    "creator-taxes.picture": (
        "支払者ごとの振込額と源泉徴収税額",
        "Transferred and withheld, by payer",
    ),
    "creator-taxes.picture-told": (
        "棒の長さは、振込額と源泉徴収税額の合計です。",
        "Each bar is what was transferred and what was withheld.",
    ),
    "creator-taxes.yen": ("円", "yen"),
    "creator-taxes.table": ("支払者ごとの内訳", "By payer"),
    "creator-taxes.payer": ("支払者", "Payer"),
    "creator-taxes.income": ("区分", "Kind"),
    "creator-taxes.times": ("{count}回", "{count} payments"),
    "creator-taxes.sum": ("合計", "Sum"),
    "creator-taxes.why": ("理由", "Why"),
    "creator-taxes.remarks": ("摘要", "Remarks"),
    "creator-taxes.foot": (
        "確定申告の参考資料です。必要経費は含みません。税務の助言ではありません。",
        "For your tax return. Expenses are not in it. This is no tax advice.",
    ),
    "creator-taxes.none": (
        "{year}に、あなたへ支払われたものはありません。年を選び直すと、ほかの年が見られます。",
        "Nothing was paid to you in {year}. Choose another year above.",
    ),
    "creator-taxes.apart": ("別に確かめるもの", "To be looked at apart"),
    "creator-taxes.treaty": ("租税条約に関する届出書", "Tax treaty forms"),
    "creator-taxes.treaty-none": (
        "届出書は提出されていません。条約による軽減のない税率で源泉徴収されます。",
        "No form is on file. Tax is withheld at the full rate, without relief by a treaty.",
    ),
    "creator-taxes.treaty-told": (
        "軽減を受けるには、居住者証明書を添えた届出書を支払者に渡してください。"
        "支払者が支払日の前日までに税務署へ提出し、ここに記録します。",
        "For relief, give the payer the form with a certificate of residence. The payer files it by the day before "
        "a payment and records it here.",
    ),
    "creator-taxes.article": ("条約の条項", "Article"),
    "creator-taxes.filed": ("提出日", "Filed"),
    "creator-taxes.valid": ("有効期限", "Valid to"),
    "creator-taxes.state": ("状況", "Status"),
    "creator-taxes.state-open": ("期限の定めなし", "no end known"),
    "creator-taxes.state-good": ("有効", "valid"),
    "creator-taxes.state-over": ("期限切れ", "over"),
    "creator-taxes.more": ("関連する書類", "More papers"),
    "creator-taxes.to-invoices": (
        "仕入明細書とインボイスの登録番号",
        "Purchase statements and your invoice number",
    ),
    "creator-taxes.to-details": ("届出情報", "Your details"),
    "creator-taxes.what": ("源泉徴収とは", "What is tax withheld?"),
    "creator-taxes.what-told": (
        "支払者が支払のときに所得税を差し引き、あなたの名前で税務署に納める仕組みです。"
        "確定申告で、納めすぎなら戻り、足りなければ納めます。",
        "The payer takes income tax off each payment and pays it to the tax office in your name. Your tax return "
        "settles the difference.",
    ),
}
