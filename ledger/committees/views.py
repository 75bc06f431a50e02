"""Committees as the register knows them, and who held what share on a day.

Name, works, lead and status are public. The contract is for the members of the newest version, the
operator and whoever is granted the committee. A draft holds nothing but printed credits.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import Connection, Table, or_, select
from sqlmodel import Field

from ledger.access.views import InvolvementRow, Viewer, can_read, involve, visible
from ledger.clock import SINCE_EVER, stamp, tokyo_date
from ledger.committees import milestone_views
from ledger.committees.commands import Member
from ledger.committees.events import CommitteeAmended, CommitteeFormed, CommitteeVersion
from ledger.committees.shares import ShareSet, presumed_equal
from ledger.committees.versions import DRAFT
from ledger.event import Event, Place
from ledger.keys.consents import graded
from ledger.parties.names import match_key
from ledger.store.handler import Projection
from ledger.store.state import Row, State
from ledger.store.views import View, integer, pack, table_of, text, unpack
from ledger.values import Ratio

_CONFIDENTIAL = (
    "members", "windows", "schedule", "plan", "decisions", "first_refusal", "contract",
    "shares_are_synthetic",
)  # fmt: skip
_OF_A_VERSION = ("status", "members", "windows", "decisions")
_SUMMARY = ("id", "name_ja", "status", "lead", "formed_on", "version", "effective_from")


class CommitteeRow(View, table=True):
    """A committee in its newest version. `doc` holds the whole contract, readers and history."""

    __tablename__ = "v_committee"

    id: str = Field(sa_column=text(key=True))
    name_ja: str = Field(sa_column=text())
    status: str = Field(sa_column=text())
    lead: str | None = Field(sa_column=text(null=True, index=True))
    formed_on: str | None = Field(sa_column=text(null=True))
    version: int = Field(sa_column=integer())
    effective_from: str = Field(sa_column=text())
    entry_index: int = Field(sa_column=integer())
    doc: str = Field(sa_column=text())


class CommitteeNameRow(View, table=True):
    """A name under which a committee is found."""

    __tablename__ = "v_committee_name"

    match_key: str = Field(sa_column=text(key=True))
    committee_id: str = Field(sa_column=text(key=True))


class CommitteeMemberRow(View, table=True):
    """A member in the newest version."""

    __tablename__ = "v_committee_member"

    committee_id: str = Field(sa_column=text(key=True))
    party_id: str = Field(sa_column=text(key=True, index=True))
    ordinal: int = Field(sa_column=integer())
    name: str | None = Field(sa_column=text(null=True))


class CommitteeWorkRow(View, table=True):
    """A work of a committee, in the newest version."""

    __tablename__ = "v_committee_work"

    committee_id: str = Field(sa_column=text(key=True))
    work_id: str = Field(sa_column=text(key=True, index=True))


class CommitteeVersionRow(View, table=True):
    """The contract as it stands from a day on, until the next version."""

    __tablename__ = "v_committee_version"

    committee_id: str = Field(sa_column=text(key=True))
    version: int = Field(sa_column=integer(key=True))
    effective_from: str = Field(sa_column=text())
    entry_index: int = Field(sa_column=integer())
    doc: str = Field(sa_column=text())


class CommitteeSettledRow(View, table=True):
    """Up to which month payout runs divided money among a committee's holders."""

    __tablename__ = "v_committee_settled"

    committee_id: str = Field(sa_column=text(key=True))
    through_month: str = Field(sa_column=text())


class Holders(NamedTuple):
    """Who held a share set on a day, in the order of the contract.

    Attributes:
        entry_index: The entry that says so; a payout run pins it.
        shares: Party and exact share; they sum to one.
    """

    entry_index: int
    shares: tuple[tuple[str, Ratio], ...]


def committee_formed(event: CommitteeFormed, state: State, place: Place) -> None:
    """Put a committee on the register as its first version."""
    since = event.formed_on.isoformat() if event.formed_on else SINCE_EVER
    _put_version(state, event, place, 1, since)
    for spelling in (event.name.ja, event.name.kana, event.name.en):
        key = match_key(spelling) if spelling else ""
        if key:
            state.put(CommitteeNameRow, match_key=key, committee_id=event.id)


