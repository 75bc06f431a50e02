"""Money that runs and revisions set aside, until a later one releases it."""

from collections.abc import Iterable
from typing import Any, Protocol

from sqlalchemy import Connection, select
from sqlmodel import Field

from ledger.store.state import State
from ledger.store.views import View, integer, table_of, text


class HeldRow(View, table=True):
    """Money set aside because something is unknown, until a later run releases it."""

    __tablename__ = "v_held"

    agreement: str = Field(sa_column=text(key=True))
    account: str = Field(sa_column=text(key=True))
    amount_minor: int = Field(sa_column=integer())
    reason: str = Field(sa_column=text())
    run_id: str = Field(sa_column=text())


class HeldChange(Protocol):
    """What a run or a revision sets aside, or releases."""

    @property
    def account(self) -> str:
        """Where."""

    @property
    def amount_minor(self) -> int:
        """More, or less when negative."""

    @property
    def reason(self) -> str:
        """Why."""


def put_held(state: State, agreement: str, run: str, lines: Iterable[HeldChange]) -> None:
    """Move what is set aside under an agreement; what is released is gone."""
    for line in lines:
        before = state.get(HeldRow, agreement, line.account)
        amount = (before["amount_minor"] if before else 0) + line.amount_minor
        if amount == 0:
            state.delete(HeldRow, agreement, line.account)
            continue
        state.put(
            HeldRow,
            agreement=agreement,
            account=line.account,
            amount_minor=amount,
            reason=line.reason,
            run_id=run,
        )


def held(conn: Connection, agreement: str) -> list[dict[str, Any]]:
    """Return what is set aside under an agreement, and why."""
    table = table_of(HeldRow)
    query = select(table).where(table.c.agreement == agreement).order_by(table.c.account)
    return [dict(row) for row in conn.execute(query).mappings()]
