"""What was paid as the tax law asks: one line per payment and kind of income, on the day it counts.

    tax_payments(conn, scope, first, last) -> list[TaxPayment]

Nothing is recorded and nothing computed anew: bases and taxes are those that statements state.

Rules kept here:
1. Whoever is paid counts, an agent for instance; nobody is paid by himself.
2. Where a statement is among the payments on record, what was paid counts on the day it was paid;
   a part that is held, returned or not sent yet is unpaid. Otherwise its planned day counts.
3. A foreign partner's profit counts as paid two months after its period, if not paid before.
4. Where somebody resides is what the statement was taxed by, not what the register says today.

Source:
    所得税法 212条5項 (みなし支払), 225条1項; docs/TAX.md. A statement of 600,000 royalties and
    600,000 fees is two lines with 61,260 withheld each.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from sqlalchemy import Connection, Select, func, or_, select

from contracts.tax.withholding import JAPAN
from ledger.access.views import Viewer
from ledger.errors import NotFound, RuleViolation
from ledger.parties.views import PartyRow
from ledger.statements.tax_parts import ABROAD, TAXED, Counts
from ledger.statements.tax_views import TaxPaymentRow
from ledger.store.views import table_of

Progress = Callable[[int, int], None]

YEN: Final = "JPY"
_ALIKE: Final = (
    "payer", "payee", "receiver", "currency", "income", "counts", "residence", "abroad_day", "rule",
    "treaty_form", "country",
)  # fmt: skip
_AMOUNTS: Final = ("amount_minor", "consumption_minor", "withheld_minor")
_FIRST_YEAR, _LAST_YEAR = 2013, 2100


@dataclass(frozen=True, slots=True)
class Scope:
    """Whose payments are asked for; at least one of both.

    Attributes:
        payer: Who pays. receiver: who is paid, or whose money it is.
        receivers: These alone are paid.
    """

    payer: str | None = None
    receiver: str | None = None
    receivers: frozenset[str] | None = None


@dataclass(frozen=True, slots=True)
class TaxPayment:
    """One payment of one kind of income.

    Attributes:
        payee: Whose money it is. receiver: who is paid.
        day: The day that counts. counts: why it does, or `unpaid` with the planned day.
        country: Residence by which it was taxed.
        rule: Why tax was withheld, or not; see `contracts.tax.withholding`.
        amount_minor: Without consumption tax. consumption_minor: consumption tax beside it.
        withheld_minor: Tax withheld.
        treaty_form: The form that lowered the tax.
        payments: How many are summed up in it; `statement` and `day` are then those of the last.
    """

    statement: str
    payer: str
    payee: str
    receiver: str
    currency: str
    income: str
    day: date
    counts: Counts
    country: str
    rule: str
    amount_minor: int
    consumption_minor: int
    withheld_minor: int
    treaty_form: str | None = None
    payments: int = 1

    @property
    def is_abroad(self) -> bool:
        """Whether it was taxed as a payment to somebody who resides abroad."""
        return self.country != JAPAN

    @property
    def is_taxed(self) -> bool:
        """Whether the law asks to withhold from it, be the rate zero."""
        return self.rule in TAXED


def check_scope(viewer: Viewer, scope: Scope) -> None:
    """Refuse whoever is neither the operator nor the party whose taxes are asked for.

    Raises:
        NotFound: As if there were no such party.
    """
    own = {party for party in (scope.payer, scope.receiver) if party}
    if viewer.role != "operator" and (viewer.party is None or viewer.party not in own):
        raise NotFound("party-not-found", field="payer", value=scope.payer or scope.receiver)


def check_known(conn: Connection, party: str, field: str) -> None:
    """Refuse a party that the register does not know.

    Raises:
        NotFound: `party-not-found`.
    """
    table = table_of(PartyRow)
    if conn.execute(select(table.c.id).where(table.c.id == party)).first() is None:
        raise NotFound("party-not-found", field=field, value=party, expected="the id of a party")


def check_year(year: int, field: str) -> None:
    """Refuse a year before today's forms, and one that no table reaches.

    Raises:
        RuleViolation: `tax-year-unknown`.
    """
    if not _FIRST_YEAR <= year <= _LAST_YEAR:
        raise RuleViolation(
            "tax-year-unknown", field=field, value=year, expected=f"{_FIRST_YEAR} to {_LAST_YEAR}"
        )


def tax_payments(
    conn: Connection, scope: Scope, first: date, last: date, progress: Progress | None = None
) -> list[TaxPayment]:
    """Return what counts from one day to another, in the order of receivers and days.

    Args:
        conn: A snapshot.
        scope: Whose payments.
        first: First day.
        last: Last day, included.
        progress: Called with (payments done, payments in all).
    """
    return _counted(
        conn, (_told(scope, first, last), _open(scope, first, last)), first, last, progress
    )


def tax_sums(
    conn: Connection, scope: Scope, first: date, last: date, progress: Progress | None = None
) -> list[TaxPayment]:
    """Return what `tax_payments` does, with payments summed up that differ in amount and day alone.

    However much somebody was paid, he has few of them.
    """
    told = _told(scope, first, last).subquery()
    alike = [told.c[name] for name in _ALIKE]
    summed = (
        select(
            *alike,
            func.max(told.c.statement_id).label("statement_id"),
            func.max(told.c.day).label("day"),
            func.count().label("payments"),
            *(func.sum(told.c[name]).label(name) for name in _AMOUNTS),
        )
        .group_by(*alike)
        .order_by(*alike)
    )
    return _counted(conn, (summed, _open(scope, first, last)), first, last, progress)


def _counted(
    conn: Connection,
    queries: Iterable[Select[Any]],
    first: date,
    last: date,
    progress: Progress | None,
) -> list[TaxPayment]:
    rows = [row for query in queries for row in conn.execute(query).mappings()]
    found: list[TaxPayment] = []
    for done, row in enumerate(rows, 1):
        one = _payment(dict(row))
        if first <= one.day <= last:
            found.append(one)
        if progress:
            progress(done, len(rows))
    return sorted(found, key=lambda one: (one.receiver, one.day, one.statement, one.income))


def _told(scope: Scope, first: date, last: date) -> Select[Any]:
    """Ask for what counts on its day wherever whoever is paid resides."""
    table = table_of(TaxPaymentRow)
    within = table.c.day.between(first.isoformat(), last.isoformat())
    return _rows(scope).where(table.c.abroad_day.is_(None), within)


def _open(scope: Scope, first: date, last: date) -> Select[Any]:
    """Ask for partners' profits of which the register has to tell where the partner resides."""
    table, days = table_of(TaxPaymentRow), (first.isoformat(), last.isoformat())
    within = or_(table.c.day.between(*days), table.c.abroad_day.between(*days))
    return _rows(scope).where(table.c.abroad_day > "", within)  # in the order of the index


