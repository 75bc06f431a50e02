"""Texts of one statement, and small explanations of the words on it."""

from typing import Final

WORDS: Final[dict[str, tuple[str, str]]] = {
    "creator.question-short": ("問い合わせる", "Ask about it"),
    "creator.statement-of": ("{payer}からの支払明細書", "Statement from {payer}"),
    "creator.number": ("明細書の番号", "Number"),
    "creator.gross": ("今期の明細の合計", "Lines of this period"),
    "creator.payable": ("支払対象額（税引前）", "Payable before tax"),
    "creator.how": ("振込額のなりたち", "How the transfer comes about"),
    "creator.carried-in": ("前回からの繰越", "Carried from before"),
    "creator.royalties": ("今期の明細", "This period"),
    "creator.adjustments": ("調整", "Adjustments"),
    "creator.recouped": ("前払金への充当", "Advance taken back"),
    "creator.carried-out": ("次回への繰越", "Carried to the next"),
    "creator.payment": ("お支払い", "Payment"),
    "creator.paid-on": (
        "{day}に {amount} が振り込まれました。",
        "{amount} was transferred on {day}.",
    ),
    "creator.will-pay-on": (
        "{day}に {amount} が振り込まれる予定です（手続き中）。",
        "{amount} is to be transferred on {day}; it is under way.",
    ),
    "creator.came-back": (
        "振込 {amount} は戻りました（{day}）。",
        "A transfer of {amount} came back ({day}).",
    ),
    "creator.planned-on": ("{day}に支払われる予定です。", "It is planned for {day}."),
    "creator.no-transfer": (
        "この明細書に振込はありません。",
        "Nothing is transferred by this statement.",
    ),
    "creator.lines": ("明細", "Lines"),
    "creator.lines-none": ("この期間の明細はありません。", "There are no lines for this period."),
    "creator.quiet": (
        "今回は0円の契約と、その理由",
        "Agreements that gave nothing this time, and why",
    ),
    "creator.quiet-no-revenue": (
        "この期間に、この契約の計算に入った売上はありません。",
        "No revenue entered this agreement's computation for this period.",
    ),
    "creator.quiet-no-share": (
        "この期間の計算では、契約の条項により、あなたの取り分は生じませんでした。",
        "In this period's computation the clauses gave you no share.",
    ),
    "creator.line-label": ("内容", "What for"),
    "creator.basis": ("計算のもと", "Basis"),
    "creator.rate": ("料率", "Rate"),
    "creator.result": ("もと×料率", "Basis × rate"),
    "creator.before": ("これまでの分", "Given before"),
    "creator.amount": ("今回の額", "Amount"),
    "creator.to-date": ("累計", "to date"),
    "creator.closed": (
        "計算の途中は契約により非公開です。監査人が確かめています。",
        "The agreement keeps the way there confidential. An auditor checks it.",
    ),
    "creator.held": ("保留中 {amount}", "{amount} held"),
    "creator.why": ("なぜこの額？", "Why this amount?"),
    "creator.why-of": (
        "「{label}」がなぜこの額になるのか",
        "Why “{label}” comes to this amount",
    ),
    "creator.question": ("この行について問い合わせる", "Question this line"),
    "creator.how-to-read": (
        "「今回の額」＝「もと×料率」−「これまでの分」です。累計で計算する条項は、最初からの合計に料率を"
        "かけ、すでに渡した分を引きます。",
        "Amount = basis × rate − given before. Clauses that count to date apply the rate to everything "
        "since the start and take off what was given.",
    ),
    "creator.for-work": ("作品", "Work"),
    "creator.to-agreement": ("この契約とリクープの状況", "This agreement and its recoupment"),
    "creator.tax": ("税金", "Taxes"),
    "creator.law": ("根拠", "Law"),
    "creator.invoice-number": ("登録番号", "Registration number"),
    "creator.notes": ("お知らせ", "Notes"),
    "creator.files": ("ファイル", "Files"),
    "creator.file-pdf": ("PDF（印刷・保管用）", "PDF (to print and keep)"),
    "creator.file-csv": ("CSV（表計算用）", "CSV (for spreadsheets)"),
    "creator.file-xlsx": ("Excel", "Excel"),
    "creator.file-json": ("JSON（原本データ）", "JSON (the original data)"),
    "creator.package": ("検証パッケージ（証明つき）", "Verification package (with proofs)"),
    "creator.verify": ("このファイルを検証する", "Verify this file"),
    "creator.files-gone": (
        "ファイルは個人データとともに消去されました。額の記録だけが残っています。",
        "The files were erased with personal data. Only the amounts remain on record.",
    ),
    "creator.glossary": ("ことばの説明", "What the words mean"),
    "creator.word-withholding": ("源泉徴収", "Tax withheld"),
    "creator.told-withholding": (
        "所得税を、支払元があなたに代わって先に国へ納めることです。確定申告で精算されます。"
        "会社への支払いでは通常ありません。",
        "Income tax that the payer pays to the state for you in advance. Your tax return settles it. "
        "Payments to companies usually have none.",
    ),
    "creator.word-recoup": ("リクープ", "Recoupment"),
    "creator.told-recoup": (
        "作品にかかったお金（製作費など）を、収入で取り戻すことです。取り戻した後から始まる分配もあります。",
        "Earning back what the work cost. Some shares begin only after that.",
    ),
    "creator.word-window": ("窓口手数料", "Window fee"),
    "creator.told-window": (
        "配信や商品化などの窓口となって売る会社が、その売上から受け取る手数料です。",
        "What the company that sells one medium, such as streaming or merchandise, keeps of it.",
    ),
    "creator.word-lead": ("幹事手数料", "Lead's fee"),
    "creator.told-lead": (
        "製作委員会の事務をまとめる幹事会社が受け取る手数料です。",
        "What the company that runs the production committee is paid for that.",
    ),
    "creator.word-carried": ("繰越", "Carried forward"),
    "creator.told-carried": (
        "今回は支払わず、次の明細書に持ち越す額です。少額のときや、受け取りすぎたときに生じます。",
        "An amount that waits for the next statement: it was too small, or too much was paid.",
    ),
}
