"""What disputes hold, as the register knows it, and what payments tell of statements.

A payment is made above this module. So that nothing is held of money that left already, payments
tell here what they take of a statement (`tell_payment`), in the projection of each of their facts.
"""

from collections.abc import Mapping
from typing import Final

from sqlmodel import Field

from ledger.disputes.holding_events import DisputeHeld, DisputeReleased
from ledger.event import Event, Place
from ledger.store.handler import Projection
from ledger.store.state import State
from ledger.store.views import View, integer, pack, text

ENDED_PAYMENTS: Final = ("returned", "cancelled")


class DisputeHoldRow(View, table=True):
    """What one dispute holds of one line. `amount_minor` is held now, `placed_minor` in all."""

    __tablename__ = "v_dispute_hold"

    dispute_id: str = Field(sa_column=text(key=True))
    statement_id: str = Field(sa_column=text(key=True, index=True))
    run: str = Field(sa_column=text(key=True))
    step: str = Field(sa_column=text(key=True))
    income: str = Field(sa_column=text(key=True))
    payer: str = Field(sa_column=text(index=True))
    payee: str = Field(sa_column=text(index=True))
    currency: str = Field(sa_column=text())
    amount_minor: int = Field(sa_column=integer())
    placed_minor: int = Field(sa_column=integer())
    entry_index: int = Field(sa_column=integer())


class StatementPaymentRow(View, table=True):
    """What one payment takes of one statement, by kind of income and before tax."""

    __tablename__ = "v_statement_payment"

    statement_id: str = Field(sa_column=text(key=True))
    payment_id: str = Field(sa_column=text(key=True))
    pay_on: str = Field(sa_column=text())
    status: str = Field(sa_column=text())
    doc: str = Field(sa_column=text())


def dispute_held(event: DisputeHeld, state: State, place: Place) -> None:
    """Hold a part of each line."""
    for line in event.portions:
        key = (event.dispute, event.statement, line.run, line.step, line.income)
        row = state.get(DisputeHoldRow, *key) or {"amount_minor": 0, "placed_minor": 0}
        state.put(
            DisputeHoldRow,
            dispute_id=event.dispute,
            statement_id=event.statement,
            run=line.run,
            step=line.step,
            income=line.income,
            payer=event.payer,
            payee=event.payee,
            currency=event.currency,
            amount_minor=row["amount_minor"] + line.amount_minor,
            placed_minor=row["placed_minor"] + line.amount_minor,
            entry_index=place.index,
        )


def dispute_released(event: DisputeReleased, state: State, place: Place) -> None:
    """Release a part of each line."""
    for line in event.portions:
        key = (event.dispute, event.statement, line.run, line.step, line.income)
        row = state.require(DisputeHoldRow, *key, field="lines")
        left = row["amount_minor"] - line.amount_minor
        state.change(DisputeHoldRow, *key, amount_minor=left, entry_index=place.index)


def release_all(state: State, dispute: str, place: Place) -> None:
    """Release whatever a dispute holds still."""
    names = ("dispute_id", "statement_id", "run", "step", "income")
    for row in state.select(DisputeHoldRow, dispute_id=dispute):
        if row["amount_minor"]:
            key = tuple(row[name] for name in names)
            state.change(DisputeHoldRow, *key, amount_minor=0, entry_index=place.index)


def tell_payment(
    state: State,
    statement: str,
    payment: str,
    *,
    pay_on: str,
    status: str,
    taken: Mapping[str, int],
) -> None:
    """Note what a payment takes of a statement; called again whenever its status changes.

    Args:
        state: Of the transaction.
        statement: Id of the statement.
        payment: Id of the payment.
        pay_on: Day of the payment, as `2026-04-30`.
        status: `prepared`, `approved`, `exported`, `paid`; `returned` and `cancelled` take nothing.
        taken: Kind of income to the amount before tax that is paid by it; all of a statement whose
            rules knew no kinds is `copyright`, as in `holding.payable_by_income`.
    """
    state.put(
        StatementPaymentRow,
        statement_id=statement,
        payment_id=payment,
        pay_on=pay_on,
        status=status,
        doc=pack(dict(taken)),
    )


VIEWS: Final[tuple[type[View], ...]] = (DisputeHoldRow, StatementPaymentRow)
PROJECTIONS: Final[dict[type[Event], Projection]] = {
    DisputeHeld: dispute_held,
    DisputeReleased: dispute_released,
}
