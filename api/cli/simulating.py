"""`daicho payouts simulate`: what if the clauses were others; nothing is recorded."""

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Annotated, Any, Final

import typer
from rich import box
from rich.table import Table

from api.cli.amounts import amount
from api.cli.inputs import build, read_bytes, read_json
from api.cli.known import names_in
from api.cli.labels import label
from api.cli.language import Lang
from api.cli.look import plain
from api.cli.messages import say
from api.cli.session import Session, session_of
from api.comparisons import comparison_as_json
from contracts.period import Month
from contracts.whatif import Comparison, Line
from ledger.clock import SystemClock, tokyo_date
from ledger.errors import RuleViolation
from ledger.jobs.simulate import WhatIf, simulate, suppose
from ledger.statements.render import defused

_BAR: Final = 16
_COLUMNS: Final = (
    "period", "channel", "territory", "work", "month", "units", "amount", "reported",
)  # fmt: skip
_NUMBERS: Final = ("units", "amount")


def simulated(
    ctx: typer.Context,
    *,
    terms: Annotated[
        list[str] | None,
        typer.Option("--terms", help="A draft as JSON, FILE or NAME=FILE; may be given again."),
    ] = None,
    agreement: Annotated[
        str | None, typer.Option(help="Id of the agreement whose clauses come first.")
    ] = None,
    version: Annotated[
        int | None, typer.Option(help="Another version of its clauses than the one in force.")
    ] = None,
    period: Annotated[
        list[str] | None,
        typer.Option("--period", help="Real revenue of this period; may be given again."),
    ] = None,
    history: Annotated[
        bool, typer.Option("--history", help="Real revenue of all closed runs.")
    ] = False,
    revenue: Annotated[
        str | None, typer.Option(help="Supposed revenue, as JSON or CSV; - reads JSON.")
    ] = None,
    gross: Annotated[int | None, typer.Option(help="Supposed gross amount, minor units.")] = None,
    net: Annotated[int | None, typer.Option(help="Supposed net amount, minor units.")] = None,
    channel: Annotated[str | None, typer.Option(help="Medium of the supposed amount.")] = None,
    out: Annotated[str | None, typer.Option(help="Write the table as CSV, too.")] = None,
) -> None:
    """Try clauses over real or supposed revenue, side by side; nothing is recorded."""
    session = session_of(ctx)
    one = [(kind, given) for kind, given in (("gross", gross), ("net", net)) if given is not None]
    sources = {"--period": period, "--history": history, "--revenue": revenue is not None}
    _refuse_unclear(
        [name for name, given in sources.items() if given] + [f"--{kind}" for kind, _ in one],
        terms or agreement,
        agreement,
    )
    supposed = _read_revenue(revenue) if revenue else _one(one, channel)
    asked = build(
        WhatIf,
        {
            "drafts": [_draft(each) for each in terms or ()],
            "agreement": agreement,
            "version": version,
            "periods": period or [],
            "history": history,
            "supposed": supposed,
        },
    )
    found, names = _asked(session, asked)
    if out:
        Path(out).write_bytes(_as_csv(found, names, session.lang))
    _show(session, found, names)


def _refuse_unclear(sources: list[str], clauses: object, agreement: str | None) -> None:
    """Refuse a question that the options leave open, in the words of the options.

    Raises:
        RuleViolation: `drafts-missing`, `revenue-ambiguous` or `agreement-needed`.
    """
    if not clauses:
        raise RuleViolation(
            "drafts-missing",
            "there are no clauses to try",
            field="--terms",
            expected="--terms, --agreement",
        )
    if len(sources) != 1:
        raise RuleViolation(
            "revenue-ambiguous",
            "say once which revenue the clauses are tried with",
            field=", ".join(sources) or "--revenue",
            expected="--period, --history, --revenue, --gross, --net",
        )
    if agreement is None and sources[0] in {"--period", "--history"}:
        raise RuleViolation(
            "agreement-needed",
            "real revenue is that of an agreement",
            field=sources[0],
            expected="--agreement",
        )


def _asked(session: Session, asked: WhatIf) -> tuple[Comparison, Mapping[str, str]]:
    if asked.agreement is None and asked.supposed:
        return suppose(asked), {}
    with session.register() as register:
        found = simulate(register, asked)
        with register.ledger.reading() as conn:
            ids = [line.id for line in found.lines]
            return found, names_in(register, conn, ids, session.lang)


def _draft(given: str) -> dict[str, Any]:
    name, _, file = given.rpartition("=")
    return {"name": name or Path(file).stem, "terms": read_json(file)}


def _one(given: Sequence[tuple[str, int]], channel: str | None) -> list[dict[str, Any]]:
    """Return one supposed amount as one period: the month that is running."""
    if not given:
        return []
    reported, minor = given[0]
    item = {"amount_minor": minor, "reported": reported, "channel": channel}
    return [{"period": str(Month.of(tokyo_date(SystemClock().now()))), "items": [item]}]


