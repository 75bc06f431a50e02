"""Every kind of step there is. To add one: one file here, one line in this list."""

from contracts.step import StepKind
from contracts.steps import commission, expense, hold, pool, recoup, royalty, split

STEPS: list[StepKind] = [
    hold.KIND,
    commission.KIND,
    expense.KIND,
    recoup.KIND,
    royalty.KIND,
    pool.KIND,
    split.KIND,
]
