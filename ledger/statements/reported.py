"""The rows of licensees' reports that an amount begins at: file, line numbers, how to get them.

A run starts from sums of a report's lines by channel, territory, work and month. Here each sum is
opened again: which report and file, how many lines, which ones, and what each of them says.
"""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from itertools import groupby
from typing import Any, Final

import polars as pl
from sqlalchemy import Connection, select

from contracts.figures import Language, money
from contracts.money import minor_unit
from contracts.wording import CHANNELS
from ledger.blobs.blobs import Blobs
from ledger.revenue.groups import MICRO_DIGITS, Group, read_groups
from ledger.revenue.leaves import read_lines
from ledger.revenue.views import ReportRow
from ledger.statements.books import RunBook
from ledger.store.views import table_of, unpack

MOST_LINES: Final = 10
"""How many lines of one sum are spelled out; all of them are in the file."""

MOST_SUMS: Final = 20
"""How many sums of one report are spelled out; machines get all of them."""

_WORDS: Final[dict[Language, dict[str, str]]] = {
    "ja": {
        "report": "売上報告「{report}」（{period}）: ファイル「{file}」（SHA-256 {file_sha256}）、"
        "受理した行は{accepted}行。閲覧できる方は、ファイルを"
        " GET /v1/reports/{report}/file 、各行の証明を"
        " GET /v1/reports/{report}/lines/<行番号>/proof で得られます。",
        "sum": "  「{item}」（{place}）: {lines} = {amount}",
        "part": "。このうち今回の計算の対象は {used}",
        "line": "{line}行目 {amount}",
        "more": "ほか{count}行",
        "more-sums": "  ほか {count}件の集計 = {amount}。",
        "join": "・",
        "plus": " + ",
        "end": "。",
    },
    "en": {
        "report": "Revenue report {report} ({period}): file {file} (SHA-256 {file_sha256}),"
        " {accepted} accepted lines. Those who may read it get the file by"
        " GET /v1/reports/{report}/file, and the proof of a line by"
        " GET /v1/reports/{report}/lines/<number>/proof.",
        "sum": "  {item} ({place}): {lines} = {amount}",
        "part": ". Of it, this run computes on {used}",
        "line": "line {line} {amount}",
        "more": "{count} more lines",
        "more-sums": "  {count} more sums = {amount}.",
        "join": ", ",
        "plus": " + ",
        "end": ".",
    },
}


@dataclass(frozen=True, slots=True)
class ReportedSum:
    """One sum of a report's lines, as a run used it.

    Attributes:
        item: Its id in the run's trace, after `item/`.
        accepted: How many lines of the report were accepted.
        count: How many of them are in this sum.
        lines: Number in the sender's file and exact amount of the first of them.
        amount_minor: The sum, in the currency of the report. used_minor: what this run used of
            it, in the currency of the run.
    """

    item: str
    report: str
    period: str
    file: str
    file_sha256: str
    lines_root: str
    accepted: int
    channel: str
    territory: str
    work: str
    month: str
    count: int
    lines: tuple[tuple[int, str], ...]
    currency: str
    amount_minor: int
    used_minor: int
    used_currency: str

    def to_dict(self) -> dict[str, Any]:
        """Return it as JSON values, with where the lines can be read."""
        plain = asdict(self)
        plain["lines"] = [{"line": line, "amount": amount} for line, amount in self.lines]
        at = f"/v1/reports/{self.report}"
        return {**plain, "file_at": f"{at}/file", "proof_at": f"{at}/lines/{{line}}/proof"}


def reported_sums(
    conn: Connection, blobs: Blobs, book: RunBook, items: Iterable[str]
) -> list[ReportedSum]:
    """Open the reports behind revenue items of a run.

    Args:
        conn: A snapshot.
        blobs: Holds files, groups and lines.
        book: The run.
        items: Ids of items, such as `rep_x/0/1`: report, group, number of the run.
    """
    wanted = sorted(items, key=_place)
    reports = _reports(conn, {_place(item)[0] for item in wanted})
    found: list[ReportedSum] = []
    for report, some in groupby(wanted, key=lambda item: _place(item)[0]):
        if report in reports:
            found += _of_report(blobs, reports[report], book, list(some))
    return found


