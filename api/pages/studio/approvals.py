"""Two pairs of eyes: what waits for a second person, what it says, and deciding about it.

What was looked at is what is approved: every form carries the entry that asked. One's own work is
shown as waiting for somebody else.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Annotated, Any, Final

from fastapi import APIRouter, Query
from starlette.concurrency import run_in_threadpool
from starlette.responses import RedirectResponse, Response

from api.bodies import to_model
from api.pages.desk import REFUSED, FormDep, Problem, StudioDesk
from api.pages.forms import Form
from api.pages.studio.seat import Seat, SeatDep, called, chosen, sent_seat
from api.pages.studio.upload import desk_status
from ledger.approvals.commands import Approve, Reject
from ledger.clock import tokyo_date
from ledger.errors import RuleViolation
from ledger.jobs.approving import pending, summary
from ledger.papers.printer import Printer

router = APIRouter()

_PAGE: Final = 100
_MOST_ROWS: Final = 200
_STATES: Final = ("waiting", "given", "refused")
_KINDS: Final = (
    "terms", "reports", "fx", "runs", "statements", "payments", "bank_details", "policy",
)  # fmt: skip
Asking = Annotated[str, Query(max_length=64)]


@router.get("/studio/approvals")
def list_approvals(
    seat: SeatDep, state: Asking = "waiting", kind: Asking = "", after: int = -1
) -> Response:
    """List what waits for a second person, or was decided."""
    if not seat.party:
        return chosen(seat, "/studio/approvals")
    return _list(seat, (state if state in _STATES else "waiting", kind, after))


def _list(seat: Seat, asked: tuple[str, str, int], problem: Problem | None = None) -> Response:
    desk, (state, kind, after) = seat.desk, asked
    with desk.reading() as conn:
        found = pending(
            conn, desk.viewer, after=after, limit=_PAGE + 1,
            status=state, kind=kind or None, party=seat.party,
        )  # fmt: skip
        items = found[:_PAGE]
        names = called(desk, conn, [_subject(one) for one in items])
    theirs = [one for one in items if one["made_by"] != desk.actor.by]
    return desk.page(
        "studio/approvals.html",
        title="approvals.title",
        status=desk_status(problem),
        seat=seat,
        problem=problem,
        items=items,
        names=names,
        state=state,
        states=_STATES,
        kind=kind,
        kinds=_KINDS,
        own=desk.actor.by,
        theirs=theirs if kind and state == "waiting" else [],
        sums=sums_of(theirs),
        following=str(items[-1]["asked_index"]) if len(found) > _PAGE else None,
        is_first=after < 0,
        here=seat.to("/studio/approvals", state=state, kind=kind),
        key=desk.new_key(),
    )


def _subject(one: Mapping[str, Any]) -> str:
    """Return the id in a subject: terms are `agr_.../2`."""
    return str(one["subject"]).partition("/")[0]


def sums_of(items: Iterable[Mapping[str, Any]]) -> list[tuple[str, int]]:
    """Return the money that several things are about, by currency."""
    sums: dict[str, int] = defaultdict(int)
    for item in items:
        if item.get("currency"):
            sums[item["currency"]] += item.get("amount_minor") or 0
    return sorted(sums.items())


@router.post("/studio/approvals/all")
async def approve_all(desk: StudioDesk, form: FormDep) -> Response:
    """Approve everything of a kind that the page showed and others made."""
    return await run_in_threadpool(_approve_all, sent_seat(desk, form), form)


def _approve_all(seat: Seat, form: Form) -> Response:
    desk, kind = seat.desk, form.text("kind")
    try:
        desk.caller.must_have("write")
        shown = [text.rpartition("@") for text in form.many("shown")]
        if not shown:
            raise RuleViolation(
                "field-needed", field="shown", value="", expected="what is to be approved"
            )
        for subject, _, asked in shown:
            if not (asked.isascii() and asked.isdecimal()):
                raise RuleViolation(
                    "value-not-allowed", field="shown", value=asked, expected="an entry"
                )
            body = {"kind": kind, "subject": subject, "asked": int(asked)}
            key = desk.request_key(form)
            own = replace(key, key=f"{key.key}/{subject}") if key else None
            desk.register.ledger.record(to_model(Approve, body), desk.actor, own)
    except REFUSED as error:
        return _list(seat, ("waiting", kind, -1), desk.problem(error))
    return desk.see(seat.back("/studio/approvals", kind=kind), notice="approvals.given-all")


@router.get("/studio/approvals/{kind}/{subject:path}")
def show_approval(seat: SeatDep, kind: str, subject: str) -> Response:
    """Show what a second person looks at."""
    return _page(seat, (kind, subject), Form())


def _page(
    seat: Seat, thing: tuple[str, str], form: Form, problem: Problem | None = None
) -> Response:
    desk, (kind, subject) = seat.desk, thing
    if kind == "payments" and problem is None:
        return RedirectResponse(seat.to(f"/studio/payments/{subject}"), 303)
    with desk.reading() as conn:
        day = tokyo_date(desk.register.clock.now())
        printer = Printer(conn, desk.register.vault, desk.viewer, desk.lang, day)
        found = desk.found(summary(printer, kind, subject), "approval", f"{kind}/{subject}")
        names = called(desk, conn, found)
    acts = desk.actor.is_operator or desk.party == found["party"]
    return desk.page(
        "studio/approval.html",
        title="approvals.one",
        status=desk_status(problem),
        seat=seat,
        found=found,
        names=names,
        tables=tables_of(found),
        may=acts and found["status"] != "given" and found["made_by"] != desk.actor.by,
        is_own=found["made_by"] == desk.actor.by,
        form=form,
        problem=problem,
        key=desk.new_key(),
    )


@router.post("/studio/approvals/{kind}/{subject:path}")
async def decide(desk: StudioDesk, form: FormDep, kind: str, subject: str) -> Response:
    """Approve, or refuse to."""
    return await run_in_threadpool(_decide, sent_seat(desk, form), form, (kind, subject))


def _decide(seat: Seat, form: Form, thing: tuple[str, str]) -> Response:
    desk, (kind, subject) = seat.desk, thing
    is_yes = form.text("do") == "approve"
    try:
        said = "note" if is_yes else "reason"
        text = form.given("note") if is_yes else form.needed("reason")
        body = {"kind": kind, "subject": subject, "asked": form.whole("asked") or 0}
        body |= {said: text} if text else {}
        desk.record(to_model(Approve if is_yes else Reject, body), form)
    except REFUSED as error:
        return _page(seat, thing, form, desk.problem(error))
    notice = "approvals.did-approve" if is_yes else "approvals.did-reject"
    return desk.see(seat.back("/studio/approvals"), notice=notice)


def tables_of(found: Mapping[str, Any]) -> list[tuple[str, Sequence[str], list[Mapping[str, Any]]]]:
    """Return what a summary lists as tables: name, columns, rows."""
    tables: list[tuple[str, Sequence[str], list[Mapping[str, Any]]]] = []
    for name in ("payees", "items", "rates"):
        rows = list(found.get(name) or ())[:_MOST_ROWS]
        if rows:
            tables.append((name, list(rows[0]), rows))
    return tables
