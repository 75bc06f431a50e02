"""`split/1`: the last step: what is left to date, never below zero, to those who share it."""

from dataclasses import dataclass

from contracts.fields import Fields
from contracts.flow import Flow
from contracts.payees import Payees, read_holders, read_shares
from contracts.rated import read_unit
from contracts.schema import HOLDERS, ROUNDING, RULE, SHARES
from contracts.sharing import Due, share_out
from contracts.step import Doc, Footprint, Head, StepKind
from contracts.trace import TraceRow

KEY = "*"
"""The split is remembered under one key whatever its id, so that renaming it pays nobody twice."""


@dataclass(frozen=True, slots=True)
class Split:
    """The division of the pool.

    Attributes:
        head: The common fields.
        payees: Holders with exact shares, or one reference to look up.
        unit: Unit in which money is distributed.
    """

    head: Head
    payees: Payees
    unit: int

    def footprint(self) -> Footprint:
        """What it reads and takes: everything, last."""
        return Footprint(ends=True)

    def apply(self, flow: Flow) -> None:
        """Distribute the change of what can be distributed; carry what cannot."""
        portions = flow.portions(self.head, self.footprint())
        before = flow.to_date.get(f"due:{KEY}", 0)
        pool = flow.add("pool", portions[0].basis_minor)
        distributable = max(0, pool) // self.unit * self.unit
        amount = distributable - before
        row = self._row(flow, pool, portions[0].basis_minor, (distributable, before))
        row_id = flow.take(portions[0], amount, row)
        flow.close_step(self.head, portions, amount, row_id)
        carried = portions[0].cell.amount_minor
        portions[0].cell.amount_minor = 0
        flow.post("carried", carried, row_id)
        flow.charge("carried", carried)
        flow.add(f"due:{KEY}", amount)
        due = Due(self.head, "distributed", KEY, distributable, amount, row_id)
        share_out(flow, due, self.payees)

    def _row(self, flow: Flow, pool: int, added: int, figures: tuple[int, int]) -> TraceRow:
        distributable, before = figures
        return TraceRow(
            id=self.head.id,
            step=self.head.id,
            kind=self.head.kind,
            clause=self.head.clause,
            label_ja=self.head.label_ja,
            label_en=self.head.label_en,
            currency=flow.inputs.currency,
            basis="pool",
            basis_minor=pool,
            added_minor=added,
            exact=(max(0, pool), 1),
            unit=self.unit,
            rounded_minor=distributable,
            prior_minor=before,
            amount_minor=distributable - before,
            rule="distributable-to-date",
        )


def read(head: Head, fields: Fields) -> Split:
    """Read a split from its fields."""
    if fields.has("holders") == fields.has("payees"):
        fields.refuse("holders-or-payees", "Give holders or payees, one of them.", field="payees")
    payees = read_shares(fields) if fields.has("payees") else read_holders(fields)
    return Split(head, payees, read_unit(fields))


KIND = StepKind(
    kind="split/1",
    read=read,
    schema={"payees": SHARES, "holders": HOLDERS, "rule": RULE, "rounding": ROUNDING},
    required=(),
    doc=Doc(
        does="Divides what is left to date among holders of exact shares; a deficit is carried.",
        in_a_committee="出資比率による分配, 分配原資, 繰越欠損",
        formula="distributable = max(0, pool to date); part to date by largest remainder; "
        "amount = part to date - part before, negative when the pool fell",
        example="Pools of -100, 30, 50, 80, -40, -100 at 60% / 40%: nothing for three periods, "
        "then 36 / 24, then -24 / -16, then -12 / -8.",
        source="cases CM-04, CM-05, CM-08",
    ),
)
