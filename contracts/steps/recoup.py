"""`recoup/1`: an account is filled until its target is reached.

Three uses of one clause:
- a memo account only watches what flows by, and offers what is beyond the target as a basis;
- an account with a payee is paid back out of the flow;
- `against` a step, the payees of that step pay their advance back out of what it gave them.
"""

from dataclasses import dataclass, replace

from contracts.accounts import Account
from contracts.fields import Fields
from contracts.filling import fill, open_target, tell_elsewhere
from contracts.flow import Flow, Portion
from contracts.payees import Payees, read_payees
from contracts.schema import NAME, PAYEES, WHERE
from contracts.sharing import Due, share_out
from contracts.step import (
    REMAINDER,
    Attributes,
    Basis,
    Doc,
    Footprint,
    Head,
    StepKind,
    read_basis,
    read_where,
)
from contracts.trace import TraceRow


@dataclass(frozen=True, slots=True)
class Recoup:
    """A recoupment, ready to run.

    Attributes:
        head: The common fields.
        account: Id of the account.
        basis: Amount that flows into the account.
        where: Part of the flow it comes from.
        against: Step whose payees give it back; "" when the flow does.
        payees: Who recovers; None for a memo, or when the money returns to the flow.
    """

    head: Head
    account: str
    basis: Basis
    where: Attributes
    against: str
    payees: Payees | None

    def footprint(self) -> Footprint:
        """What it reads and takes."""
        return Footprint(
            basis=self.basis,
            where=self.where,
            takes=self._moves_flow(),
            account=self.account,
            against=self.against,
            pays=bool(self.payees or self.against),
        )

    def apply(self, flow: Flow) -> None:
        """Fill the account, and move what this run recovers."""
        portions = flow.portions(self.head, self.footprint())
        account = flow.accounts[self.account]
        if account.kind == "memo":
            self._watch(flow, account, portions)
        else:
            self._recover(flow, account, portions[0])

    def _moves_flow(self) -> bool:
        return (self.payees is None) == bool(self.against)

    def _watch(self, flow: Flow, account: Account, portions: list[Portion]) -> None:
        """Follow the money without touching it; the excess is max(0, inflow - target)."""
        inflow = flow.add(f"inflow:{account.id}", portions[0].basis_minor)
        before = flow.to_date.get(f"excess:{account.id}", 0)
        target = open_target(flow, account)
        excess = max(0, inflow - target)
        flow.to_date[f"excess:{account.id}"] = excess
        flow.excess[account.id] = flow.excess.get(account.id, 0) + excess - before
        row = self._row(flow, account, portions[0], (inflow, excess, before))
        told = tell_elsewhere(flow, account, self.head)
        note = f"target:{target}"
        row_id = flow.record(replace(row, note=note, parents=(*row.parents, *told)))
        flow.row_of[account.id] = row_id
        flow.close_step(self.head, portions, 0, row_id)

    def _recover(self, flow: Flow, account: Account, portion: Portion) -> None:
        """Recover what the step fills of the account to date, less what it did before."""
        if self.against:
            # What an earlier advance, cap or reserve took from them cannot be taken again.
            taken = flow.recouped.get(self.against, 0)
            parents = (*portion.parents, *flow.altered.get(self.against, ()))
            portion = replace(portion, basis_minor=portion.basis_minor - taken, parents=parents)
        before = flow.to_date.get(f"due:{self.head.id}", 0)
        filling = fill(flow, account, self.head.id, portion.basis_minor)
        amount = filling.reached_minor - before
        flow.add(f"recoup:{account.id}", amount)
        figures = (filling.inflow_minor, filling.reached_minor, before)
        told = tell_elsewhere(flow, account, self.head)
        portion = replace(portion, parents=(*portion.parents, *told))
        row = replace(
            self._row(flow, account, portion, figures),
            rule="up-to-rest-of-target" if filling.is_shared else "up-to-target",
            note=f"target:{filling.room_minor}",
        )
        if self._moves_flow():
            row_id = flow.take(portion, -amount if self.against else amount, row)
        else:
            row_id = flow.record(row)
        flow.close_step(self.head, [portion], amount, row_id)
        self._settle(flow, amount, row_id)

    def _settle(self, flow: Flow, amount: int, row: str) -> None:
        """Credit who recovers; debit who pays back, when that is not the flow."""
        total = flow.add(f"due:{self.head.id}", amount)
        if self.against:
            flow.recouped[self.against] = flow.recouped.get(self.against, 0) + amount
            key = f"{self.head.id}/debtors"
            debit = Due(self.head, "recouped", key, -total, -amount, row)
            share_out(flow, debit, flow.payees[self.against])
        if self.payees:
            due = Due(self.head, "recouped", self.head.id, total, amount, row)
            share_out(flow, due, self.payees)

    def _row(
        self, flow: Flow, account: Account, portion: Portion, figures: tuple[int, int, int]
    ) -> TraceRow:
        inflow, reached, before = figures
        return TraceRow(
            id=self.head.id,
            step=self.head.id,
            kind=self.head.kind,
            clause=self.head.clause,
            label_ja=self.head.label_ja,
            label_en=self.head.label_en,
            currency=flow.inputs.currency,
            basis=str(self.basis),
            basis_minor=inflow,
            added_minor=portion.basis_minor,
            exact=(reached, 1),
            rounded_minor=reached,
            prior_minor=before,
            amount_minor=reached - before,
            rule="excess-over-target",
            account=account.id,
            note=f"target:{account.target_minor}",
            parents=portion.parents,
            flow=portion.flow,
        )


def read(head: Head, fields: Fields) -> Recoup:
    """Read a recoupment from its fields."""
    against = fields.name("against") if fields.has("against") else ""
    if against and fields.has("basis"):
        fields.refuse(
            "basis-and-against",
            "What is recouped against a step has that step's amount as its basis.",
            field="basis",
        )
    basis = Basis("amount", against) if against else REMAINDER
    payees = read_payees(fields) if fields.has("payee") or fields.has("payees") else None
    return Recoup(
        head=head,
        account=fields.name("account"),
        basis=read_basis(fields) if fields.has("basis") else basis,
        where=read_where(fields),
        against=against,
        payees=payees,
    )


KIND = StepKind(
    kind="recoup/1",
    read=read,
    schema={
        "account": NAME,
        "against": NAME,
        "where": WHERE,
        "basis": {"type": "string"},
        **PAYEES,
    },
    required=("account",),
    doc=Doc(
        does="Fills an account until its target; a memo account only watches.",
        in_a_committee="リクープ, 前払金の充当, 製作費の回収 (成功報酬の条件)",
        formula="recovered to date = max(0, min(inflow to date, target)); amount = recovered to "
        "date - recovered before; several steps fill one account in the order of the terms; "
        "memo: excess to date = max(0, inflow to date - target)",
        example="An investment of 250,000 to be recovered at 120%: of 305,000 that flow by, "
        "300,000 go to the investors and 5,000 pass.",
        source="cases FW-01, TH-02, MG-02",
    ),
)
