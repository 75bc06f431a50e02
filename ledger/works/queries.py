"""What can be asked about works. Works are public; notices are for their holders."""

from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    RowMapping,
    Select,
    case,
    func,
    literal,
    or_,
    select,
)

from ledger.access.views import Viewer, visible
from ledger.store.views import table_of, unpack
from ledger.works.commands import Identifier
from ledger.works.identifiers import canonical
from ledger.works.readings import latin_key, match_keys
from ledger.works.views import (
    AssetRow,
    ClaimRow,
    CreditRow,
    ElementRow,
    NoticeRow,
    WorkIdentifierRow,
    WorkReadingRow,
    WorkRow,
    WorkTitleRow,
)

_WORK = table_of(WorkRow)
_NOTICE = table_of(NoticeRow)
_TITLE = table_of(WorkTitleRow)
_READING = table_of(WorkReadingRow)
_IDENTIFIER = table_of(WorkIdentifierRow)
_CREDIT = table_of(CreditRow)
_ASSET = table_of(AssetRow)
_ELEMENT = table_of(ElementRow)
_CLAIM = table_of(ClaimRow)

_SUMMARY = (
    _WORK.c.id,
    _WORK.c.holder,
    _WORK.c.title_ja,
    _WORK.c.title_kana,
    _WORK.c.title_en,
    _WORK.c.kind,
    _WORK.c.status,
    _WORK.c.first_published,
    _WORK.c.registered_index,
    _WORK.c.first_recorded_at,
)
_EXACT, _PREFIX, _INSIDE = 0, 1, 2


def show(conn: Connection, work: str) -> dict[str, Any] | None:
    """Return everything that is public about a work, with its elements and the claims on it.

    Names of people are commitments: the caller opens those it may show.
    """
    row = conn.execute(select(_WORK).where(_WORK.c.id == work)).mappings().first()
    if row is None:
        return None
    return {
        **{column.name: row[column.name] for column in _SUMMARY},
        "notice_index": row["notice_index"],
        **unpack(row["doc"]),
        "elements": elements_of(conn, work),
        "claims": claims_on(conn, work),
    }


def elements_of(conn: Connection, work: str) -> list[dict[str, Any]]:
    """Return the characters, designs and versions of a work, as registered."""
    rows = conn.execute(
        select(_ELEMENT).where(_ELEMENT.c.work_id == work).order_by(_ELEMENT.c.entry_index)
    ).mappings()
    return [
        {
            "id": row["id"],
            "kind": row["kind"],
            "entry_index": row["entry_index"],
            **unpack(row["doc"]),
        }
        for row in rows
    ]


def claims_on(conn: Connection, work: str) -> list[dict[str, Any]]:
    """Return the claims on a work in order of entry; the register judges none of them."""
    rows = conn.execute(
        select(_CLAIM).where(_CLAIM.c.work_id == work).order_by(_CLAIM.c.entry_index)
    ).mappings()
    return [
        {
            "id": row["id"],
            "claimant": row["claimant"],
            "claim": row["claim"],
            "entry_index": row["entry_index"],
            **unpack(row["doc"]),
        }
        for row in rows
    ]


def show_notice(conn: Connection, viewer: Viewer, work: str) -> dict[str, Any] | None:
    """Return a notice if this viewer may read it; anybody else hears that there is none."""
    query = select(_NOTICE).where(_NOTICE.c.work_id == work, visible(viewer, _NOTICE.c.work_id))
    row = conn.execute(query).mappings().first()
    return _notice(row) if row is not None else None


def notices(
    conn: Connection, viewer: Viewer, *, after: str | None = None, limit: int = 100
) -> list[dict[str, Any]]:
    """List the notices that this viewer may read, in order of work id."""
    query = select(_NOTICE).where(visible(viewer, _NOTICE.c.work_id))
    if after is not None:
        query = query.where(_NOTICE.c.work_id > after)
    rows = conn.execute(query.order_by(_NOTICE.c.work_id).limit(limit)).mappings()
    return [_notice(row) for row in rows]


def _notice(row: RowMapping) -> dict[str, Any]:
    return {
        "work": row["work_id"],
        "holder": row["holder"],
        "working_title": row["working_title"],
        "entry_index": row["entry_index"],
        "recorded_at": row["recorded_at"],
        **unpack(row["doc"]),
    }


