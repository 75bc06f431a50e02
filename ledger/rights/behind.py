"""Who stands behind the committees that hold rights, read from the views."""

from collections.abc import Iterable

from sqlalchemy import Connection, select

from ledger.committees.views import CommitteeVersionRow
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
        known_at: Entry after which nothing is known.
    """
    wanted = sorted({committee for holder in holders if (committee := committee_of(holder))})
    found: dict[str, list[Version]] = {}
    for row in _rows(source, CommitteeVersionRow, "committee_id", wanted):
        if known_at is None or row["entry_index"] <= known_at:
            found.setdefault(row["committee_id"], []).append(_version(row))
    return People(
        {
            f"committee:{committee}/copyright": Behind(tuple(each))
            for committee, each in found.items()
        }
    )


def _version(row: Row) -> Version:
    doc = unpack(row["doc"])
    parties = tuple(member["party"] for member in doc["members"])
    windows = tuple(doc.get("windows", ()))
    return Version(
        row["effective_from"],
        row["version"],
        doc["status"],
        parties,
        windows,
        tuple(doc["members"]),
        doc.get("decisions"),
    )


def _rows(
    source: State | Connection, view: type[View], column: str, wanted: list[str]
) -> list[Row]:
    if isinstance(source, State):
        return [row for each in wanted for row in source.select(view, **{column: each})]
    table = table_of(view)
    query = select(table).where(table.c[column].in_(wanted)).order_by(*table.primary_key.columns)
    return [dict(row) for row in source.execute(query).mappings()] if wanted else []
