"""Payout runs as the register knows them: who was allocated what, and where agreements stand."""

from collections import defaultdict
from typing import Any, Protocol

from sqlalchemy import Connection, func, select
from sqlmodel import Field

from contracts.period import Period
from contracts.position import Position
from contracts.shared import filled
from ledger.access.views import Viewer, belongs, can_read, involve, visible
from ledger.accounts.views import note_uses
from ledger.agreements.settled import settle_run
from ledger.agreements.views import TermsRow, settle
from ledger.clock import stamp
from ledger.event import Event, Place
from ledger.revenue.views import ReportRow, feed
from ledger.royalties.commands import AllocationLine, PartyAllocation
from ledger.royalties.events import ExpenseRecorded, PayoutClosed
from ledger.royalties.exchange_views import ConvertedRow, note_conversions
from ledger.royalties.held_views import HeldRow, put_held
from ledger.store.handler import Projection
from ledger.store.state import State
from ledger.store.views import View, integer, pack, table_of, text, unpack


class ExpenseRow(View, table=True):
    """A cost with its evidence; `run_id` names the payout run that used it."""

    __tablename__ = "v_expense"

    entry_index: int = Field(sa_column=integer(key=True))
    agreement: str = Field(sa_column=text(index=True))
    step: str = Field(sa_column=text())
    period: str = Field(sa_column=text())
    amount_minor: int = Field(sa_column=integer())
    run_id: str | None = Field(sa_column=text(null=True))
    doc: str = Field(sa_column=text())


class ExpenseEvidenceRow(View, table=True):
    """A document and the amount charged on it, so that no cost is charged twice."""

    __tablename__ = "v_expense_evidence"

    agreement: str = Field(sa_column=text(key=True))
    step: str = Field(sa_column=text(key=True))
    sha256: str = Field(sa_column=text(key=True))
    amount_minor: int = Field(sa_column=integer(key=True))
    entry_index: int = Field(sa_column=integer())


class RunRow(View, table=True):
    """A closed payout run."""

    __tablename__ = "v_run"

    id: str = Field(sa_column=text(key=True))
    agreement: str = Field(sa_column=text(index=True))
    payer: str = Field(sa_column=text(index=True))
    period: str = Field(sa_column=text())
    currency: str = Field(sa_column=text())
    terms_version: int = Field(sa_column=integer())
    previous: str | None = Field(sa_column=text(null=True))
    entry_index: int = Field(sa_column=integer())
    trace_sha256: str = Field(sa_column=text())
    doc: str = Field(sa_column=text())


class RunHeadRow(View, table=True):
    """The last run of an agreement: runs follow each other without gaps in the order of months."""

    __tablename__ = "v_run_head"

    agreement: str = Field(sa_column=text(key=True))
    run_id: str = Field(sa_column=text())
    period: str = Field(sa_column=text())
    last_month: str = Field(sa_column=text())
    runs: int = Field(sa_column=integer())
    entry_index: int = Field(sa_column=integer())


class AllocationRow(View, table=True):
    """What one clause gave one payee in one run."""

    __tablename__ = "v_allocation"

    run_id: str = Field(sa_column=text(key=True))
    party_id: str = Field(sa_column=text(key=True, index=True))
    step: str = Field(sa_column=text(key=True))
    amount_minor: int = Field(sa_column=integer())
    doc: str = Field(sa_column=text())


class RunPayeeRow(View, table=True):
    """What a run gives one payee in all, and the statement that shows it once there is one."""

    __tablename__ = "v_run_payee"

    run_id: str = Field(sa_column=text(key=True))
    party_id: str = Field(sa_column=text(key=True, index=True))
    agreement: str = Field(sa_column=text())
    payer: str = Field(sa_column=text(index=True))
    currency: str = Field(sa_column=text())
    last_month: str = Field(sa_column=text())
    amount_minor: int = Field(sa_column=integer())
    kept_minor: int = Field(sa_column=integer())
    statement_id: str | None = Field(sa_column=text(null=True))


class PositionRow(View, table=True):
    """Where an agreement stands after its last run: amounts to date, by name."""

    __tablename__ = "v_position"

    agreement: str = Field(sa_column=text(key=True))
    run_id: str = Field(sa_column=text())
    doc: str = Field(sa_column=text())


class BalanceRow(View, table=True):
    """The balance of an account of an agreement; all of them together are zero."""

    __tablename__ = "v_balance"

    agreement: str = Field(sa_column=text(key=True))
    account: str = Field(sa_column=text(key=True, index=True))
    currency: str = Field(sa_column=text(key=True))
    amount_minor: int = Field(sa_column=integer())


