"""What runs settled and statements told, as far as agreements and reports have to know it.

Runs and statements stand above agreements; their projections fill these views, so that whoever
changes the past is told first what it touches, and so that what is pending is run again in order.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import Connection, select
from sqlmodel import Field

from ledger.store.state import Row, State
from ledger.store.views import View, integer, pack, table_of, text, unpack


class SettledRunRow(View, table=True):
    """A payout run as it stands after all revisions so far.

    `doc` holds what the run used of each report (`consumed`), every report it ever used
    (`reports`), and the expense clauses under which costs were charged (`steps`); where it has
    only returns of a report, the report is in `returned`, too.
    """

    __tablename__ = "v_settled_run"

    agreement: str = Field(sa_column=text(key=True))
    number: int = Field(sa_column=integer(key=True))
    run_id: str = Field(sa_column=text())
    entry_index: int = Field(sa_column=integer())
    period: str = Field(sa_column=text())
    last_month: str = Field(sa_column=text())
    terms_version: int = Field(sa_column=integer())
    trace_sha256: str = Field(sa_column=text())
    doc: str = Field(sa_column=text())


class PendingRow(View, table=True):
    """A change of the past whose differences are not recorded yet.

    `kind` is `terms` or `report`, `ref` the version or the report, `first_number` the first run.
    """

    __tablename__ = "v_pending_revision"

    agreement: str = Field(sa_column=text(key=True))
    entry_index: int = Field(sa_column=integer(key=True))
    kind: str = Field(sa_column=text())
    ref: str = Field(sa_column=text())
    first_number: int = Field(sa_column=integer())


class StatedRow(View, table=True):
    """A statement that shows runs of an agreement, up to the last of their months."""

    __tablename__ = "v_stated"

    agreement: str = Field(sa_column=text(key=True))
    statement_id: str = Field(sa_column=text(key=True))
    payee: str = Field(sa_column=text())
    period: str = Field(sa_column=text())
    last_month: str = Field(sa_column=text())


def settle_run(
    state: State, *, doc: Mapping[str, Mapping[str, int] | Iterable[str]], **columns: Any
) -> None:
    """Put a run; the projection of a payout run calls this."""
    state.put(SettledRunRow, **columns, doc=pack(dict(doc)))


def restate_run(
    state: State,
    row: Row,
    stands: tuple[int, str],
    consumed: Mapping[str, int],
    returned: Iterable[str] = (),
) -> None:
    """Note what a run stands on after a revision.

    Args:
        state: The transaction under way.
        row: Of the run.
        stands: Version of the terms, and hash of the trace.
        consumed: Report to what this and all earlier runs use of it.
        returned: Reports of which it gets nothing but returns.
    """
    doc = unpack(row["doc"])
    terms_version, trace_sha256 = stands
    reports = sorted({*doc["reports"], *consumed})
    only = sorted({*doc.get("returned", ()), *returned} & {*consumed})
    more = {"consumed": dict(consumed), "reports": reports, **({"returned": only} if only else {})}
    doc.pop("returned", None)
    state.change(
        SettledRunRow,
        row["agreement"],
        row["number"],
        terms_version=terms_version,
        trace_sha256=trace_sha256,
        doc=pack({**doc, **more}),
    )


def pend(
    state: State, agreement: str, entry_index: int, cause: tuple[str, str], first: int | None
) -> None:
    """Note that a change of the past waits for its revision, if any run is concerned."""
    if first is not None:
        kind, ref = cause
        state.put(
            PendingRow,
            agreement=agreement,
            entry_index=entry_index,
            kind=kind,
            ref=ref,
            first_number=first,
        )


def tell(state: State, agreement: str, last_month: str, **columns: str) -> None:
    """Note that a statement shows runs of an agreement; the projection of statements calls this."""
    row = state.get(StatedRow, agreement, columns["statement_id"])
    last = max(last_month, row["last_month"]) if row else last_month
    state.put(StatedRow, agreement=agreement, last_month=last, **columns)


def runs_of(source: Connection | State, agreement: str) -> list[Row]:
    """Return the runs of an agreement, in their order."""
    return _rows(source, SettledRunRow, agreement)


def pending_of(source: Connection | State, agreement: str) -> list[Row]:
    """Return the changes whose differences are not recorded yet, in the order of their entries."""
    return _rows(source, PendingRow, agreement)


def told_since(state: State, agreement: str, month: str) -> list[dict[str, str]]:
    """Return the statements that show an agreement's runs of a month or later."""
    return [
        {"statement": row["statement_id"], "payee": row["payee"], "period": row["period"]}
        for row in state.select(StatedRow, agreement=agreement)
        if row["last_month"] >= month
    ]


def first_use_of(state: State, agreement: str, reports: Iterable[str]) -> Row | None:
    """Return the first run that ever used one of these reports."""
    wanted = set(reports)
    runs = runs_of(state, agreement)
    return next((row for row in runs if wanted & {*unpack(row["doc"])["reports"]}), None)


def _rows(source: Connection | State, view: type[View], agreement: str) -> list[Row]:
    if isinstance(source, State):
        return source.select(view, agreement=agreement)
    table = table_of(view)
    query = select(table).where(table.c.agreement == agreement).order_by(*table.primary_key.columns)
    return [dict(row) for row in source.execute(query).mappings()]


VIEWS: tuple[type[View], ...] = (SettledRunRow, PendingRow, StatedRow)
