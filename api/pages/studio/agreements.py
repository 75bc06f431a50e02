"""Agreements for a studio: those it may read, and one with its clauses in words."""

from typing import Any, Final

from fastapi import APIRouter
from starlette.responses import HTMLResponse

from api.cli.labels import coded
from api.pages.desk import Desk, StudioDesk
from api.pages.studio.named import names_in
from api.pages.studio.terms_told import clause_rows
from api.paging import PageDep, encode_cursor
from ledger.agreements import views
from ledger.approvals.views import is_waiting
from ledger.royalties import views as royalties

router = APIRouter()
_MOST_RUNS: Final = 100
_TERMS: Final = "terms"


@router.get("/studio/agreements")
def list_agreements(desk: StudioDesk, page: PageDep) -> HTMLResponse:
    """List the agreements that the studio may read."""
    with desk.reading() as conn:
        items = views.page(conn, desk.viewer, after=page.after, limit=page.fetch)
        names = names_in(desk, conn, items)
    shown = items[: page.limit]
    more = len(items) > page.limit
    return desk.page(
        "studio/agreements.html",
        title="studio-agreements.title",
        rows=shown,
        names=names,
        coded=coded,
        following=encode_cursor(shown[-1]["id"]) if more else None,
        is_first=page.after is None,
    )


@router.get("/studio/agreements/{agreement_id}")
def show_agreement(desk: StudioDesk, agreement_id: str) -> HTMLResponse:
    """Show an agreement: who, what, its clauses as sentences, and the runs so far."""
    with desk.reading() as conn:
        shown = desk.found(views.show(conn, agreement_id, desk.viewer), "agreement", agreement_id)
        runs = royalties.page(conn, desk.viewer, limit=_MOST_RUNS, agreement=agreement_id)
        names = names_in(desk, conn, shown, of_persons=True)
        waiting = {
            version["version"]: is_waiting(conn, _TERMS, f"{agreement_id}/{version['version']}")
            for version in shown["terms"][-1:]
        }
    title = shown["title"]
    is_english = desk.lang == "en"
    return desk.page(
        "studio/agreement.html",
        title=(title.get("en") or title["ja"]) if is_english else title["ja"],
        title_lang="ja" if is_english and not title.get("en") else "",
        agreement=shown,
        versions=version_rows(desk, shown["terms"], names, waiting),
        runs=sorted(runs, key=lambda run: run["entry_index"], reverse=True),
        names=names,
        coded=coded,
        is_payer=desk.actor.is_operator or shown["payer"] == desk.actor.party,
    )


def version_rows(
    desk: Desk, versions: list[dict[str, Any]], names: dict[str, str], waiting: dict[int, bool]
) -> list[dict[str, Any]]:
    """Return the versions of the clauses in words, the newest first."""
    return [
        {
            "version": version["version"],
            "effective_month": version["effective_month"],
            "reason": version.get("reason", ""),
            "sha256": version["terms_sha256"],
            "recorded_at": version["recorded_at"],
            "is_waiting": waiting.get(version["version"], False),
            "clauses": clause_rows(desk, version["terms"], names),
        }
        for version in reversed(versions)
    ]
