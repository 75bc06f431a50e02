"""The question about rights that an address asks: works, media, territories, period, as known when.

Everything stands in the address, so that an answer can be sent on as a link and asked again.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Final
from urllib.parse import urlencode

from sqlalchemy import Connection, select
from starlette.datastructures import QueryParams

from api.pages.desk import Desk
from contracts.rights.vocabulary import Tree, tree_of
from ledger.access.views import visible
from ledger.errors import RuleViolation
from ledger.rights.answers import Asked, top_media
from ledger.rights.views import RightRow
from ledger.store.views import table_of
from ledger.works.queries import search
from ledger.works.views import WorkRow

MOST_WORKS: Final = 5
MOST_MONTHS: Final = 36
_SHOWN_WORKS: Final = 12
_MOST_ROWS: Final = 16
_YEAR: Final = 12
_MOST_CODES: Final = 60
COLUMNS: Final = ("JP", "US", "CN", "KR", "TW", "DE", "FR", "GB", "WW")
"""Territories that stand beside those asked for."""


@dataclass(frozen=True, slots=True)
class Ask:
    """What is asked.

    Attributes:
        last: Last day of the period. exclusive: whether it is wanted exclusively.
        known_at: Entry after which nothing is known.
        q: What works are looked for by.
    """

    first: date
    last: date
    works: tuple[str, ...] = ()
    media: tuple[str, ...] = ()
    territories: tuple[str, ...] = ()
    exclusive: bool = False
    known_at: int | None = None
    q: str = ""

    def of(self, work: str, today: date) -> Asked:
        """Return the question about one work, on the first day."""
        return Asked(
            work, self.first, self.media, self.territories, today=today, known_at=self.known_at
        )

    def address(self, **other: object) -> str:
        """Return the query of this question, or of another one."""
        one = replace(self, **other)  # type: ignore[arg-type]
        pairs = [("work", id) for id in one.works]
        pairs += [("media", code) for code in one.media]
        pairs += [("territory", code) for code in one.territories]
        pairs += [("first", one.first.isoformat()), ("last", one.last.isoformat())]
        pairs += [("exclusive", "on")] if one.exclusive else []
        pairs += [("known_at", str(one.known_at))] if one.known_at is not None else []
        return urlencode(pairs)


def asked_of(query: QueryParams, today: date) -> Ask:
    """Read a question from an address.

    Raises:
        RuleViolation: A day, a code or an entry is none; names field, value and what is right.
    """
    first = _day(query, "first", today)
    last = _day(query, "last", _months_later(first, _YEAR) - timedelta(days=1))
    if not first <= last < _months_later(first, MOST_MONTHS):
        raise RuleViolation(
            "period-too-long" if first <= last else "period-backwards",
            "the last day is before the first one, or too far from it",
            field="last",
            value=last.isoformat(),
            expected=f"{first} - {_months_later(first, MOST_MONTHS) - timedelta(days=1)}",
        )
    return Ask(
        first=first,
        last=last,
        works=_many(query, "work")[:MOST_WORKS],
        media=_codes(query, "media", tree_of("media")),
        territories=_codes(query, "territory", tree_of("territories")),
        exclusive=bool(query.get("exclusive")),
        known_at=_entry(query),
        q=query.get("q", "").strip()[:200],
    )


def _many(query: QueryParams, name: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(text.strip() for text in query.getlist(name) if text.strip()))


def _codes(query: QueryParams, name: str, tree: Tree) -> tuple[str, ...]:
    codes = _many(query, name)[:_MOST_CODES]
    for code in codes:
        if code not in tree.nodes:
            raise RuleViolation(
                "rights-code-unknown", field=name, value=code, expected=f"a code of {tree.version}"
            )
    return codes


def _day(query: QueryParams, name: str, otherwise: date) -> date:
    text = query.get(name, "").strip()
    if not text:
        return otherwise
    try:
        found = date.fromisoformat(text)
    except ValueError:
        found = date.min
    if not date(1900, 1, 1) <= found <= date(2200, 1, 1):
        raise RuleViolation("day-malformed", field=name, value=text, expected="2027-04-01")
    return found


def _entry(query: QueryParams) -> int | None:
    text = query.get("known_at", "").strip().replace(",", "")
    if not text:
        return None
    if not (text.isascii() and text.isdigit() and len(text) <= _MOST_ROWS):
        raise RuleViolation("known-at-out-of-range", field="known_at", value=text, expected="1234")
    return int(text)


def _months_later(day: date, months: int) -> date:
    """Return the first day after so many months; a day that a month has not is its last one.

    Example:
        >>> _months_later(date(2027, 1, 31), 1)
        datetime.date(2027, 2, 28)
    """
    number = day.year * 12 + day.month - 1 + months
    start, following = (date(each // 12, each % 12 + 1, 1) for each in (number, number + 1))
    return min(start.replace(day=1) + timedelta(days=day.day - 1), following - timedelta(days=1))


def months_of(first: date, last: date) -> list[str]:
    """Return the months of a period.

    Example:
        >>> months_of(date(2026, 11, 20), date(2027, 1, 1))
        ['2026-11', '2026-12', '2027-01']
    """
    start, end = first.year * 12 + first.month - 1, last.year * 12 + last.month - 1
    return [f"{number // 12}-{number % 12 + 1:02}" for number in range(start, end + 1)]


def media_rows(media: Sequence[str]) -> tuple[str, ...]:
    """Return the rows of a picture: what was asked for among its neighbours, or the main media."""
    nodes = tree_of("media").nodes
    rows: dict[str, None] = {}
    for code in media:
        parent = nodes[code].parent
        inner = _below(code) or (_below(parent) if nodes.get(parent, nodes[code]).parent else ())
        head = code if _below(code) else parent if inner else code
        rows |= dict.fromkeys((head, *inner, code))
    return tuple(rows)[:_MOST_ROWS] or top_media()


def months_rows(media: Sequence[str]) -> tuple[str, ...]:
    """Return the rows of a calendar: what was asked for and what is below it."""
    rows = dict.fromkeys(each for code in media for each in (code, *_below(code)))
    return tuple(rows)[:_MOST_ROWS] or top_media()


def columns(territories: Iterable[str]) -> tuple[str, ...]:
    """Return the columns of a picture: what was asked for, then those that are usual."""
    return tuple(dict.fromkeys((*territories, *COLUMNS)))[:_MOST_ROWS]


def _below(code: str) -> tuple[str, ...]:
    nodes = tree_of("media").nodes
    return tuple(each for each, node in nodes.items() if node.parent == code)


def works_to_ask(desk: Desk, conn: Connection, ask: Ask) -> list[Mapping[str, str]]:
    """Return works to choose from: those chosen, then those found, or with rights on record."""
    table, rights = table_of(WorkRow), table_of(RightRow)
    columns_ = (table.c.id, table.c.title_ja, table.c.title_en)
    held = select(rights.c.work).where(visible(desk.viewer, rights.c.id))
    query = select(*columns_).where(table.c.id.in_(held))
    if ask.q:
        hits = [row["id"] for row in search(conn, ask.q, limit=_SHOWN_WORKS)]
        query = query.where(table.c.id.in_(hits))
    named = conn.execute(select(*columns_).where(table.c.id.in_(ask.works))).mappings()
    found = conn.execute(query.order_by(table.c.id.desc()).limit(_SHOWN_WORKS)).mappings()
    rows = {row["id"]: dict(row) for row in (*named, *found)}
    return list(rows.values())
