"""Works for a studio: its own, and one with everything that hangs on it."""

from typing import Annotated, Any

from fastapi import APIRouter, Query
from sqlalchemy import Connection
from starlette.responses import HTMLResponse

from api.cli.labels import coded
from api.credits import opened
from api.pages.desk import Desk, StudioDesk
from api.pages.studio import titles
from api.pages.studio.named import called, names_in
from api.paging import PageDep, encode_cursor
from ledger.agreements import views as agreements
from ledger.committees import views as committees
from ledger.rights import views as rights
from ledger.works import queries

router = APIRouter()
_MOST = 50


@router.get("/studio/works")
def list_works(
    desk: StudioDesk, page: PageDep, q: Annotated[str, Query(max_length=200)] = ""
) -> HTMLResponse:
    """List the works of the studio and of its committees, or search all of them."""
    own = desk.actor.party
    with desk.reading() as conn:
        if q.strip():
            items = queries.search(conn, q, limit=page.limit)
        else:
            items = titles.page(conn, own, after=page.after, limit=page.fetch)
        names = desk.names(conn, (item["holder"] for item in items), of_persons=True)
    shown = items[: page.limit]
    more = len(items) > page.limit
    return desk.page(
        "studio/works.html",
        title="studio-works.title",
        rows=[work_row(desk, item, names, own) for item in shown],
        q=q,
        following=encode_cursor(shown[-1]["id"]) if more else None,
        is_first=page.after is None,
    )


def work_row(
    desk: Desk, item: dict[str, Any], names: dict[str, str], own: str | None
) -> dict[str, Any]:
    """Return what the list says of a work."""
    title, lang = titled(item["title_ja"], item["title_en"], desk.lang)
    return {
        "id": item["id"],
        "title": title,
        "title_lang": lang,
        "kana": item["title_kana"] or "",
        "kind": coded(item["kind"], desk.lang),
        "status": coded(item["status"], desk.lang),
        "first_published": item["first_published"],
        "holder": names.get(item["holder"], ""),
        "is_own": own is not None and item["holder"] == own,
    }


def titled(ja: str, en: str | None, lang: str) -> tuple[str, str]:
    """Return a name for a reader, and the language it is in where that is not the page's.

    Example:
        >>> titled("台帳", None, "en"), titled("台帳", "Daicho", "en")
        (('台帳', 'ja'), ('Daicho', ''))
    """
    if lang == "en":
        return (en, "") if en else (ja, "ja")
    return ja, ""


@router.get("/studio/works/{work_id}")
def show_work(desk: StudioDesk, work_id: str) -> HTMLResponse:
    """Show a work with credits, files, claims, committees, rights and agreements."""
    with desk.reading() as conn:
        work = desk.found(queries.show(conn, work_id), "work", work_id)
        beside = _beside(desk, conn, work)
        named = [work["holder"], work["claims"], work["credits"], *beside.values()]
        beside["names"] = names_in(desk, conn, named, of_persons=True)
    work = opened(desk.register, work)
    title, lang = titled(work["title_ja"], work["title_en"], desk.lang)
    return desk.page(
        "studio/work.html",
        title=title,
        title_lang=lang,
        work=work,
        data=work["data"],
        facts=work_facts(desk, work, beside["names"]),
        credits=[credit_row(desk, line, beside["names"]) for line in work["credits"]],
        rights_rows=[right_row(desk, one, beside["names"]) for one in beside["rights"]],
        files=[*work.get("assets", ()), *_added_files(work)],
        coded=coded,
        is_own=desk.actor.is_operator or work["holder"] == desk.actor.party,
        **beside,
    )


def _beside(desk: Desk, conn: Connection, work: dict[str, Any]) -> dict[str, Any]:
    """Read what else the reader may know about a work."""
    viewer, id = desk.viewer, work["id"]
    return {
        "committees": committees.page(conn, viewer, work=id, limit=_MOST),
        "rights": rights.page(conn, viewer, work=id, limit=_MOST),
        "agreements": agreements.page(conn, viewer, work=id, limit=_MOST),
    }


def work_facts(
    desk: Desk, work: dict[str, Any], names: dict[str, str]
) -> list[tuple[str, str, str]]:
    """Return what is said about a work: key of its name, text, and how to show it."""
    data = work["data"]
    title = data["title"]
    numbers = [
        f"{coded(one['scheme'], desk.lang)} {one['value']}" for one in data.get("identifiers", ())
    ]
    told = [
        ("title-ja", title["ja"], ""),
        ("title-kana", title.get("kana"), ""),
        ("title-en", title.get("en"), ""),
        ("kind", coded(work["kind"], desk.lang), ""),
        ("status", coded(work["status"], desk.lang), ""),
        ("first-published", work["first_published"], "day"),
        ("length", data.get("length_minutes"), ""),
        ("episodes", data.get("episodes"), ""),
        ("identifiers", desk.say("studio-works.comma").join(numbers), ""),
        ("genre", data.get("genre"), ""),
        ("note", data.get("note"), ""),
        ("holder", names.get(work["holder"] or "", ""), ""),
        ("first-recorded", work["first_recorded_at"], "moment"),
        ("work-id", work["id"], "code"),
    ]
    return [(f"studio-works.{key}", str(text), how) for key, text, how in told if text]


def credit_row(desk: Desk, line: dict[str, Any], names: dict[str, str]) -> dict[str, str]:
    """Return a line of the credits as a reader sees it."""
    role = coded(line["role"], desk.lang)
    who = line.get("person") or line.get("organisation") or names.get(line.get("party") or "", "")
    return {
        "role": line.get("role_printed") or role,
        "who": who or desk.say("shared.erased"),
        "character": line.get("character") or "",
        "party": names.get(line.get("party") or "", "") if line.get("person") else "",
    }


def right_row(desk: Desk, one: dict[str, Any], names: dict[str, str]) -> dict[str, Any]:
    """Return a right on record as a reader sees it; who holds for a committee is the committee."""
    takers = [one["taker"]] if one.get("taker") else one.get("held_by", ())
    comma = desk.say("studio-works.comma")
    return {
        "kind": coded(one["kind"], desk.lang),
        "giver": called(one.get("giver") or "", names),
        "taker": comma.join(called(taker, names) for taker in takers),
        "extent": one["extent_told"][desk.lang],
        "first": one["first"],
        "until": one.get("ended_from") or one.get("until"),
    }


def _added_files(work: dict[str, Any]) -> list[dict[str, Any]]:
    return [file for element in work["elements"] for file in element.get("assets", ())]
