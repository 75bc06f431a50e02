"""What a finding about the contents of an entry means, in Japanese and in English."""

from typing import Final

from ledger.audit.words_of_approvals import APPROVAL_FINDINGS
from ledger.audit.words_of_bank_details import BANK_FINDINGS
from ledger.audit.words_of_cash import CASH_FINDINGS
from ledger.audit.words_of_claims import CLAIM_FINDINGS
from ledger.audit.words_of_committees import COMMITTEE_FINDINGS
from ledger.audit.words_of_debtors import DEBTORS_FINDINGS
from ledger.audit.words_of_disputes import DISPUTE_FINDINGS
from ledger.audit.words_of_dissolutions import DISSOLUTION_FINDINGS
from ledger.audit.words_of_invoices import INVOICE_FINDINGS
from ledger.audit.words_of_papers import PAPERS_FINDINGS
from ledger.audit.words_of_parties import PARTY_FINDINGS
from ledger.audit.words_of_payments import PAYMENT_FINDINGS
from ledger.audit.words_of_revisions import REVISION_FINDINGS
from ledger.audit.words_of_rights import RIGHTS_FINDINGS
from ledger.audit.words_of_royalty_audits import ROYALTY_AUDIT_FINDINGS

CONTENT_FINDINGS: Final[dict[str, tuple[str, str]]] = {
    "allocations-differ": ("配分の合計が未払金の仕訳と一致しません", "shares and postings differ"),
    "balance-held": ("保留残高が仕訳の累計と一致しません", "what is held is not what was posted"),
    "balance-payable": (
        "受取人の累計が仕訳の累計と一致しません",
        "what payees are entitled to is not what was posted for them",
    ),
    "balance-retained": ("留保残高が仕訳の累計と一致しません", "what is retained was not posted"),
    "command-differs": (
        "依頼と異なる内容が記録されています",
        "the fact says something else than the command that caused it",
    ),
    "command-of-another-fact": (
        "この種類の記録を起こす依頼ではありません",
        "no command of this type causes such a fact",
    ),
    "command-malformed": ("依頼の形式が正しくありません", "the command is malformed"),
    "command-missing": ("依頼が記録されていません", "the command is not on record"),
    "command-sibling": (
        "同じ依頼による記録の参照先が異なります",
        "the entry points to another command than the one it follows",
    ),
    "fact-unusable": ("規則で扱えない値があります", "it holds what no rule accepts"),
    "id-repeated": ("識別子が二度使われています", "an id was introduced twice"),
    "identity-broken": ("期間の恒等式が成り立ちません", "sales are not the sum of their parts"),
    "identity-carried": ("繰越が仕訳と一致しません", "what is carried was not posted"),
    "identity-held": ("保留が仕訳と一致しません", "what is set aside was not posted"),
    "identity-retained": ("留保が仕訳と一致しません", "what is retained was not posted"),
    "identity-sales": ("売上が仕訳と一致しません", "sales are not those posted"),
    "opening-after-run": ("引継ぎの前に支払計算があります", "a run came before the opening"),
    "opening-agreement": (
        "引継ぎの支払者または通貨が契約と異なります",
        "payer or currency of an opening are not those of the agreement",
    ),
    "opening-approved-by-maker": (
        "引継ぎの作成者と承認者が同じです",
        "whoever made an opening up approved it, too",
    ),
    "opening-differences": (
        "引継ぎの差異の一覧が再計算と一致しません",
        "differences of an opening come out otherwise",
    ),
    "opening-document-known": (
        "引継ぎの文書が二度使われています",
        "a document was used for two openings",
    ),
    "opening-figures": (
        "引継ぎの数値が条件と合いません",
        "figures of an opening do not fit the clauses",
    ),
    "opening-holders": ("引継ぎの持分が委員会の記録と異なります", "an opening has other shares"),
    "opening-not-computable": ("引継ぎを計算できません", "an opening cannot be computed"),
    "opening-position": (
        "引継ぎの累計が数値からの再計算と一致しません",
        "the position of an opening does not follow from its figures",
    ),
    "opening-postings": ("引継ぎの仕訳が再計算と一致しません", "an opening posts otherwise"),
    "opening-supersedes": (
        "引継ぎの訂正元が異なります",
        "an opening corrects another than the one in force",
    ),
    "opening-terms": ("引継ぎが別の条件の版によります", "an opening cites other clauses"),
    "opening-unpaid": ("引継ぎの未払額が数値と異なります", "what is unpaid comes out otherwise"),
    "payout-agreement": (
        "支払者または通貨が契約と異なります",
        "payer or currency are not those of the agreement",
    ),
    "payout-allocations": ("配分が再計算と一致しません", "allocations come out otherwise"),
    "payout-consumed": ("使用済みの売上が異なります", "other sales had to be used"),
    "payout-converted": ("通貨の換算が異なります", "money was to be converted otherwise"),
    "payout-engine": ("計算方法の名称が異なります", "it names another way of computing"),
    "payout-expenses": ("経費が記録と異なります", "costs are not those on record"),
    "payout-held": ("保留が再計算と一致しません", "what is held comes out otherwise"),
    "payout-elsewhere": (
        "共有勘定のほかの契約の分が異なります",
        "what other agreements filled of a shared account is another amount",
    ),
    "payout-holder-sets": ("権利者の組が異なります", "other sets of holders were used"),
    "payout-holders": ("持分が委員会の記録と異なります", "shares are not those of the committee"),
    "payout-identity": ("恒等式の内訳が再計算と一致しません", "named sums come out otherwise"),
    "payout-inputs": ("引用すべき記録が異なります", "other entries had to be cited"),
    "payout-items": ("もとの売上が異なります", "it started from other sales"),
    "payout-period": ("期間または通貨が異なります", "period or currency differ"),
    "payout-position": ("計算後の累計が再計算と一致しません", "the position comes out otherwise"),
    "payout-position-before": ("前回までの累計が異なります", "it started from another position"),
    "payout-postings": ("仕訳が再計算と一致しません", "postings come out otherwise"),
    "payout-previous": ("前回の計算の参照が異なります", "it names another run before it"),
    "payout-remittances": ("送金予定額が報告と異なります", "it says another remittance"),
    "payout-terms": ("引用した条件のハッシュが異なります", "it cites other clauses"),
    "payout-terms-version": ("適用すべき条件の版が異なります", "another version was in force"),
    "payout-trace": ("計算の説明が再計算と一致しません", "the explanation comes out otherwise"),
    "payout-weights": ("持分の比が異なります", "other weights were used"),
    "rate-not-lowest": ("換算相場が既約分数ではありません", "a rate is not in lowest terms"),
    "rate-replaces": (
        "換算相場が以前の記録を正しく訂正していません",
        "a rate does not name the value on record that it corrects",
    ),
    "rate-twice": ("同じ日の換算相場が二つあります", "two values for one pair and day"),
    "receipt-report": (
        "入金の契約または通貨が報告と異なります",
        "the receipt is for a report of another agreement or currency",
    ),
    "reference-unknown": ("記録にないものを参照しています", "it names what was never introduced"),
    "report-amount": ("報告額が内訳の合計と異なります", "the report is not the sum of its groups"),
    "report-groups": ("内訳の端数処理が異なります", "groups are rounded otherwise"),
    "report-lines-root": ("明細のルートが異なります", "the lines have another root"),
    "report-rows": ("明細の行数が異なります", "the number of lines differs"),
    "report-superseded-twice": ("報告が二度訂正されています", "a report was corrected twice"),
    "report-supersedes": (
        "訂正元の報告の契約または通貨が異なります",
        "it corrects a report of another agreement or currency",
    ),
    "shares-do-not-sum": ("持分の合計が 1 ではありません", "shares do not sum to one"),
    "shares-missing": ("持分のない構成員がいます", "some members have no share"),
    "form-country": (
        "届出書の国が受取人の居住地国と異なります",
        "a treaty form is for another country than its payee's",
    ),
    "form-never-valid": (
        "届出書の期限が提出日より後ではありません",
        "a treaty form ran out before it could help",
    ),
    "form-of-resident": ("国内の受取人の届出書です", "a treaty form is of a resident of Japan"),
    "form-twice": ("同じ届出書が二度登録されています", "a treaty form is on file twice"),
    "statement-carried-parts": (
        "繰越額の内訳が計算と異なります",
        "what is carried came from other statements",
    ),
    "statement-income": (
        "所得の種類が条項と異なります",
        "a line is of another kind of income than its clause",
    ),
    "statement-carried": ("繰越額が前回の明細書と異なります", "another amount was carried"),
    "statement-kept": ("入金前控除の行が計算と異なります", "lines of what was kept differ"),
    "statement-lines": ("明細の行が支払計算と異なります", "lines are not those of the runs"),
    "statement-not-computable": ("税額を計算できません", "taxes cannot be computed"),
    "statement-paid-to": (
        "支払先が支払日の登録と異なります",
        "somebody else is to be paid on that day",
    ),
    "statement-previous": ("前回の明細書の参照が異なります", "it names another one before it"),
    "statement-rates": ("税率表の参照が異なります", "the table of rates is cited otherwise"),
    "statement-receiver": ("支払先が登録されていません", "whoever is paid is not on record"),
    "statement-rules": ("税の規則の名称が不明です", "it names rules that are not known"),
    "statement-run-of-others": (
        "他の支払者の計算を含んでいます",
        "it shows a run of another payer or currency",
    ),
    "statement-run-shown-twice": ("同じ計算が二度示されています", "a run is shown twice"),
    "statement-runs": ("行の計算が一覧にありません", "a line is of a run that is not listed"),
    "statement-tax": ("税の根拠が再計算と一致しません", "the basis of taxes comes out otherwise"),
    "statement-totals": ("合計が再計算と一致しません", "totals come out otherwise"),
    **BANK_FINDINGS,
    **APPROVAL_FINDINGS,
    **DISPUTE_FINDINGS,
    **INVOICE_FINDINGS,
    **PAYMENT_FINDINGS,
    **DISSOLUTION_FINDINGS,
    **PARTY_FINDINGS,
    **CASH_FINDINGS,
    **CLAIM_FINDINGS,
    **COMMITTEE_FINDINGS,
    **REVISION_FINDINGS,
    **DEBTORS_FINDINGS,
    **PAPERS_FINDINGS,
    **RIGHTS_FINDINGS,
    **ROYALTY_AUDIT_FINDINGS,
}
