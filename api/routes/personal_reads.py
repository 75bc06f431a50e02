"""Who read a person's data: for herself and for the operator."""

from typing import Annotated, Final

from fastapi import APIRouter, Path
from starlette.responses import JSONResponse

from api.auth import ReaderDep
from api.examples import CREATOR_ID, Example
from api.openapi import lists
from api.paging import PageDep
from api.reading import RegisterDep
from ledger.access.personal_reads import Asked, reads_page
from ledger.errors import NotFound
from ledger.subjects.queries import people_of

router = APIRouter(tags=["parties"])

_SUBJECT: Final = "subj_01KAM3Z4TJA2B3C4D5E6F7G8H9"
_READ: Final[Example] = {
    "key": f"read_01KAM3Z4TJA2B3C4D5E6F7G8HA/{_SUBJECT}/credit_name",
    "id": "read_01KAM3Z4TJA2B3C4D5E6F7G8HA",
    "subject": _SUBJECT,
    "kind": "credit_name",
    "at": "2027-01-15T02:00:00.000000Z",
    "role": "operator",
    "by": "tok_01KAM3Z4TJA2B3C4D5E6F7G8H9",
    "why": "GET /statements/{statement_id}",
}


@router.get("/parties/{party_id}/reads", **lists("List who read a person's data", _READ))
def list_reads(
    register: RegisterDep,
    caller: ReaderDep,
    page: PageDep,
    party_id: Annotated[str, Path(max_length=64, examples=[CREATOR_ID])],
) -> JSONResponse:
    """List who read this person's data with a token, when and why, oldest first."""
    viewer = caller.viewer
    if not (viewer.role == "operator" or viewer.party == party_id):
        raise NotFound("party-not-found", field="id", value=party_id)
    with register.ledger.reading() as conn:
        people = tuple(people_of(conn, party_id))
        items = reads_page(conn, Asked(people), after=page.after, limit=page.fetch)
    return page.answer(items, "key")
