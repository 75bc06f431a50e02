"""`daicho committees report`: what a member takes into its own books, gross, between or net."""

import csv
import io
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Annotated, Any, Final

import typer
from rich import box
from rich.table import Table

from api.cli.acting import OPERATOR
from api.cli.amounts import amount, ratio
from api.cli.labels import coded
from api.cli.language import Lang
from api.cli.look import plain
from api.cli.readiness_words import account
from api.cli.session import Session, session_of
from contracts.money import CURRENCIES
from ledger.errors import RuleViolation
from ledger.statements.render import defused

TITLES: Final[dict[str, tuple[str, str]]] = {
    "agreement": ("契約", "agreement"),
    "kind": ("区分", "kind"),
    "line": ("項目", "line"),
    "currency": ("通貨", "currency"),
    "whole": ("全体（当期）", "all, this period"),
    "own": ("持分（当期）", "share, this period"),
    "whole_to_date": ("全体（累計）", "all, to date"),
    "own_to_date": ("持分（累計）", "share, to date"),
}
KINDS: Final[dict[str, tuple[str, str]]] = {
    "revenue": ("収入", "revenue"),
    "cost": ("費用", "cost"),
    "aside": ("保留・繰越し", "set aside"),
    "rounding": ("差額", "difference"),
    "result": ("損益", "result"),
    "asset": ("資産（現在）", "assets now"),
}
_METHODS: Final[dict[str, tuple[str, str]]] = {
    "gross": ("総額方式", "gross method"),
    "intermediate": ("中間方式", "intermediate method"),
    "net": ("純額方式", "net method"),
}
_HEAD: Final = (
    "{committee} {member} 収支報告 {period}（{method}、法人税基本通達14-1-2）",
    "{committee}, {member}: income report {period} ({method}, Basic Circular 14-1-2)",
)
_INVESTED: Final = (
    "出資の払込額 {paid}、回収率 {rate}",
    "Paid in: {paid}; recouped: {rate}",
)
_UNKNOWN: Final = ("不明", "unknown")
_HELD: Final = (
    "このうち {amount}（税引前）は、係争のため支払を保留しています。",
    "Of this, {amount} before tax is held because of disputes.",
)
_REVISED: Final = (
    "訂正後の計算によるもの: {runs}",
    "As they stand after corrections: {runs}",
)
_FILES: Final = (".csv", ".pdf", ".xlsx")
COLUMNS: Final = ("whole", "own", "whole_to_date", "own_to_date")


def attach(app: typer.Typer) -> None:
    """Add the command to the group of committees."""
    app.command("report")(report)


def report(
    ctx: typer.Context,
    committee: Annotated[str, typer.Argument(help="Id of a committee.")],
    *,
    member: Annotated[str, typer.Option(help="Id of the member.")],
    period: Annotated[str, typer.Option(help="Like 2026-03, 2026-Q1, 2026-H1 or 2026.")],
    method: Annotated[str, typer.Option(help="gross, intermediate or net.")] = "gross",
    out: Annotated[
        Path | None, typer.Option("--out", help="Write it as .csv, .pdf or .xlsx.")
    ] = None,
) -> None:
    """Tell a member its part of revenue, cost and result, now and to date, and what came back."""
    # Only this command computes runs again; others need not load what does.
    from api.cli.known import names_in  # noqa: PLC0415
    from api.member_reports import report_as_json  # noqa: PLC0415
    from ledger.jobs.member_report import (  # noqa: PLC0415
        Asked,
        member_report,
        read_method,
        read_period,
    )

    session = session_of(ctx)
    kind = _kind_of(out)
    asked = Asked(committee, member, read_period(period), read_method(method))
    with session.register() as register, register.ledger.reading() as conn:
        found = member_report(conn, register.blobs, OPERATOR, asked)
        data = report_as_json(found)
        names = names_in(register, conn, data, session.lang)
    if out is not None:
        out.write_bytes(_written(kind, data, names, session.lang))
    _show(session, data, names)


def _kind_of(out: Path | None) -> str:
    """Return what file is asked for, before anything is computed.

    Raises:
        RuleViolation: `report-format-unknown`.
    """
    kind = out.suffix.lower() if out else ""
    if out and kind not in _FILES:
        raise RuleViolation(
            "report-format-unknown", field="out", value=str(out), expected=list(_FILES)
        )
    return kind


def _written(kind: str, data: Mapping[str, Any], names: Mapping[str, str], lang: Lang) -> bytes:
    if kind == ".csv":
        return as_csv(data, lang)
    # Only who prints loads the typesetter.
    from api.cli.member_report_files import as_pdf, as_xlsx  # noqa: PLC0415

    return (as_pdf if kind == ".pdf" else as_xlsx)(data, names, lang)


