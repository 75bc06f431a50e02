"""How much of a statement disputes hold, and how much is left that a dispute could hold.

Whoever pays asks here. Amounts are before tax and by kind of income, because the taxes of what is
paid follow from them.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import Connection, select

from contracts.tax.income import COPYRIGHT, INCOMES, treatment_of
from ledger.disputes.holding_views import ENDED_PAYMENTS, DisputeHoldRow, StatementPaymentRow
from ledger.store.state import Row, State
from ledger.store.views import table_of, unpack

_IDS_PER_QUERY: Final = 500
_OWN: Final = "own-account"


@dataclass(frozen=True, slots=True)
class HeldPart:
    """What one dispute holds of one line, before tax."""

    dispute: str
    run: str
    step: str
    income: str
    amount_minor: int

    @property
    def treatment(self) -> str:
        """How consumption tax treats it: `taxable` or `distribution`."""
        return treatment_of(self.income)


@dataclass(frozen=True, slots=True)
class Held:
    """What disputes hold of one statement.

    Attributes:
        parts: Of each line, from the first dispute on; never empty.
    """

    statement: str
    currency: str
    parts: tuple[HeldPart, ...]

    @property
    def amount_minor(self) -> int:
        """All of it, before tax."""
        return sum(part.amount_minor for part in self.parts)

    @property
    def disputes(self) -> tuple[str, ...]:
        """The disputes that hold it."""
        return tuple(dict.fromkeys(part.dispute for part in self.parts))

    def by_income(self) -> dict[str, int]:
        """Return kind of income to the amount held, before tax."""
        sums: dict[str, int] = {}
        for part in self.parts:
            sums[part.income] = sums.get(part.income, 0) + part.amount_minor
        return sums


def held_of(source: State | Connection, statement_ids: Iterable[str]) -> dict[str, Held]:
    """Return what disputes hold of these statements; those of which nothing is held are absent.

    Args:
        source: A snapshot, or the state of the transaction under way.
        statement_ids: Ids of statements.
    """
    found: dict[str, list[Row]] = {}
    for row in _living(source, sorted(set(statement_ids))):
        found.setdefault(row["statement_id"], []).append(row)
    return {
        id: Held(id, rows[0]["currency"], tuple(map(_part, rows))) for id, rows in found.items()
    }


def held_by(source: State | Connection, dispute: str) -> list[Row]:
    """Return the lines of which a dispute holds something now."""
    return [row for row in _rows(source, "dispute_id", [dispute]) if row["amount_minor"]]


def payable_by_income(statement: Mapping[str, Any]) -> dict[str, int]:
    """Return what a statement pays, by kind of income and before tax.

    The statement itself states it as the bases of its taxes; older rules knew one kind.

    Args:
        statement: Its row in the register.
    """
    doc = unpack(statement["doc"])
    tax, payable = doc["tax"], statement["payable_minor"]
    if not payable or tax.get("rule") == _OWN:
        return {}
    bases = {income: int(tax.get(f"withholding_{income}_base", 0)) for income in INCOMES}
    kinds = {income: base for income, base in bases.items() if base}
    return kinds or {COPYRIGHT: payable}


def left_to_hold(state: State, statement: Mapping[str, Any]) -> dict[str, int]:
    """Return what is neither held nor in a payment, by kind of income and before tax."""
    left = payable_by_income(statement)
    held = held_of(state, [statement["id"]]).get(statement["id"])
    taken = [held.by_income()] if held else []
    taken += [unpack(row["doc"]) for row in payments_of(state, statement["id"])]
    for sums in taken:
        for income, amount in sums.items():
            left[income] = left.get(income, 0) - amount
    return left


def payments_of(state: State, statement: str) -> list[Row]:
    """Return the payments that take something of a statement and were not called off."""
    rows = state.select(StatementPaymentRow, statement_id=statement)
    return [row for row in rows if row["status"] not in ENDED_PAYMENTS]


def _living(source: State | Connection, ids: list[str]) -> Iterator[Row]:
    for start in range(0, len(ids), _IDS_PER_QUERY):
        some = _rows(source, "statement_id", ids[start : start + _IDS_PER_QUERY])
        yield from (row for row in some if row["amount_minor"])


def _rows(source: State | Connection, column: str, values: list[str]) -> list[Row]:
    if isinstance(source, State):
        return source.where(DisputeHoldRow, lambda table: [table.c[column].in_(values)])
    table = table_of(DisputeHoldRow)
    query = select(table).where(table.c[column].in_(values))
    rows = source.execute(query.order_by(*table.primary_key.columns)).mappings()
    return [dict(row) for row in rows]


def _part(row: Row) -> HeldPart:
    names = ("run", "step", "income", "amount_minor")
    return HeldPart(dispute=row["dispute_id"], **{name: row[name] for name in names})
