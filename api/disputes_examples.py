"""Examples of disputes: bodies and answers, shown in the API's description and tested."""

from typing import Final

from api.examples import CREATOR_ID, DOCUMENT, LEAD_ID, RUN_ID, STATEMENT_ID, Example

DISPUTE_ID: Final = "dsp_01KAM3Z4TJA2B3C4D5E6F7G8H9"
_LINE: Final[Example] = {
    "kind": "statement_line",
    "id": STATEMENT_ID,
    "run": RUN_ID,
    "step": "designer",
}

OPENED: Final[Example] = {
    "subject": _LINE,
    "by": CREATOR_ID,
    "claim": "11月と12月の配信分が含まれていません。",
    "amount_minor": 20000,
    "currency": "JPY",
    "evidence": [DOCUMENT],
    "answer_by": "2027-01-31",
}
SAID: Final[Example] = {"by": LEAD_ID, "text": "12月分は翌月に報告します。"}
SETTLED: Final[Example] = {
    "by": CREATOR_ID,
    "outcome": "withdrawn",
    "reason": "翌月の報告に含まれていた。",
}
DISPUTE_LISTED: Final[Example] = {
    "id": DISPUTE_ID,
    "kind": "statement_line",
    "subject": STATEMENT_ID,
    "opened_by": CREATOR_ID,
    "status": "open",
    "answer_by": "2027-01-31",
    "entry_index": 2301,
}
DISPUTE_SHOWN: Final[Example] = {
    **DISPUTE_LISTED,
    "about": _LINE,
    "against": [LEAD_ID],
    "claim": OPENED["claim"],
    "amount_minor": 20000,
    "currency": "JPY",
    "evidence": [DOCUMENT],
    "messages": [{"number": 1, **SAID}],
}
