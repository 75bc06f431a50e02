"""Statements of whoever is paid: the list, one of them, and its files."""

import re
from hashlib import sha256
from typing import Annotated, Any, Final, Literal

from fastapi import APIRouter, Path, Query
from sqlalchemy import Connection
from starlette.responses import HTMLResponse, Response

from api.pages.creator.listing import names_in, with_payment, years_of
from api.pages.creator.nothing import gave_nothing
from api.pages.creator.sheet import groups_of
from api.pages.desk import CreatorDesk, Desk
from api.reasons import Explainers
from contracts.figures import Language
from ledger.disputes.reading import with_held
from ledger.errors import NotFound
from ledger.jobs.disclose import Discloser
from ledger.jobs.disputed import held_told
from ledger.jobs.statement_files import PDF_TYPE, XLSX_TYPE
from ledger.jobs.statement_zip import statement_zip
from ledger.payments.views import items_of
from ledger.statements import views
from ledger.statements.files import file_of
from ledger.statements.payee_views import cursor_of, listed, months_of
from ledger.statements.payment_told import payment_told
from ledger.statements.prepare import statement_file, statement_sheet
from ledger.statements.render import CSV_TYPE, JSON_TYPE

router = APIRouter()

StatementPath = Annotated[str, Path(max_length=64)]
Format = Literal["pdf", "csv", "xlsx", "json"]
_PER_PAGE: Final = 50
_YEAR: Final = re.compile(r"[12][0-9]{3}", re.ASCII)
_CURSOR: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}\.stmt_[0-9A-Z]{26}", re.ASCII)
_FORMATS: Final[tuple[Format, ...]] = ("pdf", "csv", "xlsx", "json")
_MEDIA: Final[dict[Format, str]] = {
    "pdf": PDF_TYPE,
    "csv": f"{CSV_TYPE}; charset=utf-8",
    "xlsx": XLSX_TYPE,
    "json": JSON_TYPE,
}


@router.get("/my/statements")
def my_statements(
    desk: CreatorDesk,
    year: Annotated[str, Query(max_length=4)] = "",
    payer: Annotated[str, Query(max_length=64)] = "",
    after: Annotated[str, Query(max_length=64)] = "",
) -> HTMLResponse:
    """List one's statements, newest first, with the sums of each year."""
    year = year if _YEAR.fullmatch(year) else ""
    after = after if _CURSOR.fullmatch(after) else ""
    with desk.reading() as conn:
        rows = listed(conn, desk.viewer, year=year, payer=payer, after=after, limit=_PER_PAGE + 1)
        shown = with_payment(conn, rows[:_PER_PAGE])
        months = months_of(conn, desk.viewer)
        payers = sorted({row["payer"] for row in months})
        names = names_in(desk, conn, shown) | desk.names(conn, payers)
    narrowed = [row for row in months if payer in ("", row["payer"])]
    query = "&".join(
        f"{name}={value}" for name, value in (("year", year), ("payer", payer)) if value
    )
    return desk.page(
        "creator/statements.html",
        title="creator.statements",
        rows=shown,
        following=cursor_of(shown[-1]) if len(rows) > _PER_PAGE else None,
        is_first=not after,
        address=desk.url(f"/my/statements{'?' if query else ''}{query}"),
        years=years_of(narrowed),
        payers=[(one, names[one]) for one in payers],
        all_years=[
            (one, one) for one in sorted({row["month"][:4] for row in months}, reverse=True)
        ],
        is_narrowed=bool(query),
        year=year,
        payer=payer if payer in payers else "",
        names=names,
        own=desk.party,
    )


@router.get("/my/statements/{statement_id}")
def my_statement(desk: CreatorDesk, statement_id: StatementPath) -> HTMLResponse:
    """Show a statement with every line worked out."""
    register = desk.register
    with desk.reading() as conn:
        statement = with_held(conn, _shown(desk, conn, statement_id))
        parties = [statement[name] for name in ("payer", "payee", "paid_to")]
        names = desk.names(conn, parties)
        items = items_of(conn, [statement_id]).get(statement_id, [])
        context: dict[str, Any] = {"groups": [], "quiet": [], "notes": [], "digest": ""}
        if all(register.blobs.exists(file["sha256"]) for file in statement["files"]):
            context = _opened(desk, conn, statement)
            names |= context.pop("names")
        held = held_told(conn, statement, desk.lang)
    return desk.page(
        "creator/statement.html",
        title=desk.say("creator.statement-of", payer=names[statement["payer"]]),
        statement=statement,
        names=names,
        items=items,
        held=held,
        payment=payment_told(statement, desk.lang),
        formats=[one for one in _FORMATS if file_of(statement["files"], one, desk.lang)],
        **context,
    )


def _shown(desk: Desk, conn: Connection, statement_id: str) -> dict[str, Any]:
    return desk.found(views.show(conn, statement_id, desk.viewer), "statement", statement_id)


def _opened(desk: Desk, conn: Connection, statement: dict[str, Any]) -> dict[str, Any]:
    """Return what the statement's own file says, and what its lines were made from."""
    blobs = desk.register.blobs
    sheet = statement_sheet(blobs, statement["files"])
    reasons = Explainers(conn, desk.register, desk.viewer).reasons(statement["id"])
    file = file_of(statement["files"], "json")
    named = {sheet[who]["id"]: sheet[who] for who in ("payer", "payee", "paid_to")}
    groups = groups_of(sheet, reasons, statement.get("held", ()), desk.lang)
    return {
        "groups": groups,
        "quiet": gave_nothing(desk, conn, statement, {group.agreement for group in groups}),
        "notes": sheet["notes"][desk.lang],
        "digest": sha256(statement_file(blobs, file)).hexdigest() if file else "",
        "names": {id: name.get(desk.lang) or name["ja"] for id, name in named.items()},
    }


@router.get("/my/statements/{statement_id}/files/{format}")
def my_statement_file(desk: CreatorDesk, statement_id: StatementPath, format: Format) -> Response:
    """Give a file of a statement exactly as it was issued."""
    with desk.reading() as conn:
        statement = _shown(desk, conn, statement_id)
    reference = file_of(statement["files"], format, desk.lang)
    if reference is None:
        raise NotFound("statement-file-not-found", field="format", value=format)
    content = statement_file(desk.register.blobs, reference)
    return attachment(content, _file_name(statement_id, format, desk.lang), _MEDIA[format])


def _file_name(statement_id: str, format: Format, lang: Language) -> str:
    return (
        f"{statement_id}.{lang}.{format}"
        if format in ("pdf", "xlsx")
        else f"{statement_id}.{format}"
    )


@router.get("/my/statements/{statement_id}/package")
def my_statement_package(desk: CreatorDesk, statement_id: StatementPath) -> Response:
    """Give the statement's files with the proof that they are on record, as one archive."""
    tiles = desk.request.app.state.tiles
    with desk.reading() as conn:
        _shown(desk, conn, statement_id)
        package = Discloser(conn, tiles, desk.viewer).statement(statement_id, desk.register.blobs)
    return attachment(statement_zip(package), f"{statement_id}.zip", "application/zip")


def attachment(content: bytes, name: str, media_type: str) -> Response:
    """Return a file that the browser keeps instead of showing it."""
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(content, media_type=media_type, headers=headers)
