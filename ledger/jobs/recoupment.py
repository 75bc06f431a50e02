"""How far recoupment is: accounts of agreements, what filled them run by run, and at what pace.

    standings(conn, agreements, month) -> {agreement: Standing}     where each stands now
    history(conn, agreement) -> [Point]                             where it stood after each run
    pace_of(points, left) -> Pace | None                            arithmetic, not a promise

The rules kept here, in order:

1. A memo account is filled by what passed it; another one by what was recovered. What several
   agreements fill together is filled by all of them.
2. Whoever is paid beyond a target, gives back an advance, or stands behind a recovery in the flow,
   waits for the account.
3. The pace is what came in over the last four quarters on record, by month; a shorter history
   counts from its first month. Months to go are rounded up.

Source:
    Case by hand: 60 after 2025-Q2, 100 after 2026-Q2: 40 in 12 months. 25 to go are 25 x 12 / 40 =
    7.5, so 8 months: reached with February 2027.
"""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import Connection, select

from contracts.period import Month, Period
from contracts.position import Position
from contracts.terms import Terms, parse_terms
from ledger.accounts.views import SharedUseRow
from ledger.agreements.terms import payees_of
from ledger.agreements.versions import Version, in_force
from ledger.agreements.views import TermsRow
from ledger.door import decode_fact
from ledger.openings.events import AgreementOpened
from ledger.openings.views import OpeningRow
from ledger.royalties.events import PayoutClosed
from ledger.royalties.revision_events import RoyaltyRevised
from ledger.royalties.revision_views import RevisionRow
from ledger.royalties.views import PositionRow, RunRow
from ledger.store.read import LogReader
from ledger.store.views import table_of, unpack

RUN, REVISION, OPENING = "run", "revision", "opening"
_TYPES: Final = {
    RUN: PayoutClosed.TYPE,
    REVISION: RoyaltyRevised.TYPE,
    OPENING: AgreementOpened.TYPE,
}
_MEMO: Final = "memo"
_YEAR: Final = 12
_POINTS: Final = 24
_EXCESS: Final = "excess:"
_LEFTOVERS: Final = ("remainder", "after")


