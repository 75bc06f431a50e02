"""Works on a form: one's own and those of one's committees to tick, any other by its title."""

from collections.abc import Iterable
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, or_, select

from api.pages.desk import Desk
from ledger.committees.views import CommitteeMemberRow, CommitteeWorkRow
from ledger.errors import RuleViolation
from ledger.store.views import table_of
from ledger.works import queries
from ledger.works.views import WorkRow

FIELD: Final = "work_title"
_ID: Final = "work_"
_MOST: Final = 100
_SHOWN: Final = 5
_WORK: Final = table_of(WorkRow)
_LISTED: Final = (
    "id", "title_ja", "title_kana", "title_en", "kind", "status", "first_published", "holder",
)  # fmt: skip


def known(desk: Desk, conn: Connection, chosen: Iterable[str]) -> list[tuple[str, str]]:
    """Return works to tick, by title: the studio's, those of its committees, and the chosen ones.

    Args:
        desk: Whose.
        conn: A snapshot.
        chosen: Ids that are ticked already.
    """
    columns = (_WORK.c.id, _WORK.c.title_ja, _WORK.c.title_en)
    ours = or_(_ours(desk.actor.party), _WORK.c.id.in_(list(chosen)))
    rows = conn.execute(select(*columns).where(ours).order_by(_WORK.c.id).limit(_MOST)).mappings()
    english = desk.lang == "en"
    return [(row["id"], (english and row["title_en"]) or row["title_ja"]) for row in rows]


def page(
    conn: Connection, party: str | None, *, after: str | None, limit: int
) -> list[dict[str, Any]]:
    """List a party's works and those of its committees, in order of id; all for the operator."""
    query = select(*(_WORK.c[name] for name in _LISTED))
    if party is not None:
        query = query.where(_ours(party))
    if after is not None:
        query = query.where(_WORK.c.id > after)
    return [dict(row) for row in conn.execute(query.order_by(_WORK.c.id).limit(limit)).mappings()]


def _ours(party: str | None) -> ColumnElement[bool]:
    shared, members = table_of(CommitteeWorkRow), table_of(CommitteeMemberRow)
    joined = select(members.c.committee_id).where(members.c.party_id == party)
    together = select(shared.c.work_id).where(shared.c.committee_id.in_(joined))
    return or_(_WORK.c.holder == party, _WORK.c.id.in_(together))


def with_typed(conn: Connection, chosen: Iterable[str], typed: str) -> list[str]:
    """Return the ticked works and the one whose title or number was typed, each once.

    Raises:
        RuleViolation: No work, or several, go by what was typed.
    """
    works = list(chosen)
    if typed:
        works.append(typed if typed.startswith(_ID) else _found(conn, typed))
    return list(dict.fromkeys(works))


def _found(conn: Connection, typed: str) -> str:
    found = queries.search(conn, typed, limit=_SHOWN)
    whole = [one for one in found if typed in {one["title_ja"], one["title_en"]}] or found
    if len(whole) != 1:
        raise RuleViolation(
            "work-title-ambiguous" if whole else "work-title-unknown",
            "several works are called so" if whole else "no work is called so",
            field=FIELD,
            value=typed,
            expected=", ".join(one["id"] for one in whole) or "work_…",
        )
    return str(whole[0]["id"])
