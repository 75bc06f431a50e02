"""`daicho committees milestone` and `foreign`: windows abroad, and members that reside abroad."""

from collections.abc import Iterable, Mapping
from typing import Annotated, Any, Final

import typer
from rich import box
from rich.table import Table

from api.cli.acting import OPERATOR, record, today
from api.cli.amounts import ratio
from api.cli.inputs import build
from api.cli.labels import coded
from api.cli.language import Lang
from api.cli.look import plain
from api.cli.session import Session, session_of
from ledger.committees.milestone_commands import ReachMilestone

_HEAD: Final = (
    "{name}: 海外の構成員と窓口（計算期間 {period}）。すべて専門家の確認を要します。",
    "{name}: members and windows abroad (period {period}). An expert must confirm all of it.",
)
_TITLES: Final[dict[str, tuple[str, str]]] = {
    "what": ("確認事項", "what to look at"),
    "day": ("日付", "day"),
    "rate": ("税率", "rate"),
    "law": ("根拠", "law"),
    "confidence": ("確度", "confidence"),
    "window": ("窓口", "window"),
    "holder": ("担当者", "holder"),
    "milestone": ("待っている節目", "awaited"),
    "due": ("期限", "due"),
}
Committee = Annotated[str, typer.Argument(help="Id of a committee.")]


def attach(app: typer.Typer) -> None:
    """Add the commands to the group of committees."""
    app.command()(milestone)
    app.command()(foreign)


def milestone(
    ctx: typer.Context,
    committee: Committee,
    code: Annotated[str, typer.Argument(help="The milestone, as the window names it.")],
    *,
    medium: Annotated[str, typer.Option(help="The window's medium, such as overseas.")],
    territory: Annotated[str, typer.Option(help="The window's territory, such as CN.")],
    day: Annotated[str, typer.Option("--on", help="Day of the decision, ISO.")],
    outcome: Annotated[str, typer.Option(help="passed or refused.")] = "passed",
    document: Annotated[str | None, typer.Option(help="SHA-256 of the decision.")] = None,
) -> None:
    """Record that a milestone of a window was passed, or that an authority refused it."""
    session = session_of(ctx)
    data: dict[str, object] = {
        "committee": committee,
        "medium": medium,
        "territory": territory,
        "code": code,
        "day": day,
        "outcome": outcome,
    }
    if document is not None:
        data["document"] = {"sha256": document}
    with session.register() as register:
        record(session, register, build(ReachMilestone, data), committee)


def foreign(
    ctx: typer.Context,
    committee: Committee,
    period: Annotated[
        str | None, typer.Option(help="Period of computation, like 2026; this year if left out.")
    ] = None,
) -> None:
    """Tell what follows for tax where members reside abroad; to be confirmed by an expert."""
    # Only this command reads agreements and taxes; others need not load what does.
    from api.cli.known import names_in  # noqa: PLC0415
    from api.foreign import foreign_as_json  # noqa: PLC0415
    from ledger.jobs.foreign import foreign as ask  # noqa: PLC0415
    from ledger.jobs.member_report import read_period  # noqa: PLC0415

    session = session_of(ctx)
    with session.register() as register, register.ledger.reading() as conn:
        asked = read_period(period or str(today(register).year))
        data = foreign_as_json(ask(conn, OPERATOR, committee, asked))
        names = names_in(register, conn, data, session.lang)
    _show(session, data, names)


def _show(session: Session, data: Mapping[str, Any], names: Mapping[str, str]) -> None:
    if session.out.as_json:
        session.out.json({**data, "display_names": dict(names)})
        return
    lang = session.lang
    head = _HEAD[0 if lang == "ja" else 1]
    session.out.text(head.format(name=data["name_ja"], period=data["period"]))
    for member in data["members"]:
        name = names.get(member["party"], member["party"])
        session.out.text(f"{name} ({member['country']})")
        session.out.draw(_consequences(member["consequences"], lang))
    if data["awaited"]:
        session.out.draw(_awaited(data["awaited"], names, lang))
    if not data["members"] and not data["awaited"]:
        session.out.note("nothing")


def _consequences(found: Iterable[Mapping[str, Any]], lang: Lang) -> Table:
    table = _table(lang, "what", "day", "rate", "law", "confidence")
    for one in found:
        rate = ratio(one["rate"]) if one["rate"] else ""
        confidence = coded(one["confidence"], lang)
        cells = (one["text"][lang], one["day"] or "", rate, one["law"], confidence)
        table.add_row(*map(plain, cells))
    return table


def _awaited(found: Iterable[Mapping[str, Any]], names: Mapping[str, str], lang: Lang) -> Table:
    table = _table(lang, "window", "holder", "milestone", "due")
    for one in found:
        window = f"{coded(one['medium'], lang)}/{one['territory']}"
        name = one["name"].get(lang) or one["name"]["ja"]
        holder = names.get(one["holder"], one["holder"])
        table.add_row(*map(plain, (window, holder, name, one["due"] or "")))
    return table


def _table(lang: Lang, *columns: str) -> Table:
    table = Table(box=box.SIMPLE, pad_edge=False)
    for name in columns:
        table.add_column(plain(_TITLES[name][0 if lang == "ja" else 1]), overflow="fold")
    return table
