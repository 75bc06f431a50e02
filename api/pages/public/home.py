"""The first page: what this register is, and where to go."""

from fastapi import APIRouter
from sqlalchemy import Connection, func, select
from starlette.responses import HTMLResponse

from api.pages.desk import DeskDep
from ledger.committees.views import CommitteeRow
from ledger.store import checkpoints
from ledger.store.read import LogReader
from ledger.store.views import table_of
from ledger.works.views import WorkRow

router = APIRouter()


@router.get("/")
def home(desk: DeskDep) -> HTMLResponse:
    """Show what this register is, how much is in it, and the doors of each kind of people."""
    with desk.reading() as conn:
        figures = {
            "works": _count(conn, WorkRow),
            "committees": _count(conn, CommitteeRow),
            "entries": LogReader(conn).size(),
        }
        checkpoint = checkpoints.latest(conn)
    return desk.page(
        "public/home.html",
        title="public.home-title",
        figures=figures,
        checkpoint=checkpoint.size if checkpoint else None,
    )


def _count(conn: Connection, view: type[WorkRow] | type[CommitteeRow]) -> int:
    return int(conn.execute(select(func.count()).select_from(table_of(view))).scalar_one())
