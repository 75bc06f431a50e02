"""Originals that entries cite: found by day, amount and counterparty, and fetched."""

import re
from datetime import date
from typing import Annotated, Final

from fastapi import APIRouter, Path, Query
from pydantic import BaseModel, ConfigDict, Field
from starlette.responses import JSONResponse, Response

from api import tax_examples
from api.auth import ReaderDep
from api.openapi import lists, serves
from api.paging import PageDep
from api.reading import RegisterDep
from ledger.archive.queries import Wanted, cited, find
from ledger.jobs.archive import fetch, with_places

router = APIRouter(tags=["archive"])

DocumentPath = Annotated[str, Path(pattern="^[0-9a-f]{64}$", description="Its SHA-256.")]
_ANY: Final = "application/octet-stream"
_PLAIN: Final = re.compile(r"[a-z0-9][a-z0-9.+-]{0,63}/[a-z0-9][a-z0-9.+-]{0,126}")


class OriginalsQuery(BaseModel):
    """What is looked for; amounts in minor units; every bound is included."""

    model_config = ConfigDict(frozen=True)

    first: date | None = None
    last: date | None = None
    amount_min: int | None = None
    amount_max: int | None = None
    currency: Annotated[str | None, Field(pattern="^[A-Z]{3}$")] = None
    party: Annotated[str | None, Field(max_length=64)] = None
    kind: Annotated[str | None, Field(max_length=64)] = None

    def wanted(self) -> Wanted:
        """Return it as the archive asks."""
        ranges = (self.first, self.last, self.amount_min, self.amount_max)
        return Wanted(*ranges, self.currency, self.party, self.kind)


@router.get("/archive", **lists("Find originals", tax_examples.DOCUMENT))
def find_originals(
    register: RegisterDep,
    caller: ReaderDep,
    page: PageDep,
    asked: Annotated[OriginalsQuery, Query()],
) -> JSONResponse:
    """Find originals that this caller may read, by any ranges and a counterparty together."""
    wanted = asked.wanted()
    with register.ledger.reading() as conn:
        items = find(conn, caller.viewer, wanted, after=page.after, limit=page.fetch)
    return page.answer(with_places(register.blobs, items))


@router.get(
    "/archive/{document}",
    response_class=Response,
    **serves("Fetch an original", _ANY, "%PDF-1.7"),
)
def fetch_original(register: RegisterDep, caller: ReaderDep, document: DocumentPath) -> Response:
    """Fetch an original exactly as it was stored."""
    with register.ledger.reading() as conn:
        content = fetch(register, conn, caller.viewer, document)
        row = cited(conn, caller.viewer, document)
    # Nothing that somebody uploaded is shown by a browser as a page of this address.
    headers = {"Content-Disposition": f'attachment; filename="{document}"'}
    return Response(content, media_type=_media_type(row["media_type"]), headers=headers)


def _media_type(said: str | None) -> str:
    """Return what somebody said a document is, where that is a plain type: it becomes a header."""
    return said if said and _PLAIN.fullmatch(said) else _ANY
