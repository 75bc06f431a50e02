"""Committees as readiness and the search for orphans look at them: all that is known on a day.

It reads views only, with the same few queries for one committee and for ten thousand.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy import Connection, func, or_, select

from ledger.access.views import Viewer, visible
from ledger.committees.commands import DispositionPlan, Member, Window
from ledger.committees.versions import DISSOLVED
from ledger.committees.views import CommitteeRow, CommitteeVersionRow
from ledger.errors import Conflict, NotFound
from ledger.jobs.disputed import contested_committees
from ledger.jobs.readiness_money import Contract, contracts_on, money_of
from ledger.jobs.readiness_reasons import Dossier, Money, Places, debtor_of
from ledger.jobs.readiness_rights import NOTHING, standings
from ledger.jobs.readiness_statements import stated_money
from ledger.parties.endings import UNREACHABLE, gone_by
from ledger.parties.succession import SuccessionRow, successors_in
from ledger.parties.views import PartyRow
from ledger.store.views import pack, table_of, unpack


@dataclass(frozen=True, slots=True)
class Opened:
    """Committees with their dossiers, in the order of their ids.

    Attributes:
        files: Row and dossier of each.
        places: Who stands where.
    """

    files: tuple[tuple[Mapping[str, Any], Dossier], ...]
    places: Places


def opened(
    conn: Connection,
    viewer: Viewer,
    on: date,
    committee: str | None = None,
    *,
    with_dissolved: bool = False,
) -> Opened:
    """Open the dossiers of committees on a day.

    Args:
        conn: A snapshot.
        viewer: The operator opens all, a party those whose contract it reads; money, claims and
            rights as far as it reads them, too.
        on: Usually today.
        committee: Only this one.
        with_dissolved: Also those that have ended.

    Raises:
        NotFound: There is no such committee for this viewer.
        Conflict: It has ended.
    """
    rows = _committees(conn, viewer, committee)
    if committee is not None and not rows:
        raise NotFound("committee-not-found", field="committee", value=committee)
    if not with_dissolved:
        rows = _living(rows, committee)
    places = _places(conn, viewer, on)
    versions = _versions(conn, on, committee)
    dossiers = [_dossier(row, versions.get(row["id"]), on) for row in rows]
    members = {one.id: [member.party for member in one.members] for one in dossiers}
    rights = standings(conn, viewer, on, members, committee)
    contracts = contracts_on(conn, viewer, on, committee)
    claims = _by_committee((one, one.claims) for one in contracts.values())
    money = _by_committee(
        (contracts[agreement], (one,))
        for one in _all_money(conn, viewer, contracts, on, committee)
        for agreement in one.agreements
    )
    concerned = {agreement: one.committees for agreement, one in contracts.items()}
    disputes = contested_committees(conn, viewer, on, concerned, _by_work(rows))
    full = [
        replace(
            one,
            rights=rights.get(one.id, NOTHING),
            money=tuple(money.get(one.id, ())),
            disputes=tuple(disputes.get(one.id, ())),
            claims=tuple(
                replace(claim, debtor=debtor_of(one.plan, places))
                for claim in claims.get(one.id, ())
            ),
        )
        for one in dossiers
    ]
    return Opened(tuple(zip(rows, full, strict=True)), places)


def _by_work(rows: Iterable[Mapping[str, Any]]) -> dict[str, list[str]]:
    """Return work to the committees that made it."""
    found: dict[str, list[str]] = defaultdict(list)
    for row in rows:
        for work in unpack(row["doc"])["works"]:
            found[work].append(row["id"])
    return found


def _living(rows: list[Mapping[str, Any]], committee: str | None) -> list[Mapping[str, Any]]:
    living = [row for row in rows if row["status"] != DISSOLVED]
    if committee is not None and not living:
        raise Conflict(
            "committee-dissolved",
            field="committee",
            value=committee,
            expected="a committee that has not been wound up",
        )
    return living


def _all_money(
    conn: Connection,
    viewer: Viewer,
    contracts: Mapping[str, Contract],
    on: date,
    committee: str | None,
) -> Iterator[Money]:
    yield from money_of(conn, viewer, contracts, committee)
    yield from stated_money(conn, viewer, contracts, on)


def _by_committee(
    found: Iterable[tuple[Contract, tuple[Any, ...]]],
) -> dict[str, dict[Any, None]]:
    """Sort what agreements have by the committees they concern; each thing once."""
    by_committee: dict[str, dict[Any, None]] = defaultdict(dict)
    for contract, things in found:
        for committee in contract.committees:
            by_committee[committee] |= dict.fromkeys(things)
    return by_committee


def _committees(conn: Connection, viewer: Viewer, committee: str | None) -> list[Mapping[str, Any]]:
    table = table_of(CommitteeRow)
    query = select(table).where(visible(viewer, table.c.id)).order_by(table.c.id)
    if committee is not None:
        query = query.where(table.c.id == committee)
    return [*conn.execute(query).mappings()]


def _versions(conn: Connection, on: date, committee: str | None) -> dict[str, Mapping[str, Any]]:
    """Return who the members were on a day, by committee."""
    table = table_of(CommitteeVersionRow)
    place = func.row_number().over(
        partition_by=table.c.committee_id,
        order_by=(table.c.effective_from.desc(), table.c.version.desc()),
    )
    begun = select(table, place.label("place")).where(table.c.effective_from <= on.isoformat())
    if committee is not None:
        begun = begun.where(table.c.committee_id == committee)
    newest = begun.subquery()
    rows = conn.execute(select(newest).where(newest.c.place == 1)).mappings()
    return {row["committee_id"]: dict(row) for row in rows}


def _places(conn: Connection, viewer: Viewer, on: date) -> Places:
    """Return who cannot be asked and whose place was taken; inheritances are not for everybody."""
    parties, taken = table_of(PartyRow), table_of(SuccessionRow)
    erased = select(parties.c.id).where(parties.c.data_use.is_not(None))
    gone = gone_by(conn, on)
    silent = {party for party, ground in gone.items() if ground == UNREACHABLE}
    known = or_(taken.c.ground != "inheritance", visible(viewer, taken.c.party_id))
    successions = select(taken).where(taken.c.effective_from <= on.isoformat(), known)
    return Places(
        silent.union(conn.execute(erased).scalars()),
        {
            row["party_id"]: tuple(successors_in(dict(row)))
            for row in conn.execute(successions).mappings()
        },
        gone.keys() - silent,
    )


def _dossier(row: Mapping[str, Any], version: Mapping[str, Any] | None, on: date) -> Dossier:
    """Open a committee: members and windows of the version in force, the rest of the newest."""
    doc = unpack(row["doc"])
    then = unpack(version["doc"]) if version else {"status": row["status"], **doc}
    plan = doc.get("plan")
    return Dossier(
        id=row["id"],
        status=then["status"],
        members=tuple(Member.model_validate_json(pack(one)) for one in then["members"]),
        lead=row["lead"],
        windows=tuple(Window.model_validate_json(pack(one)) for one in then.get("windows", ())),
        plan=DispositionPlan.model_validate_json(pack(plan)) if plan else None,
        works=len(doc["works"]),
        begins_later=row["effective_from"] > on.isoformat(),
        is_synthetic=bool(doc.get("shares_are_synthetic")),
    )
