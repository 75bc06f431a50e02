"""Statements that the studio issued: the list, one of them with its lines, and its files."""

from typing import Annotated, Any, Final, Literal

from fastapi import APIRouter, Query
from starlette.responses import Response

from api.pages.desk import StudioDesk
from api.pages.studio.seat import SeatDep, called, chosen
from api.routes.statements import show_statement as api_statement
from contracts.figures import Language, clause
from ledger.disputes.reading import with_held
from ledger.log import canonical
from ledger.statements import views
from ledger.statements.files import file_of
from ledger.statements.prepare import statement_file

router = APIRouter()

_PAGE: Final = 50
_MOST_LINES: Final = 500
Asking = Annotated[str, Query(max_length=64)]
Format = Literal["json", "csv", "pdf", "xlsx"]


@router.get("/studio/statements")
def list_statements(
    seat: SeatDep, period: Asking = "", payee: Asking = "", after: Asking = ""
) -> Response:
    """List the statements that a party issued."""
    if not seat.party:
        return chosen(seat, "/studio/statements")
    desk = seat.desk
    asked = {"period": period, "payee": payee}
    filters = {name: value for name, value in asked.items() if value}
    with desk.reading() as conn:
        found = views.page(
            conn, desk.viewer, after=after or None, limit=_PAGE + 1, payer=seat.party, **filters
        )
        items = found[:_PAGE]
        names = called(desk, conn, [one["payee"] for one in items])
    return desk.page(
        "studio/statements.html",
        title="statements.title",
        seat=seat,
        items=items,
        names=names,
        asked=asked,
        following=items[-1]["id"] if len(found) > _PAGE else None,
        is_first=not after,
        here=seat.to("/studio/statements", **filters),
    )


@router.get("/studio/statements/{statement_id}")
def show_statement(seat: SeatDep, statement_id: str) -> Response:
    """Show a statement with its lines."""
    desk = seat.desk
    with desk.reading() as conn:
        found = desk.found(views.show(conn, statement_id, desk.viewer), "statement", statement_id)
        found = with_held(conn, found)
        names = called(desk, conn, [found["payer"], found["payee"], found["paid_to"]])
    blobs = desk.register.blobs
    is_there = all(blobs.exists(file["sha256"]) for file in found["files"])
    sheet: dict[str, Any] = {}
    if is_there and (reference := file_of(found["files"], "json", desk.lang)):
        sheet = canonical.decode(statement_file(blobs, reference))
    return desk.page(
        "studio/statement.html",
        title="statements.one",
        seat=seat,
        statement=found,
        lines=[
            {**line, "clause": clause(line.get("clause", ""), desk.lang) or line.get("clause", "")}
            for line in sheet.get("lines", [])[:_MOST_LINES]
        ],
        notes=(sheet.get("notes") or {}).get(desk.lang, []),
        works=sheet.get("works", {}),
        formats=[
            name for name in ("pdf", "csv", "json", "xlsx")
            if is_there and file_of(found["files"], name, desk.lang)
        ],
        is_there=is_there,
        names=names,
    )  # fmt: skip


@router.get("/studio/statements/{statement_id}/file")
def fetch_file(
    desk: StudioDesk, statement_id: str, format: Format, lang: Language | None = None
) -> Response:
    """Hand out a file of a statement as it was issued."""
    return api_statement(
        desk.register, desk.caller, statement_id, format, lang or desk.lang, "utf-8"
    )
