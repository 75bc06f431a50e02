"""`reserve/1`: a part is held back against returns and released on a schedule (返品引当)."""

from dataclasses import dataclass

from contracts.fields import Fields
from contracts.flow import Flow, Portion
from contracts.modifiers import Stated, net_of, row_of, settle
from contracts.money import Ratio
from contracts.period import Period
from contracts.release import Schedule, Store, read_schedule
from contracts.schema import NAME, RATED, RATIO, WHERE
from contracts.sharing import Due
from contracts.step import (
    Attributes,
    Basis,
    Doc,
    Footprint,
    Head,
    StepKind,
    read_basis,
    read_where,
)

RELEASE = {
    "type": "object",
    "properties": {
        "after_months": {"type": "integer", "minimum": 1},
        "parts": {"type": "integer", "minimum": 1},
        "every_months": {"type": "integer", "minimum": 1},
    },
    "required": ["after_months"],
    "additionalProperties": False,
}


@dataclass(frozen=True, slots=True)
class Reserve:
    """A reserve, ready to run.

    Attributes:
        head: The common fields.
        basis: Amount of which a part is held back.
        where: Part of the flow it comes from.
        against: Step whose payees bear it; "" when the flow does.
        rate: How much is held back.
        schedule: When it is released.
    """

    head: Head
    basis: Basis
    where: Attributes
    against: str
    rate: Ratio
    schedule: Schedule

    def footprint(self) -> Footprint:
        """What it reads and takes."""
        return Footprint(
            basis=self.basis,
            where=self.where,
            takes=not self.against,
            of=(self.against,) if self.against else (),
        )

    def apply(self, flow: Flow) -> None:
        """Hold back of what comes, release what is due, and keep the difference."""
        portion = flow.portions(self.head, self.footprint())[0]
        store = Store(flow, self.head, Period.parse(flow.inputs.period))
        if self.against:
            net = net_of(flow, self.head.id, self.against)
            withheld = store.withhold(self.basis, net.run_minor, self.rate, net.rows)
        else:
            withheld = store.withhold(
                self.basis, portion.basis_minor, self.rate, portion.parents, portion.flow
            )
        released = store.release(self.schedule)
        self._keep(flow, portion, (withheld, *released))

    def _keep(self, flow: Flow, portion: Portion, rows: tuple[str, ...]) -> None:
        """Move the difference of what is withheld and released into the held account."""
        before = flow.to_date.get(f"due:{self.head.id}", 0)
        held = Store.held(flow, self.head)
        stated = Stated(
            rule="reserve-held",
            basis="reserve",
            basis_minor=held,
            added_minor=held - before,
            rounded_minor=held,
            prior_minor=before,
            account=f"held:{self.head.id}",
            parents=rows,
        )
        row, amount = row_of(flow, self.head, stated), held - before
        row_id = flow.record(row) if self.against else flow.take(portion, amount, row)
        flow.close_step(self.head, [portion], amount, row_id)
        flow.add(f"due:{self.head.id}", amount)
        flow.post(f"held:{self.head.id}", amount, row_id)
        flow.charge("reserved", amount)
        if self.against:
            key = f"{self.head.id}/payees"
            settle(flow, Due(self.head, "withheld", key, -held, -amount, row_id), self.against)


def read(head: Head, fields: Fields) -> Reserve:
    """Read a reserve from its fields."""
    against = fields.name("against") if fields.has("against") else ""
    if against and (fields.has("basis") or fields.has("where")):
        fields.refuse(
            "basis-and-against",
            "What is held back against a step has that step's net amount as its basis.",
            field="basis" if fields.has("basis") else "where",
        )
    return Reserve(
        head=head,
        basis=Basis("amount", against) if against else read_basis(fields),
        where=read_where(fields),
        against=against,
        rate=fields.rate("rate"),
        schedule=read_schedule(fields),
    )


KIND = StepKind(
    kind="reserve/1",
    read=read,
    schema={
        "against": NAME,
        "basis": RATED["basis"],
        "where": WHERE,
        "rate": RATIO,
        "release": RELEASE,
    },
    required=("rate", "release"),
    doc=Doc(
        does="Holds a rate of a basis, or of what an earlier step gives, back against returns and "
        "releases it in parts after so many months.",
        in_a_committee="返品引当, 返品準備金",
        formula="withheld to date = sign * floor(|base to date| * rate), where base is the basis "
        "or the net of the step; what a run withholds has the last month of its period as origin; "
        "released of an origin to date = sign * floor(|withheld| * parts due / parts); part i is "
        "due in the first run that ends `after_months` + (i - 1) * `every_months` or more after "
        "the origin; a negative withholding, after returns, has the same schedule",
        example="Sales 10,000, a reserve of 10%, a royalty of 10%. On sales: 1,000 are held, the "
        "royalty is 10% of 9,000 = 900. On earnings: the royalty is 1,000, of which 100 are held: "
        "900. With `after_months: 6` the rest follows half a year later.",
        source="case RS-01",
    ),
)
