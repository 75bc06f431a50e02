"""The register of works: found by any spelling, shown with who may be asked."""

from collections.abc import Iterable, Mapping
from typing import Annotated, Any, Final

from fastapi import APIRouter, Path, Query
from starlette.responses import HTMLResponse

from api.cli.labels import coded
from api.pages.desk import Desk, DeskDep
from api.paging import decode_cursor, encode_cursor
from ledger.committees import views as committees
from ledger.papers.blocks import Paper, as_data
from ledger.papers.committee_end import declared
from ledger.papers.printer import Printer
from ledger.works import queries

router = APIRouter()
_LIMIT: Final = 50

WorkId = Annotated[str, Path(max_length=64)]
Typed = Annotated[str, Query(max_length=200)]
Cursor = Annotated[str | None, Query(max_length=400)]


@router.get("/works")
def works(desk: DeskDep, q: Typed = "", after: Cursor = None) -> HTMLResponse:
    """List works, or find works and committees by any spelling of their names."""
    typed = q.strip()
    with desk.reading() as conn:
        if typed:
            found, following = queries.search(conn, typed, limit=_LIMIT), None
            beside = committees.search(conn, typed, limit=_LIMIT)
        else:
            start = decode_cursor(after) if after else None
            rows = queries.page(conn, after=start, limit=_LIMIT + 1)
            found, beside = rows[:_LIMIT], []
            following = encode_cursor(found[-1]["id"]) if len(rows) > _LIMIT else None
        names = desk.names(conn, [work["holder"] for work in found])
    return desk.page(
        "public/works.html",
        title="public.works-title",
        typed=typed,
        works=[_summary(desk, work, names) for work in found],
        committees=[{**one, "said": coded(one["status"], desk.lang)} for one in beside],
        following=following,
        is_first=after is None,
    )


@router.get("/works/{work_id}")
def work(desk: DeskDep, work_id: WorkId) -> HTMLResponse:
    """Show what everybody may know of a work, and who may be asked about it."""
    with desk.reading() as conn:
        shown = desk.found(queries.show(conn, work_id), "work", work_id)
        concerned = committees.page(conn, desk.viewer, work=work_id, limit=_LIMIT)
        names = desk.names(conn, _parties(shown, concerned))
        printer = Printer(conn, desk.register.vault, desk.viewer, desk.lang, desk.today)
        blocks = tuple(declared(printer, [work_id, *(one["id"] for one in concerned)]))
        paper = as_data(Paper(desk.lang, "", desk.today, blocks))
    return desk.page(
        "public/work.html",
        title=title_of(desk, shown),
        work=shown,
        kind=coded(shown["kind"], desk.lang),
        state=coded(shown["status"], desk.lang),
        holder=names.get(shown["holder"], "") if shown["holder"] else "",
        credits=_credits(desk, shown["credits"], names),
        identifiers=shown["data"].get("identifiers", []),
        committees=[
            {**one, "said": coded(one["status"], desk.lang), "ask": names.get(one["lead"], "")}
            for one in concerned
        ],
        claims=[
            {**claim, "claimant": names.get(claim["claimant"], claim["claimant"])}
            for claim in shown["claims"]
        ],
        declared=paper["blocks"],
    )


def title_of(desk: Desk, work: Mapping[str, Any]) -> str:
    """Return a work's title in the reader's language, else in Japanese."""
    return str((desk.lang == "en" and work["title_en"]) or work["title_ja"])


def _summary(desk: Desk, work: Mapping[str, Any], names: Mapping[str, str]) -> dict[str, Any]:
    return {
        **work,
        "title": title_of(desk, work),
        "is_foreign": desk.lang == "en" and not work["title_en"],
        "kind": coded(work["kind"], desk.lang),
        "status": coded(work["status"], desk.lang),
        "holder": names.get(work["holder"], "") if work["holder"] else "",
    }


def _parties(shown: Mapping[str, Any], concerned: Iterable[Mapping[str, Any]]) -> list[str | None]:
    return [
        shown["holder"],
        *(line.get("party") for line in shown["credits"]),
        *(claim["claimant"] for claim in shown["claims"]),
        *(one["lead"] for one in concerned),
    ]


def _credits(
    desk: Desk, lines: Iterable[Mapping[str, Any]], names: Mapping[str, str]
) -> list[dict[str, str]]:
    """Return roles with organisations by name; people are counted, not named, for the public."""
    told: dict[str, list[str]] = {}
    people: dict[str, int] = {}
    for line in lines:
        role, party = coded(line["role"], desk.lang), line.get("party")
        name = line.get("organisation") or names.get(party or "", "")
        if name and name != party:
            told.setdefault(role, []).append(name)
        else:
            people[role] = people.get(role, 0) + 1
            told.setdefault(role, [])
    comma = "、" if desk.lang == "ja" else ", "
    return [
        {
            "role": role,
            "names": comma.join(
                [
                    *known,
                    *([desk.say("public.people", count=people[role])] if role in people else []),
                ]
            ),
        }
        for role, known in told.items()
    ]
