"""Run terms over revenue: what everybody is owed, and why.

Public face (all values are frozen, all amounts whole minor units):

    terms = parse_terms(json)                              contracts.terms
    run(terms, position, inputs) -> Outcome

    Inputs(period, currency, items=(), expenses=(), holders={})
        holders: reference -> ((party_id, weight), ...); missing or empty: the money is held
    Item(id, amount_minor, reported, channel, territory, work, month, units=0, source="")
    Expense(step, amount_minor, source)
    Position(values={}) .to_dict() / Position.from_dict(d)
    Outcome
        period, currency
        allocations: tuple[Allocation(payee, step, amount_minor, row), ...]
        postings:    tuple[Posting(account, amount_minor, row), ...]       sums to zero
        trace:       tuple[TraceRow, ...]                                  .to_dict() / from_dict
        position:    Position after the run; give it to the next run
        identity:    {"sales": ..., "<category>": ..., "held": ..., "carried": ...}
        amounts:     step id -> what the step took in this run

Rules kept here, in order:
1. The same terms, position and inputs give the same bytes, whatever the order of the items.
2. After every step, postings and remaining flow together are zero.
3. sales = fees + expenses + recouped + royalties + pool + floors + guarantees + capped + reserved
   + clawback + withheld + distributed + held + carried + retained. What caps cut counts negative,
   and so does what a reserve withholds from payees; `reserved` is what reserves hold more than
   before.
4. What no step takes is `retained` by the payer when the terms have no split.

Accounts of postings: "sales" and "held:items" (where money comes from, negative), then
"payable:<party>", "cost:<step>", "held:<step>", "held:items", "carried", "retained".
Money reported in dollars has both legs: in dollars "sales" (negative) and "fx:USD", in yen "fx:JPY"
(negative) in the place of "sales". The postings of each currency sum to zero.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from contracts.errors import ConservationBroken, CurrencyMismatch, TermsInvalid
from contracts.flow import OPENING, Allocation, Flow, Frame, Posting
from contracts.inputs import Expense, Inputs, Item
from contracts.modifier_checks import modifiers_of
from contracts.money import check_amount
from contracts.period import Period
from contracts.position import Position
from contracts.release import refuse_forgotten
from contracts.steps.expense import ExpenseStep
from contracts.terms import Terms
from contracts.trace import TraceRow

__all__ = [
    "Allocation",
    "Expense",
    "Inputs",
    "Item",
    "Outcome",
    "Position",
    "Posting",
    "TraceRow",
    "run",
]


@dataclass(frozen=True)
class Outcome:
    """The result of one run. See the module docstring."""

    period: str
    currency: str
    allocations: tuple[Allocation, ...]
    postings: tuple[Posting, ...]
    trace: tuple[TraceRow, ...]
    position: Position
    identity: Mapping[str, int]
    amounts: Mapping[str, int]

    def owed(self) -> dict[str, int]:
        """Give the sum of this run's allocations by payee."""
        sums: dict[str, int] = {}
        for allocation in self.allocations:
            sums[allocation.payee] = sums.get(allocation.payee, 0) + allocation.amount_minor
        return sums

    def to_dict(self) -> dict[str, Any]:
        """Give the outcome as JSON values, in canonical order."""
        return {
            "period": self.period,
            "currency": self.currency,
            "allocations": [
                {"payee": a.payee, "step": a.step, "amount_minor": a.amount_minor, "row": a.row}
                for a in self.allocations
            ],
            "postings": [
                {
                    "account": p.account,
                    "amount_minor": p.amount_minor,
                    "row": p.row,
                    **({"currency": p.currency} if p.currency else {}),
                }
                for p in self.postings
            ],
            "trace": [row.to_dict() for row in self.trace],
            "position": self.position.to_dict(),
            "identity": dict(self.identity),
            "amounts": dict(self.amounts),
        }


