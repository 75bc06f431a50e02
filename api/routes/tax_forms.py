"""Treaty forms on file: which payments abroad bear the lower tax of a treaty."""

from typing import Annotated

from fastapi import APIRouter, Query
from starlette.responses import JSONResponse

from api import answers, examples
from api.auth import ReaderDep
from api.filters import TreatyFormFilters
from api.openapi import lists, writes
from api.paging import PageDep
from api.reading import RegisterDep
from api.writing import CallDep
from ledger.ids import TREATY_FORM
from ledger.tax_forms import views
from ledger.tax_forms.commands import FileTreatyForm

router = APIRouter(tags=["tax"])


@router.post(
    "/tax/forms",
    **writes("Record a treaty form", FileTreatyForm, examples.TREATY_FORM, chosen=["id"]),
)
async def file_form(call: CallDep) -> JSONResponse:
    """Record that a payer filed a payee's form for relief under a tax treaty."""
    return await call.record(call.read(FileTreatyForm, new=("id", TREATY_FORM)))


@router.get("/tax/forms", **lists("List treaty forms", answers.TREATY_FORM_SHOWN))
def list_forms(
    register: RegisterDep,
    caller: ReaderDep,
    page: PageDep,
    filters: Annotated[TreatyFormFilters, Query()],
) -> JSONResponse:
    """List the forms that this caller filed, or that were filed for him, in order of id."""
    with register.ledger.reading() as conn:
        asked = filters.given()
        items = views.page(conn, caller.viewer, after=page.after, limit=page.fetch, **asked)
    return page.answer(items)
