"""Every kind of step there is. To add one: one file here, one line in this list."""

from contracts.step import StepKind
from contracts.steps import (
    cap,
    clawback,
    commission,
    expense,
    floor,
    guarantee,
    hold,
    pool,
    pool_2,
    recoup,
    reserve,
    royalty,
    royalty_2,
    split,
    usage_rate,
)

STEPS: list[StepKind] = [
    hold.KIND,
    commission.KIND,
    expense.KIND,
    recoup.KIND,
    royalty.KIND,
    royalty_2.KIND,
    usage_rate.KIND,
    pool.KIND,
    pool_2.KIND,
    cap.KIND,
    floor.KIND,
    guarantee.KIND,
    reserve.KIND,
    clawback.KIND,
    split.KIND,
]
