"""Money clauses in sentences of an agreement, in Japanese and in English; all are our own.

One sentence says what a clause does, and one more says each further field of it, so that no term on
record is left out of the text. A test holds the tables against the kinds of clauses.
"""

from collections.abc import Mapping
from typing import Final

Words = Mapping[str, str]

KINDS: Final[Mapping[str, Words]] = {
    "hold": {
        "ja": "次に当たる収入は、何も差し引かないまま、定めが決まるまで保留する。",
        "en": "The following revenue is set aside whole until its terms are settled.",
    },
    "commission": {
        "ja": "{label}として、{measure}を差し引く。",
        "en": "{measure} is taken off as {label}.",
    },
    "expense": {
        "ja": "{label}として、届け出られた費用を差し引く。",
        "en": "Costs presented as {label} are taken off.",
    },
    "recoup": {
        "ja": "{label}: 次の勘定が目標額に達するまで、その回収に充てる。",
        "en": "{label}: the following account is filled until its target is reached.",
    },
    "royalty": {
        "ja": "{label}として、{measure}を支払う。",
        "en": "{measure} is paid as {label}.",
    },
    "usage_rate": {
        "ja": "{label}として、利用の数量に応じて次の表により支払う。",
        "en": "{label} is paid for each use, by the table below.",
    },
    "pool": {
        "ja": "{label}として、{measure}をクリエイターへの還元に充て、持ち点により分ける。",
        "en": "{measure} is set aside for creators as {label} and divided by points.",
    },
    "cap": {
        "ja": "{label}: 次の支払いに上限を設ける。",
        "en": "{label}: the following payment has an upper limit.",
    },
    "floor": {
        "ja": "{label}: 次の支払いに下限を設ける。",
        "en": "{label}: the following payment has a lower limit.",
    },
    "guarantee": {
        "ja": "{label}として、支払者は次の最低額を保証し、不足額を支払う。",
        "en": "As {label}, the payer guarantees the following minimum and tops up what is missing.",
    },
    "reserve": {
        "ja": "{label}として、返品に備えて次の額を留保する。",
        "en": "As {label}, the following is held back against returns.",
    },
    "clawback": {
        "ja": "{label}として、受けた交付金のうち次の額を納付する。",
        "en": "As {label}, the following part of a grant received is given back.",
    },
    "split": {
        "ja": "{label}として、残額を次の者に分配する。",
        "en": "What is left is divided as {label} among the following.",
    },
}

MEASURES: Final[Mapping[str, Words]] = {
    "rate": {"ja": "{basis}の{rate}", "en": "{rate} of {basis}"},
    "price": {
        "ja": "{basis} × 単価{price} × {rate}",
        "en": "{basis} × a price of {price} × {rate}",
    },
    "tiers": {"ja": "{basis}に次の率を当てはめた額", "en": "{basis} at the rates below"},
    "fixed": {"ja": "計算ごとに定額{fixed}", "en": "a fixed {fixed} for each run"},
    "plain": {"ja": "{basis}", "en": "{basis}"},
    "and": {"ja": "{0}と{1}", "en": "{0} and {1}"},
}

BASES: Final[Mapping[str, Words]] = {
    "gross": {"ja": "総売上", "en": "gross revenue"},
    "received": {"ja": "入金額", "en": "the amount received"},
    "remainder": {"ja": "残額", "en": "what is left"},
    "after": {"ja": "「{0}」を差し引いた後の残額", "en": "what is left after {0}"},
    "amount": {"ja": "「{0}」の額", "en": "the amount of {0}"},
    "excess": {"ja": "{0}の目標額を超えた額", "en": "what came in beyond the target of {0}"},
    "units": {"ja": "数量", "en": "the units"},
}

