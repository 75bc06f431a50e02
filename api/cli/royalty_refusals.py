"""Japanese sentences for refusals about money clauses, runs, statements and their taxes."""

from typing import Final

ROYALTY_REFUSALS_JA: Final[dict[str, str]] = {
    "account-differs": "共有勘定の内容が、登録されたものと異なります。",
    "account-named-twice": "同じ共有勘定が二度挙げられています。",
    "account-not-found": "その共有勘定はありません。",
    "account-of-another-payer": "共有勘定は、支払者が同じ契約だけで使えます。",
    "agreement-needed": "契約を指定してください。",
    "csv-columns": "CSVの見出しが決まりと異なります。",
    "csv-encoding": "CSVがUTF-8ではありません。",
    "drafts-missing": "試算する条項案がありません。",
    "number-malformed": "数値として読めません。",
    "revenue-ambiguous": "試算する売上の指定は、ひとつだけにしてください。",
    "revenue-missing": "試算する売上がありません。",
    "terms-version-not-found": "その版の条項はありません。",
    "versions-out-of-range": "比べる条項案の数が範囲外です。",
    "disclosure-payee-unpaid": "開示の範囲に挙げられた受取人は、どの条項からも支払を受けません。",
    "graph-form-unknown": "図のファイルの種類が分かりません。",
    "graph-needs-line": "図は一行ずつ描きます。行の番号を指定してください。",
    "line-malformed": "行は1からの番号か、all で指定してください。",
    "statement-line-not-found": "この明細書にその番号の行はありません。",
}
