"""Disputes as the register knows them: that there is one, what was said, and how it ended.

The sides and the operator read all of it. Whom the subject concerns besides reads that there is a
dispute, who is in it and how it ended; nobody else learns of it.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import Connection, select
from sqlmodel import Field

from ledger.access.views import Viewer, can_read, involve, visible
from ledger.clock import stamp
from ledger.disputes.events import DisputeMessage, DisputeOpened, DisputeSettled
from ledger.event import Place
from ledger.keys.consents import graded
from ledger.store.state import Row, State
from ledger.store.views import View, integer, pack, table_of, text, unpack

OPEN: Final = "open"
_IDS_PER_QUERY: Final = 500
SUMMARY: Final = ("id", "kind", "subject", "opened_by", "status", "answer_by", "entry_index")


class DisputeRow(View, table=True):
    """One dispute. `status` is `open`, or the outcome."""

    __tablename__ = "v_dispute"

    id: str = Field(sa_column=text(key=True))
    kind: str = Field(sa_column=text())
    subject: str = Field(sa_column=text(index=True))
    opened_by: str = Field(sa_column=text(index=True))
    status: str = Field(sa_column=text())
    answer_by: str = Field(sa_column=text())
    messages: int = Field(sa_column=integer())
    entry_index: int = Field(sa_column=integer())
    doc: str = Field(sa_column=text())


class DisputeMessageRow(View, table=True):
    """One thing that was said in a dispute."""

    __tablename__ = "v_dispute_message"

    dispute_id: str = Field(sa_column=text(key=True))
    number: int = Field(sa_column=integer(key=True))
    entry_index: int = Field(sa_column=integer())
    doc: str = Field(sa_column=text())


@dataclass(frozen=True, slots=True)
class Sides:
    """Between whom a dispute is.

    Attributes:
        by: Who opened it. against: the other side.
        parties: Whom the subject concerns.
    """

    by: str
    against: tuple[str, ...]
    parties: tuple[str, ...]

    def both(self) -> tuple[str, ...]:
        """Return everybody who takes part."""
        return (self.by, *self.against)


def sides_of(row: Row) -> Sides:
    """Read the sides of a dispute."""
    body = unpack(row["doc"])["body"]
    return Sides(body["by"], tuple(body["against"]), tuple(body["parties"]))


def dispute_opened(event: DisputeOpened, state: State, place: Place) -> None:
    """Put a dispute on the register."""
    state.put(
        DisputeRow,
        id=event.id,
        kind=event.subject.kind,
        subject=event.subject.id,
        opened_by=event.by,
        status=OPEN,
        answer_by=event.answer_by.isoformat(),
        messages=0,
        entry_index=place.index,
        doc=pack({"body": event.body(), "recorded_at": stamp(place.recorded_at)}),
    )
    for party in (event.by, *event.against):
        involve(state, event.id, party)
    for party in event.parties:
        involve(state, event.id, party, "payee")


def dispute_message(event: DisputeMessage, state: State, place: Place) -> None:
    """Add what was said."""
    row = state.require(DisputeRow, event.dispute, field="dispute")
    number = row["messages"] + 1
    said = event.model_dump(mode="json", exclude_none=True, include={"by", "text", "evidence"})
    state.put(
        DisputeMessageRow,
        dispute_id=event.dispute,
        number=number,
        entry_index=place.index,
        doc=pack(said | {"recorded_at": stamp(place.recorded_at)}),
    )
    state.change(DisputeRow, event.dispute, messages=number)


def dispute_settled(event: DisputeSettled, state: State, place: Place) -> None:
    """Note how a dispute ended."""
    row = state.require(DisputeRow, event.dispute, field="dispute")
    told = {"by", "outcome", "reason", "document", "consents", "granted_minor"}
    settled = event.model_dump(mode="json", exclude_none=True, include=told)
    settled |= {"entry_index": place.index, "recorded_at": stamp(place.recorded_at)}
    doc = unpack(row["doc"]) | {"settled": settled}
    state.change(DisputeRow, event.dispute, status=event.outcome, doc=pack(doc))


def open_on(source: State | Connection, subjects: Iterable[str]) -> list[Row]:
    """Return the open disputes about any of these subjects, in the order of their ids.

    Args:
        source: A snapshot, or the state of the transaction under way.
        subjects: Ids of statements, rights, committees and agreements.
    """
    found: dict[str, Row] = {}
    ids = sorted(set(subjects))
    for start in range(0, len(ids), _IDS_PER_QUERY):
        some = ids[start : start + _IDS_PER_QUERY]
        found |= {row["id"]: row for row in _open_rows(source, some)}
    return [found[id] for id in sorted(found)]


def _open_rows(source: State | Connection, subjects: list[str]) -> Iterator[Row]:
    if isinstance(source, State):
        yield from source.where(
            DisputeRow, lambda table: [table.c.subject.in_(subjects), table.c.status == OPEN]
        )
        return
    table = table_of(DisputeRow)
    query = select(table).where(table.c.subject.in_(subjects), table.c.status == OPEN)
    yield from (dict(row) for row in source.execute(query).mappings())


def page(
    conn: Connection,
    viewer: Viewer,
    *,
    after: str | None = None,
    limit: int = 50,
    is_newest_first: bool = False,
    **filters: str | None,
) -> list[dict[str, Any]]:
    """List disputes in the order of their ids, without what was said.

    Args:
        conn: A snapshot.
        viewer: Sees those about what concerns him.
        after: Last id of the page before.
        limit: Most rows.
        is_newest_first: The other way round: ids begin with the time at which they were drawn.
        **filters: Columns that must equal a value: `status`, `kind`, `subject`, `opened_by`.
    """
    table = table_of(DisputeRow)
    query = select(table).where(visible(viewer, table.c.id, level="payee"))
    if after is not None:
        query = query.where(table.c.id < after if is_newest_first else table.c.id > after)
    for name, value in filters.items():
        if value is not None:
            query = query.where(table.c[name] == value)
    order = table.c.id.desc() if is_newest_first else table.c.id
    rows = conn.execute(query.order_by(order).limit(limit)).mappings()
    return [_summary(dict(row)) for row in rows]


def _summary(row: Mapping[str, Any]) -> dict[str, Any]:
    return {name: row[name] for name in SUMMARY}


def show(conn: Connection, id: str, viewer: Viewer) -> dict[str, Any] | None:
    """Describe a dispute: to its sides all of it, to others whom it concerns that there is one."""
    table = table_of(DisputeRow)
    query = select(table).where(table.c.id == id, visible(viewer, table.c.id, level="payee"))
    row = conn.execute(query).mappings().one_or_none()
    if row is None:
        return None
    doc = unpack(row["doc"])
    body, settled = doc["body"], doc.get("settled")
    public = _summary(dict(row)) | {"about": body["subject"], "against": body["against"]}
    public |= {"recorded_at": doc["recorded_at"]}
    if not can_read(conn, viewer, id):
        return public
    money = {name: body[name] for name in ("amount_minor", "currency") if name in body}
    full = {**public, "claim": body["claim"], **money, "evidence": body["evidence"]}
    if settled:
        full["settled"] = {**settled, "consents": graded(settled["consents"])}
    return {**full, "messages": _messages(conn, id)}


def _messages(conn: Connection, dispute: str) -> list[dict[str, Any]]:
    table = table_of(DisputeMessageRow)
    query = select(table).where(table.c.dispute_id == dispute).order_by(table.c.number)
    return [
        {"number": row["number"], **unpack(row["doc"])} for row in conn.execute(query).mappings()
    ]


VIEWS: Final[tuple[type[View], ...]] = (DisputeRow, DisputeMessageRow)
