"""What a finding about royalty audits means, in Japanese and in English."""

from typing import Final

ROYALTY_AUDIT_FINDINGS: Final[dict[str, tuple[str, str]]] = {
    "audit-correction": (
        "監査を反映した報告が記録と一致しません",
        "a report that carries out an audit is not what is said of it",
    ),
    "audit-ended-by-nobody": (
        "監査の終了に要る者の同意または文書がありません",
        "an audit was ended without whoever its end needs, and without a document",
    ),
    "audit-ended-over-objection": (
        "異議があるのに、回答なしとして監査が終えられています",
        "an audit was ended as unanswered although there was an objection",
    ),
    "audit-ended-without-findings": (
        "監査の結果と合わない形で監査が終えられています",
        "an audit was ended otherwise than what it found allows",
    ),
    "audit-figures": (
        "監査の差額・遅延損害金・費用負担が再計算と一致しません",
        "difference, interest or cost of an audit come out otherwise",
    ),
    "audit-not-as-agreed": (
        "監査の請求が契約の条件に合いません",
        "an audit was asked for otherwise than agreed",
    ),
    "audit-not-corrected": (
        "過少報告の分が報告されていません",
        "what an audit found missing was not reported",
    ),
    "audit-over": ("監査はすでに終わっています", "the audit was over already"),
    "audit-owed": (
        "監査の終了時の金額が認定と一致しません",
        "what is owed at the end of an audit is not what was found",
    ),
    "audit-period": (
        "請求した月の外の期間が監査されています",
        "a period was audited that was not asked for",
    ),
    "audit-reported": (
        "監査が挙げる報告額が記録と一致しません",
        "what an audit says was reported is not what is on record",
    ),
    "audit-right-missing": (
        "監査の根拠となる契約の定めが記録にありません",
        "no agreement on record lets this party audit that one",
    ),
    "audit-sides": ("監査の当事者が正しくありません", "the sides of an audit are wrong"),
    "audit-unknown": ("その監査は記録にありません", "there is no such audit on record"),
}
