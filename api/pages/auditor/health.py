"""The chain's health, its checkpoints, and the page where the browser verifies the log itself."""

from typing import Annotated

from fastapi import APIRouter, Path, Query
from starlette.responses import HTMLResponse, Response

from api.pages.auditor.chain import growth_chart, growth_rows, health_of, policy_of, stamped_at
from api.pages.charts import chart
from api.pages.desk import AuditorDesk
from api.pages.public.check import keys_shown
from api.paging import PageDep, encode_cursor
from ledger.errors import NotFound, RuleViolation
from ledger.store import checkpoints
from ledger.values import MAX_SAFE

router = APIRouter()

_MOST_DIGITS = 16


@router.get("/audit")
def show_health(desk: AuditorDesk) -> HTMLResponse:
    """Show the chain at a glance."""
    policy = policy_of(desk.request.app.state.publisher.cosign)
    health = health_of(desk, policy)
    drawn = None
    if len(growth_rows(health.growth)) > 1:
        spec = growth_chart(
            health.growth, desk.say("auditor.chart-day"), desk.say("auditor.chart-size")
        )
        told = desk.say("auditor.chart-told", size=f"{health.head.size:,}")
        drawn = chart(spec, title=desk.say("auditor.growth"), told=told)
    return desk.page(
        "auditor/health.html",
        title="auditor.health",
        health=health,
        policy=policy,
        drawn=drawn,
        growth=growth_rows(health.growth),
    )


@router.get("/audit/checkpoints")
def list_checkpoints(desk: AuditorDesk, page: PageDep) -> HTMLResponse:
    """List what was published, smallest first, each as a note to keep."""
    after = page.after
    if after is not None and not (
        after.isascii() and after.isdigit() and len(after) < _MOST_DIGITS
    ):
        raise RuleViolation("cursor-malformed", field="after", expected="`next` of the page before")
    with desk.reading() as conn:
        found = checkpoints.page(conn, after=int(after) if after else None, limit=page.fetch)
    shown = found[: page.limit]
    rows = [(item, stamped_at(desk.register.home, item)) for item in shown]
    more = len(found) > page.limit
    return desk.page(
        "auditor/checkpoints.html",
        title="auditor.checkpoints",
        rows=rows,
        following=encode_cursor(str(shown[-1].size)) if more else None,
        is_first=after is None,
    )


@router.get("/audit/checkpoints/{size}")
def save_checkpoint(desk: AuditorDesk, size: Annotated[int, Path(ge=0, le=MAX_SAFE)]) -> Response:
    """Hand out a signed note, byte for byte, to be kept elsewhere."""
    with desk.reading() as conn:
        found = checkpoints.at_or_before(conn, size)
    if found is None or found.size != size:
        raise NotFound("checkpoint-not-published", field="size", value=size)
    headers = {"Content-Disposition": f'attachment; filename="checkpoint-{size:010}.txt"'}
    return Response(found.note, media_type="text/plain; charset=utf-8", headers=headers)


@router.get("/audit/verify")
def verify(
    desk: AuditorDesk, index: Annotated[int | None, Query(ge=0, le=MAX_SAFE)] = None
) -> HTMLResponse:
    """Let the browser verify the log from its public files, believing nothing of this page."""
    with desk.reading() as conn:
        keys = keys_shown(conn)
    return desk.page(
        "auditor/verify.html",
        title="auditor.verify",
        keys=keys,
        genesis=desk.register.genesis,
        index="" if index is None else index,
    )
