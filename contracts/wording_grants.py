"""Sentences about grants that are given back, in Japanese and in English."""

from collections.abc import Mapping
from typing import Final

PAID_BACK: Final = "grant-to-date"
WHOLE: Final = "grant-whole"
PAST: Final = "grant-past"
"""Rules of trace rows: a part of the grant, all of it, nothing new."""

GRANTS_JAPANESE: Mapping[str, str] = {
    PAID_BACK: "{label} {clause}: {basis}の累計 {basis_minor}{added} のうち自己負担額 {burden} を"
    "超える {over} × 交付額 {grant} ÷ 事業費 {cost} = {result}（{unit}未満切捨て）",
    WHOLE: "{label} {clause}: {basis}の累計 {basis_minor}{added} のうち自己負担額 {burden} を"
    "超える {over} × 交付額 {grant} ÷ 事業費 {cost} は交付額を超えるため、交付額 {rounded} まで",
    PAST: "{label} {clause}: 納付の対象となる期間の後のため、累計は {rounded} のまま",
}

GRANTS_ENGLISH: Mapping[str, str] = {
    PAID_BACK: "{label}{clause}: {basis} to date {basis_minor}{added}, above the own burden of"
    " {burden}: {over} x grant {grant} / cost {cost} = {result} (cut to {unit})",
    WHOLE: "{label}{clause}: {basis} to date {basis_minor}{added}, above the own burden of"
    " {burden}: {over} x grant {grant} / cost {cost} is more than the grant, so {rounded}",
    PAST: "{label}{clause}: after the months that count, so it stays {rounded} to date",
}
