"""Examples of papers, shown in the API's description and checked by its tests."""

from typing import Final

from api.examples import AGREEMENT_ID, COMMITTEE_ID, SHA256, Example

RECORD: Final[Example] = {
    "kind": "agreement",
    "of": AGREEMENT_ID,
    "entry": 1204,
    "language": "ja",
    "template": "agreement/1",
    "inputs": "3" * 64,
    "sha256": SHA256,
}
TEXT: Final[Example] = {
    **RECORD,
    "text": "ひな型: 台帳の記録から作成したもので、…\nクリエイター還元契約\n\n第1条 支払者\n…",
}
RECORDED: Final[Example] = {
    **RECORD,
    "entry_index": 1377,
    "recorded_at": "2026-11-22T03:44:05.123456Z",
}
PAPER: Final[Example] = {
    "committee": COMMITTEE_ID,
    "edition": "partner",
    "entry": 812,
    "lang": "en",
    "title": "Star Garden Production Committee",
    "subtitle": "Who signs for which right",
    "day": "2026-11-22",
    "mark": "",
    "blocks": [
        {"kind": "heading", "text": "Windows: these sign for these uses"},
        {
            "kind": "table",
            "head": ["Use", "Territory", "Who signs", "How", "Clause"],
            "widths": [5, 3, 7, 3, 2],
            "rows": [["streaming", "Japan", "Example Streaming", "for the committee", "Article 7"]],
        },
    ],
    "footer": ["Register ledger.example/ip, as known at entry 1204 (2026-11-22)"],
    "address": "",
    "one_page": True,
}
