"""What was recorded although something about it deserves a look, said in both languages."""

import re
from typing import Final

from api.cli.language import Lang

# A warning is a code and its values: `month-open: 2026-07`. What no pattern fits stays as it is.
_WARNINGS: Final[tuple[tuple[str, str, str], ...]] = (
    (
        r"month-open: (?P<month>\S+)",
        "{month} はまだ締められていません。この月について後から届く売上は、次の計算に入ります。",
        "{month} is not closed; what is still reported for it enters a later run.",
    ),
    (
        r"not-received-in-full: (?P<report>\S+) lacks (?P<amount>-?\d+)",
        "報告書 {report}: 対象期間の末日までの入金が {amount} 不足しています。"
        "不足分は、入金日を含む期間の計算で分配されます。",
        "{report}: {amount} had not arrived by the last day of the period; "
        "it is distributed in the run of the period in which it arrives.",
    ),
    (
        r"receipt-exceeds-report: (?P<report>\S+) by (?P<amount>-?\d+)",
        "報告書 {report}: 入金が送金予定額を {amount} 超えています。超過分は分配されません。",
        "{report}: {amount} more arrived than was promised; the excess is not distributed.",
    ),
    (
        r"treaty-form-of-former-payer: (?P<payee>\S+)",
        "{payee}: 租税条約の届出書は前の支払者のものです。新しい支払者から改めて提出してください。"
        "それまでは条約の税率は使えません。",
        "{payee}: the treaty form on file is of the former payer. The new one files another; until "
        "then no treaty rate applies.",
    ),
    (
        r"disputed: (?P<dispute>\S+) answer-by (?P<day>\S+)",
        "この契約の金銭は係争中です（{dispute}、回答期限 {day}）。支払を保留する額は、"
        "明細書の発行後に daicho disputes hold で行ごとに指定してください。",
        "Money of this agreement is in dispute ({dispute}, answer due {day}). What is to be held is"
        " named line by line with `daicho disputes hold` once statements are issued.",
    ),
    (
        r"held: (?P<amount>-?\d+)",
        "{amount} は、持分・窓口などが不明なため保留されています（daicho payouts show で確認）。",
        "{amount} is held because a share, window or holder is unknown: see `daicho payouts show`.",
    ),
    (
        r"kept-beyond-fees: (?P<amount>-?\d+)",
        "報告者が、契約条項で受け取れる額より {amount} 多く控除しています。",
        "Reporters kept {amount} more than the clauses give them.",
    ),
    (
        r"report-before-opening: (?P<reports>.+)",
        "基準月までの売上報告がすでに登録されています: {reports}。"
        "引継ぎの数値にその売上を含めると、次の計算で二重になります。",
        "Reports of months up to the cut-over are on record: {reports}. If the figures contain "
        "their sales, the next run counts them twice.",
    ),
    (
        r"same-name-as:(?P<parties>\S+)",
        "同じ名称の当事者がすでに登録されています: {parties}",
        "A party of the same name is registered already: {parties}",
    ),
    (
        r"invoice-number-check-digit",
        "登録番号の検査数字が合いません。",
        "The check digit of the invoice number does not fit.",
    ),
    (r"members-unknown", "構成員が分かりません。", "The members are unknown."),
    (r"no-lead", "幹事会社が分かりません。", "The lead company is unknown."),
    (r"no-plan", "終了時計画がありません。", "There is no plan for the day it ends."),
    (
        r"plan-incomplete",
        "終了時計画が、すべての利用形態を扱っていません。",
        "The plan for the day it ends does not cover every medium.",
    ),
    (
        r"copyright-shares-unknown",
        "著作権持分が分かりません。",
        "The copyright shares are unknown.",
    ),
    (
        r"investment-shares-unknown",
        "出資比率が分かりません。",
        "The investment shares are unknown.",
    ),
    (r"profit-shares-unknown", "損益分配の割合が分かりません。", "The profit shares are unknown."),
    (
        r"invoice-member-not-registered: (?P<party>\S+) 0001-01-01",
        "{party} は適格請求書発行事業者の登録の記録がありません。"
        "委員会は適格請求書を発行できません。",
        "No registration of {party} as an issuer of qualified invoices is on record, so the "
        "committee may not issue them.",
    ),
    (
        r"invoice-member-not-registered: (?P<party>\S+) (?P<since>\S+)",
        "{since} から、{party} は適格請求書発行事業者の登録がありません。"
        "委員会は適格請求書を発行できません。",
        "From {since} on {party} is not registered as an issuer of qualified invoices, so the "
        "committee may not issue them.",
    ),
    (
        r"invoice-not-notified: \S+ \S+",
        "構成員全員が登録事業者である旨の届出がないため、委員会は適格請求書を発行できません。",
        "The notification that every member is registered was not filed, so the committee may not "
        "issue qualified invoices.",
    ),
    (
        r"invoice-notification-ended: (?P<party>\S+) (?P<since>\S+)",
        "適格請求書の届出の効力は {since} に失われました（{party}）。改めて届出が必要です。",
        "The notification for qualified invoices ended on {since} ({party}); file it again.",
    ),
    (
        r"still-named: (?P<place>\S+)",
        "契約の {place} に、離れた当事者がまだ書かれています。変更を登録してください。",
        "The contract still names in {place} who is no member any more; amend it.",
    ),
    (
        r"report-beside: (?P<reports>.+)",
        "同じ報告者・同じ期間の報告書がほかにもあり、どちらも分配の対象です: {reports}。"
        "訂正のときは、元の報告書を --supersedes で指定してください。",
        "Other reports by the same reporter for this period count beside it: {reports}. "
        "A correction names the report it replaces with --supersedes.",
    ),
)


def warned(warning: str, lang: Lang) -> str:
    """Say a warning in one language."""
    for pattern, japanese, english in _WARNINGS:
        found = re.fullmatch(pattern, warning)
        if found:
            values = found.groupdict()
            if "amount" in values:
                values["amount"] = f"{int(values['amount']):,}"
            return (japanese if lang == "ja" else english).format(**values)
    return warning
