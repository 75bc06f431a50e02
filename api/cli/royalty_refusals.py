"""Japanese sentences for refusals about money clauses, runs, statements and their taxes."""

from typing import Final

ROYALTY_REFUSALS_JA: Final[dict[str, str]] = {
    "disclosure-payee-unpaid": "開示の範囲に挙げられた受取人は、どの条項からも支払を受けません。",
    "line-not-found": "この明細書にその番号の行はありません。",
}
