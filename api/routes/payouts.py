"""Payout runs: expenses, running, what came out, and why."""

from typing import Annotated

from fastapi import APIRouter, Path, Query
from starlette.concurrency import run_in_threadpool
from starlette.responses import JSONResponse, Response

from api import answers, examples
from api.auth import ReaderDep
from api.errors import CREATED, OK
from api.explanations import drawn, explanation, run_graph, trace_of
from api.filters import RunFilters
from api.names import names_known, with_names
from api.openapi import issues, lists, reads, writes
from api.paging import PageDep
from api.reading import RegisterDep
from api.reasons import Form
from api.writing import CallDep, answer, described
from contracts.figures import Language
from ledger.access.views import can_read, may_read
from ledger.errors import NotFound
from ledger.ids import AgreementId, RunId
from ledger.jobs.disputed import held_in_run
from ledger.jobs.payouts import Asked, PayoutRun, close_run
from ledger.jobs.revisions import Revised, revise, waiting_in
from ledger.royalties import revision_views, views
from ledger.royalties.commands import RecordExpense
from ledger.royalties.revision_views import revisions_of
from ledger.values import PeriodText, Value

router = APIRouter(tags=["payouts"])

RunIdPath = Annotated[str, Path(max_length=64, examples=[examples.RUN_ID])]


class PayoutBody(Value):
    """Which run is asked for."""

    id: RunId | None = None
    agreement: AgreementId
    period: PeriodText
    empty: bool = False


class RevisionBody(Value):
    """Whose past is to be run again."""

    agreement: AgreementId


@router.post("/expenses", **writes("Record an expense", RecordExpense, examples.EXPENSE))
async def record_expense(call: CallDep) -> JSONResponse:
    """Record a cost with its evidence, for the clause that lets it be deducted."""
    command = call.read(RecordExpense)
    return await call.record(command, knows=[command.agreement])


@router.post("/payouts", **writes("Run a payout", PayoutBody, examples.PAYOUT))
async def run(call: CallDep) -> JSONResponse:
    """Compute and record what everybody is due from an agreement for a period."""
    body = call.read(PayoutBody)
    await call.must_know([body.agreement])

    actor = call.caller.actor

    def job() -> PayoutRun:
        asked = Asked(body.agreement, body.period, body.id, body.empty)
        return close_run(call.register, asked, actor=actor, request=call.key)

    call.must_not_sign()
    closed = await run_in_threadpool(job)
    more = {"revisions": list(closed.revisions)} if closed.revisions else {}
    more |= await call.proof_of([closed.recorded])
    return answer(closed.recorded, "/v1/payouts/{id}", **more)


@router.post(
    "/payouts/revisions",
    **issues("Revise past runs", RevisionBody, examples.REVISION, answers.REVISION_SHOWN),
)
async def revise_past(call: CallDep) -> JSONResponse:
    """Run past periods again as changed since, and record the differences, oldest change first."""
    body = call.read(RevisionBody)
    await call.must_know([body.agreement])
    call.must_not_sign()
    actor = call.caller.actor

    def job() -> list[Revised]:
        return revise(call.register, body.agreement, actor=actor, request=call.key)

    found = await run_in_threadpool(job)
    items = [described(one.recorded) for one in found]
    more = await call.proof_of([one.recorded for one in found])
    return JSONResponse({"items": items, **more}, (CREATED if items else OK).value)


@router.get(
    "/agreements/{agreement_id}/revisions",
    **reads("List revisions", {"items": [answers.REVISION_SHOWN], "pending": []}),
)
def list_revisions(
    register: RegisterDep,
    caller: ReaderDep,
    agreement_id: Annotated[str, Path(max_length=64, examples=[examples.AGREEMENT_ID])],
) -> JSONResponse:
    """List the revisions of an agreement, and the changes that still wait for theirs."""
    with register.ledger.reading() as conn:
        may_read(conn, caller.viewer, agreement_id)
        items = revisions_of(conn, agreement_id)
        pending = waiting_in(conn, register, agreement_id)
    return JSONResponse({"items": items, "pending": pending})


