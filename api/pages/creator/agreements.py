"""The agreements that somebody is paid by: why there is nothing yet, and how far recoupment is."""

import re
from collections.abc import Iterable, Mapping
from typing import Annotated, Any, Final

from fastapi import APIRouter, Path, Query
from sqlalchemy import Connection, select
from starlette.responses import HTMLResponse

from api.pages.creator.listing import names_in
from api.pages.desk import CreatorDesk, Desk
from contracts.disclosure import Level
from contracts.figures import Language
from ledger.agreements.views import AgreementRow
from ledger.errors import NotFound
from ledger.statements.books import RunBook
from ledger.statements.meters import deficit_of, meters_of
from ledger.statements.opened import open_books
from ledger.statements.payee_views import agreements_of
from ledger.statements.reasons import sight_for
from ledger.store.views import table_of, unpack

router = APIRouter()
_PER_PAGE: Final = 50
_CURSOR: Final = re.compile(r"agr_[0-9A-Z]{26}\.party_[0-9A-Z]{26}", re.ASCII)
_PER_QUERY: Final = 500


@router.get("/my/agreements")
def my_agreements(
    desk: CreatorDesk, after: Annotated[str, Query(max_length=64)] = ""
) -> HTMLResponse:
    """List the agreements that stated something to the reader."""
    after = after if _CURSOR.fullmatch(after) else ""
    with desk.reading() as conn:
        rows = agreements_of(conn, desk.viewer, after=after, limit=_PER_PAGE + 1)
        shown = rows[:_PER_PAGE]
        titles = titles_of(conn, (row["agreement"] for row in shown), desk.lang)
        names = _names(desk, conn, shown)
    return desk.page(
        "creator/agreements.html",
        title="agreements.title",
        rows=shown,
        titles=titles,
        names=names,
        own=desk.party,
        is_first=not after,
        following=f"{shown[-1]['agreement']}.{shown[-1]['payee']}"
        if len(rows) > _PER_PAGE
        else None,
    )


def _names(desk: Desk, conn: Connection, rows: Iterable[Mapping[str, Any]]) -> dict[str, str]:
    some = list(rows)
    return desk.names(conn, {row["payer"] for row in some}) | names_in(desk, conn, some)


def titles_of(conn: Connection, agreements: Iterable[str], lang: Language) -> dict[str, str]:
    """Return what agreements are called, with one query."""
    table = table_of(AgreementRow)
    wanted = sorted(set(agreements))[:_PER_QUERY]
    query = select(table.c.id, table.c.doc).where(table.c.id.in_(wanted))
    titles = {id: unpack(doc)["title"] for id, doc in conn.execute(query)}
    return {id: title.get(lang) or title["ja"] for id, title in titles.items()}


@router.get("/my/agreements/{agreement_id}")
def my_agreement(
    desk: CreatorDesk, agreement_id: Annotated[str, Path(max_length=64)]
) -> HTMLResponse:
    """Show how far the recoupments are that the reader's share waits for."""
    with desk.reading() as conn:
        rows = agreements_of(conn, desk.viewer, agreement=agreement_id)
        if not rows:
            raise NotFound("agreement-not-found", field="id", value=agreement_id)
        shown = [_standing(desk, conn, row) for row in rows]
        title = titles_of(conn, [agreement_id], desk.lang)[agreement_id]
        names = _names(desk, conn, rows)
    return desk.page(
        "creator/agreement.html", title=title, shown=shown, names=names, own=desk.party
    )


def _standing(desk: Desk, conn: Connection, row: Mapping[str, Any]) -> dict[str, Any]:
    """Return where an agreement stands for one payee, as far as it is disclosed to him."""
    book = open_books(conn, desk.register.blobs, [row["run_id"]])[row["run_id"]]
    level = sight_for(conn, desk.viewer, book, row["payee"]).level
    return {**row, **standing_of(book, row["payee"], level)}


def standing_of(book: RunBook, payee: str, level: Level) -> dict[str, Any]:
    """Return where a run left the recoupments that a payee's share waits for."""
    meters = meters_of(book.standing, payee, level)
    return {
        "level": level,
        "currency": book.run["currency"],
        "meters": meters,
        "deficit": deficit_of(book.standing, payee, level),
        "is_waiting": any(not meter.is_done for meter in meters),
    }
