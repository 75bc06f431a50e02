"""Holders change, and what was allocated stays, also with a holder who is back at nothing."""

from contracts.position import Position
from contracts.waterfall import Inputs, Item, Outcome, run
from tests.contracts.written_terms import a_step, rate, terms_of

TERMS = terms_of(
    a_step("fee", "commission", basis="received", rate=rate(100), payee="committee:c/investment")
)


def a_run(number: int, amount: int, before: Position, **weights: int) -> Outcome:
    item = Item(f"item/{number}", amount, "net", "streaming", "JP", None, "2026-04")
    holders = {"committee:c/investment": tuple(weights.items())}
    return run(TERMS, before, Inputs("2026-04", "JPY", (item,) if amount else (), (), holders))


def test_a_holder_who_gave_all_back_is_not_counted_from_his_older_share() -> None:
    """A and B get 28 and 18 of 46. Then C and B give 27 back, 9 and 18: B is at nothing. When A and
    B hold again and no money comes, nobody gets anything, for all 19 that are left are allocated."""
    first = a_run(1, 46, Position(), A=60, B=40)
    assert first.owed() == {"A": 28, "B": 18}
    second = a_run(2, -27, first.position, C=1, B=2)
    assert second.owed() == {"C": -9, "B": -18}
    third = a_run(3, 0, second.position, A=60, B=40)
    assert {payee: amount for payee, amount in third.owed().items() if amount} == {}
    fourth = a_run(4, 10, third.position, A=60, B=40)
    assert fourth.owed() == {"A": 6, "B": 4}