def expense_recorded(event: ExpenseRecorded, state: State, place: Place) -> None:
    """Keep a cost until a payout run uses it."""
    state.put(
        ExpenseRow,
        entry_index=place.index,
        agreement=event.agreement,
        step=event.step,
        period=event.period,
        amount_minor=event.amount_minor,
        doc=pack(event.model_dump(mode="json", include={"currency", "spent_on", "evidence"})),
    )
    state.put(
        ExpenseEvidenceRow,
        agreement=event.agreement,
        step=event.step,
        sha256=event.evidence.sha256,
        amount_minor=event.amount_minor,
        entry_index=place.index,
    )
    feed(state, event.agreement, place)


def payout_closed(event: PayoutClosed, state: State, place: Place) -> None:
    """Put a run on the register and move everything it moved."""
    _put_run(event, state, place)
    stand(state, event, event.terms_version, place)
    for allocation in event.allocations:
        _put_allocation(event.id, allocation, state)
        _put_payee(event, allocation, state)
        involve(state, event.id, allocation.party, "payee")
    for posting in event.postings:
        key = (event.agreement, posting.account, posting.currency or event.currency)
        state.add(BalanceRow, *key, amount_minor=posting.amount_minor)
    note_conversions(state, event.converted or {})
    put_held(state, event.agreement, event.id, event.held)
    for report, total in event.consumed.items():
        state.change(ReportRow, report, distributed_minor=total, run_id=event.id)
    steps: set[str] = set()
    for index in event.inputs:
        if cost := state.get(ExpenseRow, index):
            state.change(ExpenseRow, index, run_id=event.id)
            steps.add(cost["step"])
    _settle_run(event, steps, state, place)


def _settle_run(event: PayoutClosed, steps: set[str], state: State, place: Place) -> None:
    """Let agreements and reports know what was settled, in case it has to be changed."""
    head = state.require(RunHeadRow, event.agreement, field="agreement")
    settle_run(
        state,
        agreement=event.agreement,
        number=head["runs"],
        run_id=event.id,
        entry_index=place.index,
        period=event.period,
        last_month=head["last_month"],
        terms_version=event.terms_version,
        trace_sha256=event.trace.sha256,
        doc={
            "consumed": event.consumed,
            "reports": sorted(event.consumed),
            "steps": sorted(steps),
        },
    )


class _Standing(Protocol):
    """A link in an agreement's chain that says where the agreement stands after it."""

    @property
    def id(self) -> str:
        """Of the run, the revision or the opening."""

    @property
    def agreement(self) -> str:
        """Whose."""

    @property
    def position(self) -> dict[str, int]:
        """Amounts to date after it."""


def stand(state: State, event: _Standing, terms_version: int, place: Place) -> None:
    """Put where an agreement stands, and what it has filled of accounts that others fill, too."""
    state.put(PositionRow, agreement=event.agreement, run_id=event.id, doc=pack(event.position))
    terms = state.require(TermsRow, event.agreement, terms_version, field="terms_version")
    clauses = unpack(terms["doc"])["terms"]
    note_uses(state, event.agreement, filled(clauses, Position(event.position)), place)


def _put_run(event: PayoutClosed, state: State, place: Place) -> None:
    head = state.get(RunHeadRow, event.agreement)
    last_month = str(Period.parse(event.period).last)
    doc = {"engine", "terms_sha256", "inputs", "trace", "held", "identity", "holders", "consumed"}
    state.put(
        RunRow,
        id=event.id,
        agreement=event.agreement,
        payer=event.payer,
        period=event.period,
        currency=event.currency,
        terms_version=event.terms_version,
        previous=event.previous,
        entry_index=place.index,
        trace_sha256=event.trace.sha256,
        doc=pack(
            {
                **event.model_dump(mode="json", exclude_none=True, include=doc),
                "closed_at": stamp(place.recorded_at),
            }
        ),
    )
    state.put(
        RunHeadRow,
        agreement=event.agreement,
        run_id=event.id,
        period=event.period,
        last_month=last_month,
        runs=head["runs"] + 1 if head else 1,
        entry_index=place.index,
    )
    for party in event.parties:
        involve(state, event.id, party)
    belongs(state, event.id, event.agreement)
    settle(state, event.agreement, last_month)


