"""What openings and their figures are called, and why one is refused, in both languages."""

from typing import Final

KINDS_JA: Final[dict[str, str]] = {
    "basis": "計算基礎の累計",
    "units": "数量の累計",
    "before-change": "料率変更前の発生額",
    "due": "発生額の累計",
    "part": "受取人別の発生額",
    "inflow": "口座への到達額",
    "recouped": "回収済額",
    "given-back": "受取人別の充当額",
    "cost": "経費の累計",
    "pool": "分配原資の累計",
    "earned": "契約年度の発生額",
    "cut": "契約年度の超過控除額",
    "topped": "契約年度の補填額",
    "repaid": "契約年度の返還額",
    "owed": "返還されるべき補填額",
    "reserved": "返品引当（発生月別）",
    "paid": "支払済",
    "unpaid": "未払（使用料）",
    "unpaid-fee": "未払（手数料・報酬）",
    "unpaid-distribution": "未払（分配金）",
}
KINDS_EN: Final[dict[str, str]] = {
    "basis": "basis to date",
    "units": "units to date",
    "before-change": "due before the rate changed",
    "due": "due to date",
    "part": "one payee's part to date",
    "inflow": "reached the account",
    "recouped": "recouped",
    "given-back": "given back by one payee",
    "cost": "expenses to date",
    "pool": "pool to date",
    "earned": "earned in the contract year",
    "cut": "cut by a cap in the contract year",
    "topped": "topped up in the contract year",
    "repaid": "paid back in the contract year",
    "owed": "top-ups still to be paid back",
    "reserved": "held back, by month of origin",
    "paid": "paid",
    "unpaid": "unpaid: royalties",
    "unpaid-fee": "unpaid: fees",
    "unpaid-distribution": "unpaid: distribution",
}
EFFECTS: Final[dict[str, tuple[str, str]]] = {
    "kept": ("そのまま据え置き", "kept as it is"),
    "next-run": ("次回の計算で調整", "evened out by the next run"),
    "statement": ("支払のみに影響", "concerns only what is payable"),
}

OPENING_FIELDS_JA: Final[dict[str, str]] = {
    "approved_by": "承認者",
    "as_of": "基準月",
    "difference_minor": "差額",
    "differences": "差異",
    "effect": "取扱い",
    "entries": "引継ぎの数値",
    "expected_minor": "計算額",
    "first_step": "最初に異なる段階",
    "made_by": "作成者",
    "opening": "引継ぎ",
    "ours_minor": "当方",
    "paid_minor": "支払済",
    "stated_minor": "引継ぎの額",
    "supersedes": "訂正する記録",
    "theirs_minor": "先方",
    "tolerance_minor": "端数の許容差",
    "total": "合計",
    "unpaid": "未払",
    "unpaid_distribution_minor": "未払（分配金）",
    "unpaid_fee_minor": "未払（手数料・報酬）",
    "unpaid_minor": "未払（使用料）",
}

