"""Why somebody got an amount: sentences from a run's trace, for those who may read that row."""

from typing import Any, Final

from sqlalchemy import Connection, select
from starlette.responses import JSONResponse, Response

from api.auth import Caller
from api.names import names_known
from api.reasons import Form
from contracts.disclosure import EVERYTHING
from contracts.drawing import Writer
from contracts.figures import Language
from contracts.graph import Graph, flow_of
from ledger.access.views import can_read
from ledger.bootstrap import Register
from ledger.errors import NotFound
from ledger.royalties import views
from ledger.royalties.result import read_trace, recompute
from ledger.royalties.views import RunRow
from ledger.statements.books import open_runs
from ledger.statements.sight import sight_of
from ledger.store.views import table_of

_MEDIA: Final[dict[Form, str]] = {
    "json": "application/json",
    "svg": "image/svg+xml",
    "mermaid": "text/plain; charset=utf-8",
}


def trace_of(conn: Connection, register: Register, caller: Caller, run: str) -> dict[str, Any]:
    """Return a run's whole trace to those who read the run in full.

    Raises:
        NotFound: There is no such run for this caller, or only his own lines of it.
    """
    if not can_read(conn, caller.viewer, run):
        raise NotFound("payout-not-found", field="id", value=run)
    return _read(conn, register, run)


def explanation(
    conn: Connection, register: Register, caller: Caller, *, run: str, row: str, language: Language
) -> list[str]:
    """Explain one row of a run; a payee asks about his own rows.

    Raises:
        NotFound: There is no such run or row for this caller.
    """
    shown = views.show(conn, run, caller.viewer)
    if shown is None:
        raise NotFound("payout-not-found", field="id", value=run)
    is_full = can_read(conn, caller.viewer, run)
    own = {line["row"] for allocation in shown["allocations"] for line in allocation["rows"]}
    book = open_runs(conn, register.blobs, [run])[run]
    if row not in book.rows or not (is_full or row in own):
        raise NotFound("row-not-found", field="row", value=row)
    wanted = {item.payee for item in book.trace if item.payee}
    names = names_known(conn, register, wanted, of_persons=is_full, own=caller.actor.party)
    known = {party: name.in_language(language) for party, name in names.items()}
    sight = EVERYTHING if is_full else sight_of(book, caller.actor.party or "")
    return book.explainer[language].explain(row, known, sight)


def run_graph(
    conn: Connection,
    register: Register,
    caller: Caller,
    *,
    run: str,
    language: Language,
    form: Form,
) -> Graph | str:
    """Draw all the money of a run for those who read it in full.

    Raises:
        NotFound: There is no such run for this caller, or only his own lines of it.
    """
    if not can_read(conn, caller.viewer, run):
        raise NotFound("payout-not-found", field="id", value=run)
    book = open_runs(conn, register.blobs, [run]).get(run)
    if book is None:  # he may read it, and it is no run
        raise NotFound("payout-not-found", field="id", value=run)
    computed = recompute(register.blobs.get(book.run["trace_sha256"]), book.standing.terms)
    graph = flow_of(computed.outcome.trace, computed.outcome.postings)
    if form == "json":
        return graph
    payees = [node.ref for node in graph.nodes if node.kind == "payee"]
    names = names_known(conn, register, payees, of_persons=True, own=caller.actor.party)
    known = {party: name.in_language(language) for party, name in names.items()}
    writer = Writer(graph, language, known)
    return writer.svg() if form == "svg" else writer.mermaid()


def _read(conn: Connection, register: Register, run: str) -> dict[str, Any]:
    table = table_of(RunRow)
    query = select(table.c.trace_sha256).where(table.c.id == run)
    sha256 = conn.execute(query).scalar_one_or_none()
    if sha256 is None:
        raise NotFound("payout-not-found", field="id", value=run)
    return read_trace(register.blobs.get(sha256))


def drawn(graph: Graph | str, form: Form) -> Response:
    """Answer with a graph, or with a drawing of one."""
    if isinstance(graph, Graph):
        return JSONResponse(graph.to_dict())
    return Response(graph, media_type=_MEDIA[form])
