"""Questions about parties: one, a page, a search.

The rules kept here, in order:

1. Organisations are public, with their numbers and successions.
2. A person's own data are for the person, the operator and whoever was granted them; any other
   known reader learns that the person exists, and the public learns nothing.
3. Payees are for the party itself and the operator; so are inheritances, and that somebody died
   or does not answer.
"""

from collections.abc import Iterable
from typing import Any, Final

from sqlalchemy import Connection, RowMapping, case, func, or_, select

from ledger.access.views import Viewer, can_read, visible
from ledger.errors import RuleViolation
from ledger.parties.endings import end_of
from ledger.parties.names import match_key
from ledger.parties.payees import payee_history
from ledger.parties.succession import predecessors_of, succession_of
from ledger.parties.views import PartyNameRow, PartyRow
from ledger.store.views import table_of, unpack

_MAX_QUERY: Final = 500
_PRIVATE: Final = ("subject", "credit_commit", "kana_commit", "country", "invoice_number")


def show(conn: Connection, id: str, viewer: Viewer) -> dict[str, Any] | None:
    """Describe a party as far as a viewer may know it; None if he may not know it at all."""
    table = table_of(PartyRow)
    row = conn.execute(select(table).where(table.c.id == id)).mappings().first()
    if row is None or (row["subject"] is not None and viewer.role == "public"):
        return None
    is_private = can_read(conn, viewer, id)
    described = _described(row, is_private=is_private)
    succession = succession_of(conn, id)
    if succession and (is_private or succession["ground"] != "inheritance"):
        described["succession"] = succession
    end = end_of(conn, id)
    if end and (is_private or not end["is_private"]):
        described["end"] = end
    described["succeeds"] = [
        item for item in predecessors_of(conn, id) if is_private or item["ground"] != "inheritance"
    ]
    if is_private:
        described["payees"] = payee_history(conn, id)
    return described


def page(
    conn: Connection, viewer: Viewer, *, after: str | None = None, limit: int = 50, **filters: str
) -> list[dict[str, Any]]:
    """List parties in the order of their ids: all organisations, and the persons a viewer may read.

    Args:
        conn: A snapshot.
        viewer: Who reads.
        after: Last id of the page before.
        limit: Most rows.
        **filters: Columns that must equal a value: `kind`, `status`, `country`,
            `corporate_number`, `invoice_number`.
    """
    table = table_of(PartyRow)
    readable = visible(viewer, table.c.id)
    query = select(table, readable.label("is_readable"))
    query = query.where(or_(table.c.subject.is_(None), readable))
    if after is not None:
        query = query.where(table.c.id > after)
    for name, value in filters.items():
        query = query.where(table.c[name] == value)
    rows = conn.execute(query.order_by(table.c.id).limit(limit)).mappings()
    return [_described(row, is_private=bool(row["is_readable"])) for row in rows]


def search(
    conn: Connection, viewer: Viewer, q: str, *, subjects: Iterable[str] = (), limit: int = 20
) -> list[dict[str, Any]]:
    """Find parties by name: whole names first, then beginnings, then any part of a name.

    Args:
        conn: A snapshot.
        viewer: The public finds organisations only.
        q: What was typed; spelling does not matter.
        subjects: Whom the vault found under this name (`vault.find(q)`): persons are found by
            their whole name only, because nothing else about it is stored outside the vault.
        limit: Most results.

    Returns:
        Descriptions with `matched`: `whole`, `beginning` or `part`.

    Raises:
        RuleViolation: The query is too long.
    """
    if len(q) > _MAX_QUERY:
        raise RuleViolation(
            "query-too-long", field="q", value=len(q), expected=f"at most {_MAX_QUERY} characters"
        )
    ranks = _organisations(conn, match_key(q), limit)
    if viewer.role != "public":
        ranks |= dict.fromkeys(_persons(conn, subjects, viewer), 0)
    ids = sorted(ranks, key=lambda party: (ranks[party], party))[:limit]
    table = table_of(PartyRow)
    readable = visible(viewer, table.c.id)
    query = select(table, readable.label("is_readable")).where(table.c.id.in_(ids))
    rows = {row["id"]: row for row in conn.execute(query).mappings()}
    kinds = ("whole", "beginning", "part")
    return [
        _described(rows[party], is_private=bool(rows[party]["is_readable"]))
        | {"matched": kinds[ranks[party]]}
        for party in ids
    ]


def _organisations(conn: Connection, key: str, limit: int) -> dict[str, int]:
    if not key:
        return {}
    table = table_of(PartyNameRow)
    column = table.c.match_key
    rank = case((column == key, 0), (column.startswith(key, autoescape=True), 1), else_=2)
    best = func.min(rank)
    query = (
        select(table.c.party_id, best)
        .where(column.contains(key, autoescape=True))
        .group_by(table.c.party_id)
        .order_by(best, table.c.party_id)
        .limit(limit)
    )
    return {row[0]: row[1] for row in conn.execute(query)}


def _persons(conn: Connection, subjects: Iterable[str], viewer: Viewer) -> list[str]:
    """Return the parties of subjects; whose use is restricted, only the operator finds by name."""
    table = table_of(PartyRow)
    query = select(table.c.id).where(table.c.subject.in_(list(subjects)))
    if viewer.role != "operator":
        query = query.where(table.c.data_use.is_(None))
    return [row[0] for row in conn.execute(query)]


def _described(row: RowMapping, *, is_private: bool) -> dict[str, Any]:
    described: dict[str, Any] = {
        "id": row["id"],
        "kind": row["kind"],
        "status": row["status"],
        "entry_index": row["entry_index"],
    }
    doc: dict[str, Any] = unpack(row["doc"])
    if row["subject"] is None:
        return described | {
            "names": {"ja": row["name_ja"], "kana": row["name_kana"], "en": row["name_en"]},
            "country": row["country"],
            "corporate_number": row["corporate_number"],
            "invoice_number": row["invoice_number"],
            **doc,
        }
    if is_private:
        if row["data_use"] is not None:
            described["data_use"] = row["data_use"]
        return described | {name: row[name] for name in _PRIVATE} | doc
    return described
