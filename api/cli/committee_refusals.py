"""Japanese sentences for refusals about committees: how they decide, who comes and who goes."""

from typing import Final

COMMITTEE_REFUSALS_JA: Final[dict[str, str]] = {
    "committee-dissolved": "この製作委員会は清算を終えています。",
    "consent-missing": "必要な同意が足りません。",
    "decisions-wrong": "意思決定の定めが正しくありません。",
}
