"""The first page of somebody who is paid: what will I be paid and when, what was I paid."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Final

from fastapi import APIRouter
from sqlalchemy import Connection
from starlette.responses import HTMLResponse

from api.pages.creator.agreements import titles_of
from api.pages.creator.coming import MOST, by_payer, coming_to, sums_by_currency
from api.pages.creator.listing import names_in, with_payment
from api.pages.creator.paid import paid_of, pictures, since
from api.pages.desk import CreatorDesk, Desk
from ledger.bank_details.views import is_frozen, is_pending, rows_of
from ledger.statements.payee_views import agreements_of, listed, months_of, still_open
from ledger.statements.waiting_views import waiting_for

router = APIRouter()
_LATEST: Final = 5
_AGREEMENTS: Final = 12


@router.get("/my")
def my_home(desk: CreatorDesk) -> HTMLResponse:
    """Show what is to come, what came, and what needs the reader."""
    today = desk.today
    party = desk.party
    with desk.reading() as conn:
        coming = coming_to(conn, desk.viewer, today)
        has_more = len(still_open(conn, desk.viewer, MOST + 1)) > MOST
        waiting = waiting_for(conn, party)
        months = months_of(conn, desk.viewer, since(today))
        latest = with_payment(conn, listed(conn, desk.viewer, limit=_LATEST))
        agreements = agreements_of(conn, desk.viewer, limit=_AGREEMENTS)
        titles = titles_of(conn, (row["agreement"] for row in agreements), desk.lang)
        tasks = _tasks(conn, party, today, latest)
        payers = {row["payer"] for row in (*waiting, *months, *latest)}
        others = {one.paid_to for one in coming} | {row["paid_to"] for row in latest}
        names = desk.names(conn, {*payers, *others, party, *(one.payer for one in coming)})
        names |= names_in(desk, conn, latest)
    paid = paid_of(months, today)
    return desk.page(
        "creator/home.html",
        title="creator.home",
        coming=coming,
        groups=by_payer(coming, names),
        sums=sums_by_currency(coming),
        most=MOST if has_more else None,
        waiting=waiting,
        paid=[(one, pictures(one, names, desk.lang, _words(desk))) for one in paid],
        latest=latest,
        titles=titles,
        tasks=tasks,
        names=names,
        agent=next((one["paid_to"] for one in latest if one["paid_to"] != party), ""),
        this_year=str(today.year),
        today=today.isoformat(),
    )


def _tasks(
    conn: Connection, party: str, today: date, latest: Sequence[Mapping[str, Any]]
) -> list[dict[str, Any]]:
    """Return what only the reader can settle: an account that nobody gave, a change of one."""
    rows = rows_of(conn, [party])[party]
    if is_frozen(rows):
        return [{"kind": "frozen"}]
    found = [
        {"kind": "change", "until": row["waiting_until"], "details": row["id"]}
        for row in rows
        if is_pending(row, today)
    ]
    gets = bool(latest) and latest[0]["paid_to"] == party
    if gets and not found and not any(row["status"] == "confirmed" for row in rows):
        found.append({"kind": "missing"})
    return found


def _words(desk: Desk) -> dict[str, str]:
    names = ("title", "month", "amount", "payer", "others")
    return {name: desk.say(f"creator.chart-{name}") for name in names}
