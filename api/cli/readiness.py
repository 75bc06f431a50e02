"""How `daicho committees readiness` looks: totals by reason with a bar, money, then committees."""

import csv
import io
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Final

from rich import box
from rich.table import Table

from api.cli import readiness_words as words
from api.cli.amounts import amount, count
from api.cli.labels import coded
from api.cli.language import Lang
from api.cli.look import plain
from api.cli.session import Session
from api.readiness import endings_as_json, orphans_as_json, summary_as_json
from ledger.jobs.orphans import Orphans
from ledger.jobs.readiness import Ending, Readiness
from ledger.jobs.readiness_reasons import EFFECTS, Money
from ledger.statements.render import defused

_BAR: Final = 24
_Names = Mapping[str, str]


def show(
    session: Session, found: Readiness, page: Sequence[Ending], names: _Names, after: str | None
) -> None:
    """Print the report.

    Args:
        session: Where, and in which language.
        found: Everything that was asked about; the totals are over all of it.
        page: The committees to list.
        names: Names of parties and agreements by id.
        after: Where the next page starts, if there is one.
    """
    _tell(session, summary_as_json(found), words.head, page, names, after)
    if not session.out.as_json and page and len(found.endings) == 1:
        _details(session, found.endings[0], names)


def show_orphans(
    session: Session, found: Orphans, page: Sequence[Ending], names: _Names, after: str | None
) -> None:
    """Print which committees are orphans, and why; arguments as for `show`."""
    _tell(session, orphans_as_json(found), words.orphans_head, page, names, after)


def _tell(
    session: Session,
    data: Mapping[str, Any],
    head: Callable[..., str],
    page: Sequence[Ending],
    names: _Names,
    after: str | None,
) -> None:
    if session.out.as_json:
        items = endings_as_json(page)
        session.out.json({**data, "items": items, "display_names": dict(names), "next": after})
        return
    lang = session.lang
    figures = {name: count(value, lang) for name, value in data["totals"].items()}
    session.out.text(head(lang, on=data["on"], **figures))
    if data["by_reason"]:
        session.out.draw(_by_reason(data, lang))
    if data["money"]:
        session.out.draw(_by_account(data["money"], lang))
    if not page:
        session.out.note("nothing")
        return
    session.out.draw(_committees(page, lang))
    if after:
        session.out.note("more", after=after)


def as_csv(found: Readiness, lang: Lang) -> bytes:
    """Write one line per committee for a spreadsheet, with a column of 0 and 1 per reason."""
    text = io.StringIO()
    writer = csv.writer(text)
    titles = [words.title(name, lang) for name in ("id", "name", "status", "synthetic", "ready")]
    reasons = [words.reason(code, lang) for code in EFFECTS]
    writer.writerow([*titles, *reasons, words.title("money", lang)])
    for one in found.endings:
        held = {each.code for each in one.findings}
        row = [one.id, one.name_ja, coded(one.status, lang)]
        flags = [one.is_synthetic, one.is_ready, *(code in held for code in EFFECTS)]
        money = "; ".join(_in_words(each, lang) for each in one.money)
        writer.writerow([*map(defused, row), *map(int, flags), defused(money)])
    return text.getvalue().encode("utf-8-sig")


def _by_reason(data: Mapping[str, Any], lang: Lang) -> Table:
    table = _table(lang, "effect", "reason", ">committees", "bar")
    for one in data["by_reason"]:
        _row(
            table,
            words.effect(one["effect"], lang),
            words.reason(one["reason"], lang),
            count(one["committees"], lang),
            _bar(one["committees"], data["totals"]["committees"]),
        )
    return table


def _by_account(money: Iterable[Mapping[str, Any]], lang: Lang) -> Table:
    table = _table(lang, "account", ">amount")
    for one in money:
        amounts = amount(one["amount_minor"], one["currency"], lang)
        _row(table, words.account(one["account"], lang), amounts)
    return table


def _committees(page: Iterable[Ending], lang: Lang) -> Table:
    table = _table(lang, "id", "name", "status", "ready", "reason")
    comma = "、" if lang == "ja" else "; "
    for one in page:
        reasons = comma.join(words.reason(each.code, lang) for each in one.findings)
        ready = words.title("yes" if one.is_ready else "no", lang)
        _row(table, one.id, one.name_ja, coded(one.status, lang), ready, reasons)
    return table


def _details(session: Session, one: Ending, names: _Names) -> None:
    """Tell of a single committee whom and which media each reason concerns, and all its money."""
    lang = session.lang
    concerning = _table(lang, "reason", "what")
    for each in one.findings:
        what = [coded(medium, lang) for medium in each.media]
        what += _named((*each.parties, *each.works), names)
        _row(concerning, words.reason(each.code, lang), ", ".join(what))
    session.out.draw(concerning)
    if one.money:
        money = _table(lang, "account", ">amount", "holder", "of")
        for held in one.money:
            amounts = amount(held.amount_minor, held.currency, lang)
            under = ", ".join(_named(held.agreements, names))
            _row(money, _account(held, lang), amounts, *_named([held.holder], names), under)
        session.out.draw(money)
    if one.claims:
        claims = _table(lang, "claim", "payees", "debtor", "of")
        for claim in one.claims:
            said = claim.label_ja if lang == "ja" else claim.label_en
            nobody = words.title("nobody", lang)
            owed_by = names.get(claim.debtor, claim.debtor) if claim.debtor else nobody
            payees = ", ".join(_named(claim.payees, names))
            _row(claims, said, payees, owed_by, *_named([claim.agreement], names))
        session.out.draw(claims)


def _account(money: Money, lang: Lang) -> str:
    """Name an account: its kind, the account of the agreement, and why money is held there."""
    inner = [money.name or "", words.held(money.reason, lang) if money.reason else ""]
    told = " ".join(filter(None, inner))
    kind = words.account(money.account, lang)
    return f"{kind} ({told})" if told else kind


def _in_words(money: Money, lang: Lang) -> str:
    return f"{_account(money, lang)}: {amount(money.amount_minor, money.currency, lang)}"


def _named(ids: Iterable[str], names: _Names) -> list[str]:
    return [names.get(one, one) for one in ids]


def _bar(part: int, whole: int) -> str:
    """Draw a number beside the whole; eighths of a character are enough to compare."""
    eighths = max(1, part * _BAR * 8 // whole)
    return "█" * (eighths // 8) + " ▏▎▍▌▋▊▉"[eighths % 8].strip()


def _table(lang: Lang, *columns: str) -> Table:
    table = Table(box=box.SIMPLE, pad_edge=False)
    for name in columns:
        code = name.lstrip(">")
        table.add_column(
            plain(words.title(code, lang)),
            justify="right" if name.startswith(">") else "left",
            no_wrap=code in ("id", "bar"),
            overflow="fold",
        )
    return table


def _row(table: Table, *cells: str) -> None:
    table.add_row(*map(plain, cells))
