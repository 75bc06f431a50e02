"""`daicho disputes hold`, `release`, `ask`, `carry-out` and `stats`."""

from collections.abc import Mapping
from typing import Annotated, Any, Final

import typer
from rich.table import Table

from api.cli.acting import record, viewer_of
from api.cli.amounts import amount as money_of
from api.cli.disputes_words import COURSE_WORDS, DISPUTE_VALUES_JA
from api.cli.inputs import build, day, read_json
from api.cli.language import Lang
from api.cli.options import JsonFile, of_file_or
from api.cli.session import Session, session_of
from ledger.disputes.course_commands import CarryOutDispute, SetDisputeDeadline
from ledger.disputes.holding_commands import HoldDisputed, ReleaseDisputed
from ledger.disputes.statistics import statistics
from ledger.ids import REPORT, REVISION, is_id

DisputeArgument = Annotated[str, typer.Argument(help="Id of a dispute.")]
ByOption = Annotated[str | None, typer.Option("--by", help="A side; else the operator.")]
StatementOption = Annotated[str | None, typer.Option(help="Whose line it is.")]
RunOption = Annotated[str | None, typer.Option(help="Run of the line.")]
StepOption = Annotated[str | None, typer.Option(help="Clause of the line.")]
AmountOption = Annotated[
    int | None, typer.Option(help="Before tax, in the smallest unit of the currency.")
]
_BAR: Final = 24


def add_to(app: typer.Typer) -> None:
    """Add the commands to the group of disputes."""
    app.command()(hold)
    app.command()(release)
    app.command()(ask)
    app.command("carry-out")(carry_out)
    app.command()(stats)


def hold(
    ctx: typer.Context,
    dispute: DisputeArgument,
    *,
    statement: StatementOption = None,
    run: RunOption = None,
    step: StepOption = None,
    amount: AmountOption = None,
    by: ByOption = None,
    file: JsonFile = None,
) -> None:
    """Hold what is disputed of a line that is about to be paid; several lines come in --file."""
    given = _given(dispute, by, _line(statement, run, step, amount))
    session = session_of(ctx)
    data = of_file_or(read_json(file) if file else {}, given)
    with session.register(for_parties=True) as register:
        record(session, register, build(HoldDisputed, data), dispute)


def release(
    ctx: typer.Context,
    dispute: DisputeArgument,
    *,
    statement: StatementOption = None,
    run: RunOption = None,
    step: StepOption = None,
    amount: AmountOption = None,
    reason: Annotated[str | None, typer.Option(help="Why; whoever is paid reads it.")] = None,
    by: ByOption = None,
    file: JsonFile = None,
) -> None:
    """Release some of what a dispute holds before it is over."""
    given = {**_given(dispute, by, _line(statement, run, step, amount)), "reason": reason}
    session = session_of(ctx)
    data = of_file_or(read_json(file) if file else {}, given)
    with session.register(for_parties=True) as register:
        record(session, register, build(ReleaseDisputed, data), dispute)


def _given(dispute: str, by: str | None, line: dict[str, Any] | None) -> dict[str, Any]:
    return {"dispute": dispute, "by": by, "lines": [line] if line else None}


def _line(
    statement: str | None, run: str | None, step: str | None, amount: int | None
) -> dict[str, Any] | None:
    stated = {"statement": statement, "run": run, "step": step, "amount_minor": amount}
    return {name: value for name, value in stated.items() if value is not None} or None


def ask(
    ctx: typer.Context,
    dispute: DisputeArgument,
    *,
    turn: Annotated[list[str] | None, typer.Option(help="Who is asked; repeatable.")] = None,
    answer_by: Annotated[str | None, typer.Option("--answer-by", help="Day of the answer.")] = None,
    note: Annotated[str | None, typer.Option(help="What is asked.")] = None,
    by: ByOption = None,
    file: JsonFile = None,
) -> None:
    """Say whose turn it is in a dispute, and until when."""
    given = {"dispute": dispute, "by": by, "turn": turn, "answer_by": answer_by, "note": note}
    session = session_of(ctx)
    data = of_file_or(read_json(file) if file else {}, given)
    with session.register(for_parties=True) as register:
        record(session, register, build(SetDisputeDeadline, data), dispute)


def carry_out(
    ctx: typer.Context,
    dispute: DisputeArgument,
    correction: Annotated[
        str, typer.Argument(help="A correction of past runs, a report, or a document's SHA-256.")
    ],
    *,
    by: ByOption = None,
) -> None:
    """Name the correction that gives effect to how a dispute ended; it holds nothing then."""
    session = session_of(ctx)
    data = {"dispute": dispute, "correction": _correction(correction)}
    with session.register(for_parties=True) as register:
        command = build(CarryOutDispute, {**data, "by": by} if by else data)
        record(session, register, command, dispute)


def _correction(text: str) -> dict[str, Any]:
    for kind, prefix in (("revision", REVISION), ("report", REPORT)):
        if is_id(text, prefix):
            return {"kind": kind, "id": text}
    return {"kind": "document", "document": {"sha256": text}}


def stats(
    ctx: typer.Context,
    *,
    first: Annotated[str, typer.Option("--from", help="First day, like 2026-04-01.")],
    last: Annotated[str, typer.Option("--to", help="Last day.")],
) -> None:
    """Count disputes opened between two days: how they ended, how long they took, how much."""
    session = session_of(ctx)
    days = (day(first, "from"), day(last, "to"))
    with session.register(for_parties=True) as register, register.ledger.reading() as conn:
        told = statistics(conn, viewer_of(session, register), *days)
    if session.out.as_json:
        session.out.json(told)
        return
    _draw(session, told)


def _draw(session: Session, told: Mapping[str, Any]) -> None:
    """Draw the figures: a table of sums, and a bar for each kind and each outcome."""
    lang = session.lang
    table = Table(show_header=False, box=None)
    for name in ("opened", "still_open", "days_to_answer", "days_to_settle", "not_carried_out"):
        value = told[name]
        table.add_row(_word(name, lang), "—" if value is None else f"{value:,}")
    for sums in told["amounts"]:
        for name in ("claimed_minor", "held_minor", "granted_minor"):
            table.add_row(_word(name, lang), money_of(sums[name], sums["currency"], lang))
    session.out.draw(table)
    for name in ("kinds", "outcomes"):
        if told[name]:
            session.out.text(_word(name, lang))
            session.out.draw(_bars(told[name], lang))


def _bars(counts: Mapping[str, int], lang: Lang) -> Table:
    table = Table(show_header=False, box=None)
    most = max(counts.values())
    for name, count in counts.items():
        bar = "█" * max(1, count * _BAR // most)
        table.add_row(_value(name, lang), f"{count:,}", bar)
    return table


def _word(name: str, lang: Lang) -> str:
    return COURSE_WORDS[name][0 if lang == "ja" else 1]


def _value(name: str, lang: Lang) -> str:
    if lang != "ja":
        return name.replace("_", " ")
    return COURSE_WORDS.get(name, (DISPUTE_VALUES_JA.get(name, name),))[0]
