"""Sentences about caps, floors, guarantees and reserves, in Japanese and in English."""

from collections.abc import Mapping

MODIFIERS_JAPANESE: Mapping[str, str] = {
    "cap": "{label} {clause}: {basis}の{stretch} {basis_minor}{added} のうち上限額 {figure} を"
    "超えるため差し引く額 = {rounded}",
    "cap-outside": "{label} {clause}: 契約年度の外のため、上限はない",
    "floor": "{label} {clause}: {basis}の{stretch} {basis_minor}{added} が最低額 {figure} に"
    "足りないため加える額 = {rounded}",
    "shortfall": "{label} {clause}: {stretch}の発生額 {basis_minor}{added} が"
    "その期末までの保証額 {figure} に足りない額 = {rounded}",
    "shortfall-of-step": "{label} {clause}: {stretch}の「{guaranteed}」の発生額"
    " {basis_minor}{added} がその期末までの保証額 {figure} に足りない額 = {rounded}",
    "paid-back": "{label} {clause}: {stretch}に保証額を超えて発生した {basis_minor} から、"
    "以前の年度の補填額 {figure} のうち回収する額 = {rounded}",
    "guarantee": "{label} {clause}: 保証による支払の累計 = {rounded}",
    "forecast": "{label} {clause}: 保証による支払の累計 = {rounded}"
    "（{month}に終わる契約年度の不足額は、現時点では {figure}）",
    "withheld": "{label} {clause}: {basis}の{since}累計 {basis_minor}{added} × {rate} = {result}"
    "（{unit}未満切捨て）を留保",
    "reserve-released": "{label} {clause}: {month}に留保した {basis_minor} のうち、時期が来て"
    "解除する額は {rate} = {result}",
    "reserve-held": "{label} {clause}: 留保している額 = {rounded}",
    "calendar-month": "{0}年{1}月",
    "stretch-to-date": "累計",
    "stretch-run": "今回の額",
    "stretch-year": "{month}からの契約年度の累計",
    "stretch-contract-year": "{month}からの契約年度",
}

MODIFIERS_ENGLISH: Mapping[str, str] = {
    "cap": "{label}{clause}: {basis} {stretch} {basis_minor}{added}, cut above the cap {figure}"
    " = {rounded}",
    "cap-outside": "{label}{clause}: outside the contract years, so there is no cap",
    "floor": "{label}{clause}: {basis} {stretch} {basis_minor}{added}, added to reach the least"
    " amount {figure} = {rounded}",
    "shortfall": "{label}{clause}: earned {stretch} {basis_minor}{added}, missing to the"
    " {figure} guaranteed until the end of the period = {rounded}",
    "shortfall-of-step": "{label}{clause}: earned by {guaranteed} {stretch} {basis_minor}{added},"
    " missing to the {figure} guaranteed until the end of the period = {rounded}",
    "paid-back": "{label}{clause}: earned above the guarantee {stretch} {basis_minor}; of the"
    " {figure} topped up for earlier years, paid back = {rounded}",
    "guarantee": "{label}{clause}: paid on the guarantee to date = {rounded}",
    "forecast": "{label}{clause}: paid on the guarantee to date = {rounded} (for the contract"
    " year that ends with {month}, {figure} are missing as of now)",
    "withheld": "{label}{clause}: {basis} to date{since} {basis_minor}{added} x {rate} = {result}"
    " (cut to {unit}) held back",
    "reserve-released": "{label}{clause}: of {basis_minor} held back in {month}, due for release"
    " {rate} = {result}",
    "reserve-held": "{label}{clause}: held back = {rounded}",
    "calendar-month": "{0}-{1}",
    "stretch-to-date": "to date",
    "stretch-run": "in this run",
    "stretch-year": "in the contract year from {month}",
    "stretch-contract-year": "in the contract year from {month}",
}