def _read_revenue(file: str) -> list[dict[str, Any]]:
    if file.lower().endswith(".csv"):
        return [*_read_csv(file)]
    periods = read_json(file).get("periods")
    if not isinstance(periods, list):
        raise RuleViolation(
            "field-missing", field="periods", value=None, expected='{"periods": [...]}'
        )
    return periods


def _read_csv(file: str) -> Iterator[dict[str, Any]]:
    """Read one supposed amount per line; the first line names the columns.

    Raises:
        RuleViolation: A column is unknown or missing, or a number is none; with the line.
    """
    try:
        text = read_bytes(file).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise RuleViolation("csv-encoding", field=file, byte=error.start, expected="UTF-8") from (
            None
        )
    reader = csv.DictReader(io.StringIO(text))
    unknown = sorted({*(reader.fieldnames or ())} - {*_COLUMNS})
    missing = sorted({"period", "amount"} - {*(reader.fieldnames or ())})
    if unknown or missing:
        raise RuleViolation(
            "csv-columns", field=file, value=unknown or missing, expected=list(_COLUMNS)
        )
    periods: dict[str, list[dict[str, Any]]] = {}
    for row in reader:
        periods.setdefault(row["period"], []).append(_read_row(row, reader.line_num))
    return ({"period": name, "items": items} for name, items in periods.items())


def _read_row(row: Mapping[str, str], line: int) -> dict[str, Any]:
    given = {name: row[name].strip() for name in _COLUMNS[1:] if (row.get(name) or "").strip()}
    item: dict[str, Any] = dict(given)
    for name in _NUMBERS:
        if name in given:
            try:
                item[name] = int(given[name])
            except ValueError:
                raise RuleViolation(
                    "number-malformed",
                    field=name,
                    value=given[name],
                    line=line,
                    expected="a whole number, minor units",
                ) from None
    item["amount_minor"] = item.pop("amount", None)
    return item


def _show(session: Session, found: Comparison, names: Mapping[str, str]) -> None:
    if session.out.as_json:
        session.out.json({**comparison_as_json(found), "display_names": dict(names)})
        return
    session.out.note("simulated", sales=amount(found.sales, found.currency, session.lang))
    session.out.draw(_table(found, names, session.lang))


def _table(found: Comparison, names: Mapping[str, str], lang: Lang) -> Table:
    table = Table(box=box.SIMPLE, pad_edge=False)
    table.add_column("")
    for name in found.names:
        table.add_column(plain(name), justify="right")
        table.add_column("", no_wrap=True)
    for name in found.names[1:]:
        table.add_column(plain(say("simulated-difference", lang, name=name)), justify="right")
    most = max((abs(one or 0) for line in found.lines for one in line.amounts), default=0)
    kind = ""
    for line in found.lines:
        if line.kind != kind:
            kind = line.kind
            table.add_section()
            table.add_row(plain(say(f"simulated-{kind}", lang)))
        table.add_row(*map(plain, _cells(line, found, names, lang, most)))
    return table


def _cells(
    line: Line, found: Comparison, names: Mapping[str, str], lang: Lang, most: int
) -> Iterator[str]:
    yield "  " + _name(line, names, lang)
    for one in line.amounts:
        yield "-" if one is None else amount(one, found.currency, lang)
        yield _bar(one or 0, most)
    for difference in line.differences[1:]:
        yield amount(difference, found.currency, lang) if difference else "0"


def _bar(minor: int, most: int) -> str:
    """Draw an amount beside the largest one; eighths of a character are enough to compare."""
    if not minor or not most:
        return ""
    eighths = max(1, abs(minor) * _BAR * 8 // most)
    return "█" * (eighths // 8) + " ▏▎▍▌▋▊▉"[eighths % 8].strip()


def _name(line: Line, names: Mapping[str, str], lang: Lang) -> str:
    if line.kind == "clause":
        return line.label_ja if lang == "ja" else line.label_en
    return names.get(line.id, line.id) if line.kind == "payee" else label(line.id, lang)


def _as_csv(found: Comparison, names: Mapping[str, str], lang: Lang) -> bytes:
    """Write the table for a spreadsheet: UTF-8 with its mark, amounts as plain whole numbers."""
    text = io.StringIO()
    writer = csv.writer(text)
    differences = [say("simulated-difference", lang, name=name) for name in found.names[1:]]
    writer.writerow(["", "", *map(defused, [*found.names, *differences])])
    for line in found.lines:
        kind = say(f"simulated-{line.kind}", lang)
        shown = ["" if one is None else one for one in line.amounts]
        writer.writerow([kind, defused(_name(line, names, lang)), *shown, *line.differences[1:]])
    return text.getvalue().encode("utf-8-sig")
