"""A rate or a fixed sum off a basis: what commission, royalty and pool have in common.

Two ways to round, chosen per step:
- alone: each computation is rounded by itself (each item, each channel and month, or the total).
- cumulative: the amount due to date is the rate on the basis to date, less what was due before.
  Dust cannot drift, and a refund is never taken twice. A changed rate applies from then on only.
"""

from collections.abc import Callable
from dataclasses import dataclass

from contracts.fields import Fields
from contracts.flow import Flow, Portion
from contracts.money import Ratio, floor_toward_zero, lowest_terms
from contracts.payees import Payees
from contracts.sharing import Due, share_out
from contracts.step import (
    Attributes,
    Basis,
    Footprint,
    Head,
    Scope,
    read_basis,
    read_scope,
    read_where,
)
from contracts.trace import TraceRow


@dataclass(frozen=True, slots=True)
class Rated:
    """One rated step, ready to run.

    Attributes:
        head: The common fields.
        basis: Amount the rate is applied to.
        where: Part of the flow it concerns.
        scope: How finely it is computed and rounded.
        rate: Fraction of the basis; None when the sum is fixed.
        fixed: Minor units per run when there is no rate.
        unit: Rounding unit in minor units.
        payees: Who receives.
        category: Name of the amount in the identity of the period.
        cumulative: Whether the amount is due to date less due before.
        never_negative: Whether the amount to date stops at zero.
        survives: Whether the claim outlives the committee.
        forgets: Whether nothing is remembered once all that was counted is taken back. Kinds
            published before that was a rule keep their last rate.
    """

    head: Head
    basis: Basis
    where: Attributes
    scope: Scope
    rate: Ratio | None
    fixed: int
    unit: int
    payees: Payees
    category: str
    cumulative: bool
    never_negative: bool = False
    survives: bool = False
    forgets: bool = False

    def footprint(self) -> Footprint:
        """What it reads and takes."""
        return Footprint(
            basis=self.basis, where=self.where, scope=self.scope, pays=True, payees=self.payees
        )

    def apply(self, flow: Flow) -> None:
        """Compute, take, and hand out."""
        levy(flow, self, self._charge)
        state, key = flow.to_date, self.head.id
        if self.forgets and not state.get(f"basis:{key}"):
            for name in (f"base:{key}", f"rate:{key}:num", f"rate:{key}:den"):
                state.pop(name, None)

    def _charge(self, flow: Flow, portion: Portion) -> TraceRow:
        """Compute one amount: exact, rounded, and what of it is new."""
        basis, prior, note = portion.basis_minor, 0, ""
        if self.cumulative and self.rate:
            prior = self._prior(flow, self.rate)
            basis = flow.add(f"basis:{self.head.id}", basis)
            note = "since-change" if flow.to_date.get(f"base:{self.head.id}") else ""
        counted = max(0, basis) if self.never_negative else basis
        num, den = self.rate or (self.fixed, 1)
        exact = counted * num if self.rate else self.fixed
        rounded = floor_toward_zero(counted, num, den, self.unit) if self.rate else self.fixed
        return TraceRow(
            id=portion.row,
            step=self.head.id,
            kind=self.head.kind,
            clause=self.head.clause,
            label_ja=self.head.label_ja,
            label_en=self.head.label_en,
            currency=flow.inputs.currency,
            basis=str(self.basis),
            basis_minor=basis,
            added_minor=portion.basis_minor if self.cumulative else None,
            rate=self.rate,
            exact=lowest_terms(exact, den if self.rate else 1),
            unit=self.unit,
            rounded_minor=rounded,
            prior_minor=prior,
            amount_minor=rounded - prior,
            rule=self._rule(),
            payee=self.payees.weights[0][0] if len(self.payees.weights) == 1 else "",
            note=note,
            parents=portion.parents,
            flow=portion.flow,
        )

    def _prior(self, flow: Flow, rate: Ratio) -> int:
        """Give what was due before at this rate; at a new rate, start anew from here."""
        state, key = flow.to_date, self.head.id
        before = state.get(f"rate:{key}:num", 0), state.get(f"rate:{key}:den", 0)
        if before != rate:
            state[f"basis:{key}"] = 0
            state[f"base:{key}"] = state.get(f"due:{key}", 0)
            state[f"rate:{key}:num"], state[f"rate:{key}:den"] = rate
        return state.get(f"due:{key}", 0) - state.get(f"base:{key}", 0)

    def _rule(self) -> str:
        if self.rate is None:
            return "fixed"
        return "to-date-floor-toward-zero" if self.cumulative else "floor-toward-zero"


