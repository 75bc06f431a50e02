"""Disputes as they are shown: with what they hold, whose turn it is, and what is still to be done.

The sides read how much is held; whose lines these are is read by who pays them and by whoever is
paid, each his own (`with_held`), because one payee is not told of another.
"""

from collections.abc import Iterable, Mapping
from typing import Any, Final

from sqlalchemy import Connection, select

from ledger.access.views import Viewer, visible
from ledger.disputes import views
from ledger.disputes.course_views import DisputeCourseRow, course_of, due_in, overdue_in
from ledger.disputes.holding import held_by, held_of
from ledger.disputes.holding_views import DisputeHoldRow
from ledger.disputes.views import SUMMARY, DisputeRow
from ledger.store.views import table_of, unpack

_LINE: Final = ("statement_id", "payee", "run", "step", "income", "amount_minor")


def show(conn: Connection, id: str, viewer: Viewer) -> dict[str, Any] | None:
    """Describe a dispute; what it holds and how it goes on are told to its sides."""
    told = views.show(conn, id, viewer)
    if told is None or "claim" not in told:
        return told
    lines = held_by(conn, id)
    told |= course_of(conn, id)
    if lines:
        told["held_minor"] = sum(line["amount_minor"] for line in lines)
        own = [line for line in lines if _reads(viewer, line)]
        told["held"] = [{name: line[name] for name in _LINE} for line in own]
    return told


def _reads(viewer: Viewer, line: Mapping[str, Any]) -> bool:
    return viewer.role == "operator" or viewer.party in (line["payer"], line["payee"])


def page(
    conn: Connection,
    viewer: Viewer,
    *,
    after: str | None = None,
    limit: int = 50,
    is_newest_first: bool = False,
    **filters: str | None,
) -> list[dict[str, Any]]:
    """List disputes in the order of their ids, without what was said; see `views.page`."""
    some = views.page(
        conn, viewer, after=after, limit=limit, is_newest_first=is_newest_first, **filters
    )
    return _marked(conn, some)


def subjects_of(conn: Connection, viewer: Viewer, ids: Iterable[str]) -> dict[str, dict[str, Any]]:
    """Return what disputes are about as their sides named it, by id, to whom they concern."""
    table = table_of(DisputeRow)
    query = select(table.c.id, table.c.doc).where(
        table.c.id.in_(sorted(set(ids))), visible(viewer, table.c.id, level="payee")
    )
    return {id: unpack(doc)["body"]["subject"] for id, doc in conn.execute(query)}


def read_in_full(conn: Connection, viewer: Viewer, ids: Iterable[str]) -> set[str]:
    """Return those of these disputes whose sides a viewer is one of, or that he reads whole."""
    table = table_of(DisputeRow)
    query = select(table.c.id).where(table.c.id.in_(sorted(set(ids))), visible(viewer, table.c.id))
    return set(conn.execute(query).scalars())


def to_answer(
    conn: Connection, viewer: Viewer, party: str, *, after: str | None = None, limit: int = 50
) -> list[dict[str, Any]]:
    """List the open disputes in which an answer is asked of a party, the nearest day first.

    Args:
        conn: A snapshot.
        viewer: Sees what he reads whole.
        party: Whose turn it is.
        after: Last id of the page before.
        limit: Most rows.
    """
    table, course = table_of(DisputeRow), table_of(DisputeCourseRow)
    query = (
        select(*(table.c[name] for name in SUMMARY), course.c.claimed_minor, course.c.currency)
        .join(course, course.c.dispute_id == table.c.id)
        .where(
            course.c.is_waiting == 1,
            course.c.turn.contains(party, autoescape=True),
            visible(viewer, table.c.id),
        )
    )
    if after is not None:
        last = select(table.c.answer_by).where(table.c.id == after).scalar_subquery()
        is_same_day = (table.c.answer_by == last) & (table.c.id > after)
        query = query.where((table.c.answer_by > last) | is_same_day)
    rows = conn.execute(query.order_by(table.c.answer_by, table.c.id).limit(limit)).mappings()
    return _marked(conn, [_with_claim(dict(row)) for row in rows])


def _with_claim(row: Mapping[str, Any]) -> dict[str, Any]:
    """Describe a dispute with what is claimed in it; `currency` is that of what is held."""
    told = {name: row[name] for name in SUMMARY}
    if row["currency"]:
        told |= {"claimed_minor": row["claimed_minor"], "claimed_currency": row["currency"]}
    return told


def overdue(conn: Connection, viewer: Viewer, today: str) -> list[dict[str, Any]]:
    """List the open disputes in which an answer is late, the longest waiting first."""
    return _some(conn, viewer, overdue_in(conn, today))


def holding(conn: Connection, viewer: Viewer) -> list[dict[str, Any]]:
    """List the disputes that hold money now."""
    table = table_of(DisputeHoldRow)
    query = select(table.c.dispute_id).where(table.c.amount_minor > 0).distinct()
    return _some(conn, viewer, sorted(conn.execute(query).scalars()))


def due(conn: Connection, viewer: Viewer) -> list[dict[str, Any]]:
    """List the disputes that were decided for an amount and are not carried out."""
    return _some(conn, viewer, due_in(conn))


def _some(conn: Connection, viewer: Viewer, ids: list[str]) -> list[dict[str, Any]]:
    """List these disputes, as far as a viewer is a side or the operator, in this order."""
    table = table_of(DisputeRow)
    query = select(table.c.id).where(visible(viewer, table.c.id))
    seen = set(conn.execute(query).scalars())
    listed = [item for id in ids if id in seen for item in _one(conn, viewer, id)]
    return _marked(conn, listed)


def _one(conn: Connection, viewer: Viewer, id: str) -> list[dict[str, Any]]:
    before = views.page(conn, viewer, limit=1, id=id)
    return [{**item, **course_of(conn, id)} for item in before]


def _marked(conn: Connection, items: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Say of each dispute how much it holds."""
    table = table_of(DisputeHoldRow)
    ids = [item["id"] for item in items]
    query = select(table.c.dispute_id, table.c.amount_minor, table.c.currency)
    sums: dict[str, tuple[int, str]] = {}
    for id, amount, currency in conn.execute(query.where(table.c.dispute_id.in_(ids))):
        sums[id] = (sums.get(id, (0, ""))[0] + amount, currency)
    held = {id: pair for id, pair in sums.items() if pair[0]}
    return [
        {**item, "held_minor": held[item["id"]][0], "currency": held[item["id"]][1]}
        if item["id"] in held
        else item
        for item in items
    ]


def with_held(conn: Connection, statement: dict[str, Any]) -> dict[str, Any]:
    """Add to a shown statement what disputes hold of it, line by line; nothing if none does."""
    held = held_of(conn, [statement["id"]]).get(statement["id"])
    if held is None:
        return statement
    lines = [
        {
            "dispute": part.dispute,
            "run": part.run,
            "step": part.step,
            "income": part.income,
            "amount_minor": part.amount_minor,
        }
        for part in held.parts
    ]
    return {**statement, "held_minor": held.amount_minor, "held": lines}


def with_held_each(conn: Connection, items: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Add to listed statements how much of each disputes hold."""
    rows = [dict(item) for item in items]
    held = held_of(conn, [row["id"] for row in rows])
    return [
        {**row, "held_minor": held[row["id"]].amount_minor} if row["id"] in held else row
        for row in rows
    ]