def page(
    conn: Connection, *, after: str | None = None, limit: int = 100, **equal: str | None
) -> list[dict[str, Any]]:
    """List works in order of id.

    Args:
        conn: A snapshot.
        after: Id after which to start.
        limit: At most so many.
        **equal: `holder`, `kind` and `status` must equal; `credited` is a party in the credits.
    """
    query = select(*_SUMMARY)
    credited = equal.pop("credited", None)
    if credited is not None:
        inside = select(_CREDIT.c.work_id).where(_CREDIT.c.party_id == credited)
        query = query.where(_WORK.c.id.in_(inside))
    for name, value in equal.items():
        if value is not None:
            query = query.where(_WORK.c[name] == value)
    if after is not None:
        query = query.where(_WORK.c.id > after)
    rows = conn.execute(query.order_by(_WORK.c.id).limit(limit)).mappings()
    return [dict(row) for row in rows]


def search(conn: Connection, text: str, *, limit: int = 50) -> list[dict[str, Any]]:
    """Find works by title, reading or English title, by any title they ever had, or by number.

    Whole matches come first, then titles that begin with the text, then titles that contain it.
    Width, case, kana, spaces and middle dots make no difference, nor do old and new forms of
    characters; Latin letters also find the reading, however it is romanised.
    """
    keys = match_keys(text)
    if not keys:
        return []
    ways = [_by_key(_TITLE.c.work_id, _TITLE.c.match_key, key) for key in keys]
    if latin := latin_key(text):
        ways.append(_by_key(_READING.c.work_id, _READING.c.reading_key, latin))
    by_number = select(_IDENTIFIER.c.work_id, literal(_EXACT).label("rank")).where(
        _IDENTIFIER.c.value.in_(_spellings(text))
    )
    found = by_number.union_all(*ways).subquery()
    best = (
        select(found.c.work_id, func.min(found.c.rank).label("rank"))
        .group_by(found.c.work_id)
        .subquery()
    )
    query: Select[Any] = (
        select(*_SUMMARY)
        .join(best, best.c.work_id == _WORK.c.id)
        .order_by(best.c.rank, func.length(_WORK.c.title_ja), _WORK.c.id)
        .limit(limit)
    )
    return [dict(row) for row in conn.execute(query).mappings()]


def _by_key(work: ColumnElement[str], column: ColumnElement[str], key: str) -> Select[Any]:
    rank = case(
        (column == key, _EXACT),
        (column.startswith(key, autoescape=True), _PREFIX),
        else_=_INSIDE,
    )
    return select(work, rank.label("rank")).where(column.contains(key, autoescape=True))


def _spellings(text: str) -> list[str]:
    # A number may be typed with hyphens or without; both are looked for.
    compact = text.strip().upper()
    return list(dict.fromkeys((text.strip(), compact, compact.replace("-", ""))))


def works_with(conn: Connection, identifier: Identifier) -> list[str]:
    """Return the works that carry an identifier: one, or several holders' own numbers.

    Raises:
        RuleViolation: The identifier has not the form of its scheme.
    """
    query = select(_IDENTIFIER.c.work_id).where(
        _IDENTIFIER.c.scheme == identifier.scheme, _IDENTIFIER.c.value == canonical(identifier)
    )
    return list(conn.execute(query.order_by(_IDENTIFIER.c.work_id)).scalars())


def registrations_of(conn: Connection, viewer: Viewer, sha256: str) -> list[dict[str, Any]]:
    """Return where a file was registered, the earliest first; notices only to those who may.

    That somebody registered a file first is evidence of a date, not of authorship.
    """
    query = (
        select(_ASSET)
        .where(_ASSET.c.sha256 == sha256)
        .where(or_(_ASSET.c.listed == 1, visible(viewer, _ASSET.c.work_id)))
        .order_by(_ASSET.c.entry_index)
    )
    return [
        {
            "work": row["work_id"],
            "source": row["source_id"],
            "label": row["label"],
            "size_bytes": row["size_bytes"],
            "entry_index": row["entry_index"],
            "recorded_at": row["recorded_at"],
            "listed": bool(row["listed"]),
        }
        for row in conn.execute(query).mappings()
    ]
