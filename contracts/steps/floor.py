"""`floor/1`: no less than so much of an earlier step; what is missing comes out of the flow."""

from dataclasses import dataclass

from contracts.fields import Fields
from contracts.flow import Flow
from contracts.modifiers import Net, Stated, net_of, row_of, settle, sole_payee
from contracts.period import Period
from contracts.schema import AMOUNT, NAME
from contracts.sharing import Due
from contracts.step import Basis, Doc, Footprint, Head, StepKind

SPANS = ("period", "month", "cumulative")
_RULES = {
    "period": "net-below-floor-in-run",
    "month": "net-below-floor-by-month",
    "cumulative": "net-below-floor",
}


@dataclass(frozen=True, slots=True)
class Floor:
    """A floor, ready to run.

    Attributes:
        head: The common fields.
        of: The step it lifts.
        amount: Least that the payees of the step receive, in minor units.
        per: "period", "month" or "cumulative".
    """

    head: Head
    of: str
    amount: int
    per: str

    def footprint(self) -> Footprint:
        """What it reads and takes."""
        return Footprint(basis=Basis("amount", self.of), of=(self.of,))

    def apply(self, flow: Flow) -> None:
        """Add what is missing; what was added too much before is taken back."""
        portions = flow.portions(self.head, self.footprint())
        net = net_of(flow, self.head.id, self.of)
        stated = self._stated(flow, net)
        amount = stated.amount_minor
        row_id = flow.take(portions[0], amount, row_of(flow, self.head, stated))
        flow.close_step(self.head, portions, amount, row_id)
        total = flow.add(f"due:{self.head.id}", amount)
        key = f"{self.head.id}/payees"
        settle(flow, Due(self.head, "floors", key, total, amount, row_id), self.of)

    def _stated(self, flow: Flow, net: Net) -> Stated:
        limit, is_to_date = self.amount, self.per == "cumulative"
        if self.per == "month":
            limit *= len(Period.parse(flow.inputs.period).months)
        counted = net.to_date_minor if is_to_date else net.run_minor
        return Stated(
            rule=_RULES[self.per],
            basis=f"amount:{self.of}",
            basis_minor=counted,
            added_minor=net.run_minor,
            rounded_minor=max(0, limit - counted),
            prior_minor=flow.to_date.get(f"due:{self.head.id}", 0) if is_to_date else 0,
            note=f"limit:{limit}",
            payee=sole_payee(flow, self.of),
            parents=net.rows,
        )


def read(head: Head, fields: Fields) -> Floor:
    """Read a floor from its fields."""
    return Floor(
        head=head,
        of=fields.name("of"),
        amount=fields.integer("amount", least=0),
        per=fields.choice("per", SPANS),
    )


KIND = StepKind(
    kind="floor/1",
    read=read,
    schema={"of": NAME, "amount": AMOUNT, "per": {"enum": list(SPANS)}},
    required=("of", "amount", "per"),
    doc=Doc(
        does="Lifts what the payees of an earlier step receive to a least amount, per run, per "
        "month, or to date; the difference comes out of the flow.",
        in_a_committee="最低使用料 (月額最低保証)",
        formula="added to date = max(0, amount - net of the step to date); with `per: period` "
        "max(0, amount - net of the run), each run by itself; with `per: month` the amount counts "
        "once for every month of the run's period; the flow may become negative and is then "
        "carried",
        example="10% of sales of 100,000 are 10,000; the monthly minimum is 50,000: 40,000 are "
        "added, the payee gets 50,000.",
        source="case MG-03",
    ),
)