def as_csv(data: Mapping[str, Any], lang: Lang) -> bytes:
    """Write one line per line of the report, for a spreadsheet; what is not known stays empty."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow([said(TITLES, name, lang) for name in TITLES])
    for section in data["sections"]:
        for kind, name, figures in lines_of(section, lang):
            title = section["title"].get(lang) or section["title"]["ja"]
            cells = [title, said(KINDS, kind, lang), name, section["currency"]]
            numbers = (number(figures.get(one), section["currency"]) for one in COLUMNS)
            writer.writerow([*map(defused, cells), *numbers])
    return text.getvalue().encode("utf-8-sig")


def _show(session: Session, data: Mapping[str, Any], names: Mapping[str, str]) -> None:
    if session.out.as_json:
        session.out.json({**data, "display_names": dict(names)})
        return
    lang = session.lang
    session.out.text(head(data, names, lang))
    for section in data["sections"]:
        session.out.text(section["title"].get(lang) or section["title"]["ja"])
        session.out.draw(_table(section, lang))
        if section["revised"]:
            session.out.text(_of(_REVISED, lang).format(runs=", ".join(section["revised"])))
        if held := section.get("held_minor"):
            told = amount(held, section["currency"], lang)
            session.out.text(_of(_HELD, lang).format(amount=told))
    if not data["sections"]:
        session.out.note("nothing")


def head(data: Mapping[str, Any], names: Mapping[str, str], lang: Lang) -> str:
    """Say whose report it is, by which method, and what came back of the investment."""
    first = _of(_HEAD, lang).format(
        committee=data["name_ja"],
        member=names.get(data["member"], data["member"]),
        period=data["period"],
        method=said(_METHODS, data["method"], lang),
    )
    paid, rate = data["investment"], data["recoupment"]
    second = _of(_INVESTED, lang).format(
        paid=amount(paid["amount_minor"], paid["currency"], lang) if paid else _of(_UNKNOWN, lang),
        rate=ratio(rate) if rate else _of(_UNKNOWN, lang),
    )
    return f"{first}\n{second}"


def _table(section: Mapping[str, Any], lang: Lang) -> Table:
    table = Table(box=box.SIMPLE, pad_edge=False)
    for name in ("kind", "line", *COLUMNS):
        table.add_column(
            plain(said(TITLES, name, lang)),
            justify="right" if name in COLUMNS else "left",
            overflow="fold",
        )
    for kind, name, figures in lines_of(section, lang):
        cells = [said(KINDS, kind, lang), name]
        cells += [cell(figures, column, section["currency"], lang) for column in COLUMNS]
        table.add_row(*map(plain, cells))
    return table


def cell(figures: Mapping[str, int | None], column: str, currency: str, lang: Lang) -> str:
    """Write an amount; what is not known is said to be unknown."""
    if column not in figures:
        return ""
    minor = figures[column]
    return _of(_UNKNOWN, lang) if minor is None else amount(minor, currency, lang)


def lines_of(
    section: Mapping[str, Any], lang: Lang
) -> Iterator[tuple[str, str, dict[str, int | None]]]:
    """Yield kind, name and figures of every line, then of what stands in accounts."""
    for line in section["lines"]:
        name = line["label"][lang]
        if line["kind"] == "revenue":
            name = coded(name, lang)
        yield line["kind"], name, {one: line[f"{one}_minor"] for one in COLUMNS}
    for asset in section["assets"]:
        told = account(asset["account"], lang)
        name = f"{told} ({asset['name']})" if asset["name"] else told
        figures = {"whole_to_date": asset["amount_minor"], "own_to_date": asset["own_minor"]}
        yield "asset", name, figures


def number(minor: int | None, currency: str) -> str:
    """Write an amount for a spreadsheet: digits, a decimal point, a minus."""
    if minor is None:
        return ""
    exponent = CURRENCIES.get(currency, 0)
    whole, rest = divmod(abs(minor), 10**exponent)
    sign = "-" if minor < 0 else ""
    return f"{sign}{whole}" + (f".{rest:0{exponent}d}" if exponent else "")


def said(words: Mapping[str, tuple[str, str]], code: str, lang: Lang) -> str:
    """Return the word for a code."""
    return _of(words[code], lang)


def _of(pair: tuple[str, str], lang: Lang) -> str:
    return pair[0] if lang == "ja" else pair[1]
