"""Keys by party, policies, and the nonces each key has used."""

from typing import Any, Final

from sqlalchemy import Connection, select
from sqlmodel import Field

from ledger.access.views import Viewer, visible
from ledger.clock import stamp
from ledger.event import Event, Place
from ledger.keys.events import KeyPolicySet, KeyRegistered, KeyRevoked, KeyRotated
from ledger.store.handler import Projection
from ledger.store.state import Row, State
from ledger.store.views import View, integer, pack, table_of, text, unpack

IN_FORCE, ROTATED, REVOKED = "in_force", "rotated", "revoked"


class KeyRow(View, table=True):
    """A key that signs, or signed, for a party.

    Its signatures hold for commands recorded at `valid_from` to `valid_until`, both included.
    """

    __tablename__ = "v_key"

    id: str = Field(sa_column=text(key=True))
    party: str = Field(sa_column=text(index=True))
    public_key: str = Field(sa_column=text())
    status: str = Field(sa_column=text())
    valid_from: int = Field(sa_column=integer())
    valid_until: int | None = Field(sa_column=integer(null=True))
    doc: str = Field(sa_column=text())


class KeyPolicyRow(View, table=True):
    """Which commands of a party need a signature."""

    __tablename__ = "v_key_policy"

    party: str = Field(sa_column=text(key=True))
    entry_index: int = Field(sa_column=integer())
    doc: str = Field(sa_column=text())


class NonceRow(View, table=True):
    """A nonce that a key has used, and the entry it signed with it."""

    __tablename__ = "v_nonce"

    key_id: str = Field(sa_column=text(key=True))
    nonce: str = Field(sa_column=text(key=True))
    entry_index: int = Field(sa_column=integer())


def key_registered(event: KeyRegistered, state: State, place: Place) -> None:
    """Put a key in force."""
    _put_key(event, state, place, {"evidence": event.body().get("evidence")})


def key_rotated(event: KeyRotated, state: State, place: Place) -> None:
    """Put a key in force in the place of another, which ends with this entry."""
    _put_key(event, state, place, {"replaces": event.replaces})
    row = state.require(KeyRow, event.replaces, field="replaces")
    doc = unpack(row["doc"]) | {"replaced_by": event.id}
    state.change(KeyRow, event.replaces, status=ROTATED, valid_until=place.index, doc=pack(doc))


def _put_key(
    event: KeyRegistered | KeyRotated, state: State, place: Place, more: dict[str, Any]
) -> None:
    said = {"label": event.label, "recorded_at": stamp(place.recorded_at), **more}
    state.put(
        KeyRow,
        id=event.id,
        party=event.party,
        public_key=event.public_key,
        status=IN_FORCE,
        valid_from=place.index,
        valid_until=None,
        doc=pack({name: value for name, value in said.items() if value is not None}),
    )


def key_revoked(event: KeyRevoked, state: State, place: Place) -> None:
    """End a key; one that was rotated away keeps its earlier end."""
    row = state.require(KeyRow, event.id, field="key")
    until = place.index if row["valid_until"] is None else row["valid_until"]
    revoked = event.body()
    del revoked["id"], revoked["party"]
    revoked |= {"index": place.index, "at": stamp(place.recorded_at)}
    doc = unpack(row["doc"]) | {"revoked": revoked}
    state.change(KeyRow, event.id, status=REVOKED, valid_until=until, doc=pack(doc))


def key_policy_set(event: KeyPolicySet, state: State, place: Place) -> None:
    """Replace a party's policy."""
    said = event.body() | {"recorded_at": stamp(place.recorded_at)}
    del said["party"]
    state.put(KeyPolicyRow, party=event.party, entry_index=place.index, doc=pack(said))


def keys_in_force(state: State, party: str) -> list[Row]:
    """Return the keys that sign for a party now."""
    return state.select(KeyRow, party=party, status=IN_FORCE)


def policy_of(state: State, party: str) -> tuple[str, ...]:
    """Return which commands of a party need a signature; none without a policy."""
    row = state.get(KeyPolicyRow, party)
    return tuple(unpack(row["doc"])["commands"]) if row else ()


def show(conn: Connection, id: str) -> dict[str, Any] | None:
    """Describe a key to anybody: keys are public, the documents about them are not."""
    table = table_of(KeyRow)
    row = conn.execute(select(table).where(table.c.id == id)).mappings().first()
    return _described(dict(row)) if row else None


def page(
    conn: Connection, *, after: str | None = None, limit: int = 50, **filters: str | None
) -> list[dict[str, Any]]:
    """List keys in the order of their names.

    Args:
        conn: A snapshot.
        after: Last key of the page before.
        limit: Most rows.
        **filters: `party`, `status` must equal.
    """
    table = table_of(KeyRow)
    query = select(table).order_by(table.c.id).limit(limit)
    if after is not None:
        query = query.where(table.c.id > after)
    for name, value in filters.items():
        if value is not None:
            query = query.where(table.c[name] == value)
    return [_described(dict(row)) for row in conn.execute(query).mappings()]


def _described(row: Row) -> dict[str, Any]:
    names = ("id", "party", "public_key", "status", "valid_from", "valid_until")
    doc = unpack(row["doc"])
    doc.pop("evidence", None)
    shown = {**{name: row[name] for name in names}, **doc}
    if revoked := doc.get("revoked"):
        revoked.pop("evidence", None)
        shown["contested"] = _contested(row, revoked)
    return shown


def _contested(row: Row, revoked: dict[str, Any]) -> dict[str, int] | None:
    """Return the first and last index at which the key's signatures are contested."""
    trusted = revoked.get("last_trusted_index")
    last = min(row["valid_until"], revoked["index"] - 1)
    if trusted is None or trusted >= last:
        return None
    return {"first_index": trusted + 1, "last_index": last}


def show_policy(conn: Connection, party: str, viewer: Viewer) -> dict[str, Any] | None:
    """Describe a party's policy to the party and the operator."""
    table = table_of(KeyPolicyRow)
    query = select(table).where(table.c.party == party, visible(viewer, table.c.party))
    row = conn.execute(query).mappings().first()
    if row is None:
        return None
    return {"party": party, "entry_index": row["entry_index"], **unpack(row["doc"])}


VIEWS: Final[tuple[type[View], ...]] = (KeyRow, KeyPolicyRow, NonceRow)
PROJECTIONS: Final[dict[type[Event], Projection]] = {
    KeyRegistered: key_registered,
    KeyRotated: key_rotated,
    KeyRevoked: key_revoked,
    KeyPolicySet: key_policy_set,
}