@dataclass(frozen=True, slots=True)
class Meter:
    """One account of one agreement.

    Attributes:
        kind: `memo` for one that only watches.
        own_minor: What this agreement filled. filled_minor: with all that share the account.
        shared: Id of the shared account; "" for one of its own.
        waiting: Clauses that wait for it, with those whom they pay.
    """

    account: str
    kind: str
    label_ja: str
    label_en: str
    target_minor: int
    own_minor: int
    filled_minor: int
    shared: str = ""
    waiting: tuple["Waiting", ...] = ()

    @property
    def left_minor(self) -> int:
        """What is still to go."""
        return max(0, self.target_minor - self.filled_minor)

    @property
    def beyond_minor(self) -> int:
        """What came in beyond the target."""
        return max(0, self.filled_minor - self.target_minor)

    @property
    def percent(self) -> int:
        """How much of the target is reached, rounded down: 100 only when it is."""
        return min(100, max(0, self.filled_minor) * 100 // self.target_minor)


@dataclass(frozen=True, slots=True)
class Waiting:
    """A clause that waits for an account.

    Attributes:
        why: `beyond` the target, `gives-back` first, or `after` it in the flow.
        payees: Parties, or references to a committee's holders.
    """

    step: str
    clause: str
    label_ja: str
    label_en: str
    why: str
    payees: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Standing:
    """Where an agreement stands.

    Attributes:
        terms: Its clauses as recorded. parsed: the same, checked.
        uses: Shared account to what each agreement filled of it.
    """

    terms: Mapping[str, Any]
    parsed: Terms
    position: Position
    uses: Mapping[str, Mapping[str, int]]

    def meters(self) -> list[Meter]:
        """Return its accounts in the order of its clauses."""
        return [self._meter(id) for id in self.parsed.accounts]

    def _meter(self, id: str) -> Meter:
        account = self.parsed.accounts[id]
        own = filled_of(self.position, id, account.kind)
        filled = sum(self.uses.get(account.shared, {}).values()) if account.shared else own
        return Meter(
            account=id,
            kind=account.kind,
            label_ja=account.label_ja,
            label_en=account.label_en,
            target_minor=account.target_minor,
            own_minor=own,
            filled_minor=filled,
            shared=account.shared,
            waiting=tuple(waiting_for(self.terms, id)),
        )


@dataclass(frozen=True, slots=True)
class Point:
    """Where an agreement stood after a run, a revision or its opening.

    Attributes:
        month: The last month that it covers. first: the first one; of an opening the same.
    """

    kind: str
    period: str
    first: Month
    month: Month
    entry_index: int
    position: Position


@dataclass(frozen=True, slots=True)
class Pace:
    """What comes in, and when the rest would be reached if that went on.

    Attributes:
        since: First month counted. gained_minor: in `months`, up to and with `until`.
        months_to_go: Rounded up. reached: the month in which it would be.
    """

    since: Month
    until: Month
    months: int
    gained_minor: int
    months_to_go: int
    reached: Month


def filled_of(position: Position, account: str, kind: str) -> int:
    """Return what an agreement filled of an account to date."""
    return position[f"{'inflow' if kind == _MEMO else 'recoup'}:{account}"]


def standings(conn: Connection, agreements: Collection[str], month: str) -> dict[str, Standing]:
    """Return where agreements stand, in three queries for all of them.

    Args:
        conn: A snapshot.
        agreements: Ids; one without clauses in force is left out.
        month: Of which the clauses count.
    """
    ids = sorted(agreements)
    clauses = terms_of(conn, ids, month)
    table = table_of(PositionRow)
    query = select(table.c.agreement, table.c.doc).where(table.c.agreement.in_(ids))
    positions = {agreement: Position(unpack(doc)) for agreement, doc in conn.execute(query)}
    parsed = {id: parse_terms(dict(terms)) for id, terms in clauses.items()}
    shared = {
        account.shared
        for terms in parsed.values()
        for account in terms.accounts.values()
        if account.shared
    }
    uses = shared_uses(conn, shared)
    return {
        id: Standing(terms, parsed[id], positions.get(id, Position()), uses)
        for id, terms in clauses.items()
    }


def terms_of(
    conn: Connection, agreements: Collection[str], month: str
) -> dict[str, Mapping[str, Any]]:
    """Return the clauses in force in a month, of those that have any."""
    table = table_of(TermsRow)
    query = select(table).where(table.c.agreement_id.in_(sorted(agreements)))
    rows: dict[str, dict[int, Mapping[str, Any]]] = defaultdict(dict)
    for row in conn.execute(query).mappings():
        rows[row["agreement_id"]][row["version"]] = dict(row)
    found = {}
    for id, versions in rows.items():
        chosen = in_force((_version(row) for row in versions.values()), month)
        if chosen is not None:
            found[id] = unpack(versions[chosen.version]["doc"])["terms"]
    return found


def _version(row: Mapping[str, Any]) -> Version:
    return Version(
        row["version"], row["effective_month"], row["entry_index"], row["terms_sha256"], {}
    )


def shared_uses(conn: Connection, accounts: Collection[str]) -> dict[str, dict[str, int]]:
    """Return for shared accounts what each agreement filled of them."""
    table = table_of(SharedUseRow)
    query = select(table).where(table.c.account.in_(sorted(accounts)))
    found: dict[str, dict[str, int]] = defaultdict(dict)
    for row in conn.execute(query.order_by(table.c.agreement)).mappings():
        found[row["account"]][row["agreement"]] = row["filled_minor"]
    return dict(found)


def waiting_for(terms: Mapping[str, Any], account: str) -> Iterator[Waiting]:
    """Yield the clauses that wait for an account, in their order.

    Args:
        terms: Clauses as recorded.
        account: Its name in them.
    """
    steps = terms["steps"]
    filling = [step for step in steps if step.get("account") == account]
    against = {step["against"] for step in filling if step.get("against")}
    kinds = {one["id"]: one["kind"] for one in terms.get("accounts", ())}
    recovers = any(not step.get("against") for step in filling) and kinds.get(account) != _MEMO
    has_passed = False
    for step in steps:
        why = ""
        if str(step.get("basis", "")) == f"{_EXCESS}{account}":
            why = "beyond"
        elif step["id"] in against:
            why = "gives-back"
        elif recovers and has_passed and _reads_leftovers(step):
            why = "after"
        has_passed |= step in filling
        payees = tuple(name for _, name in payees_of({"steps": [step]}))
        if why and payees and step not in filling:
            label = step["label"]
            yield Waiting(step["id"], step.get("clause", ""), label["ja"], label["en"], why, payees)


def _reads_leftovers(step: Mapping[str, Any]) -> bool:
    return str(step.get("basis", _LEFTOVERS[0])).partition(":")[0] in _LEFTOVERS


def history(conn: Connection, agreement: str) -> list[Point]:
    """Return where an agreement stood after each of its last runs, revisions and its opening.

    Two queries besides those that find them, however many there are; the last 24 are told.
    """
    runs, revised, opened = table_of(RunRow), table_of(RevisionRow), table_of(OpeningRow)
    found = [
        (entry, RUN, period)
        for entry, period in conn.execute(
            select(runs.c.entry_index, runs.c.period).where(runs.c.agreement == agreement)
        )
    ]
    found += [
        (entry, REVISION, period)
        for entry, period in conn.execute(
            select(revised.c.entry_index, revised.c.period).where(revised.c.agreement == agreement)
        )
    ]
    found += [
        (entry, OPENING, str(as_of)[:7])
        for entry, as_of in conn.execute(
            select(opened.c.entry_index, opened.c.as_of).where(
                opened.c.agreement == agreement, opened.c.successor.is_(None)
            )
        )
    ]
    last = sorted(found)[-_POINTS:]
    parts = LogReader(conn).parts_of([entry for entry, _, _ in last])
    points = []
    for entry, kind, period in last:
        fact: Any = decode_fact(_TYPES[kind], parts[entry])
        months = Period.parse(period)
        points.append(
            Point(kind, period, months.first, months.last, entry, Position(fact.position))
        )
    return points


def pace_of(points: Sequence[tuple[Month, Month, int]], left_minor: int) -> Pace | None:
    """Say at what pace an account filled over the last year, and when the rest would be reached.

    Args:
        points: First month, last month and amount to date after each run, in order.
        left_minor: What is still to go.

    Returns:
        None without a run, without anything gained, or with nothing to go.
    """
    if not points or left_minor <= 0:
        return None
    until, latest = points[-1][1], points[-1][2]
    before = [point for point in points if _number(point[1]) <= _number(until) - _YEAR]
    since = before[-1][1].plus(1) if before else points[0][0]
    gained = latest - (before[-1][2] if before else 0)
    if gained <= 0:
        return None
    months = _number(until) - _number(since) + 1
    to_go = -(-left_minor * months // gained)
    return Pace(since, until, months, gained, to_go, until.plus(to_go))


def _number(month: Month) -> int:
    return month.year * _YEAR + month.month
