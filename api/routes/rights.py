"""Rights in works: titles, transfers, licences, and what is free."""

from collections.abc import Callable
from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Path, Query
from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy import Connection
from starlette.responses import JSONResponse

from api import rights_examples as examples
from api.auth import ReaderDep
from api.examples import WORK_ID
from api.filters import RightFilters
from api.openapi import lists, reads, writes
from api.paging import PageDep
from api.reading import RegisterDep, found
from api.writing import CallDep
from ledger.access.views import Viewer
from ledger.clock import tokyo_date
from ledger.ids import RIGHT
from ledger.rights import answers, views
from ledger.rights.commands import (
    AssignLicensor,
    EndRight,
    LicenseRight,
    RecordTitle,
    RegisterRight,
    TransferRight,
)

router = APIRouter(tags=["rights"])

RightIdPath = Annotated[str, Path(max_length=64, examples=[examples.RIGHT_ID])]
WorkIdPath = Annotated[str, Path(max_length=64, examples=[WORK_ID])]
_Code = Annotated[str, Field(max_length=40)]


class Question(BaseModel):
    """What is asked about a work.

    Attributes:
        on: Day of the use; today in Japan when left out.
        known_at: Entry after which nothing is known.
    """

    model_config = ConfigDict(frozen=True)

    media: Annotated[tuple[_Code, ...], Field(max_length=50)] = ()
    territory: Annotated[tuple[_Code, ...], Field(max_length=300)] = ()
    act: Annotated[tuple[_Code, ...], Field(max_length=20)] = ()
    on: date | None = None
    known_at: Annotated[int | None, Field(ge=0)] = None

    def asked(self, work: str, register: RegisterDep) -> answers.Asked:
        """Return the question as asked today."""
        today = tokyo_date(register.clock.now())
        return answers.Asked(
            work,
            self.on or today,
            self.media,
            self.territory,
            self.act,
            today=today,
            known_at=self.known_at,
        )


@router.post(
    "/rights/titles", **writes("Record a title", RecordTitle, examples.TITLE, chosen=["id"])
)
async def record_title(call: CallDep) -> JSONResponse:
    """Record who held a right when it came about; for the operator."""
    command = call.read(RecordTitle, new=("id", RIGHT))
    return await call.record(command, location="/v1/rights/{id}")


@router.post(
    "/rights/transfers",
    **writes("Record a transfer", TransferRight, examples.TRANSFER, chosen=["id"]),
)
async def transfer_right(call: CallDep) -> JSONResponse:
    """Move a share of a right, with the consents of all co-owners."""
    command = call.read(TransferRight, new=("id", RIGHT))
    return await call.record(command, location="/v1/rights/{id}")


@router.post(
    "/rights/licences",
    **writes("Record a licence", LicenseRight, examples.LICENCE, chosen=["id"]),
)
async def license_right(call: CallDep) -> JSONResponse:
    """License a use; an overlap with an exclusive licence is refused and named."""
    command = call.read(LicenseRight, new=("id", RIGHT))
    return await call.record(command, location="/v1/rights/{id}")


@router.post(
    "/rights/{right_id}/endings",
    **writes("End a grant", EndRight, examples.ENDING, in_path=["right"]),
)
async def end_right(call: CallDep, right_id: RightIdPath) -> JSONResponse:
    """Record that a grant is no longer in force from a day on; it stays on record."""
    return await call.record(call.read(EndRight, right=right_id))


@router.post(
    "/rights/{right_id}/registrations",
    **writes("Note a registration", RegisterRight, examples.REGISTRATION, in_path=["right"]),
)
async def register_right(call: CallDep, right_id: RightIdPath) -> JSONResponse:
    """Record that a title or transfer was registered under article 77."""
    return await call.record(call.read(RegisterRight, right=right_id))


@router.post(
    "/rights/{right_id}/licensors",
    **writes("Move a licensor's position", AssignLicensor, examples.LICENSOR, in_path=["licence"]),
)
async def assign_licensor(call: CallDep, right_id: RightIdPath) -> JSONResponse:
    """Record who is licensor of a licence from a day on; without it the old one stays."""
    return await call.record(call.read(AssignLicensor, licence=right_id))


@router.get("/rights", **lists("List rights", examples.RIGHT_LISTED))
def list_rights(
    register: RegisterDep,
    caller: ReaderDep,
    page: PageDep,
    filters: Annotated[RightFilters, Query()],
) -> JSONResponse:
    """List the titles, transfers and licences that concern this caller, in order of id."""
    with register.ledger.reading() as conn:
        asked = filters.given()
        items = views.page(conn, caller.viewer, after=page.after, limit=page.fetch, **asked)
    return page.answer(items)


@router.get("/rights/{right_id}", **reads("Show a right", examples.RIGHT_LISTED))
def show_right(register: RegisterDep, caller: ReaderDep, right_id: RightIdPath) -> JSONResponse:
    """Show one grant as it was written, what it meant, and what ended it."""
    with register.ledger.reading() as conn:
        return found(views.show(conn, right_id, caller.viewer), "right", right_id)


def _asked(
    register: RegisterDep, work_id: WorkIdPath, question: Annotated[Question, Query()]
) -> answers.Asked:
    return question.asked(work_id, register)


AskedDep = Annotated[answers.Asked, Depends(_asked)]
_Ask = Callable[[Connection, Viewer, answers.Asked], dict[str, Any]]


def _answered(
    ask: _Ask, register: RegisterDep, caller: ReaderDep, asked: answers.Asked
) -> JSONResponse:
    with register.ledger.reading() as conn:
        return JSONResponse(ask(conn, caller.viewer, asked))


@router.get("/works/{work_id}/avails", **reads("Ask whether a use is free", examples.AVAILS))
def avails(register: RegisterDep, caller: ReaderDep, asked: AskedDep) -> JSONResponse:
    """Tell whether a use is free on a day, until when, and who must sign; for holders."""
    return _answered(answers.avails, register, caller, asked)


@router.get("/works/{work_id}/title", **reads("Show the chain of title", examples.CHAIN))
def title(register: RegisterDep, caller: ReaderDep, asked: AskedDep) -> JSONResponse:
    """Give the chain of title of a use back to the authors, with its defects; for holders."""
    return _answered(answers.title, register, caller, asked)


@router.get("/works/{work_id}/grid", **reads("Draw a work's rights", examples.GRID))
def grid(register: RegisterDep, caller: ReaderDep, asked: AskedDep) -> JSONResponse:
    """Draw media by territories on a day, each box with every status in it; for holders."""
    return _answered(answers.grid, register, caller, asked)
