"""What follows where members of a committee reside abroad, and what its windows abroad wait for.

Nothing is decided and nothing is recorded: a list of things to look at, each with its law and the
day for which it was computed. The residence of a person is told to those who may read it.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from sqlalchemy import Connection, select

from contracts.errors import TermsError
from contracts.period import Period
from contracts.tax.partners import Consequence, Partner, consequences
from ledger.access.views import OPERATOR_VIEWER, Viewer, visible
from ledger.committees.milestone_views import milestone_rows, passed_by
from ledger.committees.views import CommitteeRow, CommitteeVersionRow
from ledger.errors import NotFound, RuleViolation
from ledger.jobs.readiness_money import contracts_on
from ledger.parties.views import PartyRow
from ledger.store.views import table_of, unpack
from ledger.tax_forms.views import TreatyFormRow

JAPAN: Final = "JP"


@dataclass(frozen=True, slots=True)
class Awaited:
    """A milestone of a window that was not passed by the last day of the period."""

    medium: str
    territory: str
    holder: str
    milestone: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class ForeignMember:
    """A member that resides abroad.

    Attributes:
        consequences: What follows, in the order in which it should be looked at.
    """

    party: str
    country: str
    consequences: tuple[Consequence, ...]


@dataclass(frozen=True, slots=True)
class Foreign:
    """What a committee has abroad.

    Attributes:
        unknown: Members whose residence this viewer may not know.
    """

    committee: str
    name_ja: str
    period: Period
    members: tuple[ForeignMember, ...]
    awaited: tuple[Awaited, ...]
    unknown: tuple[str, ...]


def foreign(conn: Connection, viewer: Viewer, committee: str, period: Period) -> Foreign:
    """Give what follows for the members of a committee that reside abroad.

    Args:
        conn: A snapshot.
        viewer: Must read the contract.
        committee: Its id.
        period: The partnership's period of computation; its last day counts.

    Raises:
        NotFound: There is no such committee for this viewer.
        RuleViolation: No rate is known for the day on which profit counts as paid.
    """
    table, last = table_of(CommitteeRow), period.last_day
    query = select(table).where(table.c.id == committee, visible(viewer, table.c.id))
    row = conn.execute(query).mappings().first()
    if row is None:
        raise NotFound("committee-not-found", field="committee", value=committee)
    doc = _version(conn, committee, last)
    windows = doc.get("windows", [])
    parties = _parties(conn, viewer, [one["party"] for one in doc["members"]])
    contracts = contracts_on(conn, OPERATOR_VIEWER, last, committee)
    paid_in = tuple(sorted({one.currency for one in contracts.values()}))
    forms = _forms(conn, {one.payer for one in contracts.values()}, parties)
    found = []
    for party in parties.values():
        if party["country"] not in (JAPAN, None):
            held = [one for one in windows if one["holder"] == party["id"]]
            partner = Partner(
                country=party["country"],
                is_registered=party["invoice_number"] is not None,
                forms=forms.get(party["id"], 0),
                currencies=_once(one.get("currency") for one in held),
                window_territories=_once(one["territory"] for one in held),
                is_paid_in=paid_in,
            )
            found.append(ForeignMember(party["id"], party["country"], _follows(partner, last)))
    unknown = tuple(party for party, each in parties.items() if each["country"] is None)
    awaited = tuple(_awaited(conn, committee, windows, last))
    return Foreign(committee, row["name_ja"], period, tuple(found), awaited, unknown)


def _follows(partner: Partner, last: date) -> tuple[Consequence, ...]:
    try:
        return consequences(partner, last)
    except TermsError as error:
        fields = {**error.fields, "field": "period"}
        raise RuleViolation(error.code, error.message, **fields) from error


def _version(conn: Connection, committee: str, day: date) -> dict[str, Any]:
    """Return the version in force on a day; before the first one, the first."""
    table = table_of(CommitteeVersionRow)
    query = select(table).where(table.c.committee_id == committee)
    rows = sorted(
        conn.execute(query).mappings(), key=lambda row: (row["effective_from"], row["version"])
    )
    begun = [row for row in rows if row["effective_from"] <= day.isoformat()] or rows[:1]
    doc: dict[str, Any] = unpack(begun[-1]["doc"])
    return doc


def _parties(conn: Connection, viewer: Viewer, ids: list[str]) -> dict[str, dict[str, Any]]:
    """Return members in their order; the country of a person is None where it is not for all."""
    table = table_of(PartyRow)
    readable = visible(viewer, table.c.id)
    query = select(table, readable.label("is_readable")).where(table.c.id.in_(ids))
    rows = {row["id"]: dict(row) for row in conn.execute(query).mappings()}
    for row in rows.values():
        if row["subject"] is not None and not row["is_readable"]:
            row["country"] = None
    return {party: rows[party] for party in ids}


def _forms(conn: Connection, payers: set[str], parties: Iterable[str]) -> dict[str, int]:
    table = table_of(TreatyFormRow)
    query = select(table.c.payee).where(
        table.c.payer.in_(sorted(payers)), table.c.payee.in_(list(parties))
    )
    found: dict[str, int] = {}
    for row in conn.execute(query):
        found[row.payee] = found.get(row.payee, 0) + 1
    return found


def _awaited(
    conn: Connection, committee: str, windows: Iterable[Mapping[str, Any]], day: date
) -> Iterable[Awaited]:
    passed = passed_by(milestone_rows(conn, [committee]), day)
    for window in windows:
        medium, territory = window["medium"], window["territory"]
        for each in window.get("milestones") or ():
            if (committee, medium, territory, each["code"]) not in passed:
                yield Awaited(medium, territory, window["holder"], each)


def _once(values: Iterable[str | None]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(value for value in values if value is not None))