@router.get("/revisions/{revision_id}", **reads("Show a revision", answers.REVISION_SHOWN))
def show_revision(
    register: RegisterDep,
    caller: ReaderDep,
    revision_id: Annotated[str, Path(max_length=64, examples=[examples.REVISION_ID])],
) -> JSONResponse:
    """Show a revision: in full to the agreement's parties, to a payee his own lines."""
    with register.ledger.reading() as conn:
        shown = revision_views.show(conn, revision_id, caller.viewer)
    if shown is None:
        raise NotFound("revision-not-found", field="id", value=revision_id)
    return JSONResponse(shown)


@router.get("/payouts", **lists("List payout runs", answers.RUN_SHOWN))
def list_runs(
    register: RegisterDep,
    caller: ReaderDep,
    page: PageDep,
    filters: Annotated[RunFilters, Query()],
) -> JSONResponse:
    """List the runs that this caller is a party to or paid by, in order of id."""
    with register.ledger.reading() as conn:
        asked = filters.given()
        items = views.page(conn, caller.viewer, after=page.after, limit=page.fetch, **asked)
    return page.answer(items)


@router.get("/payouts/{run_id}", **reads("Show a payout run", answers.RUN_SHOWN))
def show_run(register: RegisterDep, caller: ReaderDep, run_id: RunIdPath) -> JSONResponse:
    """Show a run: in full to the agreement's parties, to a payee his own lines."""
    with register.ledger.reading() as conn:
        shown = views.show(conn, run_id, caller.viewer)
        if shown is None:
            raise NotFound("payout-not-found", field="id", value=run_id)
        parties = [shown["payer"], *(line["party"] for line in shown["allocations"])]
        is_full = can_read(conn, caller.viewer, run_id)
        own = caller.actor.party
        names = names_known(conn, register, parties, of_persons=is_full, own=own)
        if disputed := held_in_run(conn, caller.viewer, run_id):
            shown = {**shown, "held_by_disputes": disputed}
    return JSONResponse(with_names(shown, names))


@router.get(
    "/payouts/{run_id}/trace", **reads("Show the trace of a run", {"rows": [answers.TRACE_ROW]})
)
def show_trace(register: RegisterDep, caller: ReaderDep, run_id: RunIdPath) -> JSONResponse:
    """Show every step with its numbers, to those who read the run in full."""
    with register.ledger.reading() as conn:
        trace = trace_of(conn, register, caller, run_id)
    return JSONResponse({**trace, "rows": [row.to_dict() for row in trace["rows"]]})


@router.get(
    "/payouts/{run_id}/explanation",
    **reads("Explain an amount", {"language": "en", "sentences": ["Received 1,000,000 yen …"]}),
)
def explain_row(
    register: RegisterDep,
    caller: ReaderDep,
    run_id: RunIdPath,
    row: Annotated[str, Query(max_length=200, description="`row` of an allocation.")],
    lang: Annotated[Language, Query(description="Language of the sentences.")] = "ja",
) -> JSONResponse:
    """Say in sentences how an amount came about, back to the reports of sales."""
    with register.ledger.reading() as conn:
        sentences = explanation(conn, register, caller, run=run_id, row=row, language=lang)
    return JSONResponse({"language": lang, "sentences": sentences})


@router.get("/payouts/{run_id}/graph", **reads("Draw the money of a run", answers.GRAPH))
def show_graph(
    register: RegisterDep,
    caller: ReaderDep,
    run_id: RunIdPath,
    lang: Annotated[Language, Query(description="Language of a picture.")] = "ja",
    format: Annotated[Form, Query(description="json, svg or mermaid.")] = "json",
) -> Response:
    """Draw where the money of a run came from and where it went, for those who read it in full."""
    with register.ledger.reading() as conn:
        found = run_graph(conn, register, caller, run=run_id, language=lang, form=format)
    return drawn(found, format)
