"""The sentences of an explanation, one per kind of trace row, in Japanese and in English.

Each sentence is filled by `contracts.explain` with texts of its own language only.
"""

from collections.abc import Mapping

from contracts.wording_counts import COUNTS_ENGLISH, COUNTS_JAPANESE
from contracts.wording_grants import GRANTS_ENGLISH, GRANTS_JAPANESE
from contracts.wording_modifiers import MODIFIERS_ENGLISH, MODIFIERS_JAPANESE

Wording = Mapping[str, str]

JAPANESE: Wording = {
    "item": "売上報告「{id}」{place}: {amount}",
    "item-released": "以前に保留した売上報告「{id}」{place}: {amount}",
    "item-converted": "売上報告「{id}」{place}: {basis} {sign} {rate}（{source}、{date}公表）"
    "= {result}",
    "item-to-date": "売上報告「{id}」{place}: 同じ相場で換算する累計 {basis}（うち今回 {line}）"
    " {sign} {rate}（{source}、{date}公表）= {result}。前回までの {prior} を差し引き、"
    "今回は {amount}",
    "item-of-total": "売上報告「{id}」{place}: 報告の合計 {basis} {sign} {rate}"
    "（{source}、{date}公表）= {result}、これを明細に分ける（端数は最大剰余法）。"
    "この明細は {line} にあたる {amount}",
    "gross": "総額報告",
    "net": "純額報告",
    "place": "（{0}）",
    "join": "・",
    "month": "{0}年{1}月分",
    "sum": "{label}: {count}件の合計 = {amount}",
    "sum-gross": "{label}の対象となる総売上 {count}件の合計 = {amount}",
    "sum-left": "{label}の対象となる残額 {count}件の合計 = {amount}",
    "sum-retained": "どの条項でも差し引かれなかった額 = {amount}",
    "rate": "{label} {clause}: {basis} {basis_minor} × {rate} = {result}（{unit}未満切捨て）",
    "rate-to-date": "{label} {clause}: {basis}の{since}累計 {basis_minor}{added} × {rate}"
    " = {result}（{unit}未満切捨て）",
    "fixed": "{label} {clause}: 定額 {amount}",
    "cost": "{label}の費用「{id}」: {amount}",
    "expense": "{label} {clause}: 費用の合計 {amount}",
    "expense-to-date": "{label} {clause}: 費用の累計 {rounded}",
    "expense-capped": "{label} {clause}: 費用 {basis_minor} のうち上限の {rounded} まで"
    "（超過した {above} は差し引かない）",
    "memo": "{label} {clause}: 入金の累計 {basis_minor}{added} が目標額 {target} を超えた額"
    " = {rounded}",
    "elsewhere": "{label} {clause}: 複数の契約で共有する目標額 {target} のうち、ほかの契約が"
    "満たした額 = {basis_minor}",
    "recoup": "{label} {clause}: 回収の対象の累計 {basis_minor}{added}、目標額 {target} まで"
    " = {rounded}",
    "recoup-rest": "{label} {clause}: 回収の対象の累計 {basis_minor}{added}、"
    "先の条項が残した目標額 {target} まで = {rounded}",
    "hold": "{label} {clause}: {amount} を保留（{reason}）",
    "held": "{label} {clause}: 受取人が確定していないため {amount} を保留",
    "held-released": "{label} {clause}: 受取人が確定したため、保留していた {amount} を解除",
    "share": "{payee}の取り分: {label}の{since}累計 {basis_minor} × {rate} = {result}（{rule}）",
    "split": "{label} {clause}: 分配原資の累計 {basis_minor}{added}、分配できる額 = {rounded}"
    "（累計が0円を下回る間は分配しない）",
    "added": "（うち今回 {0}）",
    "since": "変更後の",
    "prior": "。前回までの {prior} を差し引き、今回は {amount}",
    "left": "。差引残額 {left}",
    "rounded": "{exact} → {rounded}",
    "owed": "{payee}への今回の配分額は {amount} です。",
    "end": "。",
    "hamilton": "端数は最大剰余法",
    "first": "端数は先頭から1単位ずつ",
    "basis:gross": "総売上",
    "basis:received": "入金額",
    "basis:remainder": "残額",
    "basis:after": "{0}を差し引いた後の残額",
    "basis:amount": "{0}の額",
    "basis:excess": "{0}の目標額を超えた額",
    "channel-unknown": "窓口が不明",
    "channel-without-window": "窓口の定めがない",
    "held-by-terms": "契約の定めによる",
    "and-more": "ほか {count}件の明細は省略",
    "not-disclosed": "これより前の計算は、監査人が検証済み・非開示",
    "aggregate": "{label} {clause}: 今回の額 {amount}（計算の内訳は、監査人が検証済み・非開示）",
}

