"""What would happen if a committee ended today: whether anything would be orphaned, and why.

Committees often end after release, and then nobody knows who may say yes, who has the money, and
who still owes the creators. This report asks before it happens. It reads views only, with the same
few queries for one committee and for ten thousand, and changes nothing.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy import Connection, func, or_, select

from ledger.access.views import Viewer, visible
from ledger.committees.commands import DispositionPlan, Member, Window
from ledger.committees.versions import DRAFT
from ledger.committees.views import CommitteeRow, CommitteeVersionRow
from ledger.errors import NotFound
from ledger.jobs.readiness_money import Contract, contracts_on, money_of
from ledger.jobs.readiness_reasons import (
    EFFECTS,
    Claim,
    Dossier,
    Effect,
    Finding,
    Money,
    Places,
    debtor_of,
    findings,
)
from ledger.jobs.readiness_statements import stated_money
from ledger.parties.succession import SuccessionRow, successors_in
from ledger.parties.views import PartyRow
from ledger.store.views import pack, table_of, unpack


@dataclass(frozen=True, slots=True)
class Ending:
    """What the end of one committee would meet.

    Attributes:
        findings: Every reason. money: by named account. claims: what outlives it, with the debtor.
        is_synthetic: Whether its shares are made up.
    """

    id: str
    name_ja: str
    status: str
    is_synthetic: bool
    findings: tuple[Finding, ...]
    money: tuple[Money, ...]
    claims: tuple[Claim, ...]

    @property
    def is_ready(self) -> bool:
        """Whether it could end without orphaning anything."""
        return all(one.effect != "orphans" for one in self.findings)


@dataclass(frozen=True, slots=True)
class Total:
    """How many committees a reason holds for."""

    code: str
    effect: Effect
    committees: int


@dataclass(frozen=True, slots=True)
class Readiness:
    """All committees a viewer may ask about, on one day, in the order of their ids."""

    on: date
    endings: tuple[Ending, ...]

    @property
    def ready(self) -> int:
        """How many could end without orphaning anything."""
        return sum(one.is_ready for one in self.endings)

    @property
    def drafts(self) -> int:
        """How many are known from credits only."""
        return sum(one.status == DRAFT for one in self.endings)

    @property
    def synthetic(self) -> int:
        """How many have made-up shares."""
        return sum(one.is_synthetic for one in self.endings)

    def totals(self) -> list[Total]:
        """Return how many committees each reason holds for, where it holds for any."""
        counted = Counter(one.code for ending in self.endings for one in ending.findings)
        return [Total(code, EFFECTS[code], counted[code]) for code in EFFECTS if counted[code]]

    def money(self) -> dict[tuple[str, str], int]:
        """Return the sums by account and currency; what several committees share counts once."""
        once = dict.fromkeys(one for ending in self.endings for one in ending.money)
        sums: dict[tuple[str, str], int] = defaultdict(int)
        for one in once:
            sums[one.account, one.currency] += one.amount_minor
        return dict(sums)


def readiness(
    conn: Connection, viewer: Viewer, on: date, committee: str | None = None
) -> Readiness:
    """Return what would happen if committees ended on a day.

    Args:
        conn: A snapshot.
        viewer: The operator asks about all, a party about the committees whose contract it reads;
            money and claims are told as far as it reads the agreements, too.
        on: Usually today.
        committee: Only this one.

    Raises:
        NotFound: There is no such committee for this viewer.
    """
    rows = _committees(conn, viewer, committee)
    if committee is not None and not rows:
        raise NotFound("committee-not-found", field="committee", value=committee)
    places = _places(conn, viewer, on)
    versions = _versions(conn, on, committee)
    contracts = contracts_on(conn, viewer, on, committee)
    claims = _by_committee((one, one.claims) for one in contracts.values())
    money = _by_committee(
        (contracts[agreement], (one,))
        for one in _all_money(conn, viewer, contracts, on, committee)
        for agreement in one.agreements
    )
    endings = (
        _ending(row, _dossier(row, versions.get(row["id"]), on), places, money, claims)
        for row in rows
    )
    return Readiness(on, tuple(endings))


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
    unreachable = select(parties.c.id).where(parties.c.data_use.is_not(None))
    known = or_(taken.c.ground != "inheritance", visible(viewer, taken.c.party_id))
    successions = select(taken).where(taken.c.effective_from <= on.isoformat(), known)
    return Places(
        frozenset(conn.execute(unreachable).scalars()),
        {
            row["party_id"]: tuple(successors_in(dict(row)))
            for row in conn.execute(successions).mappings()
        },
    )


def _dossier(row: Mapping[str, Any], version: Mapping[str, Any] | None, on: date) -> Dossier:
    """Open a committee: members of the version in force, the rest of the newest contract."""
    doc = unpack(row["doc"])
    then = unpack(version["doc"]) if version else {"status": row["status"], **doc}
    plan = doc.get("plan")
    return Dossier(
        id=row["id"],
        status=then["status"],
        members=tuple(Member.model_validate_json(pack(one)) for one in then["members"]),
        lead=row["lead"],
        windows=tuple(Window.model_validate_json(pack(one)) for one in doc.get("windows", ())),
        plan=DispositionPlan.model_validate_json(pack(plan)) if plan else None,
        works=len(doc["works"]),
        begins_later=row["effective_from"] > on.isoformat(),
    )


def _ending(
    row: Mapping[str, Any],
    dossier: Dossier,
    places: Places,
    money: Mapping[str, Iterable[Money]],
    claims: Mapping[str, Iterable[Claim]],
) -> Ending:
    debtor = debtor_of(dossier.plan, places)
    owed = tuple(replace(one, debtor=debtor) for one in claims.get(dossier.id, ()))
    full = replace(dossier, money=tuple(money.get(dossier.id, ())), claims=owed)
    return Ending(
        id=dossier.id,
        name_ja=row["name_ja"],
        status=dossier.status,
        is_synthetic=bool(unpack(row["doc"]).get("shares_are_synthetic")),
        findings=findings(full, places),
        money=full.money,
        claims=owed,
    )
