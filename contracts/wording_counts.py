"""Sentences about counted units, tiers, fees by use and their floors and caps, ja and en."""

from collections.abc import Mapping

COUNTS_JAPANESE: Mapping[str, str] = {
    "units-reported": "{label}: 売上報告「{id}」の{counted} = {quantity}",
    "units-sum": "{label}: {counted} {count}件の合計 = {quantity}",
    "units-alone": "{label} {clause}: {counted} {quantity} × {share}単価 {price} × {rate}"
    " = {result}（{unit}未満切捨て）",
    "units-to-date": "{label} {clause}: {counted}の{since}累計 {quantity}{counted_now}"
    " × {share}単価 {price} × {rate} = {result}（{unit}未満切捨て）",
    "tiers-to-date": "{label} {clause}: {counted}の{since}累計 {quantity}{counted_now}"
    " を段階ごとに計算した合計 = {result}（{unit}未満切捨て）",
    "used-to-date": "{label} {clause}: {counted}の{since}累計 {quantity}{counted_now}"
    " × 1単位あたり {per_unit} = {result}（{unit}未満切捨て）",
    "tier-slice": "{label} 段階{tier}（{span}）: {quantity} × {rate} = {exact}",
    "tier-slice-units": "{label} 段階{tier}（{span}）: {quantity} × {share}単価 {price}"
    " × {rate} = {exact}",
    "tier-slice-used": "{label} 段階{tier}（{span}）: {quantity} × 1単位あたり {per_unit}"
    " = {exact}",
    "tier-reached": "{label}: {counted}の累計 {quantity} は段階{tier}（{span}）に達している",
    "tier-at-start": "{label}: 今回より前の{counted}の累計 {quantity} は段階{tier}（{span}）"
    "に達していた",
    "bound-floor": "{label}: 最低額 {limit}（{per}）に対し、計算額は {basis_minor}、"
    "加算の累計 {rounded}",
    "bound-cut": "{label}: 上限額 {limit}（{per}）に対し、計算額は {basis_minor}、"
    "減額の累計 {rounded}",
    "bounded": "{label} {clause}: 以上の今回分の合計 = {amount}",
    "credited": "{payee}のクレジット: {told}（全体を {all_points} としたとき {points}）",
    "per-period": "計算期間ごと",
    "per-year": "契約年度ごと",
    "per-year-floor": "契約年度ごと、年度末に精算",
    "per-cumulative": "全期間の累計",
    "span-all": "全体",
    "span-first": "{to}まで",
    "span-middle": "{from}を超え{to}まで",
    "span-last": "{from}を超える分",
    "span-reached": "{from}以上{to}未満",
    "span-reached-last": "{from}以上",
    "share-of-units": "算入率 {0} × ",
    "basis:units": "数量",
    "basis:money": "対象額",
    "metric:views": "視聴数",
    "metric:hours": "視聴時間",
    "metric:minutes": "視聴分数",
    "metric:plays": "再生数",
    "metric:downloads": "ダウンロード数",
}

COUNTS_ENGLISH: Mapping[str, str] = {
    "units-reported": "{label}: {counted} in revenue report {id} = {quantity}",
    "units-sum": "{label}: {counted}, sum of {count} reports = {quantity}",
    "units-alone": "{label}{clause}: {counted} {quantity} x {share}price {price} x {rate}"
    " = {result} (cut to {unit})",
    "units-to-date": "{label}{clause}: {counted} to date{since} {quantity}{counted_now}"
    " x {share}price {price} x {rate} = {result} (cut to {unit})",
    "tiers-to-date": "{label}{clause}: {counted} to date{since} {quantity}{counted_now},"
    " sum over the tiers = {result} (cut to {unit})",
    "used-to-date": "{label}{clause}: {counted} to date{since} {quantity}{counted_now}"
    " x {per_unit} each = {result} (cut to {unit})",
    "tier-slice": "{label}, tier {tier} ({span}): {quantity} x {rate} = {exact}",
    "tier-slice-units": "{label}, tier {tier} ({span}): {quantity} x {share}price {price}"
    " x {rate} = {exact}",
    "tier-slice-used": "{label}, tier {tier} ({span}): {quantity} x {per_unit} each = {exact}",
    "tier-reached": "{label}: {counted} to date {quantity} has reached tier {tier} ({span})",
    "tier-at-start": "{label}: {counted} to date before this run {quantity} had reached"
    " tier {tier} ({span})",
    "bound-floor": "{label}: floor {limit} ({per}), amount computed {basis_minor},"
    " added to date {rounded}",
    "bound-cut": "{label}: cap {limit} ({per}), amount computed {basis_minor},"
    " cut to date {rounded}",
    "bounded": "{label}{clause}: sum of these amounts of this run = {amount}",
    "credited": "Credits of {payee}: {told} ({points} of {all_points} in all)",
    "per-period": "each period by itself",
    "per-year": "per contract year",
    "per-year-floor": "per contract year, made up for at its end",
    "per-cumulative": "to date",
    "span-all": "all",
    "span-first": "up to {to}",
    "span-middle": "above {from} up to {to}",
    "span-last": "above {from}",
    "span-reached": "from {from}, below {to}",
    "span-reached-last": "from {from}",
    "share-of-units": "counted share {0} x ",
    "basis:units": "units",
    "basis:money": "amount",
    "metric:views": "views",
    "metric:hours": "hours",
    "metric:minutes": "minutes",
    "metric:plays": "plays",
    "metric:downloads": "downloads",
}
