"""Production committees for a studio: those it belongs to, and one with its whole contract."""

from fractions import Fraction
from typing import Annotated, Any, Final, Literal

from fastapi import APIRouter, Query
from markupsafe import Markup
from starlette.responses import HTMLResponse, Response

from api.cli.labels import coded
from api.pages.charts import chart
from api.pages.desk import Desk, StudioDesk
from api.pages.studio.named import names_in
from api.pages.studio.reading import ratio_told
from api.paging import PageDep, encode_cursor
from ledger.agreements import views as agreements
from ledger.committees import views
from ledger.papers.committee import committee_paper
from ledger.papers.printer import Printer
from ledger.papers.typesetting import typeset

router = APIRouter()
SETS: Final = ("investment", "copyright", "profit")
_MOST: Final = 50
_BAR: Final = 34
_DECIMALS: Final = 10**4


@router.get("/studio/committees")
def list_committees(
    desk: StudioDesk, page: PageDep, q: Annotated[str, Query(max_length=200)] = ""
) -> HTMLResponse:
    """List the committees that the studio belongs to, or search all of them."""
    own = desk.actor.party
    asked = {"member": own} if own else {}
    with desk.reading() as conn:
        if q.strip():
            items = views.search(conn, q, limit=page.limit)
        else:
            items = views.page(conn, desk.viewer, after=page.after, limit=page.fetch, **asked)
        names = names_in(desk, conn, items)
    shown = items[: page.limit]
    more = len(items) > page.limit and not q.strip()
    return desk.page(
        "studio/committees.html",
        title="studio-committees.title",
        rows=shown,
        names=names,
        coded=coded,
        q=q,
        following=encode_cursor(shown[-1]["id"]) if more else None,
        is_first=page.after is None,
    )


@router.get("/studio/committees/{committee_id}")
def show_committee(desk: StudioDesk, committee_id: str) -> HTMLResponse:
    """Show a committee as far as the reader may: to members the whole contract."""
    with desk.reading() as conn:
        shown = desk.found(views.show(conn, committee_id, desk.viewer), "committee", committee_id)
        deals = agreements.page(conn, desk.viewer, committee=committee_id, limit=_MOST)
        names = names_in(desk, conn, [shown, deals], of_persons="history" in shown)
    members = member_rows(shown, names)
    return desk.page(
        "studio/committee.html",
        title=shown["name"].get("en", shown["name"]["ja"])
        if desk.lang == "en"
        else shown["name"]["ja"],
        title_lang="ja" if desk.lang == "en" and not shown["name"].get("en") else "",
        committee=shown,
        members=members,
        sets=SETS,
        picture=shares_picture(desk, members),
        agreements=deals,
        names=names,
        coded=coded,
        percent=ratio_told,
        is_lead=desk.actor.is_operator or shown["lead"] == desk.actor.party,
        is_open="history" in shown,
    )


def member_rows(shown: dict[str, Any], names: dict[str, str]) -> list[dict[str, Any]]:
    """Return the members with their exact shares.

    Example:
        A share of 1/3 is told as `1/3` and drawn as 33.33 of 100.
    """
    return [
        {
            "party": member["party"],
            "name": names.get(member["party"], member.get("name") or member["party"]),
            "is_lead": member["party"] == shown["lead"],
            "roles": member.get("roles", ()),
            "shares": {name: member.get(name) for name in SETS},
        }
        for member in shown.get("members", ())
    ]


def shares_picture(desk: Desk, members: list[dict[str, Any]]) -> Markup | None:
    """Draw the three sets of shares as bars of one hundred; None where none is known."""
    rows = [
        {
            "set": desk.say(f"studio-committees.{name}"),
            "member": member["name"],
            "share": _hundredths(member["shares"][name]),
            "order": number,
        }
        for name in SETS
        for number, member in enumerate(members)
        if member["shares"][name]
    ]
    if not rows:
        return None
    spec = {
        "width": 560,
        "height": {"step": _BAR},
        "data": {"values": rows},
        "mark": "bar",
        "encoding": {
            "y": {"field": "set", "type": "nominal", "title": None, "sort": None},
            "x": {"field": "share", "type": "quantitative", "title": "%", "stack": "zero"},
            "color": {"field": "member", "type": "nominal", "title": None, "sort": None},
            "order": {"field": "order"},
        },
    }
    return chart(
        spec,
        title=desk.say("studio-committees.shares"),
        told=desk.say("studio-committees.shares-told", count=len(members)),
    )


def _hundredths(share: dict[str, int]) -> float:
    """Return a share in percent for a picture; the exact share stands in the table beside."""
    exact = Fraction(share["num"], share["den"]) * 100
    return round(exact * _DECIMALS) / _DECIMALS


@router.get("/studio/committees/{committee_id}/paper")
def print_paper(
    desk: StudioDesk,
    committee_id: str,
    edition: Literal["public", "partner", "members"] = "partner",
) -> Response:
    """Print the one page that explains to a partner who signs for which right."""
    with desk.reading() as conn:
        printer = Printer(conn, desk.register.vault, desk.viewer, desk.lang, desk.today)
        paper = committee_paper(printer, committee_id, edition)
    return Response(
        typeset(paper),
        media_type="application/pdf",
        headers={"Content-Disposition": f'inline; filename="{committee_id}.{desk.lang}.pdf"'},
    )
