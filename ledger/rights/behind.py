"""Who stands behind the committees that hold rights, read from the views."""

from collections.abc import Iterable

from sqlalchemy import Connection, select

from ledger.committees.views import CommitteeRow, CommitteeVersionRow
from ledger.rights.people import Behind, People, Version, committee_of
from ledger.store.state import Row, State
from ledger.store.views import View, table_of, unpack


def people_behind(
    source: State | Connection, holders: Iterable[str], known_at: int | None = None
) -> People:
    """Return who stands behind each holder that is a committee's copyright.

    Args:
        source: A snapshot, or the state of the transaction under way.
        holders: Parties and references; a committee that is not on the register is left out.
        known_at: Entry after which nothing is known. Windows are those of the newest version; one
            that is newer than that entry tells none.
    """
    wanted = sorted({committee for holder in holders if (committee := committee_of(holder))})
    versions, newest = (
        _rows(source, CommitteeVersionRow, "committee_id", wanted),
        {row["id"]: row for row in _rows(source, CommitteeRow, "id", wanted)},
    )
    found: dict[str, list[Version]] = {}
    for row in versions:
        if known_at is not None and row["entry_index"] > known_at:
            continue
        doc = unpack(row["doc"])
        parties = tuple(member["party"] for member in doc["members"])
        version = Version(row["effective_from"], row["version"], doc["status"], parties)
        found.setdefault(row["committee_id"], []).append(version)
    return People(
        {
            f"committee:{committee}/copyright": Behind(
                tuple(each), _windows(newest[committee], known_at)
            )
            for committee, each in found.items()
        }
    )


def _windows(row: Row, known_at: int | None) -> tuple[Row, ...]:
    if known_at is not None and row["entry_index"] > known_at:
        return ()
    return tuple(unpack(row["doc"]).get("windows", ()))


def _rows(
    source: State | Connection, view: type[View], column: str, wanted: list[str]
) -> list[Row]:
    if isinstance(source, State):
        return [row for each in wanted for row in source.select(view, **{column: each})]
    table = table_of(view)
    query = select(table).where(table.c[column].in_(wanted)).order_by(*table.primary_key.columns)
    return [dict(row) for row in source.execute(query).mappings()] if wanted else []
