"""`expense/1`: costs with evidence, up to a cap, paid back before anybody shares."""

from dataclasses import dataclass

from contracts.fields import Fields
from contracts.flow import Flow
from contracts.payees import Payees, read_payees
from contracts.schema import AMOUNT, CAP, PAYEES, WHERE
from contracts.sharing import Due, share_out
from contracts.step import Attributes, Doc, Footprint, Head, StepKind, read_where
from contracts.trace import TraceRow


@dataclass(frozen=True, slots=True)
class ExpenseStep:
    """Costs of the period, charged to the flow.

    Attributes:
        head: The common fields.
        where: Part of the flow that bears the cost.
        fixed: Minor units charged in every run besides the costs presented.
        cap: Most that is charged; None for no cap.
        cap_per: "period" or "cumulative".
        payees: Who spent the money; None when it was paid to outsiders from the account itself.
    """

    head: Head
    where: Attributes
    fixed: int
    cap: int | None
    cap_per: str
    payees: Payees | None

    def footprint(self) -> Footprint:
        """What it reads and takes."""
        return Footprint(where=self.where, pays=self.payees is not None, payees=self.payees)

    def apply(self, flow: Flow) -> None:
        """Charge the costs; what is above the cap stays in the flow and is named."""
        portions = flow.portions(self.head, self.footprint())
        row = self._charge(flow)
        flow.take(portions[0], row.amount_minor, row)
        flow.close_step(self.head, portions, row.amount_minor, row.id)
        key = self.head.id
        total = flow.add(f"due:{key}", row.amount_minor)
        if self.payees:
            due = Due(self.head, "expenses", key, total, row.amount_minor, row.id)
            share_out(flow, due, self.payees)
        else:
            flow.post(f"cost:{key}", row.amount_minor, row.id)
            flow.charge("expenses", row.amount_minor)

    def _charge(self, flow: Flow) -> TraceRow:
        key, parents, spent = self.head.id, [], self.fixed
        mine = (cost for cost in flow.inputs.expenses if cost.step == key)
        for cost in sorted(mine, key=lambda cost: cost.source):
            spent += cost.amount_minor
            parents.append(flow.record(self._cost_row(flow, cost.source, cost.amount_minor)))
        # Per period: a credit below zero is passed on whole, a cost is cut at the cap.
        presented = spent
        if self.cap_per == "cumulative":
            presented = flow.add(f"cost:{key}", spent)
        charged = presented if self.cap is None else min(presented, self.cap)
        prior = flow.to_date.get(f"due:{key}", 0) if self.cap_per == "cumulative" else 0
        return TraceRow(
            id=key,
            step=key,
            kind=self.head.kind,
            clause=self.head.clause,
            label_ja=self.head.label_ja,
            label_en=self.head.label_en,
            currency=flow.inputs.currency,
            basis="expenses",
            basis_minor=presented,
            exact=(presented, 1),
            rounded_minor=charged,
            prior_minor=prior,
            amount_minor=charged - prior,
            rule="as-spent" if self.cap is None else f"cap-{self.cap_per}",
            note=f"above-cap:{presented - charged}" if presented != charged else "",
            parents=tuple(parents),
        )

    def _cost_row(self, flow: Flow, source: str, amount_minor: int) -> TraceRow:
        return TraceRow(
            id=f"{self.head.id}/cost/{source}",
            step=self.head.id,
            kind="cost",
            clause=self.head.clause,
            label_ja=self.head.label_ja,
            label_en=self.head.label_en,
            currency=flow.inputs.currency,
            basis_minor=amount_minor,
            exact=(amount_minor, 1),
            rounded_minor=amount_minor,
            amount_minor=amount_minor,
            rule="as-spent",
            note=source,
        )


def read(head: Head, fields: Fields) -> ExpenseStep:
    """Read an expense from its fields."""
    cap, cap_per = None, "period"
    if fields.has("cap"):
        part = fields.part("cap")
        cap = part.integer("amount", least=0)
        cap_per = part.choice("per", ("period", "cumulative"))
        part.close()
    return ExpenseStep(
        head=head,
        where=read_where(fields),
        fixed=fields.integer("fixed", least=0, default=0),
        cap=cap,
        cap_per=cap_per,
        payees=read_payees(fields) if fields.has("payee") or fields.has("payees") else None,
    )


KIND = StepKind(
    kind="expense/1",
    read=read,
    schema={"where": WHERE, "fixed": AMOUNT, "cap": CAP, **PAYEES},
    required=(),
    doc=Doc(
        does="Charges costs presented for this step, and a fixed sum per run, up to a cap.",
        in_a_committee="P&A (トップオフ), 宣伝費, 委員会経費",
        formula="amount = min(costs, cap) per period, or min(costs to date, cap) - charged before; "
        "what is above the cap stays in the flow; the flow may become negative and is then carried",
        example="P&A of 300,000,000 on 400,000,000 after the distributor's fee leaves 100,000,000 "
        "for the committee; on 250,000,000 it leaves -50,000,000, carried to the next period.",
        source="case TH-01",
    ),
)
