"""Who may read what: involvement, belonging, grants; and the filters made of them.

The rules kept here, in order:

1. The operator reads everything. Nobody else reads what he is not involved in or granted.
2. A party involved at level "party" reads all of an object, a "payee" his own lines only.
3. Every party is involved in itself.
4. A grant opens an object and all that belongs to it; `*` opens everything. It ends with its last
   day, in Japan, or when it is revoked.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any, Final, Literal

from sqlalchemy import ColumnElement, Connection, Select, false, literal, or_, select, true
from sqlmodel import Field

from ledger.access.events import AccessGranted, AccessRevoked
from ledger.clock import Clock, tokyo_date
from ledger.command import Actor, Role
from ledger.errors import NotFound
from ledger.event import OPERATOR, Event, Place
from ledger.store.handler import Projection
from ledger.store.state import State
from ledger.store.views import View, integer, pack, table_of, text, unpack

Level = Literal["party", "payee"]

EVERYTHING: Final = "*"


class InvolvementRow(View, table=True):
    """A party's own interest in an object."""

    __tablename__ = "v_involvement"

    object_id: str = Field(sa_column=text(key=True))
    party_id: str = Field(sa_column=text(key=True, index=True))
    level: str = Field(sa_column=text())


class ParentRow(View, table=True):
    """Whoever is granted the parent reads the object too: an agreement and its reports."""

    __tablename__ = "v_parent"

    object_id: str = Field(sa_column=text(key=True))
    parent_id: str = Field(sa_column=text(key=True, index=True))


class GrantRow(View, table=True):
    """One grant of reading rights."""

    __tablename__ = "v_grant"

    id: str = Field(sa_column=text(key=True))
    grantee: str = Field(sa_column=text(index=True))
    granted_by: str = Field(sa_column=text(index=True))
    status: str = Field(sa_column=text())
    until: str | None = Field(sa_column=text(null=True))
    entry_index: int = Field(sa_column=integer())
    doc: str = Field(sa_column=text())


class GrantObjectRow(View, table=True):
    """One object that a grant in force opens to a party."""

    __tablename__ = "v_grant_object"

    grantee: str = Field(sa_column=text(key=True))
    object_id: str = Field(sa_column=text(key=True))
    grant_id: str = Field(sa_column=text(key=True))
    until: str | None = Field(sa_column=text(null=True))


@dataclass(frozen=True, slots=True)
class Viewer:
    """Who reads.

    Attributes:
        role: What kind of person this is.
        party: The party they act for; None for the operator and the public.
        day: Today in Japan. Without it, grants that end some day open nothing.
    """

    role: Role
    party: str | None = None
    day: date | None = None

    @classmethod
    def of(cls, actor: Actor, clock: Clock) -> "Viewer":
        """Return the viewer that an actor is today."""
        return cls(actor.role, actor.party, tokyo_date(clock.now()))


PUBLIC_VIEWER: Final = Viewer("public")
OPERATOR_VIEWER: Final = Viewer("operator")


def involve(state: State, object_id: str, party_id: str, level: Level = "party") -> None:
    """Let a party read an object. A full reader stays one when he is also a payee."""
    if level == "payee" and state.get(InvolvementRow, object_id, party_id) is not None:
        return
    state.put(InvolvementRow, object_id=object_id, party_id=party_id, level=level)


def belongs(state: State, object_id: str, parent_id: str) -> None:
    """Let whoever is granted the parent read the object."""
    state.put(ParentRow, object_id=object_id, parent_id=parent_id)


def party_exists(state: State, party: str) -> bool:
    """Tell whether the register knows a party: every party is involved in itself."""
    return state.get(InvolvementRow, party, party) is not None


def visible(
    viewer: Viewer, column: ColumnElement[Any], *, level: Level = "party"
) -> ColumnElement[bool]:
    """Return the condition that a viewer may read the object whose id is in a column.

    Args:
        viewer: Who reads.
        column: Holds object ids.
        level: "party" asks for the whole object; "payee" is content with a right to own lines.
    """
    if viewer.role == "operator":
        return true()
    if viewer.party is None or viewer.role == "public":
        return false()
    everything, granted = _granted(viewer.party, viewer.day)
    return or_(
        _is_involved(viewer.party, level, column),
        column.in_(granted),
        literal(EVERYTHING).in_(everything),
    )


