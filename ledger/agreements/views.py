"""Agreements as the register knows them, and which clauses are in force in a month.

Agreements are confidential: their parties, the payer, the operator and whoever is granted one read
them. That a committee is granted opens none of them, because its members are not always parties.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import Connection, select
from sqlmodel import Field

from contracts.templates.told import origins
from ledger.access.views import Viewer, can_read, involve, visible
from ledger.agreements.events import AgreementRecorded, TermsAdded
from ledger.agreements.settled import VIEWS as SETTLED_VIEWS
from ledger.agreements.settled import pend, runs_of
from ledger.agreements.terms import committees_of
from ledger.agreements.versions import Version, in_force, restated_runs
from ledger.clock import stamp
from ledger.committees.views import settle_committee
from ledger.event import Event, Place
from ledger.keys.consents import graded
from ledger.periods.views import place_under_payer
from ledger.rights.promised import note_guarantees
from ledger.store.handler import Projection
from ledger.store.state import Row, State
from ledger.store.views import View, integer, pack, table_of, text, unpack

_SUMMARY = (
    "id", "title_ja", "kind", "payer", "committee", "currency", "distribute_on", "terms_version",
    "entry_index",
)  # fmt: skip
_NEVER = ""


class AgreementRow(View, table=True):
    """An agreement. `entry_index` is the last entry that changed it or its terms."""

    __tablename__ = "v_agreement"

    id: str = Field(sa_column=text(key=True))
    title_ja: str = Field(sa_column=text())
    kind: str = Field(sa_column=text())
    payer: str = Field(sa_column=text(index=True))
    committee: str | None = Field(sa_column=text(null=True, index=True))
    currency: str = Field(sa_column=text())
    distribute_on: str = Field(sa_column=text())
    terms_version: int = Field(sa_column=integer())
    entry_index: int = Field(sa_column=integer())
    doc: str = Field(sa_column=text())


class AgreementPartyRow(View, table=True):
    """A party of an agreement, the payer included."""

    __tablename__ = "v_agreement_party"

    agreement_id: str = Field(sa_column=text(key=True))
    party_id: str = Field(sa_column=text(key=True, index=True))


class AgreementWorkRow(View, table=True):
    """A work that an agreement covers."""

    __tablename__ = "v_agreement_work"

    agreement_id: str = Field(sa_column=text(key=True))
    work_id: str = Field(sa_column=text(key=True, index=True))


class DutyRow(View, table=True):
    """Who has to report what, and from when on; `doc` holds the schedule."""

    __tablename__ = "v_duty"

    agreement_id: str = Field(sa_column=text(key=True))
    ordinal: int = Field(sa_column=integer(key=True))
    reporter: str = Field(sa_column=text(index=True))
    medium: str = Field(sa_column=text())
    starts: str = Field(sa_column=text())
    ends: str | None = Field(sa_column=text(null=True))
    doc: str = Field(sa_column=text())


class TermsRow(View, table=True):
    """A version of an agreement's money clauses."""

    __tablename__ = "v_terms"

    agreement_id: str = Field(sa_column=text(key=True))
    version: int = Field(sa_column=integer(key=True))
    effective_month: str = Field(sa_column=text())
    entry_index: int = Field(sa_column=integer())
    terms_sha256: str = Field(sa_column=text())
    doc: str = Field(sa_column=text())


class SettledRow(View, table=True):
    """Up to which month payout runs were made; the runs' projections fill it."""

    __tablename__ = "v_settled"

    agreement_id: str = Field(sa_column=text(key=True))
    through_month: str = Field(sa_column=text())


def agreement_recorded(event: AgreementRecorded, state: State, place: Place) -> None:
    """Put an agreement on the register; its clauses follow in the next fact."""
    state.put(
        AgreementRow,
        id=event.id,
        title_ja=event.title.ja,
        kind=event.kind,
        payer=event.payer,
        committee=event.committee,
        currency=event.currency,
        distribute_on=event.distribute_on,
        terms_version=0,
        entry_index=place.index,
        doc=pack(
            {
                **_stated(event),
                "recorded_index": place.index,
                "recorded_at": stamp(place.recorded_at),
            }
        ),
    )
    place_under_payer(state, event.id, event.payer)
    for party in dict.fromkeys((event.payer, *event.parties)):
        state.put(AgreementPartyRow, agreement_id=event.id, party_id=party)
        involve(state, event.id, party)
    for work in event.works:
        state.put(AgreementWorkRow, agreement_id=event.id, work_id=work)
    for ordinal, duty in enumerate(event.duties):
        state.put(
            DutyRow,
            agreement_id=event.id,
            ordinal=ordinal,
            reporter=duty.reporter,
            medium=duty.medium,
            starts=duty.starts,
            ends=duty.ends,
            doc=pack(duty.schedule.model_dump(mode="json")),
        )