ENGLISH: Wording = {
    "item": "Revenue report {id}{place}: {amount}",
    "item-released": "Revenue report {id}{place}, held before: {amount}",
    "item-converted": "Revenue report {id}{place}: {basis} {sign} {rate}"
    " ({source}, published for {date}) = {result}",
    "item-to-date": "Revenue report {id}{place}: to date at this rate {basis} (of it now {line})"
    " {sign} {rate} ({source}, published for {date}) = {result}; less {prior} before, now {amount}",
    "item-of-total": "Revenue report {id}{place}: total of the report {basis} {sign} {rate}"
    " ({source}, published for {date}) = {result}, shared by its lines (odd units by largest"
    " remainder); this line is {line}, that is {amount}",
    "gross": "gross",
    "net": "net",
    "place": " ({0})",
    "join": ", ",
    "month": "{0}-{1}",
    "sum": "{label}: sum of {count} amounts = {amount}",
    "sum-gross": "Gross revenue for {label}: sum of {count} reports = {amount}",
    "sum-left": "Money for {label}: sum of {count} remainders = {amount}",
    "sum-retained": "Taken by no clause = {amount}",
    "rate": "{label}{clause}: {basis} {basis_minor} x {rate} = {result} (cut to {unit})",
    "rate-to-date": "{label}{clause}: {basis} to date{since} {basis_minor}{added} x {rate}"
    " = {result} (cut to {unit})",
    "fixed": "{label}{clause}: fixed sum {amount}",
    "cost": "Cost {id} for {label}: {amount}",
    "expense": "{label}{clause}: sum of costs {amount}",
    "expense-to-date": "{label}{clause}: costs to date {rounded}",
    "expense-capped": "{label}{clause}: of costs {basis_minor}, up to the cap {rounded}"
    " ({above} above the cap is not deducted)",
    "memo": "{label}{clause}: inflow to date {basis_minor}{added} beyond the target {target}"
    " = {rounded}",
    "elsewhere": "{label}{clause}: of the target {target} shared by several agreements, others"
    " have filled {basis_minor}",
    "recoup": "{label}{clause}: inflow to date {basis_minor}{added}, up to the target {target}"
    " = {rounded}",
    "recoup-rest": "{label}{clause}: inflow to date {basis_minor}{added}, up to what earlier"
    " clauses left of the target {target} = {rounded}",
    "hold": "{label}{clause}: {amount} held ({reason})",
    "held": "{label}{clause}: {amount} held, because nobody is known to receive it",
    "held-released": "{label}{clause}: {amount} held before is released, the receiver being known",
    "share": "Share of {payee}: {label} to date{since} {basis_minor} x {rate} = {result} ({rule})",
    "split": "{label}{clause}: pool to date {basis_minor}{added}, of it distributable = {rounded}"
    " (nothing while the pool is below zero)",
    "added": " (of it now {0})",
    "since": " since the change",
    "prior": "; less {prior} before, now {amount}",
    "left": "; left {left}",
    "rounded": "{exact}, rounded {rounded}",
    "owed": "Allocated to {payee} in this run: {amount}.",
    "end": ".",
    "hamilton": "odd units by largest remainder",
    "first": "odd units one each from the first on",
    "basis:gross": "gross revenue",
    "basis:received": "amount received",
    "basis:remainder": "what is left",
    "basis:after": "what is left after {0}",
    "basis:amount": "amount of {0}",
    "basis:excess": "amount beyond the target of {0}",
    "channel-unknown": "its window is not known",
    "channel-without-window": "no window is agreed for it",
    "held-by-terms": "as the agreement says",
    "and-more": "{count} further lines are left out",
    "not-disclosed": "Steps before these: checked by the auditor, not disclosed",
    "aggregate": "{label}{clause}: {amount} (how it was computed: checked by the auditor,"
    " not disclosed)",
}

WORDINGS: Mapping[str, Wording] = {
    "ja": {**JAPANESE, **GRANTS_JAPANESE, **COUNTS_JAPANESE, **MODIFIERS_JAPANESE},
    "en": {**ENGLISH, **GRANTS_ENGLISH, **COUNTS_ENGLISH, **MODIFIERS_ENGLISH},
}

CHANNELS: Mapping[str, str] = {
    "broadcast": "放送",
    "streaming": "配信",
    "video": "ビデオグラム",
    "merchandise": "商品化",
    "merchandising": "商品化",
    "overseas": "海外",
    "theatrical": "劇場",
    "publishing": "出版",
    "music": "音楽",
    "game": "ゲーム",
    "event": "イベント",
    "stage": "舞台",
    "other": "その他",
}
"""Japanese names of the usual windows, whose codes are English words."""
