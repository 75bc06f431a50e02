"""`daicho cutover`: an agreement comes in from other books, and its first runs beside them."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any, Final

import typer
from rich import box
from rich.table import Table

from api.cli.acting import OPERATOR, recorded_as_json, say_recorded
from api.cli.amounts import amount
from api.cli.exits import FAIL, REFUSED
from api.cli.inputs import read_bytes
from api.cli.known import names_in
from api.cli.labels import label
from api.cli.language import Lang
from api.cli.look import plain
from api.cli.opening_words import EFFECTS, KINDS_EN, KINDS_JA, OPENING_PROBLEMS
from api.cli.refusals import REFUSALS_JA
from api.cli.session import Session, session_of
from ledger.errors import NotFound
from ledger.jobs.cutover_sheet import IN_ENGLISH
from ledger.openings.views import show as describe_opening

app = typer.Typer(no_args_is_help=True, help="Taking agreements over from other books.")
AgreementOption = Annotated[str, typer.Option("--agreement", help="Id of the agreement.")]
AsOf = Annotated[str, typer.Option("--as-of", help="Last month of the other books, like 2026-03.")]
_MOST_SHOWN: Final = 50
_PROSE: Final = re.compile(r"[A-Za-z]{2,}[,;]? [A-Za-z]")


@app.command()
def template(
    ctx: typer.Context,
    agreement: AgreementOption,
    as_of: AsOf,
    out: Annotated[Path, typer.Option("--out", help="The .xlsx file to write.")],
) -> None:
    """Write the spreadsheet that asks for every figure the clauses need."""
    from ledger.jobs.cutover_template import write_template  # noqa: PLC0415

    session = session_of(ctx)
    with session.register() as register:
        data = write_template(register, agreement, as_of)
    out.write_bytes(data)
    if session.out.as_json:
        session.out.json({"file": str(out), "size_bytes": len(data)})
    session.out.note("cutover-template", file=out)


@app.command("import")
def import_(
    ctx: typer.Context,
    file: Annotated[str, typer.Argument(help="The filled-in .xlsx file.")],
    *,
    agreement: AgreementOption,
    as_of: AsOf,
    approved_by: Annotated[str, typer.Option(help="Party that stands for the figures.")],
    made_by: Annotated[str | None, typer.Option(help="Party that made them up; another.")] = None,
    supersedes: Annotated[str | None, typer.Option(help="Opening that this one corrects.")] = None,
    reason: Annotated[str | None, typer.Option(help="Why it corrects another.")] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Check only, record nothing.")] = False,
) -> None:
    """Take an agreement over: every line is accepted, or nothing is recorded (exit 4)."""
    from ledger.jobs.cutover_import import Asked, import_books  # noqa: PLC0415

    session = session_of(ctx)
    asked = Asked(
        agreement, as_of, approved_by, made_by, supersedes, reason, file_name=Path(file).name
    )
    with session.register() as register:
        done = import_books(register, read_bytes(file), asked, is_trial=dry_run)
    if session.out.as_json:
        session.out.json(_as_json(done))
    else:
        _tell(session, done)
    if done.wrong:
        raise typer.Exit(REFUSED)


@app.command()
def show(ctx: typer.Context, agreement: AgreementOption) -> None:
    """Show the opening of an agreement: figures, differences, and who stands for them."""
    session = session_of(ctx)
    with session.register() as register, register.ledger.reading() as conn:
        data = describe_opening(conn, agreement, OPERATOR)
        if data is None:
            raise NotFound("opening-not-found", field="agreement", value=agreement)
        known = names_in(register, conn, data, session.lang)
    if not session.out.as_json:
        data = {**data, **{name: _said(session, data[name]) for name in ("entries", "differences")}}
        data.pop("payees")
    session.out.show(data, known)


@app.command()
def compare(
    ctx: typer.Context,
    agreement: AgreementOption,
    period: Annotated[str, typer.Option(help="The next period to be run, like 2026-04.")],
    sheet: Annotated[
        str, typer.Option("--sheet", help="Their .xlsx or .csv: payee, step, amount.")
    ],
    out: Annotated[Path | None, typer.Option("--out", help="Write an .xlsx with both.")] = None,
) -> None:
    """Lay a run beside another computation, line by line; exit 0 if equal, 1 if not."""
    from ledger.jobs.cutover_compare import compare_run, write_comparison  # noqa: PLC0415

    session = session_of(ctx)
    with session.register() as register:
        found = compare_run(register, agreement, period, read_bytes(sheet))
        with register.ledger.reading() as conn:
            parties = {"parties": [line.payee for line in found.lines]}
            known = names_in(register, conn, parties, session.lang)
    if out is not None:
        out.write_bytes(write_comparison(found))
    if session.out.as_json:
        session.out.json(_compared(found))
    else:
        _draw(session, found, known)
    if not found.is_equal:
        raise typer.Exit(FAIL)


def _as_json(done: Any) -> dict[str, Any]:
    recorded = recorded_as_json(done.id, done.recorded) if done.recorded else {"id": None}
    return {
        **recorded,
        "accepted": done.accepted,
        "totals": dict(done.totals),
        "differences": list(done.differences),
        "warnings": list(done.warnings),
        "refused": [
            {"sheet": one.sheet, "cell": one.cell, "code": one.code, "value": one.value,
             "expected": one.expected}
            for one in done.wrong
        ],
    }  # fmt: skip


def _tell(session: Session, done: Any) -> None:
    """Say what was accepted, what differs, and what was refused, cell by cell."""
    session.out.note("cutover-read", accepted=done.accepted, refused=len(done.wrong))
    for sheet, total in done.totals.items():
        called = sheet if session.lang == "ja" else IN_ENGLISH[sheet]
        session.out.note(
            "cutover-total", sheet=called, amount=amount(total, done.currency, session.lang)
        )
    for one in _said(session, list(done.differences)):
        session.out.note("cutover-difference", **_line(one))
    for one in done.wrong[:_MOST_SHOWN]:
        session.out.remark(
            "cutover-refused",
            place=f"{one.sheet} {one.cell}",
            why=_why(one.code, session.lang),
            value=one.value or "-",
            expected="-" if _is_prose(one.expected, session.lang) else one.expected,
        )
    session.out.warn(done.warnings)
    if done.recorded:
        say_recorded(session, done.id, done.recorded)
    elif not done.wrong:
        session.out.note("cutover-trial")


def _why(code: str, lang: Lang) -> str:
    """Say in a sentence why a cell was refused."""
    if lang == "ja":
        return REFUSALS_JA.get(code, code)
    return OPENING_PROBLEMS[code][1] if code in OPENING_PROBLEMS else code.replace("-", " ")


def _is_prose(text: str, lang: Lang) -> bool:
    """Tell whether this is an English sentence that Japanese readers are spared."""
    return lang == "ja" and bool(_PROSE.search(text))


def _line(one: dict[str, Any]) -> dict[str, object]:
    names = ("kind", "step", "account", "payee")
    return {
        "line": " ".join(str(one[name]) for name in names if one.get(name)),
        "difference": f"{one['difference_minor']:+,}",
        "reason": one["reason"],
        "effect": one["effect"],
    }


def _said(session: Session, items: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Write kinds and effects in the language of the tool."""
    kinds = KINDS_JA if session.lang == "ja" else KINDS_EN
    place = 0 if session.lang == "ja" else 1
    return [
        {
            **item,
            "kind": kinds.get(item["kind"], item["kind"]),
            **({"effect": EFFECTS[item["effect"]][place]} if "effect" in item else {}),
        }
        for item in items
    ]


