"""Rights as the register knows them: every grant with its extent in leaves, and what ended it.

Two times are kept apart: days (`first`, `until`, endings) say when a grant is in force; entries say
since when the register knows it, so that any question can be asked as known at an entry.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, Table, or_, select
from sqlmodel import Field

from contracts.rights.cells import hull
from contracts.rights.extent import Extent, describe
from ledger.access.views import Viewer, belongs, involve, visible
from ledger.clock import stamp
from ledger.event import Event, Place
from ledger.rights.events import (
    LicensorChanged,
    RightEnded,
    RightFact,
    RightLicensed,
    RightRegistered,
    RightTransferred,
    TitleRecorded,
)
from ledger.rights.options import until_of
from ledger.rights.positions import licensors_at_last
from ledger.rights.reading import LATER, Kind, Recorded, extent_of, holdbacks_of
from ledger.store.handler import Projection
from ledger.store.state import State
from ledger.store.views import View, integer, pack, table_of, text, unpack

FOREVER: Final = "9999-12-31"
_WORD_BITS: Final = 60  # so many territories in one column, which databases hold with a sign
_WORDS: Final = (
    "territories_0",
    "territories_1",
    "territories_2",
    "territories_3",
    "territories_4",
)


class RightRow(View, table=True):
    """One title, transfer, licence, option or encumbrance.

    `doc` holds its fact and all that was said of it later.

    Leaves of acts, media and territories are bits of whole numbers, so that a database can find
    the few grants that touch a question among many. What a holdback reaches counts too.
    """

    __tablename__ = "v_right"

    id: str = Field(sa_column=text(key=True))
    work: str = Field(sa_column=text(index=True))
    kind: str = Field(sa_column=text())
    giver: str | None = Field(sa_column=text(null=True))
    taker: str | None = Field(sa_column=text(null=True, index=True))
    source: str | None = Field(sa_column=text(null=True))
    first: str = Field(sa_column=text())
    until: str = Field(sa_column=text())
    acts: int = Field(sa_column=integer())
    media: int = Field(sa_column=integer())
    territories_0: int = Field(sa_column=integer())
    territories_1: int = Field(sa_column=integer())
    territories_2: int = Field(sa_column=integer())
    territories_3: int = Field(sa_column=integer())
    territories_4: int = Field(sa_column=integer())
    entry_index: int = Field(sa_column=integer())
    doc: str = Field(sa_column=text())


def title_recorded(event: TitleRecorded, state: State, place: Place) -> None:
    """Put a title on the register."""
    put_right(event, "title", (None, None), state, place)


def right_transferred(event: RightTransferred, state: State, place: Place) -> None:
    """Put a transfer on the register."""
    put_right(event, "transfer", (event.giver, event.taker), state, place)


def right_licensed(event: RightLicensed, state: State, place: Place) -> None:
    """Put a licence on the register."""
    put_right(event, "licence", (event.licensors[0], event.licensee), state, place)


def right_ended(event: RightEnded, state: State, place: Place) -> None:
    """Note since when a grant is no longer in force; the grant stays."""
    ending = event.body() | {"entry": place.index}
    note(state, event.right, "endings", ending)
    for party in event.parties:
        involve(state, event.right, party)


def right_registered(event: RightRegistered, state: State, place: Place) -> None:
    """Note that a grant was registered."""
    note(state, event.right, "registrations", event.body() | {"entry": place.index})


def licensor_changed(event: LicensorChanged, state: State, place: Place) -> None:
    """Note who is licensor of a licence from a day on; he reads it from now on."""
    note(state, event.licence, "licensor_changes", event.body() | {"entry": place.index})
    for party in event.parties:
        involve(state, event.licence, party)


def note(state: State, right: str, name: str, said: Mapping[str, Any]) -> None:
    """Add something said later to a grant."""
    row = state.require(RightRow, right, field="right")
    doc = unpack(row["doc"])
    doc[name] = [*doc.get(name, ()), said]
    state.change(RightRow, right, doc=pack(doc))


def put_right(
    event: RightFact,
    kind: Kind,
    sides: tuple[str | None, str | None],
    state: State,
    place: Place,
) -> None:
    """Put a grant on the register, where questions that touch it find it."""
    body = event.body()
    reach = hull([extent_of(body), *holdbacks_of(body)])
    state.put(
        RightRow,
        id=body["id"],
        work=body["work"],
        kind=kind,
        giver=sides[0],
        taker=sides[1],
        source=body.get("source"),
        first=reach.first.isoformat(),
        until=reach.until.isoformat() if reach.until else FOREVER,
        **_bits(reach),
        entry_index=place.index,
        doc=pack({"body": body, "recorded_at": stamp(place.recorded_at)}),
    )
    _show_to(event, state)


def _show_to(event: RightFact, state: State) -> None:
    fact: Any = event
    for party in event.parties:
        involve(state, fact.id, party)
    belongs(state, fact.id, fact.work)


def _bits(extent: Extent) -> dict[str, int]:
    mask = (1 << _WORD_BITS) - 1
    words = {
        name: extent.territories >> (number * _WORD_BITS) & mask
        for number, name in enumerate(_WORDS)
    }
    return {"acts": extent.acts, "media": extent.media, **words}


def touching(table: Table, work: str, extent: Extent) -> list[ColumnElement[bool]]:
    """Return the conditions for grants of a work that may touch an extent (languages apart)."""
    bits = _bits(extent)
    places = [table.c[name].bitwise_and(bits[name]) != 0 for name in _WORDS if bits[name]]
    conditions: list[ColumnElement[bool]] = [
        table.c.work == work,
        table.c.until >= extent.first.isoformat(),
        table.c.media.bitwise_and(bits["media"]) != 0,
        table.c.acts.bitwise_and(bits["acts"]) != 0,
        or_(*places),
    ]
    if extent.until is not None:
        conditions.append(table.c.first <= extent.until.isoformat())
    return conditions


def recorded(
    source: State | Connection, work: str, extent: Extent, known_at: int | None = None
) -> list[Recorded]:
    """Return the grants of a work that may touch an extent, in the order of recording.

    Args:
        source: A snapshot, or the state of the transaction under way.
        work: Its id.
        extent: What is looked at, with its period.
        known_at: Entry after which nothing was known; everything when left out.
    """
    if isinstance(source, State):
        rows = source.where(RightRow, lambda table: touching(table, work, extent))
    else:
        table = table_of(RightRow)
        query = select(table).where(*touching(table, work, extent))
        rows = [dict(row) for row in source.execute(query).mappings()]
    ordered = sorted(rows, key=lambda row: int(row["entry_index"]))
    return list(_known(ordered, known_at))


def read_right(row: Mapping[str, Any]) -> Recorded:
    """Read one grant with everything that was said of it."""
    return next(_known([row], None))


def _known(rows: Iterable[Mapping[str, Any]], known_at: int | None) -> Iterator[Recorded]:
    for row in rows:
        if known_at is not None and row["entry_index"] > known_at:
            continue
        doc = unpack(row["doc"])
        later = {
            name: tuple(
                said for said in doc.get(name, ()) if known_at is None or said["entry"] <= known_at
            )
            for name in LATER
        }
        yield Recorded(row["kind"], doc["body"], **later)


def page(
    conn: Connection, viewer: Viewer, *, after: str | None = None, limit: int = 50, **filters: str
) -> list[dict[str, Any]]:
    """List grants in the order of their ids.

    Args:
        conn: A snapshot.
        viewer: Sees those that concern him.
        after: Last id of the page before.
        limit: Most rows.
        **filters: Columns that must equal a value: `work`, `kind`, `taker`, `giver`.
    """
    table = table_of(RightRow)
    query = select(table).where(visible(viewer, table.c.id))
    if after is not None:
        query = query.where(table.c.id > after)
    for name, value in filters.items():
        query = query.where(table.c[name] == value)
    rows = conn.execute(query.order_by(table.c.id).limit(limit)).mappings()
    return [_listed(dict(row)) for row in rows]


def show(conn: Connection, id: str, viewer: Viewer) -> dict[str, Any] | None:
    """Describe one grant with its fact and what was recorded about it later."""
    table = table_of(RightRow)
    query = select(table).where(table.c.id == id, visible(viewer, table.c.id))
    row = conn.execute(query).mappings().first()
    if row is None:
        return None
    doc = unpack(row["doc"])
    listed = _listed(dict(row))
    later = {name: doc[name] for name in LATER if name in doc}
    now = {"licensors_now": listed["licensors"]} if "licensor_changes" in doc else {}
    return {**listed, **doc["body"], **now, **later, "recorded_at": doc["recorded_at"]}


def _listed(row: Mapping[str, Any]) -> dict[str, Any]:
    doc = unpack(row["doc"])
    body = doc["body"]
    extent = extent_of(body)
    endings = [ending["first_day"] for ending in doc.get("endings", ())]
    shown: dict[str, Any] = {
        name: row[name] for name in ("id", "work", "kind", "giver", "taker", "source")
    }
    shown |= {
        "held_by": [stake["holder"] for stake in body.get("stakes", ())] or None,
        "licensors": _licensors(row),
        "claim": body.get("claim"),
        "burden": body.get("burden"),
        "option_until": until_of(read_right(row)).isoformat() if row["kind"] == "option" else None,
        "reverts_on": body.get("reverts_on"),
        "exclusivity": body.get("exclusivity"),
        "extent_told": {"ja": describe(extent, "ja"), "en": describe(extent, "en")},
        "first": extent.first.isoformat(),
        "until": extent.until.isoformat() if extent.until else None,
        "ended_from": min(endings) if endings else None,
        "entry_index": row["entry_index"],
    }
    return {name: value for name, value in shown.items() if value is not None}


def _licensors(row: Mapping[str, Any]) -> list[str] | None:
    """Return who is licensor after all that is on record; of a licence alone."""
    return [*licensors_at_last(read_right(row))] if row["kind"] == "licence" else None


VIEWS: Final[tuple[type[View], ...]] = (RightRow,)
PROJECTIONS: Final[dict[type[Event], Projection]] = {
    TitleRecorded: title_recorded,
    RightTransferred: right_transferred,
    RightLicensed: right_licensed,
    RightEnded: right_ended,
    RightRegistered: right_registered,
    LicensorChanged: licensor_changed,
}
