"""Trace rows of tiers: which slice counted how much at which rate, or which tier was reached.

They move no money: their amounts are zero, and their exact figure goes into the row of the step,
which is rounded once. What is counted stands in `basis_minor`, the tier itself in `note`.
"""

from collections.abc import Sequence

from contracts.flow import Flow
from contracts.money import Ratio
from contracts.step import Head
from contracts.tiers import Slice, worth
from contracts.trace import TraceRow

PER_UNIT = "per-unit"
"""How the worth of a counted unit is told where its rate is an amount of money itself."""


def record_slices(
    flow: Flow, head: Head, row: str, parts: Sequence[Slice], worth_of_one: tuple[Ratio, str]
) -> tuple[str, ...]:
    """Leave one row for every slice of a quantity.

    Args:
        flow: The run.
        head: The step.
        row: Id of the row of its amount.
        parts: The slices.
        worth_of_one: What one counted unit is worth before the rate, and how that is told:
            "price=6000;share=9/10", "per-unit" where the rate is an amount, "" for money.

    Returns:
        Their ids, in order.
    """
    each, told = worth_of_one
    rule = (
        "tier-slice" if not told else "tier-slice-used" if told == PER_UNIT else "tier-slice-units"
    )
    priced = "" if told == PER_UNIT else told
    return tuple(
        flow.record(_row(flow, head, row, one, (rule, worth([one], each), priced))) for one in parts
    )


def record_reached(flow: Flow, head: Head, row: str, one: Slice, rule: str) -> tuple[str, ...]:
    """Leave the row that says which tier a quantity reached.

    Args:
        flow: The run.
        head: The step.
        row: Id of the row of its amount.
        one: The tier, with all of the quantity.
        rule: "tier-reached" or, for what was reached before the run, "tier-at-start"; with
            "-units" or "-money" for what was counted.
    """
    return (flow.record(_row(flow, head, row, one, (rule, (0, 1), ""))),)


def _row(flow: Flow, head: Head, row: str, one: Slice, told: tuple[str, Ratio, str]) -> TraceRow:
    rule, exact, priced = told
    ends = "" if one.tier.ends is None else one.tier.ends
    span = f"tier={one.number};from={one.tier.starts};to={ends}"
    return TraceRow(
        id=f"{row}/tier/{one.number}",
        step=head.id,
        kind="tier",
        clause=head.clause,
        label_ja=head.label_ja,
        label_en=head.label_en,
        currency=flow.inputs.currency,
        basis_minor=one.counted,
        rate=one.tier.rate,
        exact=exact,
        rule=rule,
        note=f"{span};{priced}" if priced else span,
    )
