"""Works on a form: one's own and those of one's committees to tick, any other by its title."""

from collections.abc import Iterable
from typing import Final

from sqlalchemy import Connection, or_, select

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


def known(desk: Desk, conn: Connection, chosen: Iterable[str]) -> list[tuple[str, str]]:
    """Return works to tick, by title: the studio's, those of its committees, and the chosen ones.

    Args:
        desk: Whose.
        conn: A snapshot.
        chosen: Ids that are ticked already.
    """
    table, own = table_of(WorkRow), desk.actor.party
    shared, members = table_of(CommitteeWorkRow), table_of(CommitteeMemberRow)
    joined = select(members.c.committee_id).where(members.c.party_id == own)
    together = select(shared.c.work_id).where(shared.c.committee_id.in_(joined))
    mine = or_(table.c.holder == own, table.c.id.in_(together), table.c.id.in_(list(chosen)))
    query = select(table.c.id, table.c.title_ja, table.c.title_en).where(mine)
    rows = conn.execute(query.order_by(table.c.id).limit(_MOST)).mappings()
    english = desk.lang == "en"
    return [(row["id"], (english and row["title_en"]) or row["title_ja"]) for row in rows]


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
