"""Why somebody got an amount: sentences from a run's trace, for those who may read that row."""

from typing import Any, Literal

from sqlalchemy import Connection, select

from api.auth import Caller
from api.names import names_known
from contracts.explain import explain
from ledger.access.views import can_read
from ledger.bootstrap import Register
from ledger.errors import NotFound
from ledger.royalties import views
from ledger.royalties.result import read_trace
from ledger.royalties.views import RunRow
from ledger.store.views import table_of

Language = Literal["ja", "en"]


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
    trace = _read(conn, register, run)["rows"] if is_full or row in own else []
    if row not in {item.id for item in trace}:
        raise NotFound("row-not-found", field="row", value=row)
    wanted = {item.payee for item in trace if item.payee}
    names = names_known(conn, register, wanted, of_persons=is_full, own=caller.actor.party)
    known = {party: name.in_language(language) for party, name in names.items()}
    return explain(trace, row, language, known)


def _read(conn: Connection, register: Register, run: str) -> dict[str, Any]:
    table = table_of(RunRow)
    query = select(table.c.trace_sha256).where(table.c.id == run)
    sha256 = conn.execute(query).scalar_one_or_none()
    if sha256 is None:
        raise NotFound("payout-not-found", field="id", value=run)
    return read_trace(register.blobs.get(sha256))
