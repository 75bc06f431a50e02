"""Agreements that gave nothing in a statement, and why: nobody has to guess what a zero means."""

from collections.abc import Collection, Iterable, Mapping
from typing import Any, Literal

from sqlalchemy import Connection, select

from api.pages.creator.agreements import standing_of, titles_of
from api.pages.desk import Desk
from ledger.royalties.views import RunRow
from ledger.statements.opened import open_books
from ledger.statements.reasons import sight_for
from ledger.store.views import table_of

Why = Literal["waits", "no-revenue", "no-share"]


def gave_nothing(
    desk: Desk, conn: Connection, statement: Mapping[str, Any], heard: Collection[str]
) -> list[dict[str, Any]]:
    """Return the agreements that a statement is about and that have no line in it.

    Each stands where its last run of the statement left it, as far as its payee may know.

    Args:
        desk: Of the reader.
        conn: A snapshot.
        statement: As its page shows it.
        heard: Agreements that have lines in it.
    """
    quiet = _quiet(conn, statement["runs"], heard)
    books = open_books(conn, desk.register.blobs, quiet.values())
    titles = titles_of(conn, quiet, desk.lang)
    told = []
    for agreement, run in quiet.items():
        book, payee = books[run], statement["payee"]
        standing = standing_of(book, payee, sight_for(conn, desk.viewer, book, payee).level)
        why = why_nothing(standing, has_revenue=bool(book.items))
        told.append({**standing, "agreement": agreement, "title": titles[agreement], "why": why})
    return told


def why_nothing(standing: Mapping[str, Any], *, has_revenue: bool) -> Why:
    """Say why an agreement gave nothing, and no more than its payee may know.

    Example:
        104,000,000 is the target and 70,000,000 came in: it waits. The target is reached and no
        report came for the period: no revenue. Who is shown amounts alone does not learn of that.
    """
    if standing["is_waiting"] or standing["deficit"]:
        return "waits"
    return "no-revenue" if standing["level"] == "full" and not has_revenue else "no-share"


def _quiet(conn: Connection, runs: Iterable[str], heard: Collection[str]) -> dict[str, str]:
    """Return agreement to its last run, of those that are not heard of otherwise."""
    table = table_of(RunRow)
    query = select(table.c.id, table.c.agreement).where(table.c.id.in_(tuple(runs)))
    rows = conn.execute(query.order_by(table.c.agreement, table.c.entry_index))
    return {row.agreement: row.id for row in rows if row.agreement not in heard}