OPENING_PROBLEMS: Final[dict[str, tuple[str, str]]] = {
    "compare-amount": ("金額が整数として読めません。", "this is no whole amount"),
    "compare-headings-missing": (
        "受取人・段階・金額の見出しが見つかりません。",
        "there are no headings for payee, step and amount",
    ),
    "cutover-amount-not-number": (
        "金額が数値として入力されていません。桁区切りや文字を使わず、数値で入力してください。",
        "the amount is not entered as a number",
    ),
    "cutover-amount-not-whole": (
        "金額が最小通貨単位の整数ではありません。",
        "the amount is no whole number of minor units",
    ),
    "cutover-cell-merged": (
        "セルが結合されています。結合を解除してください。",
        "the cell is merged with others",
    ),
    "cutover-empty": ("金額が一つも入力されていません。", "no amount is entered"),
    "cutover-file-of-another": (
        "このファイルは別の契約または基準月のものです。",
        "this file was made for another agreement or month",
    ),
    "cutover-formula-unsaved": (
        "数式の計算結果が保存されていません。表計算ソフトで開いて保存するか、値を入力してください。",
        "the formula was saved without its value",
    ),
    "cutover-heading-missing": ("見出しの行がありません。", "the row of headings is missing"),
    "cutover-kind-unknown": ("この種別はありません。", "there is no such kind of line"),
    "cutover-payee-malformed": (
        "受取人は当事者のIDで入力してください。",
        "a payee is the id of a party",
    ),
    "cutover-sheets-missing": ("必要なシートがありません。", "sheets are missing"),
    "cutover-tolerance": (
        "端数の許容差は0から1000までの整数にしてください。",
        "the tolerance is a whole number up to 1000",
    ),
    "cutover-total-differs": (
        "シートの合計が金額の和と一致しません。",
        "the stated total is not the sum of the amounts",
    ),
    "opening-after-run": (
        "この契約はすでに支払計算が行われているため、引継ぎはできません。",
        "runs were closed already",
    ),
    "opening-amount-negative": ("この金額は負にできません。", "this amount is never negative"),
    "opening-approved-by-maker": (
        "承認者は、作成者・送信者とは別の当事者にしてください。",
        "whoever made or sends the figures cannot approve them",
    ),
    "opening-difference": (
        "計算と合いません。正しい金額か、括弧内の差異とその理由を入力してください。",
        "not what follows from the other figures; correct it, or state the difference in brackets "
        "and its reason",
    ),
    "opening-difference-none": (
        "差異が入力されていますが、金額は計算と一致しています。",
        "a difference is stated, but there is none",
    ),
    "opening-document-known": (
        "このファイルはすでに引継ぎに使われています。",
        "this very file was used for an opening already",
    ),
    "opening-entry-missing": (
        "必要な金額が入力されていません（ない場合は0）。",
        "an amount is missing; 0 if there is none",
    ),
    "opening-entry-twice": ("同じ数値が二度あります。", "the same figure is given twice"),
    "opening-entry-unasked": (
        "契約条項にこの数値の行はありません。",
        "no clause asks for this figure",
    ),
    "opening-exists": (
        "この契約はすでに引継ぎが記録されています。訂正する場合は、その引継ぎを指定してください。",
        "an opening is on record; name it to correct it",
    ),
    "opening-holders-unknown": (
        "持分が不明のため、分配済みの額を引き継げません。",
        "holders are not known at the cut-over",
    ),
    "opening-month-not-over": ("基準月がまだ終わっていません。", "the month is not over yet"),
    "opening-not-found": ("引継ぎは記録されていません。", "no opening is on record"),
    "opening-parts-not-sum": (
        "受取人別の額の合計が、段階の合計と一致しません。",
        "the parts of payees do not add up to their sum",
    ),
    "opening-reason-missing": ("理由が必要です。", "a reason is needed"),
    "opening-recouped-over-target": (
        "回収済額が回収の目標額を超えています。",
        "more is recouped than the target",
    ),
    "opening-stated": (
        "すでに支払明細書に記載されているため、訂正できません。",
        "a statement shows it already",
    ),
    "opening-step-unsupported": (
        "この種類の条項は、数値による引継ぎにまだ対応していません。",
        "clauses of this kind cannot be taken over by figures yet",
    ),
    "opening-terms-differ": (
        "基準月に有効な条件の版とは別の版のために作られています。",
        "made for other clauses than those in force in that month",
    ),
    "workbook-too-large": ("表計算ファイルが大きすぎます。", "the file is too large"),
    "workbook-unreadable": (
        "表計算ファイル（.xlsx）として読めません。パスワードがある場合は解除してください。",
        "the file cannot be read as .xlsx",
    ),
}
"""Code to what it means, in Japanese and in English."""

OPENING_REFUSALS_JA: Final = {code: words[0] for code, words in OPENING_PROBLEMS.items()}
