"""`/studio/recoupment`: how far every agreement is, what filled it, and who waits for it."""

from typing import Annotated, Final

from fastapi import APIRouter, Path, Query
from starlette.responses import HTMLResponse

from api.pages.desk import StudioDesk
from api.pages.studio import recoupment_shape as shape
from api.pages.studio.named import names_in
from contracts.period import Month
from ledger.accounts import views as accounts
from ledger.agreements import views
from ledger.jobs.accounting_guarantees import guarantees_under
from ledger.jobs.recoupment import history, shared_uses, standings

router = APIRouter()
_PAGE: Final = 20


@router.get("/studio/recoupment")
def list_meters(
    desk: StudioDesk, after: Annotated[str | None, Query(max_length=64)] = None
) -> HTMLResponse:
    """Show a meter for every account of every agreement that this reader may read."""
    with desk.reading() as conn:
        found = views.page(conn, desk.viewer, after=after, limit=_PAGE + 1)
        rows = found[:_PAGE]
        standing = standings(conn, [row["id"] for row in rows], str(Month.of(desk.today)))
        shared = accounts.page(conn, desk.viewer, limit=_PAGE) if after is None else []
        uses = shared_uses(conn, [one["id"] for one in shared])
        names = names_in(desk, conn, [rows, shared, uses])
    listed = shape.listed(rows, standing, names, desk.lang)
    return desk.page(
        "studio/recoupment.html",
        title="recoupment.title",
        agreements=listed,
        picture=shape.picture_of_all(listed, desk),
        shared=shape.shared_told(shared, uses, names, desk.lang),
        following=rows[-1]["id"] if len(found) > _PAGE else None,
        is_first=after is None,
    )


@router.get("/studio/recoupment/{agreement}")
def show_meters(desk: StudioDesk, agreement: Annotated[str, Path(max_length=64)]) -> HTMLResponse:
    """Show one agreement: its accounts run by run, its guarantees, who waits and how long."""
    with desk.reading() as conn:
        shown = desk.found(views.show(conn, agreement, desk.viewer), "agreement", agreement)
        standing = standings(conn, [agreement], str(Month.of(desk.today))).get(agreement)
        points = history(conn, agreement)
        party = desk.actor.party or shown["payer"]
        promised = guarantees_under(conn, agreement, party, desk.today)
        meters = standing.meters() if standing else []
        told = [[one.payees for one in meter.waiting] for meter in meters]
        uses = standing.uses if standing else {}
        payees = [(one.payer, one.payees) for one in promised]
        names = names_in(desk, conn, [told, payees, uses, shown["committee"]], of_persons=True)
    return desk.page(
        "studio/recoupment_one.html",
        title="recoupment.one",
        agreement=shown,
        meters=[
            shape.meter_told(meter, shape.Of(desk, shown["currency"], names), points, uses)
            for meter in meters
        ],
        guarantees=[shape.guarantee_told(one, names) for one in promised],
        promised=shape.picture_of_guarantees(promised, desk),
    )
