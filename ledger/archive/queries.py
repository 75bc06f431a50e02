"""Finding documents: by a range of days, a range of amounts, a counterparty, and any two or three.

Rules kept here:
1. The operator finds everything. A party finds what it may read: documents of facts that are for
   it, and of objects that it may read or was granted.
2. Results are in the order of days, and a page goes on where the one before ended.

Source:
    電子帳簿保存法施行規則 2条6項5号 (範囲を指定した条件、二以上の任意の項目の組合せ). The register
    neither is a certified time stamp (認定タイムスタンプ) nor claims to be 優良な電子帳簿.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, Select, and_, or_, select, tuple_

from ledger.access.views import Viewer, visible
from ledger.archive.views import ArchivePartyRow, ArchiveRow
from ledger.errors import NotFound, RuleViolation
from ledger.store.views import table_of
from ledger.values import MAX_SAFE

_AT_ONCE: Final = 1_000
_CURSOR_PARTS: Final = 3
_ENTRY: Final = re.compile(r"[0-9]{1,15}")


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is looked for; None stands for everything.

    Attributes:
        first: First day. last: last day, included.
        least_minor: Smallest amount. most_minor: largest, included.
        party: A counterparty. kind: a type of fact without its version, like `statement.issued`.
    """

    first: date | None = None
    last: date | None = None
    least_minor: int | None = None
    most_minor: int | None = None
    currency: str | None = None
    party: str | None = None
    kind: str | None = None

    def check(self) -> None:
        """Refuse a range that ends before it begins, and amounts that no document can have.

        Raises:
            RuleViolation: `range-reversed`, or `amount-too-large`.
        """
        if self.first is not None and self.last is not None and self.first > self.last:
            raise _reversed("from", self.first, self.last)
        least, most = self.least_minor, self.most_minor
        for field, bound in (("amount-min", least), ("amount-max", most)):
            if bound is not None and abs(bound) > MAX_SAFE:
                raise RuleViolation(
                    "amount-too-large", field=field, value=str(bound)[:40],
                    expected=f"-{MAX_SAFE} to {MAX_SAFE}",
                )  # fmt: skip
        if least is not None and most is not None and least > most:
            raise _reversed("amount-min", least, most)


def _reversed(field: str, begins: object, ends: object) -> RuleViolation:
    return RuleViolation(
        "range-reversed", field=field, value=str(begins), expected=f"{ends} or less"
    )


def find(
    conn: Connection, viewer: Viewer, wanted: Wanted, *, after: str | None = None, limit: int = 50
) -> list[dict[str, Any]]:
    """List documents in the order of days.

    Args:
        conn: A snapshot.
        viewer: Who looks.
        wanted: What for.
        after: `id` of the last one of the page before.
        limit: Most rows.

    Raises:
        RuleViolation: A range ends before it begins, or there is no such place to go on from.
    """
    wanted.check()
    table = table_of(ArchiveRow)
    key = tuple_(table.c.day, table.c.entry_index, table.c.sha256)
    query = _narrowed(select(table), wanted, viewer)
    if after is not None:
        query = query.where(key > tuple_(*_cursor(after)))
    query = query.order_by(table.c.day, table.c.entry_index, table.c.sha256).limit(limit)
    rows = [dict(row) for row in conn.execute(query).mappings()]
    parties = _parties_of(conn, [row["entry_index"] for row in rows])
    return [
        {"id": _name(row), **_plain(row), "parties": parties.get(row["entry_index"], [])}
        for row in rows
    ]


def everything(conn: Connection, viewer: Viewer, wanted: Wanted) -> Iterator[dict[str, Any]]:
    """Yield all documents, some at a time; see `find`."""
    after: str | None = None
    while some := find(conn, viewer, wanted, after=after, limit=_AT_ONCE):
        yield from some
        after = some[-1]["id"]


def cited(conn: Connection, viewer: Viewer, sha256: str) -> dict[str, Any]:
    """Return the first entry that cites a document, if a viewer may read it.

    Raises:
        NotFound: No entry cites it, or none that this viewer may read.
    """
    table = table_of(ArchiveRow)
    query = select(table).where(table.c.sha256 == sha256, _readable(viewer))
    query = query.order_by(table.c.day, table.c.entry_index).limit(1)
    row = conn.execute(query).mappings().first()
    if row is None:
        raise NotFound(
            "document-not-cited",
            field="sha256",
            value=sha256,
            expected="the hash of a document that an entry cites",
        )
    return dict(row)


def _narrowed(query: Select[Any], wanted: Wanted, viewer: Viewer) -> Select[Any]:
    table, parties = table_of(ArchiveRow), table_of(ArchivePartyRow)
    conditions: list[ColumnElement[bool]] = [_readable(viewer)]
    if wanted.party is not None:
        join = and_(
            parties.c.entry_index == table.c.entry_index,
            parties.c.day == table.c.day,
            parties.c.party_id == wanted.party,
        )
        query = query.join(parties, join)
    return query.where(*conditions, *_ranges(wanted))


def _ranges(wanted: Wanted) -> Iterator[ColumnElement[bool]]:
    table = table_of(ArchiveRow)
    if wanted.first is not None:
        yield table.c.day >= wanted.first.isoformat()
    if wanted.last is not None:
        yield table.c.day <= wanted.last.isoformat()
    if wanted.least_minor is not None:
        yield table.c.amount_minor >= wanted.least_minor
    if wanted.most_minor is not None:
        yield table.c.amount_minor <= wanted.most_minor
    if wanted.currency is not None:
        yield table.c.currency == wanted.currency
    if wanted.kind is not None:
        yield table.c.kind == wanted.kind


def _readable(viewer: Viewer) -> ColumnElement[bool]:
    """Return the condition that a viewer may read a document."""
    table, parties = table_of(ArchiveRow), table_of(ArchivePartyRow)
    by_object = visible(viewer, table.c.object_id)
    if viewer.role == "operator" or viewer.party is None:
        return by_object
    own = select(parties.c.entry_index).where(
        parties.c.party_id == viewer.party, parties.c.reads == 1
    )
    return or_(table.c.entry_index.in_(own), by_object)


def _parties_of(conn: Connection, entries: Sequence[int]) -> dict[int, list[str]]:
    table = table_of(ArchivePartyRow)
    found: dict[int, list[str]] = {}
    wanted = sorted(set(entries))
    for start in range(0, len(wanted), _AT_ONCE):
        some = wanted[start : start + _AT_ONCE]
        query = select(table.c.entry_index, table.c.party_id).where(table.c.entry_index.in_(some))
        for entry, party in conn.execute(query.order_by(table.c.entry_index, table.c.party_id)):
            found.setdefault(entry, []).append(party)
    return found


def _name(row: dict[str, Any]) -> str:
    return f"{row['day']}.{row['entry_index']}.{row['sha256']}"


def _cursor(text: str) -> tuple[str, int, str]:
    parts = text.split(".")
    if len(parts) != _CURSOR_PARTS or not _ENTRY.fullmatch(parts[1]):
        raise RuleViolation(
            "archive-place-unknown", field="after", value=text[:80], expected="an id of a page"
        )
    return parts[0], int(parts[1]), parts[2]


def _plain(row: dict[str, Any]) -> dict[str, Any]:
    """Return a row as it is shown: what it has not is left out, sealed ones say so."""
    plain = {name: value for name, value in row.items() if value is not None}
    return {**plain, "is_sealed": row["stored"] is not None}
