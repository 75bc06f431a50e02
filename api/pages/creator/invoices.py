"""Purchase statements: what payers wrote in a creator's name, confirmed or objected to."""

from typing import Annotated, Any, Final

from fastapi import APIRouter, Query
from starlette.responses import HTMLResponse, Response

from api.pages.desk import REFUSED, CreatorDesk, Desk, FormDep
from api.pages.reading_forms import shown_again
from ledger.invoices import reading
from ledger.invoices.commands import ConfirmPurchase, ObjectPurchase
from ledger.invoices.deeming import OBJECTED, WAITING
from ledger.parties.registration_history import history_of

router = APIRouter()
_PAGE: Final = 50
_ONE: Final = "creator/invoice.html"
_TITLE: Final = "creator-invoices.one"


@router.get("/my/invoices")
def list_invoices(
    desk: CreatorDesk, after: Annotated[str | None, Query(max_length=64)] = None
) -> HTMLResponse:
    """List the documents made in her name, and her number."""
    with desk.reading() as conn:
        items = reading.purchases(conn, desk.viewer, desk.today, after=after, limit=_PAGE + 1)
        names = desk.names(conn, [item["payer"] for item in items])
        number, _ = history_of(conn, desk.party, desk.today)
    shown = items[:_PAGE]
    return desk.page(
        "creator/invoices.html",
        title="creator-invoices.title",
        items=shown,
        names=names,
        number=number,
        following=shown[-1]["id"] if len(items) > _PAGE else None,
        is_first=after is None,
    )


@router.get("/my/invoices/{purchase}")
def show(desk: CreatorDesk, purchase: str) -> HTMLResponse:
    """Show a document line by line, how it stands, and what she may say."""
    return desk.page(_ONE, title=_TITLE, key=desk.new_key(), **_told(desk, purchase))


@router.post("/my/invoices/{purchase}/confirmation")
def confirm(desk: CreatorDesk, purchase: str, form: FormDep) -> Response:
    """Confirm what it says."""
    return _recorded(desk, purchase, form, ConfirmPurchase(purchase=purchase, by=desk.party))


@router.post("/my/invoices/{purchase}/objection")
def object_to(desk: CreatorDesk, purchase: str, form: FormDep) -> Response:
    """Say that something in it is wrong."""
    return _recorded(desk, purchase, form, None)


def _recorded(
    desk: Desk, purchase: str, form: FormDep, confirmation: ConfirmPurchase | None
) -> Response:
    try:
        desk.record(
            confirmation
            or ObjectPurchase(
                purchase=purchase,
                by=desk.party,
                reason=form.needed("reason"),
                line=form.whole("line"),
            ),
            form,
        )
    except REFUSED as error:
        told = _told(desk, purchase)
        return shown_again(desk, error, form, _ONE, title=_TITLE, **told)
    notice = "confirmed" if confirmation else "objected"
    return desk.see(f"/my/invoices/{purchase}", notice=f"creator-invoices.{notice}")


def _told(desk: Desk, purchase: str) -> dict[str, Any]:
    with desk.reading() as conn:
        shown = reading.show_purchase(conn, purchase, desk.viewer, desk.today)
        told = desk.found(shown, "purchase", purchase)
        names = desk.names(conn, [told["payer"], told["supplier"]])
    is_hers = desk.actor.party == told["supplier"]
    return {
        "told": told,
        "names": names,
        "may_confirm": is_hers and told["standing"] in (WAITING, OBJECTED),
        "may_object": is_hers and told["standing"] == WAITING,
    }
