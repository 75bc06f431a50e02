"""Every kind of step there is. To add one: one file here, one line in this list."""

from contracts.step import StepKind
from contracts.steps import commission, expense, hold, pool, recoup, royalty, royalty_2, split

STEPS: list[StepKind] = [
    hold.KIND,
    commission.KIND,
    expense.KIND,
    recoup.KIND,
    royalty.KIND,
    royalty_2.KIND,
    pool.KIND,
    split.KIND,
]
