"""Trace rows of reported revenue: one for each item, and the sum of what was reported gross."""

from typing import TYPE_CHECKING

from contracts.inputs import Item
from contracts.step import Head
from contracts.trace import TraceRow

if TYPE_CHECKING:
    from contracts.flow import Flow

_RULES = {"sales": "as-reported", "held:items": "released"}


def item_row(item: Item, currency: str, source: str) -> TraceRow:
    """Give the row that states an item.

    Args:
        item: The item.
        currency: Of the run.
        source: Account it comes from: "sales", "held:items", or that of a change of money.
    """
    return TraceRow(
        id=f"item/{item.id}",
        kind="item",
        currency=currency,
        basis=item.reported,
        basis_minor=item.amount_minor,
        exact=(item.amount_minor, 1),
        rounded_minor=item.amount_minor,
        amount_minor=item.amount_minor,
        rule=_RULES.get(source, "converted"),
        channel=item.channel or "",
        month=item.month,
        note=item.source,
        fx=item.fx,
    )


def sum_gross(flow: "Flow", head: Head, row: str, items: list[Item]) -> tuple[int, tuple[str, ...]]:
    """Add up what was reported gross; of what was reported net nobody knows the gross amount."""
    gross = [item for item in items if item.reported == "gross"]
    amount = sum(item.amount_minor for item in gross)
    parents = tuple(f"item/{item.id}" for item in gross)
    if len(parents) > 1:
        parents = (flow.sum_row(head, row + "/gross", amount, parents),)
    return amount, parents
