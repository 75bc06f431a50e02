"""Many kinds of revenue side by side, told in one column where they would not fit.

Each kind has its own fees before all of them join. Beyond what a screen holds side by side, their
revenue becomes one box and their fees another, each listing what it is made of; the words below
the picture still tell every box.
"""

from collections.abc import Collection
from typing import Final

from api.pages.creator.flow import Band, Box, Flow
from api.pages.creator.flow_words import Told

MOST_WIDE: Final = 4
MOST_NARROW: Final = 2
"""Columns that a screen holds side by side."""
_REVENUE: Final = "folded/revenue"
_TAKEN: Final = "folded/taken"


def folded(flow: Flow, most: int, told: Told) -> Flow:
    """Fold what joins in one box out of more columns than a screen holds.

    Args:
        flow: As computed.
        most: Columns.
        told: Writes the texts.

    Example:
        Six kinds of revenue of 10 with a fee of 1 each, joined: 60 of revenue, 6 of fees, 54 left.
    """
    for box in flow.boxes:
        arriving = [band for band in flow.bands if band.target == box.id]
        before = _before(flow, box.id)
        if len(arriving) > most and _is_foldable(flow, box.id, before):
            return _without(flow, box, before, arriving, told)
    return flow


def _before(flow: Flow, id: str) -> set[str]:
    """Return all boxes from which bands lead to a box."""
    found: set[str] = set()
    waiting = [id]
    while waiting:
        target = waiting.pop()
        new = {band.source for band in flow.bands if band.target == target} - found
        found |= new
        waiting.extend(sorted(new))
    return found


def _is_foldable(flow: Flow, id: str, before: Collection[str]) -> bool:
    """Tell whether nothing but revenue and fees comes before a box, and leads nowhere else."""
    kinds = {box.kind for box in flow.boxes if box.id in before}
    leads_out = any(
        band.source in before and band.target not in before and band.target != id
        for band in flow.bands
    )
    return kinds <= {"source", "taken"} and "source" in kinds and not leads_out


def _without(
    flow: Flow, box: Box, before: Collection[str], arriving: list[Band], told: Told
) -> Flow:
    sources = [one for one in flow.boxes if one.id in before and one.kind == "source"]
    taken = [one for one in flow.boxes if one.id in before and one.kind == "taken"]
    left = sum(band.amount_minor for band in arriving)
    revenue = sum(one.amount_minor for one in sources)
    boxes = [Box(_REVENUE, "source", told.revenue(""), told.amount(revenue), _listed(sources))]
    bands = [Band(_REVENUE, _TAKEN if taken else box.id, "read", revenue)]
    if taken:
        fees = sum(one.amount_minor for one in taken)
        boxes.append(Box(_TAKEN, "taken", told.many, told.taken(fees), _listed(taken)))
        bands.append(Band(_TAKEN, box.id, "left", left, told.left(left)))
    kept = [one for one in flow.boxes if one.id not in before]
    others = [band for band in flow.bands if band.source not in before]
    return Flow((*boxes, *kept), (*bands, *others))


def _listed(boxes: list[Box]) -> tuple[str, ...]:
    """Say what a folded box is made of, the largest first."""
    ordered = sorted(boxes, key=lambda one: (-one.amount_minor, one.id))
    return tuple(f"{one.title} {one.amount}" for one in ordered)
