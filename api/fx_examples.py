"""Examples about rates of exchange, shown in the API's description."""

from typing import Final

from api.examples import SHA256, Example

RATES: Final[Example] = {
    "source": "kawase",
    "document": {"sha256": SHA256, "title": "kawase-2026-03.csv"},
    "rates": [{"base": "USD", "quote": "JPY", "date": "2026-03-31", "num": 15123, "den": 100}],
}
RATE_SHOWN: Final[Example] = {
    "id": "kawase/USD/JPY/2026-03-31",
    "source": "kawase",
    "base": "USD",
    "quote": "JPY",
    "date": "2026-03-31",
    "num": 15123,
    "den": 100,
    "entry_index": 91,
    "replaced_index": None,
    "document": SHA256,
}