def _rows(scope: Scope) -> Select[Any]:
    table, parties = table_of(TaxPaymentRow), table_of(PartyRow)
    query = select(table, parties.c.country).outerjoin(parties, parties.c.id == table.c.receiver)
    if scope.payer is not None:
        query = query.where(table.c.payer == scope.payer)
    if scope.receiver is not None:
        own = or_(table.c.receiver == scope.receiver, table.c.payee == scope.receiver)
        query = query.where(own)
    if scope.receivers is not None:
        query = query.where(table.c.receiver.in_(sorted(scope.receivers)))
    return query


def _payment(row: Mapping[str, Any]) -> TaxPayment:
    country = _country(row["residence"], row["country"] or JAPAN)
    is_moved = row["abroad_day"] is not None and country != JAPAN
    day, counts = ("abroad_day", "abroad_counts") if is_moved else ("day", "counts")
    return TaxPayment(
        statement=row["statement_id"],
        payer=row["payer"],
        payee=row["payee"],
        receiver=row["receiver"],
        currency=row["currency"],
        income=row["income"],
        day=date.fromisoformat(row[day]),
        counts=row[counts],
        country=country,
        rule=row["rule"],
        treaty_form=row["treaty_form"],
        payments=row.get("payments", 1),
        **{name: int(row[name]) for name in _AMOUNTS},
    )


def _country(residence: str, known: str) -> str:
    if residence == ABROAD:
        return known if known != JAPAN else ABROAD
    return residence or known