def _stated(event: AgreementRecorded) -> Row:
    names = {"title", "parties", "works", "duties", "document", "rates_are_synthetic"}
    return event.model_dump(mode="json", exclude_none=True, include=names)


def terms_added(event: TermsAdded, state: State, place: Place) -> None:
    """Add a version of the clauses."""
    state.put(
        TermsRow,
        agreement_id=event.agreement,
        version=event.version,
        effective_month=event.effective_month,
        entry_index=place.index,
        terms_sha256=event.terms_sha256,
        doc=pack(
            event.model_dump(
                mode="json",
                exclude_none=True,
                include={"terms", "reason", "document", "consents"},
            )
            | {"recorded_at": stamp(place.recorded_at)}
        ),
    )
    state.change(
        AgreementRow, event.agreement, terms_version=event.version, entry_index=place.index
    )
    note_guarantees(state, event.agreement, event.terms)
    _pend(event, state, place)


def _pend(event: TermsAdded, state: State, place: Place) -> None:
    """Let the runs of settled months that these terms are now in force for wait for a revision."""
    added = Version(event.version, event.effective_month, place.index, event.terms_sha256, {})
    months = [(row["number"], row["last_month"]) for row in runs_of(state, event.agreement)]
    if not months:
        return
    numbers = restated_runs(versions_of(state, event.agreement), added, months)
    first = numbers[0] if numbers else None
    pend(state, event.agreement, place.index, ("terms", str(event.version)), first)


def hand_over(
    state: State, row: Row, step: Mapping[str, Any], parties: Iterable[str], place: Place
) -> None:
    """Let somebody else owe an agreement; the projection of an assumed debt calls this.

    Args:
        state: The transaction under way.
        row: The agreement's.
        step: What is told of it: `payer` so far, `debtor`, who stays `liable`, and how.
        parties: Who reads the agreement in full from now on, the debtor first.
        place: Of the fact.
    """
    doc, debtor = unpack(row["doc"]), str(step["debtor"])
    is_named = debtor in doc["parties"]
    doc["parties"] = [party for party in parties if is_named or party != debtor]
    doc["assumptions"] = [*doc.get("assumptions", ()), dict(step)]
    state.change(AgreementRow, row["id"], payer=debtor, entry_index=place.index, doc=pack(doc))
    place_under_payer(state, row["id"], debtor)
    state.put(AgreementPartyRow, agreement_id=row["id"], party_id=debtor)
    involve(state, row["id"], debtor)


def named_parties(row: Row) -> tuple[str, ...]:
    """Return the parties that an agreement names, its payer only if it names him."""
    return tuple(unpack(row["doc"])["parties"])


def payers_of(row: Row) -> tuple[str, ...]:
    """Return who owes an agreement, and everybody who owed it before, the latest first."""
    before = [step["payer"] for step in unpack(row["doc"]).get("assumptions", ())]
    return tuple(dict.fromkeys((row["payer"], *reversed(before))))


def still_liable(row: Row) -> tuple[str, ...]:
    """Return who is liable beside the payer."""
    steps = unpack(row["doc"]).get("assumptions", ())
    return tuple(steps[-1]["liable"]) if steps else ()


def settle(state: State, agreement: str, through_month: str) -> None:
    """Note that payout runs were made up to a month: its terms and holders are then history.

    The projection of a payout run calls this.
    """
    if through_month > settled_through(state, agreement):
        state.put(SettledRow, agreement_id=agreement, through_month=through_month)
    in_force = terms_in_force(state, agreement, through_month)
    for committee in committees_of(in_force["terms"]) if in_force else ():
        settle_committee(state, committee, through_month)


