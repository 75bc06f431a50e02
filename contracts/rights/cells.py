"""Divide an extent into cells: parts inside which every grant is the same all over.

    cells(whole, reaches) -> list[Cell]   each reach covers a cell entirely or not at all
    merged(parts) -> list                 neighbours with equal content made one again
    hull(reaches) -> Extent               the smallest box around them
    meetings(reaches, pivots)             pairs that overlap, without comparing all with all

A cell is never one medium in one country on one day: leaves that no grant tells apart stay
together, and periods are cut only where a grant begins or ends. An extent is cut where it separates
grants best, so that many small grants are told apart by halves and not one by one.
"""

import datetime as dt
from collections.abc import Collection, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import product
from typing import Final, TypeVar

from contracts.rights.extent import Extent, on_axis, touches
from contracts.rights.vocabulary import AXES, Axis

Content = TypeVar("Content", bound=Hashable)

_FEW: Final = 16  # so many reaches are compared one by one
_MASKS: Final = 48  # so many different sets are enough to choose a cut from
_ONE_DAY: Final = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Cell:
    """A part of an extent, with the numbers of the reaches that cover it, rising.

    Attributes:
        extent: The part.
        covered_by: Positions in the list of reaches.
    """

    extent: Extent
    covered_by: tuple[int, ...]


def cells(whole: Extent, reaches: Sequence[Extent]) -> list[Cell]:
    """Divide an extent so that each reach covers every part entirely or not at all.

    Args:
        whole: What is divided; the parts do not overlap and are together the whole.
        reaches: Extents of grants.

    Example:
        All media in the world with one grant of 配信・日本 has three cells: 配信・日本, 配信 in the
        rest of the world, and all other media.
    """
    found = []
    todo = [(whole, _touching(whole, reaches, range(len(reaches))))]
    while todo:
        box, numbers = todo.pop()
        cut = _cut(box, [reaches[number] for number in numbers])
        if cut is None:
            found.append(Cell(box, tuple(numbers)))
            continue
        todo += [(half, _touching(half, reaches, numbers)) for half in reversed(cut)]
    return found


def merged(parts: Iterable[tuple[Extent, Content]]) -> list[tuple[Extent, Content]]:
    """Join parts of equal content that differ on one axis only, or follow each other in time.

    Args:
        parts: Extents that do not overlap, each with what is said about it.

    Returns:
        Fewer parts that say the same; not always the fewest possible.
    """
    known, count = list(parts), -1
    while count != len(known):
        count = len(known)
        for axis in AXES:
            known = _joined(known, axis)
        known = _followed(known)
    return known


def meetings(reaches: Sequence[Extent], pivots: Collection[int]) -> Iterator[tuple[int, int]]:
    """Give every pair of reaches that overlap, one of them a pivot; the smaller number first.

    Args:
        reaches: Extents of grants.
        pivots: Numbers of the reaches that matter: pairs of others are not looked for.
    """
    seen: set[tuple[int, int]] = set()
    todo = [(hull(reaches), list(range(len(reaches))))] if reaches else []
    while todo:
        box, numbers = todo.pop()
        inside = [number for number in numbers if number in pivots]
        halves = _halves(box, reaches, numbers) if inside else []
        todo += halves
        for one, other in product(() if halves else inside, numbers):
            pair = (min(one, other), max(one, other))
            if one != other and pair not in seen and touches(reaches[one], reaches[other]):
                seen.add(pair)
                yield pair


def hull(reaches: Sequence[Extent]) -> Extent:
    """Give the smallest box around reaches, of which there is at least one."""
    sets = dict.fromkeys(AXES, 0)
    for reach in reaches:
        for axis in AXES:
            sets[axis] |= getattr(reach, axis)
    ends = [reach.until for reach in reaches]
    known = [end for end in ends if end is not None]
    return Extent(
        sets["acts"],
        sets["media"],
        sets["territories"],
        sets["languages"],
        min(reach.first for reach in reaches),
        max(known) if len(known) == len(ends) else None,
    )