def told(sums: Iterable[ReportedSum], lang: Language) -> list[str]:
    """Say which lines of which files the sums were made of."""
    words, sentences = _WORDS[lang], list[str]()
    for _, some in groupby(sums, key=lambda one: one.report):
        listed = list(some)
        sentences.append(words["report"].format(**asdict(listed[0])))
        sentences += [_sum_told(one, lang) for one in listed[:MOST_SUMS]]
        rest = listed[MOST_SUMS:]
        if rest:
            total = sum(one.amount_minor for one in rest), 1
            amount = money(total, listed[0].currency, lang)
            sentences.append(words["more-sums"].format(count=f"{len(rest):,}", amount=amount))
    return sentences


def _place(item: str) -> tuple[str, int, str]:
    report, group, number = item.split("/", 2)
    return report, int(group), number


def _reports(conn: Connection, ids: set[str]) -> dict[str, dict[str, Any]]:
    table = table_of(ReportRow)
    query = select(table).where(table.c.id.in_(sorted(ids)))
    return {row["id"]: {**row, **unpack(row["doc"])} for row in conn.execute(query).mappings()}


def _of_report(
    blobs: Blobs, report: Mapping[str, Any], book: RunBook, items: list[str]
) -> list[ReportedSum]:
    groups = read_groups(blobs.get(report["groups"]["sha256"]))
    frame, _ = read_lines(blobs.get(report["lines"]["sha256"]))
    return [
        _reported(report, item, groups[_place(item)[1]], frame, book.items[item], book)
        for item in items
    ]


def _reported(
    report: Mapping[str, Any],
    item: str,
    group: Group,
    frame: pl.DataFrame,
    used: Mapping[str, Any],
    book: RunBook,
) -> ReportedSum:
    return ReportedSum(
        item=item,
        report=report["id"],
        period=report["period"],
        file=str(report["file"].get("title") or report["file"]["sha256"][:12]),
        file_sha256=report["file"]["sha256"],
        lines_root=report["lines_root"],
        accepted=report["counts"]["accepted"],
        channel=group.channel,
        territory=group.territory,
        work=group.work,
        month=group.month,
        count=group.rows,
        lines=_lines(frame, group),
        currency=report["currency"],
        amount_minor=group.amount_minor,
        used_minor=used["amount_minor"],
        used_currency=book.run["currency"],
    )


def _lines(frame: pl.DataFrame, group: Group) -> tuple[tuple[int, str], ...]:
    """Return number and exact amount of the first lines of a sum."""
    mine = frame.filter(
        *(
            pl.col(name) == getattr(group, name)
            for name in ("channel", "territory", "work", "month")
        )
    ).sort("line")
    pairs = mine.select("line", "amount_micro").head(MOST_LINES).iter_rows()
    return tuple((int(line), _decimal(int(micro))) for line, micro in pairs)


def _decimal(micro: int) -> str:
    whole, rest = divmod(abs(micro), 10**MICRO_DIGITS)
    digits = f"{rest:0{MICRO_DIGITS}d}".rstrip("0")
    return f"{'-' if micro < 0 else ''}{whole}{'.' if digits else ''}{digits}"


def _sum_told(one: ReportedSum, lang: Language) -> str:
    words = _WORDS[lang]
    channel = CHANNELS.get(one.channel, one.channel) if lang == "ja" else one.channel
    lines = [
        words["line"].format(line=line, amount=_exactly(amount, one.currency, lang))
        for line, amount in one.lines
    ]
    if one.count > len(lines):
        lines.append(words["more"].format(count=f"{one.count - len(lines):,}"))
    text = words["sum"].format(
        item=one.item,
        place=words["join"].join(part for part in (channel, one.month, one.territory) if part),
        lines=words["plus"].join(lines),
        amount=money((one.amount_minor, 1), one.currency, lang),
    )
    if (one.used_minor, one.used_currency) != (one.amount_minor, one.currency):
        used = money((one.used_minor, 1), one.used_currency, lang)
        text += words["part"].format(used=used)
    return text + words["end"]


def _exactly(amount: str, currency: str, lang: Language) -> str:
    """Write an amount with up to six decimals in the manner of a language."""
    whole, _, digits = amount.partition(".")
    micro = int(whole + digits.ljust(MICRO_DIGITS, "0"))
    return money((micro, 10 ** (MICRO_DIGITS - minor_unit(currency))), currency, lang)
