"""Whoever owes an agreement, the creator is paid the same yen in the same month."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from debtors_stage import Debts
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from money_stage import Money, open_money

from ledger.royalties.views import PositionRow
from ledger.store.state import State

MONTHS = ("2026-03", "2026-04", "2026-05", "2026-06")
SALES = st.lists(
    st.sampled_from([0, 400, 1_000, 1_600, 5_002, -700, -2_400]), min_size=4, max_size=4
)


@dataclass(frozen=True)
class Paid:
    """What the creator was told.

    Attributes:
        payable: Month by month. waits: after the last month. position: where the agreement stands.
    """

    payable: list[int]
    waits: int
    position: str


def lived(sales: Sequence[int], change: int | None, *, states_late: bool) -> Paid:
    """Run and state four months; before one of them the debtor changes, or never.

    Args:
        sales: Of each month, in yen.
        change: The first month of the new debtor, counted from zero.
        states_late: Whether A states his last month after B took over.
    """
    with TemporaryDirectory() as folder:
        for money in open_money(Path(folder) / "home"):
            return _lived(money, sales, change, states_late=states_late)
    raise AssertionError


def _lived(money: Money, sales: Sequence[int], change: int | None, *, states_late: bool) -> Paid:
    debts = Debts(money)
    payer, payable = debts.a, list[int]()
    for number, (month, amount) in enumerate(zip(MONTHS, sales, strict=True)):
        if number == change and not states_late:
            payer = hand_over(debts, month)
        if amount:
            money.sales(debts.agreement, debts.a, debts.work, amount, period=month)
        money.run(debts.agreement, month, empty=not amount)
        if number + 1 == change and states_late:
            hand_over(debts, MONTHS[number + 1])
        stated = debts.state(payer, month).totals
        payable.append(stated.payable)
        payer = debts.b if change is not None and number + 1 >= change else payer
    with money.ledger.reading() as conn:
        (row,) = State(conn).select(PositionRow, agreement=debts.agreement)
    return Paid(payable, debts.carried(debts.a) + debts.carried(debts.b), str(row["doc"]))


def hand_over(debts: Debts, month: str) -> str:
    """B takes over: what A carried out B carries in, at once or after A's last statement."""
    before = debts.carried(debts.a)
    debts.assume(month)
    assert debts.carried(debts.a) + debts.carried(debts.b) == before
    return debts.b


def check(sales: list[int], change: int, *, states_late: bool) -> None:
    same = lived(sales, None, states_late=False)
    assert lived(sales, change, states_late=states_late) == same


@settings(max_examples=2, deadline=None, suppress_health_check=list(HealthCheck))
@example(sales=[1_600, 600, 0, 0], change=1, states_late=False)
@example(sales=[400, 1_600, 0, 0], change=2, states_late=True)
@example(sales=[-2_400, 1_000, 5_002, 0], change=2, states_late=True)
@given(sales=SALES, change=st.integers(1, 3), states_late=st.booleans())
def test_a_change_of_debtor_changes_no_payment(
    sales: list[int], change: int, *, states_late: bool
) -> None:
    """1,600 and 600 give 800 and 300; 800 wait until 1,100 are paid in April, by A or by B."""
    check(sales, change, states_late=states_late)


@pytest.mark.slow
@settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck))
@given(sales=SALES, change=st.integers(1, 3), states_late=st.booleans())
def test_a_change_of_debtor_never_changes_a_payment(
    sales: list[int], change: int, *, states_late: bool
) -> None:
    check(sales, change, states_late=states_late)
