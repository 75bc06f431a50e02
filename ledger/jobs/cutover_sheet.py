"""How the figures of a cut-over lie in a spreadsheet: sheets, columns, kinds of lines.

One line is one figure, and every sheet has the same columns, so that an accountant sees at a glance
what is asked for and a refusal can name a cell. The first sheet says which agreement, month and
clauses the file is for; it is read back, so that figures never meet other clauses.
"""

from dataclasses import dataclass
from typing import Final

FORMAT: Final = "daicho-cutover/1"

CONDITIONS: Final = "条件"
SALES, RECOUPED, GUARANTEE = "累計売上", "回収", "最低保証"
DEFICIT, PAYEES, PAID = "繰越欠損", "受取人別", "支払済・未払"
SHEETS: Final = (SALES, RECOUPED, GUARANTEE, DEFICIT, PAYEES, PAID)
IN_ENGLISH: Final = {
    CONDITIONS: "Terms",
    SALES: "Sales and amounts due to date",
    RECOUPED: "Recoupment",
    GUARANTEE: "Minimum guarantee",
    DEFICIT: "Pool and deficit carried",
    PAYEES: "Payee by payee",
    PAID: "Paid and unpaid",
}


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of line: the sheet it lies in, and what it is called."""

    sheet: str
    ja: str
    en: str


KINDS: Final = {
    "basis": Kind(SALES, "計算基礎の累計（料率変更後）", "basis to date, since the rate changed"),
    "units": Kind(SALES, "数量の累計", "units to date"),
    "before-change": Kind(SALES, "料率変更前の発生額", "due before the rate changed"),
    "due": Kind(SALES, "発生額の累計", "due to date"),
    "cost": Kind(SALES, "経費の累計（提示額）", "expenses presented to date"),
    "inflow": Kind(RECOUPED, "口座への到達額の累計", "reached the account to date"),
    "recouped": Kind(RECOUPED, "回収済額の累計", "recouped to date"),
    "earned": Kind(GUARANTEE, "契約年度の発生額", "earned in this contract year"),
    "cut": Kind(GUARANTEE, "契約年度の超過控除額", "cut by a cap in this contract year"),
    "topped": Kind(GUARANTEE, "契約年度の補填額", "topped up for this contract year"),
    "repaid": Kind(GUARANTEE, "契約年度の返還額", "paid back in this contract year"),
    "reserved": Kind(RECOUPED, "返品引当（発生月別の引当額）", "held back, by month of origin"),
    "owed": Kind(GUARANTEE, "返還されるべき補填額", "top-ups still to be paid back"),
    "pool": Kind(DEFICIT, "分配原資の累計（欠損は負）", "pool to date, negative: a deficit"),
    "part": Kind(PAYEES, "受取人別の発生額の累計", "one payee's part to date"),
    "given-back": Kind(PAYEES, "受取人別の充当額の累計", "given back by one payee to date"),
    "paid": Kind(PAID, "支払済の累計", "paid to date"),
    "unpaid": Kind(PAID, "未払（使用料）", "unpaid: royalties"),
    "unpaid-fee": Kind(PAID, "未払（手数料・報酬）", "unpaid: fees for services"),
    "unpaid-distribution": Kind(PAID, "未払（分配金）", "unpaid: distribution"),
}

COLUMNS: Final = (
    ("種別", "kind"),
    ("条項", "clause"),
    ("段階", "step"),
    ("口座・持分", "account"),
    ("受取人", "payee"),
    ("項目", "item"),
    ("金額", "amount"),
    ("差異", "difference"),
    ("差異の理由", "reason"),
)
KIND, CLAUSE, STEP, ACCOUNT, PAYEE, ITEM, AMOUNT, DIFFERENCE, REASON = range(1, 10)
"""Columns by number, counted from 1."""

KIND_HEADING: Final = "kind"
TOTAL: Final = "total"
"""Kind of the line that states what a sheet's amounts add up to; optional."""

FIELDS: Final = (
    ("format", "書式"),
    ("agreement", "契約"),
    ("title", "契約名"),
    ("currency", "通貨"),
    ("as_of", "基準月"),
    ("terms_version", "条件の版"),
    ("terms_sha256", "条件のハッシュ"),
    ("tolerance", "端数の許容差"),
)
"""Fields of the first sheet: name in column A, Japanese in column B, value in column C."""
FIELD_VALUE: Final = 3
