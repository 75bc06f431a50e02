"""A member's income report (収支報告書): its part of what the committee's runs earned and spent.

Nothing is recorded: every run is computed again from its trace, as it stands after all corrections
on record. Each agreement is told apart, in its own currency.

1. The member itself, the lead and the operator may ask; others hear that there is no such one.
2. Lines are divided by the shares that the run pinned for the committee; where it pinned none or
   several sets, by the profit shares on its last day; where those are unknown, parts are unknown.
3. Of an investment the register knows what was paid on calls for capital; otherwise it is unknown.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import Connection, select

from contracts.errors import TermsError
from contracts.member_report import (
    METHODS,
    Method,
    Reported,
    Run,
    divided,
    lines_of,
    recouped,
    report,
    results_of,
)
from contracts.money import Ratio
from contracts.period import Month, Period
from ledger.access.views import OPERATOR_VIEWER, Viewer
from ledger.agreements.settled import SettledRunRow
from ledger.agreements.views import AgreementRow, TermsRow
from ledger.blobs.blobs import Blobs
from ledger.committees.change_views import CommitteeCallRow, documents
from ledger.committees.views import CommitteeRow, CommitteeVersionRow, holders_on
from ledger.errors import NotFound, RuleViolation
from ledger.jobs.disputed import held_for
from ledger.jobs.readiness_money import contracts_on, money_of
from ledger.jobs.readiness_reasons import Money
from ledger.royalties.result import Computation, recompute
from ledger.royalties.views import RunRow
from ledger.store.views import table_of, unpack

_ASSETS: Final = ("held", "not_distributed", "receivable")
Weights = tuple[tuple[str, Ratio], ...]


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked for.

    Attributes:
        member: Whose report.
        period: From its first to its last month.
    """

    committee: str
    member: str
    period: Period
    method: Method


@dataclass(frozen=True, slots=True)
class Section:
    """One agreement of the committee.

    Attributes:
        title: Names in Japanese and English.
        runs: Ids of the runs in the period, with the period of each. revised: those of them that
            stand otherwise after corrections.
        lines: The member's report.
        assets: Money that stands in accounts now, with the member's part; for the gross method.
        held_minor: What disputes hold now of the member's lines in these runs, before tax.
    """

    agreement: str
    title: Mapping[str, str]
    payer: str
    currency: str
    runs: tuple[tuple[str, str], ...]
    revised: tuple[str, ...]
    lines: tuple[Reported, ...]
    assets: tuple[tuple[Money, int | None], ...]
    held_minor: int = 0


@dataclass(frozen=True, slots=True)
class MemberReport:
    """A member's report.

    Attributes:
        name_ja: Of the committee.
        sections: Its agreements in the order of their ids, those without runs left out.
        investment: Currency and amount that the member paid in; None when not known.
        recoupment: How much of it came back by the end of the period; None when not known.
    """

    asked: Asked
    name_ja: str
    sections: tuple[Section, ...]
    investment: tuple[str, int] | None
    recoupment: Ratio | None


def member_report(conn: Connection, blobs: Blobs, viewer: Viewer, asked: Asked) -> MemberReport:
    """Give a member's report.

    Args:
        conn: A snapshot.
        blobs: Where traces are.
        viewer: Must be the member, the lead or the operator.
        asked: Committee, member, period and method.

    Raises:
        NotFound: There is no such committee for this viewer.
        RuleViolation: The party was no member in any version of the committee.
    """
    row = _committee(conn, viewer, asked)
    everybody = _members(conn, asked)
    _check_member(everybody, asked)
    last = asked.period.last_day
    concerned = contracts_on(conn, OPERATOR_VIEWER, last, asked.committee)
    money = [*money_of(conn, OPERATOR_VIEWER, concerned, asked.committee)]
    within = _Within(conn, blobs, asked, tuple(everybody), tuple(money))
    found = (_section(within, agreement) for agreement in concerned)
    sections = tuple(section for section in found if section is not None)
    investment = _investment(conn, asked)
    return MemberReport(
        asked, row["name_ja"], sections, investment, _recoupment(sections, investment)
    )


def _committee(conn: Connection, viewer: Viewer, asked: Asked) -> Mapping[str, Any]:
    table = table_of(CommitteeRow)
    query = select(table).where(table.c.id == asked.committee)
    row = conn.execute(query).mappings().first()
    may_ask = viewer.role == "operator" or (
        row is not None and viewer.party is not None and viewer.party in {asked.member, row["lead"]}
    )
    if row is None or not may_ask:
        raise NotFound("committee-not-found", field="committee", value=asked.committee)
    return dict(row)


def _check_member(members: list[str], asked: Asked) -> None:
    if asked.member not in members:
        raise RuleViolation(
            "not-a-member",
            field="member",
            value=asked.member,
            expected="a party that is or was a member of the committee",
        )


@dataclass(frozen=True, slots=True)
class _Within:
    """What one question is answered from.

    Attributes:
        everybody: Whoever was a member at any time.
        money: What stands in the accounts of the committee's agreements now.
    """

    conn: Connection
    blobs: Blobs
    asked: Asked
    everybody: tuple[str, ...]
    money: tuple[Money, ...]