def _put_payee(event: PayoutClosed, allocation: PartyAllocation, state: State) -> None:
    state.put(
        RunPayeeRow,
        run_id=event.id,
        party_id=allocation.party,
        agreement=event.agreement,
        payer=event.payer,
        currency=event.currency,
        last_month=str(Period.parse(event.period).last),
        amount_minor=sum(line.amount_minor for line in allocation.lines),
        kept_minor=sum(line.kept_minor for line in allocation.lines),
    )


def _put_allocation(run: str, allocation: PartyAllocation, state: State) -> None:
    party = allocation.party
    by_step: dict[str, list[AllocationLine]] = defaultdict(list)
    for line in allocation.lines:
        by_step[line.step].append(line)
    for step, some in by_step.items():
        amount = sum(line.amount_minor for line in some)
        rows = [line.model_dump(exclude={"step"}) for line in some]
        state.put(
            AllocationRow,
            run_id=run,
            party_id=party,
            step=step,
            amount_minor=amount,
            doc=pack(rows),
        )


def show(conn: Connection, id: str, viewer: Viewer) -> dict[str, Any] | None:
    """Describe a run: in full to the agreement's parties, to a payee only his own lines.

    Returns:
        None when there is no such run or the viewer may not know of it.
    """
    table = table_of(RunRow)
    query = select(table).where(table.c.id == id, visible(viewer, table.c.id, level="payee"))
    row = conn.execute(query).mappings().one_or_none()
    if row is None:
        return None
    plain = {**row}
    doc = unpack(plain.pop("doc"))
    if can_read(conn, viewer, id):
        return {**plain, **doc, "allocations": allocations(conn, id)}
    plain.pop("trace_sha256")
    own = allocations(conn, id, viewer.party)
    return {**plain, "closed_at": doc["closed_at"], "allocations": own}


def allocations(conn: Connection, run: str, party: str | None = None) -> list[dict[str, Any]]:
    """Return the allocations of a run, of one party or of all, clause by clause."""
    table = table_of(AllocationRow)
    query = select(table).where(table.c.run_id == run).order_by(table.c.party_id, table.c.step)
    if party is not None:
        query = query.where(table.c.party_id == party)
    return [
        {
            "party": row["party_id"],
            "step": row["step"],
            "amount_minor": row["amount_minor"],
            "rows": unpack(row["doc"]),
        }
        for row in conn.execute(query).mappings()
    ]


def page(
    conn: Connection, viewer: Viewer, *, after: str | None = None, limit: int = 50, **filters: str
) -> list[dict[str, Any]]:
    """List runs in the order of their ids; a payee sees that a run exists, not what is in it.

    Args:
        conn: A snapshot.
        viewer: Sees the runs he is a party to, paid by, or was granted.
        after: Last id of the page before.
        limit: Most rows.
        **filters: Columns that must equal a value: `agreement`, `payer`, `period`.
    """
    table = table_of(RunRow)
    columns = [column for column in table.columns if column.name not in ("doc", "trace_sha256")]
    query = select(*columns).where(visible(viewer, table.c.id, level="payee"))
    if after is not None:
        query = query.where(table.c.id > after)
    for name, value in filters.items():
        query = query.where(table.c[name] == value)
    rows = conn.execute(query.order_by(table.c.id).limit(limit)).mappings()
    return [dict(row) for row in rows]


def balances(conn: Connection, agreement: str) -> list[dict[str, Any]]:
    """Return the accounts of an agreement with their balances, zeros left out."""
    table = table_of(BalanceRow)
    query = select(table.c.account, table.c.currency, table.c.amount_minor)
    query = query.where(table.c.agreement == agreement, table.c.amount_minor != 0)
    return [dict(row) for row in conn.execute(query.order_by(table.c.account)).mappings()]


def trial_balance(conn: Connection) -> dict[str, int]:
    """Return the sum of all balances by currency; each must be zero."""
    table = table_of(BalanceRow)
    query = select(table.c.currency, func.sum(table.c.amount_minor)).group_by(table.c.currency)
    return {currency: int(amount) for currency, amount in conn.execute(query)}


VIEWS: tuple[type[View], ...] = (
    ExpenseRow,
    ExpenseEvidenceRow,
    RunRow,
    RunHeadRow,
    AllocationRow,
    RunPayeeRow,
    PositionRow,
    BalanceRow,
    HeldRow,
    ConvertedRow,
)

PROJECTIONS: dict[type[Event], Projection] = {
    ExpenseRecorded: expense_recorded,
    PayoutClosed: payout_closed,
}