def levy(flow: Flow, step: Rated, charge: Callable[[Flow, Portion], TraceRow]) -> None:
    """Compute every portion of a step, take what it comes to, and hand it out.

    Args:
        flow: The run.
        step: Whose clause it is.
        charge: Gives the row of one portion.
    """
    portions = flow.portions(step.head, step.footprint())
    rows = [charge(flow, portion) for portion in portions]
    amount = sum(row.amount_minor for row in rows)
    ids = [
        flow.take(portion, row.amount_minor, row)
        for portion, row in zip(portions, rows, strict=True)
    ]
    total_row = step.head.id
    if step.scope != "total":
        flow.sum_row(step.head, total_row, amount, ids)
    flow.close_step(step.head, portions, amount, total_row)
    key = step.head.id
    total = flow.add(f"due:{key}", amount)
    share_out(flow, Due(step.head, step.category, key, total, amount, total_row), step.payees)


@dataclass(frozen=True, slots=True)
class Habits:
    """What differs between the kinds of rated steps."""

    category: str
    cumulative: bool
    never_negative: bool = False
    survives: bool = False
    forgets: bool = False


def read_rated(head: Head, fields: Fields, payees: Payees, habits: Habits) -> Rated:
    """Read the fields all rated steps share.

    Raises:
        TermsInvalid: Neither or both of rate and fixed; a rate above one; rounding to date where
            every row rounds alone.
    """
    scope, cumulative = read_timing(fields, habits)
    if habits.never_negative and not cumulative:
        fields.refuse(
            "pool-needs-total",
            "A pool that never asks for money back is kept to date, on the total.",
            field="scope",
            value=scope,
            expected="scope total, cumulative",
        )
    rate, fixed = _read_charge(fields)
    return Rated(
        head=head,
        basis=read_basis(fields),
        where=read_filter(fields),
        scope=scope,
        rate=rate,
        fixed=fixed,
        unit=read_unit(fields),
        payees=payees,
        category=habits.category,
        cumulative=cumulative,
        never_negative=habits.never_negative,
        survives=habits.survives,
        forgets=habits.forgets,
    )


def read_timing(fields: Fields, habits: Habits) -> tuple[Scope, bool]:
    """Read `scope` and `cumulative`: how finely a step computes, and whether to date.

    Raises:
        TermsInvalid: Rounding to date where every row rounds alone.
    """
    scope = read_scope(fields)
    cumulative = fields.flag("cumulative", default=habits.cumulative and scope == "total")
    if cumulative and scope != "total":
        fields.refuse(
            "cumulative-needs-total",
            "Rows that round alone cannot also be rounded to date.",
            field="cumulative",
            value=scope,
            expected="scope total",
        )
    return scope, cumulative


def read_unit(fields: Fields) -> int:
    """Read `rounding`, by default whole minor units."""
    if not fields.has("rounding"):
        return 1
    part = fields.part("rounding")
    unit = part.integer("unit", least=1)
    part.close()
    return unit


def _read_charge(fields: Fields) -> tuple[Ratio | None, int]:
    if fields.has("rate") == fields.has("fixed"):
        fields.refuse("rate-or-fixed", "Give a rate or a fixed sum, one of them.", field="rate")
    if fields.has("rate"):
        return fields.rate("rate"), 0
    return None, fields.integer("fixed", least=0)


def read_filter(fields: Fields) -> Attributes:
    """Read `where` and `per`: net reports were already charged by whoever reported them."""
    where = dict(read_where(fields))
    if fields.has("per"):
        fields.choice("per", ("gross_only",))
        where["reported"] = frozenset(("gross",))
    return where
