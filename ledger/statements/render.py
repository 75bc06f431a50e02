"""The files of a statement: canonical JSON for machines and readers, CSV for spreadsheets.

CSV is UTF-8 with a byte order mark and CRLF, which is what spreadsheet programs in Japan read
without asking. A text that starts like a formula is defused, because somebody will open the file.
"""

import csv
import io
from typing import Any, Final

from ledger.log import canonical
from ledger.statements.commands import StatementTotals

JSON_TYPE: Final = "application/json"
CSV_TYPE: Final = "text/csv"

_BOM: Final = "\ufeff"
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")

_TOTALS: Final[tuple[tuple[str, str], ...]] = (
    ("前期繰越", "carried_in"),
    ("当期", "royalties"),
    ("調整", "adjustments"),
    ("前払金充当", "recouped"),
    ("支払対象額", "payable"),
    ("翌期繰越", "carried_out"),
    ("消費税", "consumption_tax"),
    ("源泉徴収税", "withholding"),
    ("差引支払額", "transfer"),
)
HEADINGS: Final = (
    "区分", "支払先", "登録番号", "支払元", "対象期間", "支払予定日", "通貨", "契約", "条項",
    "内容", "計算基礎", "料率", "金額(税抜)", *(heading for heading, _ in _TOTALS),
)  # fmt: skip
_KINDS: Final = {"royalty": "明細", "recoupment": "前払金充当", "adjustment": "調整"}


def write_json(sheet: dict[str, Any]) -> bytes:
    """Write a statement as canonical JSON."""
    return canonical.encode(sheet)


def write_csv(sheet: dict[str, Any]) -> bytes:
    """Write a statement as a table: one row per line, and a last row with the totals."""
    file = io.StringIO(newline="")
    writer = csv.writer(file, lineterminator="\r\n")
    writer.writerow(HEADINGS)
    for line in sheet["lines"]:
        writer.writerow(_row(sheet, line))
    writer.writerow(_total_row(sheet))
    return (_BOM + file.getvalue()).encode()


def _head(sheet: dict[str, Any], kind: str) -> list[str]:
    texts = (
        kind,
        sheet["payee"]["ja"],
        sheet["tax"].get("invoice_number", ""),
        sheet["payer"]["ja"],
        sheet["period"],
        sheet["payment_date"].replace("-", "/"),
        sheet["currency"],
    )
    return [defused(text) for text in texts]


def _row(sheet: dict[str, Any], line: dict[str, Any]) -> list[str]:
    texts = (line["agreement"]["ja"], line["clause"], line["label"]["ja"])
    basis = str(line["basis_minor"]) if "basis_minor" in line else ""
    figures = [basis, line.get("rate", ""), str(line["amount_minor"])]
    blanks = [""] * len(_TOTALS)
    return [*_head(sheet, _KINDS[line["kind"]]), *map(defused, texts), *figures, *blanks]


def _total_row(sheet: dict[str, Any]) -> list[str]:
    totals = StatementTotals.model_validate(sheet["totals"])
    figures = [str(getattr(totals, name)) for _, name in _TOTALS]
    return [*_head(sheet, "合計"), *[""] * 6, *figures]


def defused(text: str) -> str:
    """Return a text that no spreadsheet takes for a formula."""
    return f"'{text}" if text.startswith(_FORMULA) else text