def _halves(
    box: Extent, reaches: Sequence[Extent], numbers: list[int]
) -> list[tuple[Extent, list[int]]]:
    """Cut a box for comparing pairs; nothing when few are left or a cut separates too little."""
    cut = _cut(box, [reaches[number] for number in numbers]) if len(numbers) > _FEW else None
    if cut is None:
        return []
    halves = [(half, _touching(half, reaches, numbers)) for half in cut]
    is_worth_it = sum(len(inside) for _, inside in halves) * 4 <= len(numbers) * 7
    return halves if is_worth_it else []


def _touching(box: Extent, reaches: Sequence[Extent], numbers: Iterable[int]) -> list[int]:
    return [number for number in numbers if touches(box, reaches[number])]


def _cut(box: Extent, reaches: Sequence[Extent]) -> tuple[Extent, Extent] | None:
    """Give the two halves of a box that separate the reaches best; None when all cover it."""
    best, least = None, 0
    for halves in _cuts(box, reaches):
        left, right = halves
        crowd = sum(touches(left, reach) + touches(right, reach) for reach in reaches)
        if best is None or crowd < least:
            best, least = halves, crowd
    return best


def _cuts(box: Extent, reaches: Sequence[Extent]) -> Iterator[tuple[Extent, Extent]]:
    for axis in AXES:
        whole = getattr(box, axis)
        part = _half_of(whole, (getattr(reach, axis) & whole for reach in reaches))
        if part != whole:
            yield on_axis(box, axis, part), on_axis(box, axis, whole & ~part)
    day = _middle(box, reaches)
    if day:
        yield replace(box, until=day - _ONE_DAY), replace(box, first=day)


def _half_of(whole: int, masks: Iterable[int]) -> int:
    """Give half of the classes of leaves that the masks tell apart; the whole when none does."""
    different = sorted({mask for mask in masks if mask != whole})
    classes = [whole]
    for mask in different[:: max(1, len(different) // _MASKS)]:
        classes = [part for each in classes for part in (each & mask, each & ~mask) if part]
    part = 0
    for each in sorted(classes)[: max(1, len(classes) // 2)]:
        part |= each
    return part


def _middle(box: Extent, reaches: Sequence[Extent]) -> dt.date | None:
    """Give the day in the middle of those on which a reach begins, or is over, inside the box."""
    days = [reach.first for reach in reaches if reach.first > box.first]
    for reach in reaches:
        if reach.until is not None and (box.until is None or reach.until < box.until):
            days.append(reach.until + _ONE_DAY)
    days.sort()
    return days[len(days) // 2] if days else None


def _joined(parts: list[tuple[Extent, Content]], axis: Axis) -> list[tuple[Extent, Content]]:
    """Join parts that differ on one axis only; the first of them keeps its place."""
    sums: dict[tuple[Extent, Content], int] = {}
    for extent, content in parts:
        key = (on_axis(extent, axis, 0), content)
        sums[key] = sums.get(key, 0) | getattr(extent, axis)
    return [(on_axis(extent, axis, bits), content) for (extent, content), bits in sums.items()]


def _followed(parts: list[tuple[Extent, Content]]) -> list[tuple[Extent, Content]]:
    """Join parts of which one begins the day after the other ends."""
    rows: dict[tuple[tuple[int, ...], Content], list[Extent]] = {}
    for extent, content in sorted(parts, key=lambda part: part[0].first):
        row = rows.setdefault((tuple(getattr(extent, axis) for axis in AXES), content), [])
        before = row[-1].until if row else None
        if before is not None and before + _ONE_DAY == extent.first:
            row[-1] = replace(row[-1], until=extent.until)
        else:
            row.append(extent)
    return [(extent, content) for (_, content), row in rows.items() for extent in row]
