"""Japanese sentences for refusals about money clauses, runs, statements and their taxes."""

from typing import Final

from api.cli.accounting_words import ACCOUNTING_REFUSALS_JA
from api.cli.bank_words import BANK_REFUSALS_JA
from api.cli.cash_words import CASH_REFUSALS_JA
from api.cli.debtors_words import DEBTOR_REFUSALS_JA
from api.cli.disputes_words import DISPUTE_REFUSALS_JA
from api.cli.foreign_words import FOREIGN_REFUSALS_JA
from api.cli.fx_words import FX_REFUSALS_JA
from api.cli.invoices_words import INVOICE_REFUSALS_JA
from api.cli.notices_words import NOTICE_REFUSALS_JA
from api.cli.opening_words import OPENING_REFUSALS_JA
from api.cli.payments_words import PAYMENT_REFUSALS_JA
from api.cli.revision_words import REVISION_REFUSALS_JA
from api.cli.rights_words import RIGHTS_REFUSALS_JA
from api.cli.royalty_audits_words import ROYALTY_AUDIT_REFUSALS_JA
from api.cli.set_off_words import SET_OFF_REFUSALS_JA
from api.cli.statement_refusals import STATEMENT_REFUSALS_JA
from api.cli.tax_year_words import TAX_YEAR_REFUSALS_JA

ROYALTY_REFUSALS_JA: Final[dict[str, str]] = {
    **ACCOUNTING_REFUSALS_JA,
    **BANK_REFUSALS_JA,
    **CASH_REFUSALS_JA,
    **DEBTOR_REFUSALS_JA,
    **FOREIGN_REFUSALS_JA,
    **DISPUTE_REFUSALS_JA,
    **SET_OFF_REFUSALS_JA,
    **FX_REFUSALS_JA,
    **INVOICE_REFUSALS_JA,
    **NOTICE_REFUSALS_JA,
    **OPENING_REFUSALS_JA,
    **PAYMENT_REFUSALS_JA,
    **REVISION_REFUSALS_JA,
    **RIGHTS_REFUSALS_JA,
    **ROYALTY_AUDIT_REFUSALS_JA,
    **STATEMENT_REFUSALS_JA,
    **TAX_YEAR_REFUSALS_JA,
    "burden-above-cost": "自己負担額が事業費を超えています。",
    "grant-above-cost": "交付額が事業費を超えています。",
    "period-across-until": "計算期間が、納付の対象となる最後の月をまたいでいます。",
    "base-negative": "マイナスの金額からは源泉徴収できません。",
    "carried-differs": "繰越額の内訳が計算と一致しません。",
    "form-filed-in-future": "届出の日が将来の日付です。提出した後に登録してください。",
    "form-for-resident": "国内の受取人に租税条約の届出書は要りません。",
    "form-never-valid": "届出書の有効期限が、提出日より後になっていません。",
    "form-of-another-country": "届出書の国が、受取人の居住地国と異なります。",
    "form-on-file": "この届出書はすでに登録されています。",
    "income-differs": "明細の所得の種類が、条項と一致しません。",
    "income-unknown": "その種類の所得はありません。",
    "statement-rules-outdated": "前の明細書より古い規則では計算できません。",
    "statement-rules-unknown": "その名前の計算規則はありません。",
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
    "text-unprintable": "名称に、目に見えない制御文字が含まれています。",
    "account-unfunded": "この回収勘定に入金する条項がありません。",
    "behind-guarantee": "複数の条項をまとめた最低保証の後に、その一つを変える条項は置けません。",
    "agreement-of-others": "この契約の当事者ではありません。",
    "guarantee-unknown": "その契約に、その最低保証はありません。",
    "guarantee-payees-differ": "最低保証の対象は、同じひとりの受取人に支払う条項に限ります。",
    "guarantee-values-not-sum": "最低保証の内訳の合計が、保証額と一致しません。",
    "guarantee-without-year": "最低保証には契約年度の定めが要ります。",
    "instalment-outside-years": "分割払いの月が、どの契約年度にも入っていません。",
    "instalments-exceed-guarantee": "分割払いの合計が、その年度の保証額を超えています。",
    "number-too-large": "数が大きすぎます。",
    "period-across-contract-year": "計算期間が契約年度をまたいでいます。",
    "reserve-forgotten": "留保金の残る条項が外れています。料率を0にして残してください。",
    "step-unknown": "その条項はありません。",
}
