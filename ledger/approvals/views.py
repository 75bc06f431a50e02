"""What needs a second person, what waits for one, and what was approved.

Rules of what comes after ask `require_approved`: what nobody asked about passes, so registers
without a policy work as they always did.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from sqlalchemy import Connection, select, tuple_
from sqlmodel import Field

from ledger.access.views import Viewer, visible
from ledger.approvals.commands import POLICY
from ledger.approvals.events import (
    ApprovalAsked,
    ApprovalGiven,
    ApprovalPolicySet,
    ApprovalRefused,
)
from ledger.clock import stamp
from ledger.errors import Conflict
from ledger.event import OPERATOR, Event, Place
from ledger.store.handler import Projection
from ledger.store.state import Key, Row, State
from ledger.store.views import View, integer, pack, table_of, text, unpack

WAITING: Final = "waiting"
GIVEN: Final = "given"
REFUSED: Final = "refused"
_KEYS_PER_QUERY: Final = 300


class ApprovalPolicyRow(View, table=True):
    """What needs a second person; party `operator` for the register's own policy.

    `wanted` is what a change that drops kinds leaves, once it is approved.
    """

    __tablename__ = "v_approval_policy"

    party: str = Field(sa_column=text(key=True))
    kinds: str = Field(sa_column=text())
    wanted: str | None = Field(sa_column=text(null=True))
    entry_index: int = Field(sa_column=integer())
    doc: str = Field(sa_column=text())


class ApprovalRow(View, table=True):
    """One thing that needs a second person: `waiting`, `given` or `refused`."""

    __tablename__ = "v_approval"

    kind: str = Field(sa_column=text(key=True))
    subject: str = Field(sa_column=text(key=True))
    party: str = Field(sa_column=text(index=True))
    status: str = Field(sa_column=text(index=True))
    made_by: str = Field(sa_column=text())
    asked_index: int = Field(sa_column=integer())
    asked_at: str = Field(sa_column=text())
    decided_by: str | None = Field(sa_column=text(null=True))
    decided_index: int | None = Field(sa_column=integer(null=True))
    decided_at: str | None = Field(sa_column=text(null=True))
    doc: str = Field(sa_column=text())


def needs_approval_keys(kind: str, subject: str) -> list[Key]:
    """Name the row that `require_approved` looks at."""
    return [(ApprovalRow, (kind, subject))]


def needs_policy_keys(party: str | None) -> list[Key]:
    """Name the rows that `asked` looks at."""
    return [(ApprovalPolicyRow, (name,)) for name in sorted({party or OPERATOR, OPERATOR})]


def kinds_in_force(state: State, party: str | None) -> set[str]:
    """Return what needs a second person: the party's own policy and the register's together."""
    rows = (state.get(ApprovalPolicyRow, name) for name in sorted({party or OPERATOR, OPERATOR}))
    return {kind for row in rows if row is not None for kind in unpack(row["kinds"])}


def is_waiting(source: State | Connection, kind: str, subject: str) -> bool:
    """Tell whether something needs a second person and none has approved it."""
    return bool(not_approved(source, [(kind, subject)]))


def not_approved(
    source: State | Connection, things: Iterable[tuple[str, str]]
) -> list[Mapping[str, Any]]:
    """Return the rows of those that wait or were refused, in the order given."""
    wanted = list(dict.fromkeys(things))
    if isinstance(source, State):
        source.prefetch((ApprovalRow, thing) for thing in wanted)
        rows: Iterable[Row | None] = [source.get(ApprovalRow, *thing) for thing in wanted]
    else:
        known = _rows(source, wanted)
        rows = [known.get(thing) for thing in wanted]
    return [row for row in rows if row is not None and row["status"] != GIVEN]


def _rows(conn: Connection, things: Sequence[tuple[str, str]]) -> dict[tuple[str, str], Row]:
    table = table_of(ApprovalRow)
    found: dict[tuple[str, str], Row] = {}
    for start in range(0, len(things), _KEYS_PER_QUERY):
        some = things[start : start + _KEYS_PER_QUERY]
        query = select(table).where(tuple_(table.c.kind, table.c.subject).in_(some))
        for row in conn.execute(query).mappings():
            found[row["kind"], row["subject"]] = dict(row)
    return found


def require_approved(source: State | Connection, kind: str, subject: str, field: str) -> None:
    """Refuse to use what needs a second person and has none.

    Raises:
        Conflict: `approval-missing` or `approval-refused`, naming who may approve.
    """
    require_all_approved(source, [(kind, subject)], field)


def require_all_approved(
    source: State | Connection, things: Iterable[tuple[str, str]], field: str
) -> None:
    """Refuse to use several things of which some need a second person and have none; name all.

    Raises:
        Conflict: `approval-missing` or `approval-refused`.
    """
    missing = not_approved(source, things)
    if not missing:
        return
    refused = [row for row in missing if row["status"] == REFUSED]
    names = [f"{row['kind']} {row['subject']}" for row in (refused or missing)]
    whose = sorted({row["party"] for row in missing})
    raise Conflict(
        "approval-refused" if refused else "approval-missing",
        "a second person refused this" if refused else "no second person has approved this yet",
        field=field,
        value=names[0] if len(names) == 1 else names,
        made_by=sorted({row["made_by"] for row in missing}),
        expected=f"an approval by somebody else of {', '.join(whose)}, or by another operator",
    )


def policy_subject(party: str | None) -> str:
    """Return the name under which fewer kinds are asked for: `policy/party_...`."""
    return f"{POLICY}/{party or OPERATOR}"


def policy_set(event: ApprovalPolicySet, state: State, place: Place) -> None:
    """Keep a policy; kinds that it drops stay until that is approved."""
    said = event.model_dump(mode="json", exclude_none=True, include={"reason", "set_by"})
    state.put(
        ApprovalPolicyRow,
        party=event.party or OPERATOR,
        kinds=pack(sorted({*event.kinds, *event.dropped})),
        wanted=pack(sorted(event.kinds)) if event.dropped else None,
        entry_index=place.index,
        doc=pack(said),
    )
    if not event.dropped and state.get(ApprovalRow, POLICY, policy_subject(event.party)):
        state.delete(ApprovalRow, POLICY, policy_subject(event.party))  # nothing to approve now


def approval_asked(event: ApprovalAsked, state: State, place: Place) -> None:
    """Note what waits for a second person."""
    state.put(
        ApprovalRow,
        kind=event.kind,
        subject=event.subject,
        party=event.party or OPERATOR,
        status=WAITING,
        made_by=event.made_by,
        asked_index=place.index,
        asked_at=stamp(place.recorded_at),
        doc=pack({}),
    )


def approval_given(event: ApprovalGiven, state: State, place: Place) -> None:
    """Note that a second person approved; fewer kinds need one from now on if that was asked."""
    note = {"note": event.note} if event.note else {}
    _decided(event, (GIVEN, event.given_by, note), state, place)
    if event.kind != POLICY:
        return
    row = state.get(ApprovalPolicyRow, event.party or OPERATOR)
    if row is not None and row["wanted"] is not None:
        state.change(ApprovalPolicyRow, row["party"], kinds=row["wanted"], wanted=None)


def approval_refused(event: ApprovalRefused, state: State, place: Place) -> None:
    """Note that a second person did not approve; a policy then stays as it was."""
    _decided(event, (REFUSED, event.refused_by, {"reason": event.reason}), state, place)
    if event.kind == POLICY:
        state.change(ApprovalPolicyRow, event.party or OPERATOR, wanted=None)


def _decided(
    event: ApprovalGiven | ApprovalRefused,
    outcome: tuple[str, str, dict[str, str]],
    state: State,
    place: Place,
) -> None:
    status, by, said = outcome
    state.change(
        ApprovalRow,
        event.kind,
        event.subject,
        status=status,
        decided_by=by,
        decided_index=place.index,
        decided_at=stamp(place.recorded_at),
        doc=pack(said),
    )


def policies(conn: Connection, viewer: Viewer) -> list[dict[str, Any]]:
    """List the policies that a viewer may read, by party."""
    table = table_of(ApprovalPolicyRow)
    query = select(table).where(visible(viewer, table.c.party)).order_by(table.c.party)
    return [
        {
            "party": row["party"],
            "kinds": unpack(row["kinds"]),
            **({"wanted": unpack(row["wanted"])} if row["wanted"] else {}),
            "entry_index": row["entry_index"],
            **unpack(row["doc"]),
        }
        for row in conn.execute(query).mappings()
    ]


def page(
    conn: Connection,
    viewer: Viewer,
    *,
    after: int = -1,
    limit: int = 50,
    **filters: str | None,
) -> list[dict[str, Any]]:
    """List what was asked for, oldest first.

    Args:
        conn: A snapshot.
        viewer: Sees what is of his own party.
        after: Entry of the last one of the page before.
        limit: Most rows.
        **filters: Columns that must equal a value: `status`, `kind`, `subject`, `party`.
    """
    table = table_of(ApprovalRow)
    query = select(table).where(visible(viewer, table.c.party), table.c.asked_index > after)
    for name, value in filters.items():
        if value is not None:
            query = query.where(table.c[name] == value)
    rows = conn.execute(query.order_by(table.c.asked_index).limit(limit)).mappings()
    return [_described(dict(row)) for row in rows]


def show(conn: Connection, viewer: Viewer, kind: str, subject: str) -> dict[str, Any] | None:
    """Describe one thing that needs a second person."""
    found = page(conn, viewer, limit=1, kind=kind, subject=subject)
    return found[0] if found else None


def _described(row: Mapping[str, Any]) -> dict[str, Any]:
    plain = {name: row[name] for name in row if name != "doc" and row[name] is not None}
    return {**plain, **unpack(row["doc"])}


VIEWS: Final[tuple[type[View], ...]] = (ApprovalPolicyRow, ApprovalRow)
PROJECTIONS: Final[dict[type[Event], Projection]] = {
    ApprovalPolicySet: policy_set,
    ApprovalAsked: approval_asked,
    ApprovalGiven: approval_given,
    ApprovalRefused: approval_refused,
}