def _section(within: _Within, agreement: str) -> Section | None:
    asked, conn = within.asked, within.conn
    runs, first = _runs(conn, agreement, asked.period), str(asked.period.first)
    if not runs:
        return None
    seen = [(row, _run(within, row)) for row in runs]
    inside = [(row, run) for row, run in seen if row["last_month"] >= first]
    before = [run for row, run in seen if row["last_month"] < first]
    table = table_of(AgreementRow)
    said = conn.execute(select(table).where(table.c.id == agreement)).mappings().one()
    is_gross = asked.method == "gross"
    assets = _assets(within, agreement, seen[-1][1]) if is_gross else ()
    return Section(
        agreement=agreement,
        title=unpack(said["doc"])["title"],
        payer=said["payer"],
        currency=said["currency"],
        runs=tuple((row["run_id"], row["period"]) for row, _ in inside),
        revised=tuple(row["run_id"] for row, _ in inside if row["is_revised"]),
        lines=report(before, [run for _, run in inside], asked.member, asked.method),
        assets=tuple(assets),
        held_minor=held_for(conn, asked.member, (row["run_id"] for row, _ in inside)).get(
            said["currency"], 0
        ),
    )


def _members(conn: Connection, asked: Asked) -> list[str]:
    """Return everybody who ever was a member, for runs that pinned no shares."""
    table = table_of(CommitteeVersionRow)
    query = select(table.c.doc).where(table.c.committee_id == asked.committee)
    named = (one["party"] for row in conn.execute(query) for one in unpack(row.doc)["members"])
    return [*dict.fromkeys(named)]


def _runs(conn: Connection, agreement: str, period: Period) -> list[dict[str, Any]]:
    """Return the runs of an agreement up to the end of a period, as they stand now."""
    table, terms = table_of(SettledRunRow), table_of(TermsRow)
    same = (terms.c.agreement_id == table.c.agreement) & (terms.c.version == table.c.terms_version)
    query = (
        select(table, terms.c.doc.label("clauses"))
        .join(terms, same)
        .where(table.c.agreement == agreement, table.c.last_month <= str(period.last))
        .order_by(table.c.number)
    )
    recorded = _first_traces(conn, agreement)
    return [
        dict(row) | {"is_revised": recorded.get(row["run_id"]) != row["trace_sha256"]}
        for row in conn.execute(query).mappings()
    ]


def _first_traces(conn: Connection, agreement: str) -> dict[str, str]:
    table = table_of(RunRow)
    query = select(table.c.id, table.c.trace_sha256).where(table.c.agreement == agreement)
    return {row.id: row.trace_sha256 for row in conn.execute(query)}


def _run(within: _Within, row: Mapping[str, Any]) -> Run:
    clauses = unpack(row["clauses"])["terms"]
    trace = within.blobs.get(row["trace_sha256"])
    found = recompute(trace, clauses, is_past=True)
    weights = _weights(within, found, row["last_month"])
    members = [*dict.fromkeys((*(party for party, _ in weights or ()), *within.everybody))]
    return Run(
        row["period"],
        lines_of(found.outcome, members),
        weights,
        results_of(found.outcome, members),
    )


def _weights(within: _Within, found: Computation, last_month: str) -> Weights | None:
    """Return by which shares the lines of a run are divided."""
    committee = within.asked.committee
    pinned = [
        tuple((party, _ratio(share)) for party, share in said["shares"])
        for reference, said in found.pinned.items()
        if reference.startswith(f"committee:{committee}/") and said.get("shares")
    ]
    if len(set(pinned)) == 1:
        return pinned[0]
    holders = holders_on(within.conn, committee, "profit", Month.parse(last_month).last_day)
    if holders is None:
        return None
    return tuple((party, (share.num, share.den)) for party, share in holders.shares)


def _ratio(share: Mapping[str, int]) -> Ratio:
    return share["num"], share["den"]


def _assets(within: _Within, agreement: str, last: Run) -> Iterable[tuple[Money, int | None]]:
    """Yield what stands in the accounts of an agreement now, and the member's part of it."""
    for one in within.money:
        if one.account in _ASSETS and one.agreements == (agreement,):
            parts = divided(one.amount_minor, last.weights) if last.weights else None
            yield one, parts.get(within.asked.member, 0) if parts else None


def _investment(conn: Connection, asked: Asked) -> tuple[str, int] | None:
    """Return what a member paid in by the end of the period; None where no call is on record."""
    last = asked.period.last_day.isoformat()
    sums: dict[str, int] = {}
    for call in documents(conn, CommitteeCallRow, asked.committee):
        for one in call["paid"]:
            if one["party"] == asked.member and one["paid_on"] <= last:
                currency = call["currency"]
                sums[currency] = sums.get(currency, 0) + one["amount_minor"]
    return next(iter(sums.items())) if len(sums) == 1 else None


def _recoupment(sections: Iterable[Section], investment: tuple[str, int] | None) -> Ratio | None:
    """Return what came back to date of what was paid in, in the same currency."""
    if investment is None:
        return None
    currency, paid = investment
    results = [
        line.own_to_date_minor or 0
        for section in sections
        if section.currency == currency
        for line in section.lines
        if line.kind == "result"
    ]
    return recouped(sum(results), paid)


def read_period(text: str) -> Period:
    """Read a period as it was asked for.

    Raises:
        RuleViolation: It is none; names the field.
    """
    try:
        return Period.parse(text)
    except TermsError as error:
        fields = {**error.fields, "field": "period"}
        raise RuleViolation(error.code, error.message, **fields) from error


def read_method(text: str) -> Method:
    """Read the name of a method.

    Raises:
        RuleViolation: There is no such method.
    """
    for method in METHODS:
        if method == text:
            return method
    raise RuleViolation("value-not-allowed", field="method", value=text, expected=list(METHODS))