FIELDS: Final[Mapping[str, Words]] = {
    "against": {"ja": "原資: 「{0}」として支払われる額", "en": "Out of what is paid as {0}."},
    "basis": {"ja": "対象額: {0}", "en": "Basis: {0}."},
    "account": {"ja": "勘定: {0}", "en": "Account: {0}."},
    "payees": {"ja": "受取人: {0}", "en": "Payee: {0}."},
    "rate": {"ja": "率: {0}", "en": "Rate: {0}."},
    "fixed": {"ja": "定額: 計算ごとに{0}", "en": "Fixed sum: {0} for each run."},
    "where": {"ja": "対象を次に限る: {0}", "en": "Limited to: {0}."},
    "channels": {
        "ja": "定めのある利用: {0}。これ以外の利用と、利用の記載のない収入を保留する。",
        "en": "Uses with terms: {0}; revenue of other uses, or without a use, is set aside.",
    },
    "per": {"ja": "{0}", "en": "{0}."},
    "scope": {"ja": "計算の単位: {0}", "en": "Computed {0}."},
    "rounding": {"ja": "端数: {0}未満切捨て", "en": "Rounded down to {0}."},
    "cumulative": {"ja": "累計による計算: {0}", "en": "Computed to date: {0}."},
    "rule": {"ja": "分け方の端数: {0}", "en": "Remainders of a division: {0}."},
    "category": {"ja": "区分: {0}", "en": "Category: {0}."},
    "cap": {"ja": "上限: {0}", "en": "Upper limit: {0}."},
    "floor": {"ja": "下限: {0}", "en": "Lower limit: {0}."},
    "price": {"ja": "単価: {0}", "en": "Price: {0}."},
    "share_of_units": {"ja": "数える数量の割合: {0}", "en": "Part of the units that counts: {0}."},
    "tiers": {"ja": "表: {0}", "en": "Table: {0}."},
    "tiers_by": {"ja": "段階を決める量: {0}", "en": "The tier is found by {0}."},
    "tier_mode": {"ja": "当てはめ方: {0}", "en": "A tier applies to {0}."},
    "tier_read": {"ja": "段階を読む時点: {0}", "en": "The tier is read {0}."},
    "mode": {"ja": "当てはめ方: {0}", "en": "A tier applies to {0}."},
    "metric": {"ja": "数えるもの: {0}", "en": "Counted: {0}."},
    "year": {"ja": "契約年度: {0}", "en": "Contract year: {0}."},
    "survives": {
        "ja": "委員会の終了後も存続する: {0}",
        "en": "Outlives the committee: {0}.",
    },
    "roles": {"ja": "役割ごとの持ち点: {0}", "en": "Points by role: {0}."},
    "credits": {"ja": "クレジット: {0}", "en": "Credits: {0}."},
    "of": {"ja": "対象の支払い: {0}", "en": "Payment concerned: {0}."},
    "amount": {"ja": "額: {0}", "en": "Amount: {0}."},
    "instalments": {"ja": "分割の支払い: {0}", "en": "Instalments: {0}."},
    "cross": {"ja": "作品・条項をまたぐ通算: {0}", "en": "Counted across clauses: {0}."},
    "recoupable": {
        "ja": "後の年度の超過分からの回収: {0}",
        "en": "Paid back out of what later years earn above it: {0}.",
    },
    "linked": {"ja": "関連する契約: {0}", "en": "Linked agreement: {0}."},
    "release": {"ja": "解除: {0}", "en": "Released: {0}."},
    "grant": {"ja": "交付額: {0}", "en": "Grant: {0}."},
    "cost": {"ja": "事業費: {0}", "en": "Cost: {0}."},
    "own_share": {"ja": "自己負担額: {0}", "en": "Own burden: {0}."},
    "until": {"ja": "対象の最後の月: {0}", "en": "Last month that counts: {0}."},
    "holders": {"ja": "分配を受ける者: {0}", "en": "Divided among: {0}."},
    "income": {"ja": "所得の種類: {0}", "en": "Kind of income: {0}."},
}

