"""A picture of a work's rights on one day: media down, territories across, a status in each box.

    grid(found, media, territories) -> dict[(medium, territory), tuple[Status, ...]]

`found` is the answer to a question that reaches at least as far as the picture, on all acts. A box
shows only the acts that its medium takes as a rule: that somebody may recite a film does not close
its streaming.
"""

from collections.abc import Iterable
from typing import Final

from contracts.rights.avails import Availability, Status
from contracts.rights.vocabulary import tree_of, usual_acts

WEIGHT: Final[tuple[Status, ...]] = ("licensed", "held-back", "unassigned", "optioned", "free")
"""What a box with one word should say, of several: the first of these."""


def grid(
    found: Availability, media: Iterable[str], territories: Iterable[str]
) -> dict[tuple[str, str], tuple[Status, ...]]:
    """Give every status that occurs in each box, the weightiest first.

    Args:
        found: Answer to a question about all acts of these media in these territories.
        media: Codes of the rows, leaves or larger nodes.
        territories: Codes of the columns.

    Example:
        SVOD is licensed in Japan and nothing else: the box (streaming, JP) is licensed and free,
        (svod, JP) is licensed, (streaming, DE) is free.
    """
    columns = {code: tree_of("territories").bits(code) for code in territories}
    boxes: dict[tuple[str, str], tuple[Status, ...]] = {}
    for medium in media:
        leaves = tree_of("media").bits(medium)
        for code, places in columns.items():
            seen = _seen(found, leaves, places)
            boxes[medium, code] = tuple(status for status in WEIGHT if status in seen)
    return boxes


def _seen(found: Availability, leaves: int, places: int) -> set[Status]:
    return {
        part.status
        for part in found.parts
        if part.extent.territories & places
        and part.extent.media & leaves
        and part.extent.acts & usual_acts(part.extent.media & leaves)
    }
