"""Production committees, those that ended above all: who may be asked, about what."""

from typing import Annotated, Any, Final, Literal

from fastapi import APIRouter, Path, Query
from starlette.responses import HTMLResponse

from api.cli.labels import coded
from api.pages.desk import DeskDep
from api.paging import decode_cursor, encode_cursor
from ledger.committees import views
from ledger.papers.blocks import as_data
from ledger.papers.committee import committee_paper
from ledger.papers.printer import Printer
from ledger.works import queries

router = APIRouter()
_LIMIT: Final = 50
_STATUSES: Final = ("active", "dissolving", "dissolved", "draft")
Status = Literal["", "active", "dissolving", "dissolved", "draft"]

CommitteeId = Annotated[str, Path(max_length=64)]


@router.get("/committees")
def committees(
    desk: DeskDep,
    q: Annotated[str, Query(max_length=200)] = "",
    status: Status = "",
    after: Annotated[str | None, Query(max_length=400)] = None,
) -> HTMLResponse:
    """List committees by state, or find them by any spelling of their names."""
    typed = q.strip()
    with desk.reading() as conn:
        if typed:
            rows = views.search(conn, typed, limit=_LIMIT)
        else:
            start = decode_cursor(after) if after else None
            asked = {"status": status} if status else {}
            rows = views.page(conn, desk.viewer, after=start, limit=_LIMIT + 1, **asked)
        shown = rows[:_LIMIT]
        names = desk.names(conn, [row["lead"] for row in shown])
    return desk.page(
        "public/committees.html",
        title="public.committees-title",
        typed=typed,
        state=status,
        statuses=[(one, coded(one, desk.lang)) for one in _STATUSES],
        committees=[
            {**row, "said": coded(row["status"], desk.lang), "ask": names.get(row["lead"], "")}
            for row in shown
        ],
        following=encode_cursor(shown[-1]["id"]) if len(rows) > _LIMIT else None,
        is_first=after is None,
    )


@router.get("/committees/{committee_id}")
def committee(desk: DeskDep, committee_id: CommitteeId) -> HTMLResponse:
    """Show who signs for which right: what everybody may know, as on the public paper."""
    with desk.reading() as conn:
        shown = desk.found(views.show(conn, committee_id, desk.viewer), "committee", committee_id)
        printer = Printer(conn, desk.register.vault, desk.viewer, desk.lang, desk.today)
        paper = as_data(committee_paper(printer, committee_id, "public"))
        works = [_titled(queries.show(conn, work), desk.lang) for work in shown["works"]]
        names = desk.names(conn, [shown["lead"]])
    return desk.page(
        "public/committee.html",
        title=paper["title"],
        committee=shown,
        said=coded(shown["status"], desk.lang),
        ask=names.get(shown["lead"], "") if shown["lead"] else "",
        paper=paper,
        works=[work for work in works if work],
    )


def _titled(work: dict[str, Any] | None, lang: str) -> dict[str, str] | None:
    if work is None:
        return None
    return {"id": work["id"], "title": (lang == "en" and work["title_en"]) or work["title_ja"]}
