"""The money and the claims that the end of a committee would meet, with a few queries for all.

An agreement belongs to the committee it names; one that names none, to the committees whose holders
its clauses pay. Money under several agreements is told under each, and counted once in totals.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Connection, case, func, or_, select, true

from contracts.surviving import surviving
from contracts.terms import parse_terms
from ledger.access.views import Viewer, visible
from ledger.agreements.terms import committees_of
from ledger.agreements.views import AgreementRow, TermsRow
from ledger.jobs.readiness_reasons import Claim, Money
from ledger.revenue.distributable import distributable_minor
from ledger.revenue.views import SUPERSEDED, ReportRow
from ledger.royalties.held_views import HeldRow
from ledger.royalties.views import BalanceRow, RunPayeeRow
from ledger.store.views import table_of, unpack

_SURVIVES = '"survives":true'
_DEFICIT = "carried"


@dataclass(frozen=True, slots=True)
class Contract:
    """An agreement that concerns committees.

    Attributes:
        committees: Ids. claims: what outlives them.
    """

    id: str
    payer: str
    currency: str
    distribute_on: str
    committees: tuple[str, ...]
    claims: tuple[Claim, ...]


def contracts_on(
    conn: Connection, viewer: Viewer, day: date, committee: str | None
) -> dict[str, Contract]:
    """Return the agreements that concern committees, with the clauses in force on a day.

    Args:
        conn: A snapshot.
        viewer: Sees the agreements he may read.
        day: Of several versions that begin with one month the last recorded is in force.
        committee: Only those that concern this one.
    """
    agreements, terms = table_of(AgreementRow), table_of(TermsRow)
    place = func.row_number().over(
        partition_by=terms.c.agreement_id,
        order_by=(terms.c.effective_month.desc(), terms.c.version.desc()),
    )
    begun = select(terms, place.label("place")).where(terms.c.effective_month <= f"{day:%Y-%m}")
    newest = begun.subquery()
    query = (
        select(agreements, newest.c.doc.label("clauses"))
        .outerjoin(newest, (newest.c.agreement_id == agreements.c.id) & (newest.c.place == 1))
        .where(visible(viewer, agreements.c.id))
        .where(_concerns(agreements.c.committee, newest.c.doc, committee))
        .order_by(agreements.c.id)
    )
    return {row["id"]: _contract(dict(row)) for row in conn.execute(query).mappings()}


def _concerns(
    named: ColumnElement[Any], clauses: ColumnElement[Any], committee: str | None
) -> ColumnElement[bool]:
    if committee is None:
        return or_(named.is_not(None), clauses.contains('"committee:cmt_', autoescape=True))
    reference = f'"committee:{committee}/'
    return or_(named == committee, clauses.contains(reference, autoescape=True))


def _contract(row: Mapping[str, Any]) -> Contract:
    clauses: str = row["clauses"] or ""
    terms = unpack(clauses)["terms"] if clauses else {}
    committees = [row["committee"]] if row["committee"] else committees_of(terms)
    claims = _claims(row["id"], terms) if _SURVIVES in clauses else ()
    return Contract(
        row["id"], row["payer"], row["currency"], row["distribute_on"], tuple(committees), claims
    )


def _claims(agreement: str, terms: Mapping[str, Any]) -> tuple[Claim, ...]:
    steps = {step["id"]: step for step in terms["steps"]}
    return tuple(
        Claim(
            agreement, head.id, head.clause, head.label_ja, head.label_en, _payees(steps[head.id])
        )
        for head in surviving(parse_terms(terms))
    )


def _payees(step: Mapping[str, Any]) -> tuple[str, ...]:
    alone = [step["payee"]] if "payee" in step else []
    return (*alone, *(one["payee"] for one in step.get("payees", ())))


def money_of(
    conn: Connection, viewer: Viewer, contracts: Mapping[str, Contract], committee: str | None
) -> Iterator[Money]:
    """Yield what is held, reported, allocated or short under agreements.

    Args:
        conn: A snapshot.
        viewer: Sees the reports he may read.
        contracts: Agreements that concern committees.
        committee: Whether they are those of one only; the queries are then narrowed to them.
    """
    ids = list(contracts) if committee else None
    yield from _held(conn, contracts, ids)
    yield from _reported(conn, viewer, contracts, ids)
    yield from _not_stated(conn, contracts, ids)
    yield from _deficits(conn, contracts, ids)


def _among(column: ColumnElement[Any], ids: Iterable[str] | None) -> ColumnElement[bool]:
    return true() if ids is None else column.in_(ids)


def _held(
    conn: Connection, contracts: Mapping[str, Contract], ids: list[str] | None
) -> Iterator[Money]:
    table = table_of(HeldRow)
    query = select(table).where(_among(table.c.agreement, ids))
    for row in conn.execute(query.order_by(table.c.agreement, table.c.account)):
        if of := contracts.get(row.agreement):
            yield Money(
                "held",
                (of.id,),
                of.payer,
                of.currency,
                row.amount_minor,
                name=row.account,
                reason=row.reason,
            )


def _deficits(
    conn: Connection, contracts: Mapping[str, Contract], ids: list[str] | None
) -> Iterator[Money]:
    """Yield what a negative pool carries to the next run: at the end it is the members' loss."""
    table = table_of(BalanceRow)
    query = select(table).where(table.c.account == _DEFICIT, table.c.amount_minor != 0)
    query = query.where(_among(table.c.agreement, ids)).order_by(table.c.agreement)
    for row in conn.execute(query):
        if of := contracts.get(row.agreement):
            yield Money("deficit", (of.id,), of.payer, row.currency, row.amount_minor)


def _reported(
    conn: Connection, viewer: Viewer, contracts: Mapping[str, Contract], ids: list[str] | None
) -> Iterator[Money]:
    """Yield what arrived and was not divided, and what was promised and did not arrive."""
    table = table_of(ReportRow)
    is_open = or_(
        table.c.distributed_minor != table.c.amount_minor,
        table.c.received_minor < table.c.remittance_minor,
    )
    query = select(table).where(table.c.status != SUPERSEDED, is_open, visible(viewer, table.c.id))
    sums: dict[tuple[str, str, str, str], int] = defaultdict(int)
    for row in conn.execute(query.where(_among(table.c.agreement, ids)).order_by(table.c.id)):
        of = contracts.get(row.agreement)
        if of is None:
            continue
        amounts = (row.amount_minor, row.remittance_minor, row.received_minor)
        left = distributable_minor(*amounts, of.distribute_on) - row.distributed_minor
        sums["not_distributed", of.id, of.payer, row.currency] += left
        owed = max(0, row.remittance_minor - row.received_minor)
        sums["receivable", of.id, row.reporter, row.currency] += owed
    for (account, agreement, holder, currency), amount in sums.items():
        if amount:
            yield Money(account, (agreement,), holder, currency, amount)


def _not_stated(
    conn: Connection, contracts: Mapping[str, Contract], ids: list[str] | None
) -> Iterator[Money]:
    """Yield what runs allocated and no statement shows; what payees owe back stands apart."""
    table = table_of(RunPayeeRow)
    due = table.c.amount_minor - table.c.kept_minor
    sign = case((due < 0, -1), else_=1)
    key = (table.c.agreement, table.c.payer, table.c.currency, sign)
    query = select(*key[:3], func.sum(due).label("due")).where(
        table.c.statement_id.is_(None), due != 0, _among(table.c.agreement, ids)
    )
    for row in conn.execute(query.group_by(*key).order_by(*key)):
        if row.agreement in contracts:
            yield Money("not_stated", (row.agreement,), row.payer, row.currency, int(row.due))
