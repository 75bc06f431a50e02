"""A payout run computed again beside the recorded one, and as a workbook with formulas."""

import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import Annotated, Any, Final

from fastapi import APIRouter, Query
from sqlalchemy import Connection, select
from starlette.responses import HTMLResponse, Response

from api.pages.desk import AuditorDesk, Desk
from api.pages.words.book import say
from api.paging import PageDep, encode_cursor
from contracts.figures import Language, clause
from ledger.access.views import can_read, visible
from ledger.agreements.views import AgreementRow
from ledger.audit.populations import Drawn
from ledger.errors import NotFound
from ledger.jobs.recomputed import Line, drawn_run, recompute_drawn, write_workbook
from ledger.jobs.reperformance import Origin
from ledger.jobs.statement_files import XLSX_TYPE
from ledger.royalties import views
from ledger.store.read import LogReader
from ledger.store.views import table_of, unpack

router = APIRouter()

_PAYABLE: Final = "payable:"
_ACCOUNTS: Final = {
    name: f"auditor.account-{name}"
    for name in ("payable", "sales", "held", "cost", "carried", "retained", "fx")
}
RunQuery = Annotated[str, Query(max_length=64)]


@router.get("/audit/recompute")
def choose_run(desk: AuditorDesk, page: PageDep, run: RunQuery = "") -> HTMLResponse:
    """List the runs that the reader may read, and compute the chosen one again."""
    if run:
        return _show(desk, run)
    with desk.reading() as conn:
        found = views.page(conn, desk.viewer, after=page.after, limit=page.fetch)
        names = desk.names(conn, (one["payer"] for one in found), of_persons=True)
        titles = _titles(desk, conn, (one["agreement"] for one in found))
    shown = found[: page.limit]
    more = len(found) > page.limit
    return desk.page(
        "auditor/recompute.html",
        title="auditor.recompute",
        rows=[{**one, "payer_name": names[one["payer"]]} for one in shown],
        titles=titles,
        following=encode_cursor(shown[-1]["id"]) if more else None,
        is_first=page.after is None,
    )


def _titles(desk: Desk, conn: Connection, agreements: Iterable[str]) -> dict[str, str]:
    """Return what those agreements are called that the reader may read."""
    table = table_of(AgreementRow)
    query = select(table.c.id, table.c.doc).where(
        table.c.id.in_(sorted(set(agreements))), visible(desk.viewer, table.c.id)
    )
    titles = {id: unpack(doc)["title"] for id, doc in conn.execute(query)}
    return {id: title.get(desk.lang) or title["ja"] for id, title in titles.items()}


@router.get("/audit/recompute/{run_id}/workbook")
def save_workbook(desk: AuditorDesk, run_id: str) -> Response:
    """Hand out the run as a workbook in which every step is a formula."""
    with desk.reading() as conn:
        drawn = _drawn(desk, conn, run_id)[1]
        head = LogReader(conn).head()
    origin = Origin(head.origin, head.size, head.root().hex())
    with tempfile.TemporaryDirectory(prefix="daicho-") as folder:
        path = Path(folder) / "run.xlsx"
        write_workbook(path, drawn, desk.register.blobs, origin)
        data = path.read_bytes()
    headers = {"Content-Disposition": f'attachment; filename="{run_id}.xlsx"'}
    return Response(data, media_type=XLSX_TYPE, headers=headers)


def _show(desk: Desk, run_id: str) -> HTMLResponse:
    with desk.reading() as conn:
        run, drawn = _drawn(desk, conn, run_id)
        found = recompute_drawn(drawn, desk.register.blobs)
        parties = {run["payer"], *(line.of for line in found.allocations)}
        parties |= {line.of.removeprefix(_PAYABLE) for line in found.postings if _is_payable(line)}
        names = desk.names(conn, parties, of_persons=True)
        titles = _titles(desk, conn, [run["agreement"]])
    steps = {step["id"]: step for step in (drawn.terms or {}).get("steps", ())}
    return desk.page(
        "auditor/recomputed.html",
        title="auditor.recompute",
        run=run,
        payer=names[run["payer"]],
        titles=titles,
        found=found,
        allocations=[_allocation(line, names, steps, desk) for line in found.allocations],
        postings=[_posting(line, names, desk) for line in found.postings],
        parts=[(desk.say(f"auditor.part-{name}"), same) for name, same in found.parts],
    )


def _drawn(desk: Desk, conn: Connection, run_id: str) -> tuple[dict[str, Any], Drawn]:
    """Read a run for whoever may read all of it.

    Raises:
        NotFound: There is none for this reader.
    """
    run = views.show(conn, run_id, desk.viewer)
    if run is None or not can_read(conn, desk.viewer, run_id):
        raise NotFound("payout-not-found", field="id", value=run_id)
    return run, drawn_run(conn, run["entry_index"])


def _allocation(
    line: Line, names: dict[str, str], steps: dict[str, Any], desk: Desk
) -> dict[str, Any]:
    step = steps.get(line.step, {})
    label = step.get("label", {}).get(desk.lang) or ""
    where = clause(step["clause"], desk.lang) if step.get("clause") else ""
    told = f"{label} {where}".strip() or line.step
    return {**_amounts(line), "of": names.get(line.of, line.of), "step": told}


def _posting(line: Line, names: dict[str, str], desk: Desk) -> dict[str, Any]:
    return {**_amounts(line), "of": account_told(line, names, desk.lang), "step": line.step}


def account_told(line: Line, names: dict[str, str], lang: Language) -> str:
    """Return what an account of a posting is called.

    Example:
        >>> account_told(Line("payable:party_1", "", 1, 1), {"party_1": "若竹配信"}, "ja")
        '支払 若竹配信'
        >>> account_told(Line("fx:USD", "USD", 1, 1), {}, "en")
        'Change of money USD (USD)'
    """
    kind, _, rest = line.of.partition(":")
    name = say(_ACCOUNTS[kind], lang) if kind in _ACCOUNTS else kind
    whose = say("auditor.account-items", lang) if rest == "items" else names.get(rest, rest)
    told = f"{name} {whose}".strip()
    return f"{told} ({line.step})" if line.step else told


def _is_payable(line: Line) -> bool:
    return line.of.startswith(_PAYABLE)


def _amounts(line: Line) -> dict[str, Any]:
    return {
        "recorded": line.recorded,
        "found": line.found,
        "difference": line.difference,
        "is_same": line.is_same,
    }