def _compared(found: Any) -> dict[str, Any]:
    return {
        "agreement": found.agreement,
        "period": found.period,
        "currency": found.currency,
        "equal": found.is_equal,
        "first_step": found.first_step,
        "ours_minor": found.ours_minor,
        "theirs_minor": found.theirs_minor,
        "unknown": list(found.unknown),
        "lines": [
            {"step": line.step, "payee": line.payee, "ours_minor": line.ours_minor,
             "theirs_minor": line.theirs_minor, "difference_minor": line.difference_minor}
            for line in found.lines
        ],
    }  # fmt: skip


def _draw(session: Session, found: Any, known: Any) -> None:
    table = Table(box=box.SIMPLE)
    for name in ("step", "payee"):
        table.add_column(label(name, session.lang))
    for name in ("ours_minor", "theirs_minor", "difference_minor"):
        table.add_column(label(name, session.lang), justify="right")
    for row in _rows(session, found, known):
        table.add_row(*(plain(text) for text in row))
    session.out.draw(table)
    if found.unknown:
        session.out.note("compare-unknown", words=" / ".join(found.unknown))
    if found.is_equal:
        session.out.note("compare-equal")
        return
    different = [line.step for line in found.lines if line.difference_minor]
    session.out.note(
        "compare-different", count=len(different), first=found.first_step or different[0]
    )


def _rows(session: Session, found: Any, known: Any) -> Iterator[tuple[str, ...]]:
    def said(minor: int | None) -> str:
        return "-" if minor is None else amount(minor, found.currency, session.lang)

    for line in found.lines:
        payee = known.get(line.payee, line.payee) or label("total", session.lang)
        amounts = (line.ours_minor, line.theirs_minor, line.difference_minor)
        yield (line.step, payee, *(said(one) for one in amounts))
    totals = (found.ours_minor, found.theirs_minor, found.ours_minor - found.theirs_minor)
    yield (label("total", session.lang), "", *(said(one) for one in totals))
