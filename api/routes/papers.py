"""Papers: explanations of committees, chains of title with their packs, generated texts."""

from typing import Annotated, Final, Literal

from fastapi import APIRouter, Path, Query
from sqlalchemy import Connection
from starlette.responses import JSONResponse, Response

from api import paper_examples as examples
from api.auth import Caller, PublicDep, ReaderDep
from api.examples import COMMITTEE_ID, WORK_ID
from api.openapi import lists, reads, serves, writes
from api.reading import RegisterDep
from api.routes.rights import Question
from api.writing import CallDep
from ledger.clock import tokyo_date
from ledger.jobs.title_pack import title_pack
from ledger.papers.blocks import as_data
from ledger.papers.chain import chain_paper, dossier
from ledger.papers.commands import RecordPaper
from ledger.papers.committee import committee_paper
from ledger.papers.printer import Printer
from ledger.papers.texts import text_of
from ledger.papers.typesetting import typeset
from ledger.papers.views import papers_of

router = APIRouter(tags=["papers"])

_PDF: Final = "application/pdf"
_ZIP: Final = "application/zip"
CommitteeIdPath = Annotated[str, Path(max_length=64, examples=[COMMITTEE_ID])]
WorkIdPath = Annotated[str, Path(max_length=64, examples=[WORK_ID])]
OfPath = Annotated[str, Path(max_length=64, examples=[examples.TEXT["of"]])]
LangQuery = Annotated[Literal["ja", "en"], Query(description="Language of the paper.")]
EditionQuery = Annotated[
    Literal["public", "partner", "members"],
    Query(description="public: credits; partner: without shares; members: all."),
]


@router.get(
    "/committees/{committee_id}/paper",
    response_class=Response,
    **serves("Print one page on a committee", _PDF, "%PDF-1.7…", public=True),
)
def print_committee(
    register: RegisterDep,
    caller: PublicDep,
    committee_id: CommitteeIdPath,
    edition: EditionQuery = "public",
    lang: LangQuery = "ja",
) -> Response:
    """Say on one page who signs for which right; members get more than everybody does."""
    with register.ledger.reading() as conn:
        paper = committee_paper(_printer(register, conn, caller, lang), committee_id, edition)
    return _file(typeset(paper), f"{committee_id}.{lang}.pdf", _PDF)


@router.get(
    "/committees/{committee_id}/paper/content",
    **reads("Show one page on a committee as data", examples.PAPER, public=True),
)
def show_committee_paper(
    register: RegisterDep,
    caller: PublicDep,
    committee_id: CommitteeIdPath,
    edition: EditionQuery = "public",
    lang: LangQuery = "ja",
) -> JSONResponse:
    """Return the words of the page, block by block."""
    with register.ledger.reading() as conn:
        paper = committee_paper(_printer(register, conn, caller, lang), committee_id, edition)
    return JSONResponse({**as_data(paper), **paper.data})


@router.get(
    "/works/{work_id}/title/paper",
    response_class=Response,
    **serves("Print a chain of title", _PDF, "%PDF-1.7…"),
)
def print_title(
    register: RegisterDep,
    caller: ReaderDep,
    work_id: WorkIdPath,
    question: Annotated[Question, Query()],
    lang: LangQuery = "ja",
) -> Response:
    """Print the chain of title of a use back to the authors; for holders."""
    with register.ledger.reading() as conn:
        printer = _printer(register, conn, caller, lang)
        paper = chain_paper(printer, dossier(printer, question.asked(work_id, register)))
    return _file(typeset(paper), f"{work_id}.{lang}.pdf", _PDF)


@router.get(
    "/works/{work_id}/title/pack",
    response_class=Response,
    **serves("Fetch a chain of title with its proofs", _ZIP, "PK…"),
)
def pack_title(
    register: RegisterDep,
    caller: ReaderDep,
    work_id: WorkIdPath,
    question: Annotated[Question, Query()],
) -> Response:
    """Return the chain on paper and as data, the entries with their proofs, the documents."""
    with register.ledger.reading() as conn:
        printer = _printer(register, conn, caller, "ja")
        archive = title_pack(printer, question.asked(work_id, register), register.blobs)
    return _file(archive, f"{work_id}.zip", _ZIP)


@router.get("/texts/{of}", **reads("Generate an agreement text", examples.TEXT))
def generate_text(
    register: RegisterDep, caller: ReaderDep, of: OfPath, lang: LangQuery = "ja"
) -> JSONResponse:
    """Write the text of a committee, licence or agreement, as a template for counsel."""
    with register.ledger.reading() as conn:
        text = text_of(_printer(register, conn, caller, lang), of)
    return JSONResponse({**text.command().body(), "text": text.plain})


@router.get(
    "/texts/{of}/paper",
    response_class=Response,
    **serves("Print an agreement text", _PDF, "%PDF-1.7…"),
)
def print_text(
    register: RegisterDep, caller: ReaderDep, of: OfPath, lang: LangQuery = "ja"
) -> Response:
    """Print the text; every page says that it is a template."""
    with register.ledger.reading() as conn:
        text = text_of(_printer(register, conn, caller, lang), of)
    return _file(typeset(text.paper), f"{of}.{lang}.pdf", _PDF)


@router.post("/texts", **writes("Record the hash of a text", RecordPaper, examples.RECORD))
async def record_text(call: CallDep) -> JSONResponse:
    """Put the hash of a generated text on record, beside the terms that it was made from."""
    return await call.record(call.read(RecordPaper))


@router.get("/texts/{of}/records", **lists("List the texts on record", examples.RECORDED))
def list_texts(register: RegisterDep, caller: ReaderDep, of: OfPath) -> JSONResponse:
    """List the texts that were made from one thing, in the order of recording."""
    with register.ledger.reading() as conn:
        return JSONResponse({"items": papers_of(conn, of, caller.viewer), "next": None})


def _printer(
    register: RegisterDep, conn: Connection, caller: Caller, lang: Literal["ja", "en"]
) -> Printer:
    day = tokyo_date(register.clock.now())
    return Printer(conn, register.vault, caller.viewer, lang, day)


def _file(content: bytes, name: str, media_type: str) -> Response:
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(content, media_type=media_type, headers=headers)