CODES: Final[Mapping[str, Words]] = {
    "gross_only": {
        "ja": "総額で報告された収入にだけ適用する",
        "en": "Applies to revenue reported gross only",
    },
    "item": {"ja": "一件ごと", "en": "for every revenue item"},
    "channel_month": {"ja": "利用と月ごと", "en": "for every use and month"},
    "total": {"ja": "合計について一度", "en": "once, on the total"},
    "hamilton": {"ja": "最大剰余法", "en": "largest remainder"},
    "first": {"ja": "先頭から1単位ずつ", "en": "one unit each, from the first"},
    "platform": {"ja": "プラットフォーム手数料", "en": "platform"},
    "distribution": {"ja": "配給手数料", "en": "distribution"},
    "window": {"ja": "窓口手数料", "en": "window"},
    "lead": {"ja": "幹事手数料", "en": "lead"},
    "agent": {"ja": "代理店手数料", "en": "agent"},
    "other": {"ja": "その他", "en": "other"},
    "units": {"ja": "数量", "en": "units"},
    "money": {"ja": "金額", "en": "money"},
    "marginal": {"ja": "段階ごとの部分に、その段階の率", "en": "its own slice"},
    "whole": {"ja": "達した段階の率を全体に", "en": "the whole"},
    "now": {"ja": "計算の時", "en": "when the run is made"},
    "period_start": {"ja": "計算期間の初め", "en": "when the period begins"},
    "period": {"ja": "計算ごと", "en": "for each run"},
    "cumulative": {"ja": "累計", "en": "to date"},
    "month": {"ja": "月ごと", "en": "for each month"},
    "per-year": {"ja": "契約年度ごと", "en": "for each contract year"},
    "views": {"ja": "視聴回数", "en": "views"},
    "hours": {"ja": "視聴時間", "en": "hours"},
    "minutes": {"ja": "視聴分数", "en": "minutes"},
    "plays": {"ja": "再生回数", "en": "plays"},
    "downloads": {"ja": "ダウンロード数", "en": "downloads"},
    "person": {"ja": "一人につき", "en": "per person"},
    "role": {"ja": "役割全体で", "en": "for the role"},
    "memo": {"ja": "記録のみ", "en": "watched only"},
    "advance": {"ja": "前払金", "en": "advance"},
    "investment": {"ja": "出資", "en": "investment"},
    "copyright": {"ja": "著作権使用料", "en": "copyright royalty"},
    "fee": {"ja": "手数料・報酬", "en": "fee"},
    "partnership": {"ja": "組合の損益", "en": "partnership result"},
    "repayment": {"ja": "弁済", "en": "repayment"},
    "by-table": {"ja": "次の表の率", "en": "the rate in the table"},
    "yes": {"ja": "する", "en": "yes"},
    "no": {"ja": "しない", "en": "no"},
    "remaining": {"ja": "残り", "en": "the rest"},
    "channel": {"ja": "利用", "en": "use"},
    "territory": {"ja": "地域", "en": "territory"},
    "work": {"ja": "作品", "en": "work"},
    "points": {"ja": "{0}点", "en": "{0} points"},
    "limit": {"ja": "{amount}（{per}）", "en": "{amount} {per}"},
    "target": {
        "ja": "{label}（{kind}、目標額{amount}）",
        "en": "{label} ({kind}, target {amount})",
    },
    "shared": {"ja": "ほかの契約と共有", "en": "shared with other agreements"},
    "from": {"ja": "{0}から {1}", "en": "from {0}: {1}"},
    "counted-by": {"ja": "{0}（{1}の数による）", "en": "{0}, as counted by {1}"},
    "years": {"ja": "{0}から{1}か月ごと", "en": "every {1} months from {0}"},
    "years-many": {"ja": "{0}から{1}か月ごと、{2}年度", "en": "{2} of {1} months from {0}"},
    "months": {
        "ja": "{0}か月後から{1}回に分け、{2}か月ごと",
        "en": "in {1} parts every {2} months, first after {0} months",
    },
    "committee:investment": {
        "ja": "{0}の構成員（出資比率による）",
        "en": "members of {0}, by investment",
    },
    "committee:copyright": {
        "ja": "{0}の構成員（著作権持分による）",
        "en": "members of {0}, by copyright share",
    },
    "committee:profit": {
        "ja": "{0}の構成員（損益分配の割合による）",
        "en": "members of {0}, by profit share",
    },
}