def committee_changed(event: CommitteeVersion, state: State, place: Place) -> None:
    """Add a version. Who leaves reads the old entries, which are his, but not the new contract."""
    row = state.require(CommitteeRow, event.id, field="committee")
    before = unpack(row["doc"])
    for party in before["readers"]:
        state.delete(CommitteeMemberRow, event.id, party)
    for work in before["works"]:
        state.delete(CommitteeWorkRow, event.id, work)
    members = {member.party for member in event.members}
    leaves_later = event.effective_from > tokyo_date(place.recorded_at)
    staying = [party for party in before["readers"] if party in members or leaves_later]
    for party in before["readers"]:
        if party not in staying:
            state.delete(InvolvementRow, event.id, party)
    version, since = row["version"] + 1, event.effective_from.isoformat()
    _put_version(state, event, place, version, since, before["history"], staying)


def _put_version(  # noqa: PLR0913, PLR0917 - one call per kind of fact
    state: State,
    event: CommitteeFormed | CommitteeVersion,
    place: Place,
    version: int,
    since: str,
    history: Iterable[Row] = (),
    readers: Iterable[str] = (),
) -> None:
    contract = event.body()
    step = {"version": version, "effective_from": since, "index": place.index}
    step |= {"at": stamp(place.recorded_at), "reason": contract.pop("reason", None)}
    step["consents"] = contract.pop("consents")
    change = event.change() if isinstance(event, CommitteeVersion) else {}
    if change:
        contract = {name: value for name, value in contract.items() if name not in change}
        step |= {"fact": event.TYPE, "change": change}
    readers = list(dict.fromkeys((*readers, *(member.party for member in event.members))))
    contract |= {"readers": readers, "history": [*history, step]}
    state.put(
        CommitteeRow,
        id=event.id,
        name_ja=event.name.ja,
        status=event.status,
        lead=event.lead,
        formed_on=event.formed_on.isoformat() if event.formed_on else None,
        version=version,
        effective_from=since,
        entry_index=place.index,
        doc=pack(contract),
    )
    state.put(
        CommitteeVersionRow,
        committee_id=event.id,
        version=version,
        effective_from=since,
        entry_index=place.index,
        doc=pack({name: contract[name] for name in _OF_A_VERSION if name in contract}),
    )
    for ordinal, member in enumerate(event.members):
        columns = {"party_id": member.party, "ordinal": ordinal, "name": member.name}
        state.put(CommitteeMemberRow, committee_id=event.id, **columns)
        involve(state, event.id, member.party)
    for work in event.works:
        state.put(CommitteeWorkRow, committee_id=event.id, work_id=work)


def settle_committee(state: State, committee: str, through_month: str) -> None:
    """Note that money was divided among a committee's holders up to a month."""
    if through_month > settled_through(state, committee):
        state.put(CommitteeSettledRow, committee_id=committee, through_month=through_month)


def settled_through(state: State, committee: str) -> str:
    """Return the last month for which money was divided; empty if it never was."""
    row = state.get(CommitteeSettledRow, committee)
    return row["through_month"] if row else ""


def holders_on(
    source: Connection | State, committee: str, share_set: ShareSet, day: date
) -> Holders | None:
    """Return who held a committee's shares on a day, or None when that is not known.

    Of several versions that begin on one day the last recorded holds. Money for unknown holders
    is set aside; it never goes to nobody.

    Args:
        source: A snapshot, or the state of the transaction under way.
        committee: Id of the committee.
        share_set: Which of the three sets.
        day: Usually the last day of a period.
    """
    begun = [row for row in _versions(source, committee) if row["effective_from"] <= str(day)]
    if not begun:
        return None
    row = max(begun, key=lambda each: (each["effective_from"], each["version"]))
    doc = unpack(row["doc"])
    members = [Member.model_validate_json(pack(member)) for member in doc["members"]]
    shares = [(member.party, getattr(member, share_set)) for member in members]
    if doc["status"] == DRAFT or not shares or any(share is None for _, share in shares):
        return None
    return Holders(row["entry_index"], tuple(shares))


