"""`/studio/orphans`: committees and works nobody can license, why, and what to do about each."""

from typing import Annotated, Any, Final

from fastapi import APIRouter, Query
from markupsafe import Markup
from sqlalchemy import select
from starlette.responses import HTMLResponse

from api.cli import readiness_words as words
from api.cli.labels import coded
from api.pages import charts
from api.pages.desk import Desk, StudioDesk
from api.pages.studio import dissolution_shape as shape
from api.pages.studio.named import names_in
from api.pages.words.book import WORDS
from api.readiness import endings_as_json
from ledger.committees.views import CommitteeWorkRow
from ledger.jobs.orphans import Orphans
from ledger.jobs.orphans import orphans as find
from ledger.store.views import table_of

router = APIRouter()
_PAGE: Final = 20


@router.get("/studio/orphans")
def orphans(
    desk: StudioDesk, after: Annotated[str | None, Query(max_length=64)] = None
) -> HTMLResponse:
    """List committees that are orphans among those that this reader may ask about."""
    with desk.reading() as conn:
        found = find(conn, desk.viewer, desk.today)
        rest = [one for one in found.found.endings if after is None or one.id > after]
        page = rest[:_PAGE]
        made = table_of(CommitteeWorkRow)
        ids = [one.id for one in page]
        query = select(made.c.committee_id, made.c.work_id).where(made.c.committee_id.in_(ids))
        works = [(committee, work) for committee, work in conn.execute(query)]
        names = names_in(desk, conn, [works, endings_as_json(page)], of_persons=True)
    return desk.page(
        "studio/orphans.html",
        title="orphans.title",
        found=found,
        reasons=[
            {"said": words.reason(one.code, desk.lang), "count": one.committees}
            for one in found.found.totals()
        ],
        picture=_picture(found, desk),
        committees=[
            {
                "id": one.id,
                "name": names.get(one.id, one.name_ja),
                "status": coded(one.status, desk.lang),
                "works": [names.get(work, work) for of, work in works if of == one.id],
                "findings": [
                    shape.finding_told(each, names, desk.lang) | {"do": _to_do(each.code, desk)}
                    for each in one.findings
                ],
            }
            for one in page
        ],
        following=page[-1].id if len(rest) > _PAGE else None,
        is_first=after is None,
    )


def _to_do(code: str, desk: Desk) -> str:
    key = f"orphans.do-{code}"
    return desk.say(key) if key in WORDS else ""


def _picture(found: Orphans, desk: Desk) -> Markup | None:
    rows: list[dict[str, Any]] = [
        {"reason": words.reason(one.code, desk.lang), "count": one.committees}
        for one in found.found.totals()
    ]
    if not rows:
        return None
    spec = {
        "width": 420,
        "height": {"step": 26},
        "data": {"values": rows},
        "mark": "bar",
        "encoding": {
            "y": {
                "field": "reason", "type": "nominal", "title": None, "sort": None,
                "axis": {"labelLimit": 320},
            },
            "x": {
                "field": "count", "type": "quantitative", "title": desk.say("orphans.count"),
                "axis": {"tickMinStep": 1, "format": "d"},
            },
        },
    }  # fmt: skip
    told = desk.say("orphans.picture-told")
    return charts.chart(spec, title=desk.say("orphans.reasons"), told=told)