def _is_involved(party: str, level: Level, column: ColumnElement[Any]) -> ColumnElement[bool]:
    # One look by key for each row that is read: a list of all that a large payer is involved in
    # would be made anew for every question.
    table = table_of(InvolvementRow).alias()
    query = select(literal(1)).where(table.c.object_id == column, table.c.party_id == party)
    return (query.where(table.c.level == "party") if level == "party" else query).exists()


def _granted(party: str, day: date | None) -> tuple[Select[tuple[str]], Select[tuple[str]]]:
    """Return what is granted by name, and that with everything that belongs to it."""
    grant, parent = table_of(GrantObjectRow), table_of(ParentRow)
    in_force: ColumnElement[bool] = grant.c.until.is_(None)
    if day is not None:
        in_force = or_(in_force, grant.c.until >= day.isoformat())
    named = select(grant.c.object_id).where(grant.c.grantee == party, in_force)
    below = named.cte(recursive=True)
    below = below.union(
        select(parent.c.object_id).join(below, parent.c.parent_id == below.c.object_id)
    )
    return named, select(below.c.object_id)


def may_read(conn: Connection, viewer: Viewer, object_id: str, *, level: Level = "party") -> None:
    """Refuse a viewer who may not read an object; he hears that there is none.

    Raises:
        NotFound: He may not know that it exists, or it does not.
    """
    if not can_read(conn, viewer, object_id, level=level):
        raise NotFound("object-not-found", field="id", value=object_id)


def can_read(conn: Connection, viewer: Viewer, object_id: str, *, level: Level = "party") -> bool:
    """Tell whether a viewer may read an object."""
    condition = visible(viewer, literal(object_id), level=level)
    return conn.execute(select(literal(1)).where(condition)).first() is not None


def access_granted(event: AccessGranted, state: State, place: Place) -> None:
    """Open objects to a party."""
    until = event.until.isoformat() if event.until else None
    state.put(
        GrantRow,
        id=event.id,
        grantee=event.grantee,
        granted_by=event.granted_by,
        status="in_force",
        until=until,
        entry_index=place.index,
        doc=pack({"objects": event.objects, "reason": event.reason}),
    )
    for object_id in event.objects:
        state.put(
            GrantObjectRow,
            grantee=event.grantee,
            object_id=object_id,
            grant_id=event.id,
            until=until,
        )
    involve(state, event.id, event.grantee)
    if event.granted_by != OPERATOR:
        involve(state, event.id, event.granted_by)


def access_revoked(event: AccessRevoked, state: State, place: Place) -> None:
    """Close what a grant opened."""
    row = state.get(GrantRow, event.id)
    doc = unpack(row["doc"]) if row else {"objects": []}
    for object_id in doc["objects"]:
        state.delete(GrantObjectRow, event.grantee, object_id, event.id)
    revoked = {"revoked": {"index": place.index, "reason": event.reason}}
    state.change(GrantRow, event.id, status="revoked", doc=pack(doc | revoked))


def show(conn: Connection, id: str, viewer: Viewer) -> dict[str, Any] | None:
    """Describe a grant to its two sides and the operator."""
    found = page(conn, viewer, limit=1, id=id)
    return found[0] if found else None


def page(
    conn: Connection, viewer: Viewer, *, after: str | None = None, limit: int = 50, **filters: str
) -> list[dict[str, Any]]:
    """List grants in the order of their ids.

    Args:
        conn: A snapshot.
        viewer: Sees the grants he gave or was given.
        after: Last id of the page before.
        limit: Most rows.
        **filters: Columns that must equal a value: `grantee`, `granted_by`, `status`, `id`.
    """
    table = table_of(GrantRow)
    query = select(table).where(visible(viewer, table.c.id)).order_by(table.c.id).limit(limit)
    if after is not None:
        query = query.where(table.c.id > after)
    for name, value in filters.items():
        query = query.where(table.c[name] == value)
    return [
        {
            "id": row["id"],
            "grantee": row["grantee"],
            "granted_by": row["granted_by"],
            "status": row["status"],
            "until": row["until"],
            "entry_index": row["entry_index"],
            **unpack(row["doc"]),
        }
        for row in conn.execute(query).mappings()
    ]


VIEWS: Final[tuple[type[View], ...]] = (InvolvementRow, ParentRow, GrantRow, GrantObjectRow)
PROJECTIONS: Final[dict[type[Event], Projection]] = {
    AccessGranted: access_granted,
    AccessRevoked: access_revoked,
}
