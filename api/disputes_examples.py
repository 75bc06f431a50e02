"""Examples of disputes: bodies and answers, shown in the API's description and tested."""

from typing import Final

from api.examples import (
    CREATOR_ID,
    DOCUMENT,
    LEAD_ID,
    REVISION_ID,
    RUN_ID,
    STATEMENT_ID,
    Example,
)

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

_PORTION: Final[Example] = {
    "statement": STATEMENT_ID,
    "run": RUN_ID,
    "step": "members",
    "amount_minor": 20000,
}
HOLD: Final[Example] = {"by": LEAD_ID, "lines": [_PORTION]}
RELEASE: Final[Example] = {
    "by": LEAD_ID,
    "lines": [{**_PORTION, "amount_minor": 5000}],
    "reason": "一部は解決した。",
}
DEADLINE: Final[Example] = {
    "by": CREATOR_ID,
    "turn": [LEAD_ID],
    "answer_by": "2027-02-28",
    "note": "12月分の明細をお送りください。",
}
CARRIED_OUT: Final[Example] = {
    "by": LEAD_ID,
    "correction": {"kind": "revision", "id": REVISION_ID},
}
STATISTICS: Final[Example] = {
    "from": "2026-04-01",
    "to": "2027-03-31",
    "opened": 2,
    "still_open": 1,
    "outcomes": {"upheld": 1},
    "kinds": {"statement_line": 2},
    "days_to_answer": 3,
    "days_to_settle": 10,
    "not_carried_out": 0,
    "amounts": [
        {"currency": "JPY", "claimed_minor": 1500, "held_minor": 400, "granted_minor": 600}
    ],
}
