"""Japanese sentences for refusals about the files of statements and reports."""

from typing import Final

STATEMENT_REFUSALS_JA: Final[dict[str, str]] = {
    "character-not-in-encoding": "この文字コードにない文字があります。UTF-8 でお使いください。",
    "csv-encoding-unknown": "この文字コードには対応していません。",
    "encoding-not-for-format": "文字コードを選べるのは CSV だけです。",
    "figure-too-long": "表計算ソフトで扱える15桁を超える金額があります。",
    "report-format-unknown": "出力先の拡張子は .csv、.pdf、.xlsx のいずれかにしてください。",
    "statement-format-unknown": "明細書のファイルにこの形式はありません。",
}
