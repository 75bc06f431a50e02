"""Counted units: how many copies, views or hours stand behind the money of a step.

A report states its units once. Where its money arrives in parts, the units come with the first
part, so a step that counts them is due in full from then on.
"""

from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING

from contracts.inputs import Item
from contracts.step import Basis, Head
from contracts.trace import TraceRow

if TYPE_CHECKING:
    from contracts.flow import Flow

UNITS = Basis("units")
"""The basis of a step that counts copies or views instead of money."""


def count_units(
    flow: "Flow", head: Head, row: str, items: Iterable[Item]
) -> tuple[int, tuple[str, ...]]:
    """Add up the units of items, and leave rows that say how many each report counted.

    The rows move no money: their amounts are zero, and their basis is a number of units.

    Args:
        flow: The run.
        head: The step that counts.
        row: Id of the trace row of its amount.
        items: In the order they are to be told.

    Returns:
        The sum, and the row that states it; no row where no item has units.
    """
    counting = [item for item in items if item.units]
    rows = tuple(
        flow.record(_row(flow, head, f"{row}/units/item/{item.id}", item)) for item in counting
    )
    total = sum(item.units for item in counting)
    if len(rows) > 1:
        rows = (flow.record(_sum(flow, head, f"{row}/units", total, rows)),)
    return total, rows


def hold_units(state: dict[str, int], item: Item) -> None:
    """Remember the units of an item that is set aside, where its amount does not say enough.

    A report's units are given with every part of its money that is released, so a later part that
    came without them is marked. Units without money would be forgotten, since no amount is held.
    """
    if not item.units:
        state[f"unitless:{item.id}"] = 1
    elif not item.amount_minor:
        state[f"held-units:{item.id}"] = item.units


def with_held_units(state: dict[str, int], item: Item) -> Item:
    """Give an item that is released with the units it was set aside with."""
    state.pop(f"held-units:{item.id}", 0)
    return replace(item, units=0) if state.pop(f"unitless:{item.id}", 0) else item


def _row(flow: "Flow", head: Head, row_id: str, item: Item) -> TraceRow:
    return TraceRow(
        id=row_id,
        step=head.id,
        kind="units",
        clause=head.clause,
        label_ja=head.label_ja,
        label_en=head.label_en,
        currency=flow.inputs.currency,
        basis="units",
        basis_minor=item.units,
        rule="units-reported",
        channel=item.channel or "",
        month=item.month,
        note=item.id,
        parents=(f"item/{item.id}",),
    )


def _sum(flow: "Flow", head: Head, row_id: str, total: int, rows: tuple[str, ...]) -> TraceRow:
    return TraceRow(
        id=row_id,
        step=head.id,
        kind="units",
        clause=head.clause,
        label_ja=head.label_ja,
        label_en=head.label_en,
        currency=flow.inputs.currency,
        basis="units",
        basis_minor=total,
        rule="units-sum",
        parents=rows,
    )