def run(terms: Terms, position: Position, inputs: Inputs, *, is_past: bool = False) -> Outcome:
    """Compute one period.

    Args:
        terms: Accepted terms.
        position: Amounts to date before this run.
        inputs: Revenue, expenses and holders of the period.
        is_past: A run that was made is run again. A reserve that its clauses no longer have keeps
            what it holds, which a correction of earlier months may have changed; the next run
            asks for the reserve. A past that could not be run again would stop the agreement.

    Raises:
        CurrencyMismatch: The inputs are in another currency than the terms.
        TermsInvalid: An expense names no expense step, a held item changed, an amount is beyond
            2^53 - 1.
        ConservationBroken: Money appeared or vanished; never caused by the caller.
    """
    _check_inputs(terms, inputs)
    if terms.timetable and not is_past:  # a schedule agreed later accuses no run of its day
        terms.timetable.check_period(Period.parse(inputs.period))
    flow = Flow(inputs, position, _frame(terms))
    if not is_past:
        refuse_forgotten(flow.recall("reserve:"), [step.head.id for step in terms.steps])
    for step in terms.steps:
        step.apply(flow)
        flow.check(step.head.id)
    _retain(flow)
    flow.check("the last step")
    after = {key: check_amount(value, key) for key, value in flow.to_date.items()}
    return Outcome(
        period=inputs.period,
        currency=terms.currency,
        allocations=tuple(flow.allocations),
        postings=(*flow.postings, *flow.foreign),
        trace=tuple(flow.rows),
        position=Position(after),
        identity=_identity(flow),
        amounts=dict(flow.taken),
    )


def _check_inputs(terms: Terms, inputs: Inputs) -> None:
    if inputs.currency != terms.currency:
        raise CurrencyMismatch(
            "currency-mismatch",
            f"The terms are in {terms.currency}, the revenue in {inputs.currency}.",
            value=inputs.currency,
            expected=terms.currency,
        )
    charged = {step.head.id for step in terms.steps if isinstance(step, ExpenseStep)}
    for cost in inputs.expenses:
        if cost.step not in charged:
            raise TermsInvalid(
                "expense-unknown-step",
                f"No expense step {cost.step!r} in the terms.",
                step=cost.step,
                value=cost.source,
                expected=sorted(charged),
            )


def _frame(terms: Terms) -> Frame:
    feeders: dict[str, list[str]] = {}
    for step in terms.steps:
        feeders.setdefault(step.footprint().account, []).append(step.head.id)
    counts = any(step.footprint().counts_units for step in terms.steps)
    return Frame(terms.accounts, feeders, terms.whole, modifiers_of(terms.steps), counts)


def _retain(flow: Flow) -> None:
    """Post what no step took; with a split there is nothing left here."""
    left = sum(cell.amount_minor for cell in flow.cells)
    rows = dict.fromkeys(row for cell in flow.cells for row in cell.rows)
    flow.cells = []
    if left:
        flow.post("retained", left, flow.sum_row(OPENING, "retained", left, rows))
        flow.add("retained", left)
        flow.charge("retained", left)


def _identity(flow: Flow) -> dict[str, int]:
    """Give sales and what became of them; a sum that differs is refused.

    Raises:
        ConservationBroken: The parts do not add up to the sales.
    """
    sources = {"sales": 0, "held:items": 0, f"fx:{flow.inputs.currency}": 0}
    for posting in flow.postings:
        if posting.row.startswith("from/"):
            sources[posting.account] -= posting.amount_minor
    parts = dict(sorted(flow.charged.items()))
    parts["held"] = parts.get("held", 0) - sources["held:items"]
    parts.setdefault("carried", 0)
    sales = sources["sales"] + sources[f"fx:{flow.inputs.currency}"]
    if sales != sum(parts.values()):
        raise ConservationBroken(
            "identity-broken",
            "Sales are not fees, costs, royalties, pool, distribution, held and carried.",
            value=sum(parts.values()),
            expected=sales,
        )
    return {"sales": sales, **parts}
