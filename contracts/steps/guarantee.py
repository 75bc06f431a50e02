"""`guarantee/1`: a minimum per contract year, trued up when the year ends (ミニマムギャランティ).

Until then the guarantee only forecasts, except for its instalments: what they pay in advance is
earned back first. The top-up is a line of its own, never a part of the royalty.
"""

from dataclasses import dataclass

from contracts.contract_year import MONTH, YEAR, Year
from contracts.fields import Fields
from contracts.flow import Flow
from contracts.modifiers import Stated, net_of, row_of, settle, sole_payee
from contracts.period import Period
from contracts.promise import Promise, read_promise
from contracts.schema import AMOUNT, NAME, TEXT
from contracts.sharing import Due, share_out
from contracts.step import Doc, Footprint, Head, StepKind
from contracts.true_up import TrueUp

OF = {
    "type": "array",
    "minItems": 1,
    "items": {
        "type": "object",
        "properties": {"step": NAME, "value": AMOUNT},
        "required": ["step"],
        "additionalProperties": False,
    },
}
INSTALMENTS = {
    "type": "array",
    "minItems": 1,
    "items": {
        "type": "object",
        "properties": {"month": MONTH, "amount": AMOUNT},
        "required": ["month", "amount"],
        "additionalProperties": False,
    },
}
LINKED = {
    "type": "object",
    "properties": {"agreement": TEXT, "step": NAME},
    "required": ["agreement", "step"],
    "additionalProperties": False,
}


@dataclass(frozen=True, slots=True)
class Guarantee:
    """A guarantee, ready to run.

    Attributes:
        head: The common fields.
        promise: What is guaranteed.
        linked: Agreement and step of the received guarantee behind this paid one: shown beside it,
            never netted; None when there is none.
    """

    head: Head
    promise: Promise
    linked: tuple[str, str] | None

    def footprint(self) -> Footprint:
        """What it reads and takes."""
        return Footprint(of=self.promise.steps, sole=True)

    def apply(self, flow: Flow) -> None:
        """Bring every open contract year up to date and pay the difference."""
        portions = flow.portions(self.head, self.footprint())
        period = Period.parse(flow.inputs.period)
        current = self.promise.years.of(period)
        nets = {step: net_of(flow, self.head.id, step) for step in self.promise.steps}
        true_up = TrueUp(flow, self.head, self.promise, period)
        if current:
            true_up.earn(current, nets)
        for year in self.promise.years.begun(period):
            true_up.bring_up(year, nets if year == current else {})
        true_up.remember()
        stated = self._stated(flow, true_up, current)
        amount = stated.amount_minor
        row_id = flow.take(portions[0], amount, row_of(flow, self.head, stated))
        flow.close_step(self.head, portions, amount, row_id)
        self._pay(flow, amount, row_id)

    def _pay(self, flow: Flow, amount: int, row_id: str) -> None:
        total = flow.add(f"due:{self.head.id}", amount)
        due = Due(self.head, "guarantees", self.head.id, total, amount, row_id)
        first, *others = self.promise.steps
        if others:
            share_out(flow, due, flow.payees[first])
        else:
            settle(flow, due, first)

    def _stated(self, flow: Flow, true_up: TrueUp, current: Year | None) -> Stated:
        """State what the guarantee gave to date; until a year ends, what it would come to."""
        before = flow.to_date.get(f"due:{self.head.id}", 0)
        is_open = current is not None and not current.ends_with(true_up.period)
        return Stated(
            rule="guarantee-forecast" if is_open else "guarantee-to-date",
            basis="to-date",
            basis_minor=before + true_up.amount_minor,
            added_minor=true_up.amount_minor,
            rounded_minor=before + true_up.amount_minor,
            prior_minor=before,
            month=str(current.last) if current and is_open else "",
            note=f"forecast:{true_up.forecast(current)}" if current and is_open else "",
            payee=sole_payee(flow, self.promise.steps[0]),
            parents=true_up.rows,
        )


def read(head: Head, fields: Fields) -> Guarantee:
    """Read a guarantee from its fields."""
    linked = None
    if fields.has("linked"):
        part = fields.part("linked")
        linked = part.text("agreement"), part.name("step")
        part.close()
    return Guarantee(head, read_promise(fields), linked)


KIND = StepKind(
    kind="guarantee/1",
    read=read,
    schema={
        "of": OF,
        "amount": AMOUNT,
        "year": YEAR,
        "instalments": INSTALMENTS,
        "cross": {"type": "boolean"},
        "recoupable": {"type": "boolean"},
        "linked": LINKED,
    },
    required=("of", "amount", "year"),
    doc=Doc(
        does="Guarantees the payee of earlier steps a minimum per contract year and tops up what "
        "is missing when the year ends; instalments are paid before and earned back.",
        in_a_committee="MG, ミニマムギャランティ, 最低保証",
        formula="top-up of a year to date = max(0, guaranteed - earned), where guaranteed is the "
        "amount once the year has ended and before that the instalments due, and earned is the "
        "change of the nets of the steps since the year began; `cross: false` counts every step "
        "against its own value; `recoupable` pays the top-ups of finished years back out of what "
        "later years earn above the amount: min(owed, max(0, earned - amount)); a finished year is "
        "final, and when no run ended in its last month the next run settles it first; what was "
        "earned before the clause first ran is not counted",
        example="20,000 a year, 10,000 of it paid in the first month. 12,000 are earned: the "
        "guarantee gives -10,000 beside the royalty of 12,000, an overage of 2,000. At the end of "
        "the year 8,000 are topped up.",
        source="cases MG-10, MG-11, RS-02",
    ),
)
