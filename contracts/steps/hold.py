"""`hold/1`: revenue whose fee nobody knows is set aside before any fee: held, never zero."""

from dataclasses import dataclass

from contracts.fields import Fields
from contracts.flow import Cell, Flow
from contracts.schema import CODES, WHERE
from contracts.step import (
    Attributes,
    Doc,
    Footprint,
    Head,
    StepKind,
    covers,
    read_where,
)
from contracts.trace import TraceRow
from contracts.units import hold_units


@dataclass(frozen=True, slots=True)
class Hold:
    """Items to set aside.

    Attributes:
        head: The common fields.
        where: Items that are held whatever their channel; empty for none.
        channels: Channels that have a window; None when any known channel will do.
    """

    head: Head
    where: Attributes
    channels: frozenset[str] | None

    def footprint(self) -> Footprint:
        """What it reads and takes: single items, before anybody else."""
        return Footprint(scope="item", opens=True)

    def apply(self, flow: Flow) -> None:
        """Take the held items out of the flow whole, one row and one reason each."""
        portions = flow.portions(self.head, self.footprint())
        total, rows = 0, []
        for portion in portions:
            reason = self._reason(portion.cell)
            if reason:
                total += portion.basis_minor
                rows.append(self._hold(flow, portion.cell, reason))
        flow.cells = [cell for cell in flow.cells if cell.items]
        summed = flow.sum_row(self.head, self.head.id, total, rows)
        flow.post("held:items", total, summed)
        flow.charge("held", total)
        flow.close_step(self.head, portions, total, summed)

    def _reason(self, cell: Cell) -> str:
        """Say why an item is held, or nothing."""
        channel = cell.items[0].channel
        if self.where and covers(self.where, cell.attributes):
            return "held-by-terms"
        if channel is None and (self.channels is not None or not self.where):
            return "channel-unknown"
        if self.channels is not None and channel not in self.channels:
            return "channel-without-window"
        return ""

    def _hold(self, flow: Flow, cell: Cell, reason: str) -> str:
        item, amount = cell.items[0], cell.amount_minor
        flow.to_date[f"held:{item.id}"] = amount
        if flow.counts_units:
            hold_units(flow.to_date, item)
        cell.items, cell.amount_minor = (), 0
        return flow.record(
            TraceRow(
                id=f"{self.head.id}/item/{item.id}",
                step=self.head.id,
                kind=self.head.kind,
                clause=self.head.clause,
                label_ja=self.head.label_ja,
                label_en=self.head.label_en,
                currency=flow.inputs.currency,
                basis="remainder",
                basis_minor=amount,
                exact=(amount, 1),
                rounded_minor=amount,
                amount_minor=amount,
                left_minor=0,
                rule="held",
                account="held:items",
                channel=item.channel or "",
                month=item.month,
                note=reason,
                flow=cell.rows,
            )
        )


def read(head: Head, fields: Fields) -> Hold:
    """Read a hold from its fields."""
    channels = fields.texts("channels") if fields.has("channels") else None
    return Hold(head, read_where(fields), channels)


KIND = StepKind(
    kind="hold/1",
    read=read,
    schema={"where": WHERE, "channels": CODES},
    required=(),
    doc=Doc(
        does="Sets revenue aside, whole and before any fee, while its fee or window is unknown.",
        in_a_committee="保留",
        formula="held: items that match `where`, items whose channel is not in `channels`, and, "
        "unless only `where` is given, items without a channel",
        example="40,000 from a channel without a window are held; when later terms name the "
        "channel and the item is given again, the 40,000 enter that run.",
        source="a public Japanese film-rights settlement test: sales in a channel without a window "
        "carry no fee and wait",
    ),
)
