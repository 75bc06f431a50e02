"""What royalty audits are called in Japanese, and why one is refused."""

from typing import Final

ROYALTY_AUDIT_FIELDS_JA: Final[dict[str, str]] = {
    "assessed": "報告ごとの結果",
    "asked_on": "請求日",
    "interest_as_of": "遅延損害金の計算日",
    "corrected_reports": "反映した報告",
    "audit_end": "監査の終了",
    "audit_findings": "監査の結果",
    "audited": "監査を受ける者",
    "auditor": "監査する者",
    "corrected_minor": "訂正額の合計",
    "cost_minor": "監査費用",
    "cost_of_audited_minor": "報告者が負担する費用",
    "cost_threshold": "費用負担が移る割合",
    "days": "遅延日数",
    "every_months": "請求の間隔（月）",
    "first_month": "最初の月",
    "found_minor": "正しい額",
    "interest_rate": "約定の利率",
    "last_month": "最後の月",
    "look_back_years": "さかのぼれる年数",
    "notice_days": "事前通知の日数",
    "object_until": "異議の期限",
    "objection_days": "異議の期間（日）",
    "over_minor": "過大報告額",
    "said_as": "発言の種類",
    "starts_on": "監査の開始日",
    "under_minor": "過少報告額",
    "unpaid_minor": "未払額",
}

ROYALTY_AUDIT_VALUES_JA: Final[dict[str, str]] = {
    "clean": "過少なし",
    "found": "結果を通知",
    "objected": "異議あり",
    "requested": "請求済み",
    "settled": "和解",
    "unanswered": "回答なし",
}

SAID_AS: Final[dict[str, tuple[str, str]]] = {
    "request": ("資料の請求", "request"),
    "answer": ("回答", "answer"),
    "document": ("資料の提出", "document given"),
    "objection": ("異議", "objection"),
}

ROYALTY_AUDIT_REFUSALS_JA: Final[dict[str, str]] = {
    "audit-closed": "この監査はすでに終わっています。",
    "audit-consent-missing": "挙げられた者の同意が要ります。",
    "audit-correction-not-found": "その期間の報告で、"
    "監査の結果より後に記録されたものがありません。",
    "audit-document-missing": "運営者が終了を記録するには、文書が要ります。",
    "audit-may-be-answered": "異議があるか、まだ異議の期間内です。",
    "audit-months-ahead": "まだ終わっていない月は監査できません。",
    "audit-months-audited": "その月は、すでに監査が請求されています。",
    "audit-months-reversed": "最後の月が、最初の月より前です。",
    "audit-not-a-party": "契約の当事者か、契約に基づいて報告する者を挙げてください。",
    "audit-not-a-side": "この監査の当事者ではありません。",
    "audit-not-clean": "過少報告があるため、「過少なし」では終えられません。",
    "audit-not-corrected": "過少報告の分が、まだ報告されていません。",
    "audit-nothing-corrected": "この終わり方では、訂正の報告は挙げられません。",
    "audit-nothing-found": "監査の結果がまだ記録されていません。",
    "audit-notice-short": "契約で決めた事前通知の日数が足りません。",
    "audit-objection-late": "異議は、結果の通知の後、期限までに述べてください。",
    "audit-of-oneself": "自分自身の報告は監査の対象になりません。",
    "audit-outside-look-back": "契約でさかのぼれる期間より前の月です。",
    "audit-owed-differs": "認定と異なる額で終えるには、和解（settled）としてください。",
    "audit-period-outside": "請求した月の外の期間です。",
    "audit-report-corrected": "その報告は、すでに訂正されています。新しい報告を挙げてください。",
    "audit-report-malformed": "「期間=報告の番号」の形で示してください。",
    "audit-report-not-found": "その期間・通貨の、監査を受ける者の報告がありません。",
    "audit-report-twice": "同じ報告は一度だけ挙げてください。",
    "audit-right-missing": "この契約に、この者がその者を監査できる定めが記録されていません。",
    "audit-speaker-missing": "当事者のうち誰としての発言かを by で示してください。",
    "audit-too-soon": "契約で決めた、前の請求からの間隔が足りません。",
    "royalty-audit-not-found": "その監査はありません。",
}
