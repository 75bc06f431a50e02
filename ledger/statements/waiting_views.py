"""What waits between payers and payees, as the register keeps it; see `waiting`."""

from typing import Any

from sqlalchemy import Connection, select
from sqlmodel import Field

from ledger.agreements.views import AgreementRow
from ledger.event import Place
from ledger.royalties.views import RunPayeeRow
from ledger.statements.carrying import Carried
from ledger.statements.events import StatementIssued
from ledger.statements.waiting import (
    Account,
    Changed,
    Waiting,
    passed_on,
    stated,
    total_of,
)
from ledger.store.state import Row, State
from ledger.store.views import View, integer, pack, table_of, text, unpack


class WaitingRow(View, table=True):
    """What waits between a payer and a payee; no row where nothing does. `doc` has the parts."""

    __tablename__ = "v_waiting"

    payer: str = Field(sa_column=text(key=True))
    payee: str = Field(sa_column=text(key=True, index=True))
    currency: str = Field(sa_column=text(key=True))
    amount_minor: int = Field(sa_column=integer())
    doc: str = Field(sa_column=text())


def waiting_in(row: Row | None) -> tuple[Waiting, ...]:
    """Return the parts of an account, oldest first; none where it has no row."""
    return tuple(map(_read, unpack(row["doc"])["parts"])) if row else ()


def _read(part: dict[str, Any]) -> Waiting:
    names = ("statement", "income", "treatment", "amount_minor")
    carried = Carried(**{name: part[name] for name in names})
    return Waiting(carried, part["entry"], tuple(part["agreements"]))


def _written(one: Waiting) -> dict[str, Any]:
    return {
        "statement": one.part.statement,
        "income": one.part.income,
        "treatment": one.part.treatment,
        "amount_minor": one.part.amount_minor,
        "entry": one.entry_index,
        "agreements": list(one.agreements),
    }


def waiting_at(state: State, account: Account) -> tuple[Waiting, ...]:
    """Return the parts that wait in an account."""
    return waiting_in(state.get(WaitingRow, *account))


def accounts_of(state: State, payer: str) -> list[Account]:
    """Return the accounts of a payer in which something waits."""
    rows = state.select(WaitingRow, payer=payer)
    return [(row["payer"], row["payee"], row["currency"]) for row in rows]


def waiting_from(conn: Connection, payer: str) -> dict[tuple[str, str], tuple[Waiting, ...]]:
    """Return what waits with a payer, by payee and currency, with one query."""
    table = table_of(WaitingRow)
    rows = conn.execute(select(table).where(table.c.payer == payer)).mappings()
    return {(row["payee"], row["currency"]): waiting_in(dict(row)) for row in rows}


def waiting_for(conn: Connection, payee: str) -> list[dict[str, Any]]:
    """Return what waits for a payee: by payer and currency, below zero for a deficit."""
    table = table_of(WaitingRow)
    names = (table.c.payer, table.c.currency, table.c.amount_minor)
    query = select(*names).where(table.c.payee == payee).order_by(table.c.payer, table.c.currency)
    return [dict(row) for row in conn.execute(query).mappings()]


def keep_stated(event: StatementIssued, state: State, place: Place) -> None:
    """Keep what waits after a statement, each part with whoever owes it now."""

    def holder_of(agreement: str) -> str | None:
        row = state.get(AgreementRow, agreement)
        is_own = row is None or row["payer"] == event.payer
        if is_own or is_stating(state, event.payer, agreement, event.payee):
            return None
        return str(row["payer"]) if row else None

    changed = stated(event, place.index, lambda key: waiting_at(state, key), holder_of)
    _keep(changed, state)


def is_stating(state: State, payer: str, agreement: str, payee: str) -> bool:
    """Tell whether a payer has anything of an agreement that he did not state to a payee yet."""
    rows = state.select(RunPayeeRow, party_id=payee, agreement=agreement, payer=payer)
    return any(row["statement_id"] is None for row in rows)


def keep_passed_on(agreement: str, payer: str, debtor: str, state: State) -> None:
    """Let what came from an agreement wait with its new debtor, as far as he owes all of it."""
    accounts = [
        account
        for account in accounts_of(state, payer)
        if not is_stating(state, payer, agreement, account[1])
    ]

    def is_ready(account: Account, other: str) -> bool:
        is_his = owes(state, debtor, other)
        return is_his and not is_stating(state, payer, other, account[1])

    _keep(
        passed_on(accounts, lambda key: waiting_at(state, key), agreement, debtor, is_ready), state
    )


def owes(state: State, debtor: str, agreement: str) -> bool:
    """Tell whether somebody owes an agreement now."""
    row = state.get(AgreementRow, agreement)
    return row is not None and row["payer"] == debtor


def _keep(changed: Changed, state: State) -> None:
    for (payer, payee, currency), waiting in changed.items():
        if waiting:
            state.put(
                WaitingRow,
                payer=payer,
                payee=payee,
                currency=currency,
                amount_minor=total_of(waiting),
                doc=pack({"parts": [_written(one) for one in waiting]}),
            )
        elif state.get(WaitingRow, payer, payee, currency) is not None:
            state.delete(WaitingRow, payer, payee, currency)
