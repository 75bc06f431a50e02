"""What the sums of a run are called in Japanese, as far as caps, guarantees and reserves go."""

from typing import Final

IDENTITY_JA: Final[dict[str, str]] = {
    "capped": "上限による減額",
    "floors": "最低額の加算",
    "guarantees": "最低保証",
    "reserved": "留保",
    "withheld": "留保のための控除",
}
