"""Statements: issuing them, and reading one's own with the reason of every line."""

from typing import Annotated, Any, Final, Literal

from fastapi import APIRouter, Path, Query
from starlette.concurrency import run_in_threadpool
from starlette.responses import JSONResponse, Response

from api import answers, examples
from api.auth import ReaderDep
from api.errors import CREATED
from api.explanations import drawn
from api.filters import StatementFilters
from api.openapi import issues, lists, reads
from api.paging import PageDep
from api.publishing import APPLIED, WAIT
from api.reading import RegisterDep
from api.reasons import Explainers, Form
from api.writing import REPLAYED, CallDep, described
from contracts.figures import Language
from ledger.disputes.reading import with_held, with_held_each
from ledger.door import Recorded
from ledger.errors import NotFound, RuleViolation
from ledger.ids import PartyId
from ledger.jobs.statement_files import PDF_TYPE, PLAIN_FORMATS, XLSX_TYPE
from ledger.jobs.statements import issue_statements
from ledger.log import canonical
from ledger.statements import views
from ledger.statements.encodings import encoded
from ledger.statements.files import file_of
from ledger.statements.prepare import statement_file
from ledger.statements.render import CSV_TYPE, JSON_TYPE
from ledger.values import PeriodText, Value

router = APIRouter(tags=["statements"])

StatementIdPath = Annotated[str, Path(max_length=64, examples=[examples.STATEMENT_ID])]
LinePath = Annotated[int, Path(ge=1, le=1_000_000, description="Counted from one.")]
Format = Literal["json", "csv", "pdf", "xlsx"]
Encoding = Literal["utf-8", "cp932"]
_MEDIA: Final[dict[Format, str]] = {
    "json": JSON_TYPE,
    "csv": CSV_TYPE,
    "pdf": PDF_TYPE,
    "xlsx": XLSX_TYPE,
}
_CHARSETS: Final[dict[Encoding, str]] = {"utf-8": "utf-8", "cp932": "Shift_JIS"}


class IssueBody(Value):
    """Whose statements are to be issued.

    Attributes:
        final: True to pay small amounts too, and those that wait although no run is due.
        formats: Of the files; JSON is always among them.
    """

    payer: PartyId
    period: PeriodText
    final: bool = False
    formats: tuple[Format, ...] = PLAIN_FORMATS


@router.post("/statements", **issues("Issue statements", IssueBody, examples.ISSUE, answers.ISSUED))
async def issue(call: CallDep) -> JSONResponse:
    """Issue the statement of every payee for a period's runs of one payer."""
    body = call.read(IssueBody)
    call.must_not_sign()
    call.caller.actor.must_act_for(body.payer, "payer")

    def job() -> list[Recorded]:
        return issue_statements(
            call.register,
            payer=body.payer,
            period=body.period,
            is_final=body.final,
            formats=body.formats,
            actor=call.caller.actor,
            request=call.key,
        )

    issued = await run_in_threadpool(job)
    proof = await call.proof_of(issued)
    headers = {REPLAYED: "true"} if all(item.replayed for item in issued) else {}
    if proof:
        headers[APPLIED] = WAIT
    items = [described(item) for item in issued]
    return JSONResponse({"items": items, **proof}, CREATED.value, headers)


@router.get("/statements", **lists("List statements", answers.STATEMENT_SHOWN))
def list_statements(
    register: RegisterDep,
    caller: ReaderDep,
    page: PageDep,
    filters: Annotated[StatementFilters, Query()],
) -> JSONResponse:
    """List the statements that this caller may read, in order of id."""
    with register.ledger.reading() as conn:
        asked = filters.given()
        items = views.page(conn, caller.viewer, after=page.after, limit=page.fetch, **asked)
        items = with_held_each(conn, items)
    return page.answer(items)


@router.get("/statements/{statement_id}", **reads("Show a statement", answers.STATEMENT_SHOWN))
def show_statement(
    register: RegisterDep,
    caller: ReaderDep,
    statement_id: StatementIdPath,
    format: Annotated[Format | None, Query(description="The file as issued.")] = None,
    lang: Annotated[Language, Query(description="Of a PDF or workbook.")] = "ja",
    encoding: Annotated[Encoding, Query(description="A copy of the CSV in cp932.")] = "utf-8",
) -> Response:
    """Show a statement and why each line is what it is, or fetch a file as it was issued."""
    with register.ledger.reading() as conn:
        statement = views.show(conn, statement_id, caller.viewer)
        statement = statement and with_held(conn, statement)
    if statement is None:
        raise NotFound("statement-not-found", field="id", value=statement_id)
    if format is not None:
        return _file(register, statement, (format, lang, encoding))
    if not all(register.blobs.exists(file["sha256"]) for file in statement["files"]):
        return JSONResponse({**statement, "names": {}})  # they went with a person's data
    issued = canonical.decode(_content(register, statement, "json"))
    explained = {name: issued[name] for name in ("lines", "notes") if name in issued}
    named = {issued[who]["id"]: issued[who] for who in ("payer", "payee", "paid_to")}
    return JSONResponse({**statement, **explained, "names": named})


def _file(
    register: RegisterDep, statement: dict[str, Any], asked: tuple[Format, Language, Encoding]
) -> Response:
    format, lang, encoding = asked
    content = _content(register, statement, format, lang)
    if format == "csv":
        content = encoded(content, encoding)
    elif encoding != "utf-8":
        raise RuleViolation("encoding-not-for-format", field="format", value=format, expected="csv")
    suffix = f"{lang}.{format}" if format in ("pdf", "xlsx") else format
    headers = {"Content-Disposition": f'attachment; filename="{statement["id"]}.{suffix}"'}
    charset = f"; charset={_CHARSETS[encoding]}" if format == "csv" else ""
    return Response(content, media_type=f"{_MEDIA[format]}{charset}", headers=headers)


def _content(
    register: RegisterDep, statement: dict[str, Any], format: Format, lang: Language = "ja"
) -> bytes:
    reference = file_of(statement["files"], format, lang)
    if reference is None:
        raise NotFound("statement-file-not-found", field="format", value=format)
    return statement_file(register.blobs, reference)


@router.get(
    "/statements/{statement_id}/lines/{line}/explanation",
    **reads("Explain a line of a statement", answers.LINE_EXPLAINED),
)
def explain_line(
    register: RegisterDep,
    caller: ReaderDep,
    statement_id: StatementIdPath,
    line: LinePath,
    lang: Annotated[Language, Query(description="Language of the sentences.")] = "ja",
) -> JSONResponse:
    """Say how a line came about, from the rows of reports to the transfer, as far as disclosed."""
    with register.ledger.reading() as conn:
        explainers = Explainers(conn, register, caller.viewer)
        (reason,) = explainers.reasons(statement_id, [line])
        told = explainers.told(reason, lang)
    return JSONResponse(told)


@router.get(
    "/statements/{statement_id}/lines/{line}/graph",
    **reads("Draw the way of the money to a line", answers.GRAPH),
)
def draw_line(
    register: RegisterDep,
    caller: ReaderDep,
    statement_id: StatementIdPath,
    line: LinePath,
    lang: Annotated[Language, Query(description="Language of a picture.")] = "ja",
    format: Annotated[Form, Query(description="json, svg or mermaid.")] = "json",
) -> Response:
    """Draw the amounts that a line was made from, as far as they are disclosed to its payee."""
    with register.ledger.reading() as conn:
        explainers = Explainers(conn, register, caller.viewer)
        (reason,) = explainers.reasons(statement_id, [line])
        found = explainers.graph(reason, lang, format)
    return drawn(found, format)
