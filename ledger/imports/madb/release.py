"""Release of a work: first day, length and number of episodes, as far as the row prints them."""

import re
from collections.abc import Iterable
from datetime import date

from ledger.imports.madb.source import Node, texts

_JAPANESE_DATE = re.compile(r"^\s*((?:18|19|20)\d\d)年(\d{1,2})月(\d{1,2})日")
_HOURS = re.compile(r"(?:(\d{1,2})時間)?\s*(\d{1,3})分")


def first_published(node: Node) -> tuple[date | None, str]:
    """Return the day of first publication and the field it was read from.

    A row without a date may still print a whole day at the beginning of its note on the release.

    Raises:
        ValueError: What is printed as a date is none.
    """
    for name in ("datePublished", "startDate"):
        for text in texts(node.get(name))[:1]:
            return date.fromisoformat(text), name
    for text in texts(node.get("periodDisplayed")):
        found = _JAPANESE_DATE.match(text)
        if found:
            return date(int(found[1]), int(found[2]), int(found[3])), "periodDisplayed"
    return None, ""


def length_minutes(node: Node, parts: Iterable[Node]) -> int | None:
    """Return the minutes when exactly one part prints them, or the note on the release does."""
    lengths = [text for part in parts for text in texts(part.get("duration"))]
    if len(lengths) == 1 and lengths[0].isascii() and lengths[0].isdigit():
        return int(lengths[0]) or None
    if lengths:
        return None
    found = [_HOURS.search(text) for text in texts(node.get("periodDisplayed"))]
    minutes = [int(m[1] or 0) * 60 + int(m[2]) for m in found if m]
    return minutes[0] if len(minutes) == 1 and minutes[0] else None


def episodes(node: Node, parts: tuple[Node, ...]) -> int | None:
    """Return the number of episodes: as stated, as numbered parts, or as programmes."""
    counted = [int(text) for text in texts(node.get("numberOfEpisodes")) if text.isdecimal()]
    if counted and counted[0]:
        return counted[0]
    numbered = {text for part in parts for text in texts(part.get("episodeNumber"))}
    if len(numbered) > 1:
        return len(numbered)
    programmes = [int(text) for text in texts(node.get("numberOfPrograms")) if text.isdecimal()]
    return programmes[0] if programmes and programmes[0] else None