def settled_through(state: State, agreement: str) -> str:
    """Return the last month for which a payout run was made; empty if there is none."""
    row = state.get(SettledRow, agreement)
    return row["through_month"] if row else _NEVER


def terms_in_force(source: Connection | State, agreement: str, month: str) -> dict[str, Any] | None:
    """Return the clauses in force in a month, or None before the first.

    Of several versions that begin with one month the last recorded is in force.

    Returns:
        `version`, `effective_month`, `entry_index`, `terms_sha256`, `terms`, and why and by which
        document they were added.
    """
    rows = {row["version"]: row for row in _versions(source, agreement)}
    found = in_force((_version(row, {}) for row in rows.values()), month)
    return _described(rows[found.version]) if found else None


def versions_of(source: Connection | State, agreement: str) -> list[Version]:
    """Return all versions of an agreement's clauses."""
    return [_version(row, unpack(row["doc"])["terms"]) for row in _versions(source, agreement)]


def _version(row: Mapping[str, Any], terms: Mapping[str, Any]) -> Version:
    return Version(
        row["version"], row["effective_month"], row["entry_index"], row["terms_sha256"], terms
    )


def _versions(source: Connection | State, agreement: str) -> list[Mapping[str, Any]]:
    if isinstance(source, State):
        return [*source.select(TermsRow, agreement_id=agreement)]
    table = table_of(TermsRow)
    query = select(table).where(table.c.agreement_id == agreement).order_by(table.c.version)
    return [*source.execute(query).mappings()]


def _described(row: Mapping[str, Any]) -> dict[str, Any]:
    names = ("version", "effective_month", "entry_index", "terms_sha256")
    return {**{name: row[name] for name in names}, **unpack(row["doc"])}


def _shown(row: Mapping[str, Any]) -> dict[str, Any]:
    version = _described(row)
    told = {"origins": found} if (found := origins(version["terms"])) else {}
    return {**version, **told, "consents": graded(version["consents"])}


def show(conn: Connection, id: str, viewer: Viewer) -> dict[str, Any] | None:
    """Describe an agreement with all versions of its clauses; None to whom it is not open."""
    table = table_of(AgreementRow)
    row = conn.execute(select(table).where(table.c.id == id)).mappings().first()
    if row is None or not can_read(conn, viewer, id):
        return None
    doc = unpack(row["doc"])
    if "assumptions" in doc:
        doc["assumptions"] = [
            {**step, "consents": graded(step.get("consents", ()))} for step in doc["assumptions"]
        ]
    return {
        **{name: row[name] for name in _SUMMARY},
        **doc,
        "terms": [_shown(version) for version in _versions(conn, id)],
    }


def page(
    conn: Connection,
    viewer: Viewer,
    *,
    after: str | None = None,
    limit: int = 50,
    **filters: str | None,
) -> list[dict[str, Any]]:
    """List the agreements a viewer may read, in the order of their ids.

    Args:
        conn: A snapshot.
        viewer: Who reads.
        after: Last id of the page before.
        limit: Most rows.
        **filters: `payer`, `committee`, `kind`, `currency` must equal; `party` and `work` must be
            among the agreement's.
    """
    table = table_of(AgreementRow)
    query = select(*(table.c[name] for name in _SUMMARY)).where(visible(viewer, table.c.id))
    if after is not None:
        query = query.where(table.c.id > after)
    if party := filters.pop("party", None):
        parties = table_of(AgreementPartyRow)
        among = select(parties.c.agreement_id).where(parties.c.party_id == party)
        query = query.where(table.c.id.in_(among))
    if work := filters.pop("work", None):
        works = table_of(AgreementWorkRow)
        covering = select(works.c.agreement_id).where(works.c.work_id == work)
        query = query.where(table.c.id.in_(covering))
    for name, value in filters.items():
        if value is not None:
            query = query.where(table.c[name] == value)
    rows = conn.execute(query.order_by(table.c.id).limit(limit)).mappings()
    return [dict(row) for row in rows]


VIEWS: tuple[type[View], ...] = (
    AgreementRow,
    AgreementPartyRow,
    AgreementWorkRow,
    DutyRow,
    TermsRow,
    SettledRow,
    *SETTLED_VIEWS,
)

PROJECTIONS: dict[type[Event], Projection] = {
    AgreementRecorded: agreement_recorded,
    TermsAdded: terms_added,
}
