"""`/studio/avails`: is a use free, over media, territory and time; why not, and who signs."""

import csv
import io
from dataclasses import replace
from typing import Any, Final

from fastapi import APIRouter
from sqlalchemy import Connection
from starlette.responses import HTMLResponse, Response

from api.pages.desk import Desk, StudioDesk
from api.pages.studio import avails_shape as shape
from api.pages.studio.avails_ask import (
    COLUMNS,
    Ask,
    asked_of,
    columns,
    media_rows,
    months_rows,
    works_to_ask,
)
from api.pages.studio.named import names_in
from contracts.rights.vocabulary import tree_of
from ledger.errors import NotFound, RuleViolation
from ledger.rights.answers import grid, over_time
from ledger.statements.render import defused
from ledger.store.read import LogReader

router = APIRouter()
_HEAD: Final = (
    "work", "first", "last", "use", "status", "may-license", "until", "causes", "grants", "holders",
    "signers",
)  # fmt: skip


@router.get("/studio/avails")
def avails(desk: StudioDesk) -> HTMLResponse:
    """Show the question, and its answer once there is one."""
    try:
        ask = asked_of(desk.request.query_params, desk.today)
    except RuleViolation as error:
        return _page(desk, Ask(desk.today, desk.today), [], error)
    try:
        with desk.reading() as conn:
            found = _answers(desk, conn, ask)
    except RuleViolation as error:
        return _page(desk, ask, [], error)
    return _page(desk, ask, found)


@router.get("/studio/avails.csv")
def avails_csv(desk: StudioDesk) -> Response:
    """Give the answer as lines for a spreadsheet."""
    ask = asked_of(desk.request.query_params, desk.today)
    with desk.reading() as conn:
        found = _answers(desk, conn, ask)
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow([desk.say(f"avails.csv-{name}") for name in _HEAD])
    for one in found:
        lines = shape.lines_of(one["title"], one["stretches"], desk.lang)
        writer.writerows([map(defused, line) for line in lines])
    headers = {"Content-Disposition": f'attachment; filename="avails-{ask.first}.csv"'}
    return Response(text.getvalue().encode("utf-8-sig"), media_type="text/csv", headers=headers)


def _answers(desk: Desk, conn: Connection, ask: Ask) -> list[dict[str, Any]]:
    """Return one answer per work; a work that is not for this reader says so and no more."""
    found = []
    for work in ask.works:
        try:
            found.append(_answer(desk, conn, ask, work))
        except NotFound:
            found.append({"work": work, "title": work, "is_missing": True, "stretches": []})
    return found


def _answer(desk: Desk, conn: Connection, ask: Ask, work: str) -> dict[str, Any]:
    asked = ask.of(work, desk.today)
    rows = months_rows(ask.media)
    stretches = over_time(conn, desk.viewer, asked, ask.last, rows)
    wide = replace(ask, media=media_rows(ask.media), territories=columns(ask.territories))
    picture = grid(conn, desk.viewer, wide.of(work, desk.today))
    names = names_in(desk, conn, [work, stretches])
    shaped = shape.stretches_of(stretches, ask, names, desk.lang)
    return {
        "work": work,
        "title": names.get(work, work),
        "is_missing": False,
        "stretches": shaped,
        "verdict": shape.overall(one["verdict"] for one in shaped),
        "grid": shape.picture_of(picture, ask, desk.lang),
        "calendar": shape.calendar_of(stretches, ask, rows, desk.lang),
        "query": ask.address(works=(work,)),
    }


def _page(
    desk: Desk, ask: Ask, answers: list[dict[str, Any]], error: RuleViolation | None = None
) -> HTMLResponse:
    with desk.reading() as conn:
        works = works_to_ask(desk, conn, ask)
        last_entry = LogReader(conn).size() - 1
    places = tree_of("territories")
    return desk.page(
        "studio/avails.html",
        title="avails.title",
        status=422 if error else 200,
        problem=desk.problem(error) if error else None,
        ask=ask,
        answers=answers,
        works=works,
        last_entry=last_entry,
        media=shape.tree_choices("media", desk.lang, ask.media),
        regions=shape.tree_choices("territories", desk.lang, ask.territories),
        usual=[
            {"code": code, "name": places.name(code, desk.lang)}
            for code in columns(ask.territories)
            if code in COLUMNS or code in ask.territories
        ],
        countries=shape.countries(desk.lang, ask.territories),
        told=_told(desk, ask),
    )


def _told(desk: Desk, ask: Ask) -> dict[str, str]:
    """Say what is asked for, in words."""
    found = {}
    for axis, codes, everything in (
        ("media", ask.media, "avails.all-media"),
        ("territories", ask.territories, "avails.world"),
    ):
        tree = tree_of(axis)
        found[axis] = tree.told(tree.bits(*codes), desk.lang) if codes else desk.say(everything)
    return found
