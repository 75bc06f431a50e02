"""`daicho explain`: why a line of a statement is what it is, from report rows to the transfer."""

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, Final

import typer
from sqlalchemy import Connection

from api.cli.acting import today, viewer_of
from api.cli.session import Session, session_of
from api.reasons import Explainers, Form
from contracts.figures import money
from contracts.graph import Graph
from ledger.access.views import OPERATOR_VIEWER, Viewer
from ledger.bootstrap import Register
from ledger.errors import NotFound, RuleViolation
from ledger.jobs.writing import write_file
from ledger.log import canonical
from ledger.parties.queries import show as show_party
from ledger.statements.reasons import Reason

ALL: Final = "all"
_FORMS: Final[dict[str, Form]] = {
    ".svg": "svg",
    ".mmd": "mermaid",
    ".md": "mermaid",
    ".json": "json",
}


def add_to(app: typer.Typer) -> None:
    """Put the command of this module under the root."""
    app.command()(explain)


def explain(
    ctx: typer.Context,
    statement: Annotated[str, typer.Argument(help="Id of a statement.")],
    line: Annotated[str, typer.Argument(help="Number of a line from 1 on, or all.")] = ALL,
    *,
    as_party: Annotated[
        str | None, typer.Option("--as", help="Id of the party that reads; else the operator.")
    ] = None,
    graph: Annotated[
        Path | None, typer.Option("--graph", help="Also draw it: a file .svg, .mmd or .json.")
    ] = None,
) -> None:
    """Say why somebody gets an amount, from the rows of reports to the yen transferred."""
    session = session_of(ctx)
    numbers = _numbers(line)
    form = _form(graph, numbers)
    with session.register(for_parties=True) as register, register.ledger.reading() as conn:
        viewer = _viewer(conn, register, viewer_of(session, register), as_party)
        explainers = Explainers(conn, register, viewer)
        reasons = explainers.reasons(statement, numbers)
        told = [explainers.told(reason, session.document_lang) for reason in reasons]
        foot = explainers.foot(statement, session.document_lang)
        if graph is not None:
            write_file(graph, _drawn(explainers, reasons[0], session, form))
    if session.out.as_json:
        session.out.json({"lines": told, **foot, **({"graph": str(graph)} if graph else {})})
        return
    for one in told:
        _tell(session, one)
    for sentence in (*foot["payment"], *foot["notes"]):
        session.out.text(sentence)
    if graph is not None:
        session.out.note("saved", file=graph)


def _numbers(line: str) -> list[int]:
    """Read which lines are meant; none named means all.

    Raises:
        RuleViolation: Neither a number from 1 on nor `all`.
    """
    if line == ALL:
        return []
    if not (line.isascii() and line.isdigit() and int(line) > 0):
        raise RuleViolation("line-malformed", field="line", value=line, expected="1, 2, … or all")
    return [int(line)]


def _form(graph: Path | None, numbers: list[int]) -> Form:
    """Choose the form of a drawing by the end of its file's name.

    Raises:
        RuleViolation: No form is known by it, or a drawing is asked for of many lines.
    """
    if graph is None:
        return "json"
    if not numbers:
        raise RuleViolation(
            "graph-needs-line", field="line", value=ALL, expected="the number of one line"
        )
    if graph.suffix not in _FORMS:
        raise RuleViolation(
            "graph-form-unknown", field="graph", value=graph.name, expected=sorted(_FORMS)
        )
    return _FORMS[graph.suffix]


def _viewer(conn: Connection, register: Register, own: Viewer, party: str | None) -> Viewer:
    """Return who reads: the operator may read as anybody, a party as itself."""
    if party is None or own.role != "operator":
        return own
    if show_party(conn, party, OPERATOR_VIEWER) is None:
        raise NotFound("party-not-found", field="as", value=party, expected="party_...")
    return Viewer("creator", party, today(register))


def _drawn(explainers: Explainers, reason: Reason, session: Session, form: Form) -> bytes:
    found = explainers.graph(reason, session.document_lang, form)
    return canonical.encode(found.to_dict()) if isinstance(found, Graph) else found.encode()


def _tell(session: Session, told: Mapping[str, Any]) -> None:
    """Print one line: its head, then report rows and computation."""
    out, lang = session.out, session.document_lang
    amount = money((told["amount_minor"], 1), told["currency"], lang)
    out.text(f"{told['line']}. {told['label']} ({told['period']}): {amount}")
    for sentence in (*told["sentences"]["reports"], *told["sentences"]["computation"]):
        out.text(f"  {sentence}")