def _versions(source: Connection | State, committee: str) -> list[Mapping[str, Any]]:
    if isinstance(source, State):
        return [*source.select(CommitteeVersionRow, committee_id=committee)]
    table = table_of(CommitteeVersionRow)
    query = select(table).where(table.c.committee_id == committee).order_by(table.c.version)
    return [*source.execute(query).mappings()]


def show(conn: Connection, id: str, viewer: Viewer) -> dict[str, Any] | None:
    """Describe a committee: to everybody what credits print, to its readers the contract."""
    table = table_of(CommitteeRow)
    row = conn.execute(select(table).where(table.c.id == id)).mappings().first()
    if row is None:
        return None
    doc = unpack(row["doc"])
    public = {
        **{name: row[name] for name in _SUMMARY},
        "entry_index": row["entry_index"],
        "name": doc["name"],
        "works": doc["works"],
        "flags": doc["flags"],
    }
    if row["status"] == DRAFT:
        public["members"] = doc["members"]
    if not can_read(conn, viewer, id):
        return public
    full = {**public, **{name: doc[name] for name in _CONFIDENTIAL if name in doc}}
    if reached := milestone_views.shown(conn, id):
        full["milestones_reached"] = reached
    history = [{**step, "consents": graded(step["consents"])} for step in doc["history"]]
    return {**full, "history": history, **_presumption(doc["members"])}


def _presumption(members: list[dict[str, Any]]) -> dict[str, Any]:
    """Add what the law presumes about copyright, only where the contract is not known."""
    if not members or any("copyright" in member for member in members):
        return {}
    return {
        "presumed_copyright": {
            "shares": presumed_equal([member["party"] for member in members]),
            "basis": {
                "ja": "民法250条による推定（持分は相等しいものと推定）。契約の内容ではありません。",
                "en": "Presumption of Civil Code art. 250: equal where unknown. Not the contract.",
            },
        }
    }


def page(
    conn: Connection,
    viewer: Viewer,
    *,
    after: str | None = None,
    limit: int = 50,
    **filters: str | None,
) -> list[dict[str, Any]]:
    """List committees in the order of their ids.

    Args:
        conn: A snapshot.
        viewer: Decides only whether membership may be asked about.
        after: Last id of the page before.
        limit: Most rows.
        **filters: `status`, `lead` must equal; `work` and `member` must be among the committee's.
    """
    table = table_of(CommitteeRow)
    query = select(*(table.c[name] for name in _SUMMARY)).order_by(table.c.id).limit(limit)
    if after is not None:
        query = query.where(table.c.id > after)
    if work := filters.pop("work", None):
        works = table_of(CommitteeWorkRow)
        query = query.where(
            table.c.id.in_(select(works.c.committee_id).where(works.c.work_id == work))
        )
    if member := filters.pop("member", None):
        members = table_of(CommitteeMemberRow)
        inside = select(members.c.committee_id).where(members.c.party_id == member)
        query = query.where(table.c.id.in_(inside), _members_visible(viewer, table))
    for name, value in filters.items():
        if value is not None:
            query = query.where(table.c[name] == value)
    return [dict(row) for row in conn.execute(query).mappings()]


def _members_visible(viewer: Viewer, table: Table) -> Any:
    return or_(table.c.status == DRAFT, visible(viewer, table.c.id))


def search(conn: Connection, q: str, *, limit: int = 50) -> list[dict[str, Any]]:
    """Find committees by a part of their name, whatever its width, case or kana."""
    key = match_key(q)
    if not key:
        return []
    table, names = table_of(CommitteeRow), table_of(CommitteeNameRow)
    inside = select(names.c.committee_id).where(names.c.match_key.contains(key, autoescape=True))
    query = select(*(table.c[name] for name in _SUMMARY)).where(table.c.id.in_(inside))
    rows = conn.execute(query.order_by(table.c.name_ja, table.c.id).limit(limit)).mappings()
    return [dict(row) for row in rows]


VIEWS: tuple[type[View], ...] = (
    CommitteeRow,
    CommitteeNameRow,
    CommitteeMemberRow,
    CommitteeWorkRow,
    CommitteeVersionRow,
    CommitteeSettledRow,
)

PROJECTIONS: dict[type[Event], Projection] = {
    CommitteeFormed: committee_formed,
    CommitteeAmended: committee_changed,
}
