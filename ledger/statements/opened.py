"""Links of agreements' chains opened for statements, by the beginning of their ids."""

from collections.abc import Iterable

from sqlalchemy import Connection

from ledger.blobs.blobs import Blobs
from ledger.ids import OPENING, REVISION, RUN
from ledger.statements.books import RunBook, open_runs
from ledger.statements.links import kind_of
from ledger.statements.opening_books import open_openings
from ledger.statements.revision_books import open_revisions


def open_books(conn: Connection, blobs: Blobs, ids: Iterable[str]) -> dict[str, RunBook]:
    """Open runs and what else statements show, with few queries however many they are."""
    some = sorted(set(ids))
    books: dict[str, RunBook] = {}
    books |= open_runs(conn, blobs, [id for id in some if kind_of(id) == RUN])
    books |= open_revisions(conn, blobs, [id for id in some if kind_of(id) == REVISION])
    books |= open_openings(conn, [id for id in some if kind_of(id) == OPENING])
    return books
