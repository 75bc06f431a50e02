"""Drafts of statements: lines, figures and taxes of one payment each, from what is on record."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from typing import Any, Final

from sqlalchemy import Connection, select

from contracts.errors import TermsError
from contracts.period import Period
from contracts.tax.treaty import TreatyForm
from ledger.errors import RuleViolation
from ledger.ids import STATEMENT, derived_id
from ledger.parties.payees import payees_on
from ledger.parties.registrations import as_registered
from ledger.parties.succession import gone_on
from ledger.parties.views import PartyRow
from ledger.statements.books import RunBook
from ledger.statements.carried import minimum_of_books
from ledger.statements.carrying import Carried
from ledger.statements.commands import StatementLine
from ledger.statements.lines import lines_of
from ledger.statements.rule_sets import CURRENT, RULE_SETS
from ledger.statements.rules import refuse_erased, refuse_gone, refuse_issued
from ledger.statements.totals import Figures, Payment, SameDay
from ledger.statements.views import StatementHeadRow, StatementRow
from ledger.statements.waiting_views import waiting_from
from ledger.store.views import table_of, unpack
from ledger.tax_forms.views import forms_of

DEFAULT_PAY_AFTER_MONTHS: Final = 1
"""Where no committee's schedule says otherwise: the end of the month after the period."""


@dataclass(frozen=True, slots=True)
class Plan:
    """Who is to get a statement over which runs."""

    payer: str
    payee: str
    currency: str
    period: Period
    books: tuple[RunBook, ...]
    payment_date: date | None
    is_final: bool

    @property
    def id(self) -> str:
        """The same statement always has the same id, so that it cannot be issued twice."""
        parts = (self.payer, self.payee, self.currency, self.period.name)
        return derived_id(STATEMENT, sha256("|".join(parts).encode()).digest())

    @property
    def paid_on(self) -> date:
        """The day given, else the latest that the clauses or committees of the runs say.

        Raises:
            RuleViolation: A short period waits for the other side's yes.
        """
        if self.payment_date is not None:
            return self.payment_date
        days = [day for book in self.books if (day := self._day_of(book)) is not None]
        return max(days, default=self.period.last.plus(DEFAULT_PAY_AFTER_MONTHS).last_day)

    def _day_of(self, book: RunBook) -> date | None:
        timetable = book.standing.parsed.timetable
        try:
            close = timetable.close_of(self.period.last) if timetable else None
        except TermsError as error:
            fields = {**error.fields, "field": "period", "agreement": book.agreement["id"]}
            raise RuleViolation(error.code, error.message, **fields) from error
        if close is not None:
            return close.pay_on
        if book.schedule_months is None:
            return None
        return self.period.last.plus(book.schedule_months).last_day


@dataclass(frozen=True, slots=True)
class Draft:
    """A statement under way."""

    id: str
    payer: str
    payee: str
    paid_to: str
    period: Period
    currency: str
    payment_date: date
    books: tuple[RunBook, ...]
    lines: tuple[StatementLine, ...]
    figures: Figures
    carried_in: tuple[Carried, ...]
    previous: str | None
    is_final: bool


def drafts_of(
    conn: Connection, plans: list[Plan], refused: Callable[[RuleViolation], None]
) -> list[Draft]:
    """Compute the statements of a payer that are planned for one period.

    Args:
        conn: A snapshot.
        plans: At least one.
        refused: Told whose statement cannot be issued and why.

    Raises:
        Conflict: Everybody has his statement for the period.
    """
    heads = _heads(conn, plans)
    plans = _open_plans(plans, heads)
    paid_to = _paid_to(conn, plans)
    parties = _parties(conn, {*paid_to.values(), *(plan.payee for plan in plans)})
    known = _Known(
        heads=heads,
        carried=_carried(conn, plans[0].payer),
        parties=parties,
        receivers=_receivers(conn, paid_to, parties),
        forms=forms_of(conn, plans[0].payer, paid_to.values()),
        gone={
            day: gone_on(conn, {who for (_, on), who in paid_to.items() if on == day}, day)
            for day in {plan.paid_on for plan in plans}
        },
        same_day=_same_day(conn, plans),
    )
    drafts = []
    for plan in plans:
        try:
            drafts.append(_draft(plan, paid_to[plan.payee, plan.paid_on], known))
        except RuleViolation as error:
            refused(RuleViolation(error.code, error.message, **error.fields, payee=plan.payee))
    return drafts


@dataclass(frozen=True, slots=True)
class _Known:
    """What statements are made of besides the runs, each read once.

    Attributes:
        heads: Payee and currency to the last statement. carried: the same to what waits.
        parties: Rows by id. forms: treaty forms by receiver.
        receivers: Receiver and day to his row, with the registration in force on that day.
        gone: Day to those whose place others have taken.
        same_day: Receiver, currency and day to what he is paid then; grows with each draft.
    """

    heads: Mapping[tuple[str, str], dict[str, Any]]
    carried: Mapping[tuple[str, str], tuple[Carried, ...]]
    parties: Mapping[str, dict[str, Any]]
    receivers: Mapping[tuple[str, date], dict[str, Any]]
    forms: Mapping[str, tuple[TreatyForm, ...]]
    gone: Mapping[date, set[str]]
    same_day: dict[tuple[str, str, str], SameDay]


def _draft(plan: Plan, receiver: str, known: _Known) -> Draft:
    head = known.heads.get((plan.payee, plan.currency))
    carried = known.carried.get((plan.payee, plan.currency), ())
    lines = lines_of(plan.books, plan.payee)
    day = (receiver, plan.currency, plan.paid_on.isoformat())
    payment = Payment(
        payee=known.receivers[receiver, plan.paid_on],
        currency=plan.currency,
        paid_on=plan.paid_on,
        is_own=receiver == plan.payer,
        same_day=known.same_day.get(day, SameDay()),
        forms=known.forms[receiver],
        statement=plan.id,
        carried=carried,
        minimum_minor=minimum_of_books(plan.books),
        is_final=plan.is_final,
    )
    refuse_gone(receiver, known.gone[plan.paid_on])
    refuse_erased(known.parties[plan.payee])
    refuse_erased(known.parties[receiver])
    carried_in = sum(part.amount_minor for part in carried)
    figures = RULE_SETS[CURRENT](lines, carried_in, payment)
    known.same_day[day] = payment.same_day.plus(figures.tax, figures.totals.withholding)
    return Draft(
        id=plan.id,
        payer=plan.payer,
        payee=plan.payee,
        paid_to=receiver,
        period=plan.period,
        currency=plan.currency,
        payment_date=plan.paid_on,
        books=plan.books,
        lines=lines,
        figures=figures,
        carried_in=carried,
        previous=head["statement_id"] if head else None,
        is_final=plan.is_final,
    )


def _carried(conn: Connection, payer: str) -> dict[tuple[str, str], tuple[Carried, ...]]:
    """Return what waits with a payer, part by part."""
    found = waiting_from(conn, payer)
    return {key: tuple(one.part for one in waiting) for key, waiting in found.items()}


def _open_plans(plans: list[Plan], heads: Mapping[tuple[str, str], dict[str, Any]]) -> list[Plan]:
    """Leave out who has his statement for the period: what came later waits for his next one.

    Raises:
        Conflict: Everybody has it.
    """
    last = str(plans[0].period.last)
    still_open = [
        plan
        for plan in plans
        if (head := heads.get((plan.payee, plan.currency))) is None or head["last_month"] < last
    ]
    if not still_open:
        refuse_issued(plans[0].period, heads[plans[0].payee, plans[0].currency])
    return still_open


def _heads(conn: Connection, plans: list[Plan]) -> dict[tuple[str, str], dict[str, Any]]:
    table = table_of(StatementHeadRow)
    query = select(table).where(table.c.payer == plans[0].payer)
    return {(row["payee"], row["currency"]): dict(row) for row in conn.execute(query).mappings()}


def _same_day(conn: Connection, plans: list[Plan]) -> dict[tuple[str, str, str], SameDay]:
    """Return what each receiver is paid on each of the days by statements on record."""
    table = table_of(StatementRow)
    query = select(table).where(
        table.c.payer == plans[0].payer,
        table.c.payment_date.in_(sorted({plan.paid_on.isoformat() for plan in plans})),
    )
    found: dict[tuple[str, str, str], SameDay] = {}
    for row in conn.execute(query.order_by(table.c.entry_index)).mappings():
        day = (row["paid_to"], row["currency"], row["payment_date"])
        tax = unpack(row["doc"])["tax"]
        found[day] = found.get(day, SameDay()).plus(tax, row["withholding_minor"])
    return found


def _paid_to(conn: Connection, plans: list[Plan]) -> dict[tuple[str, date], str]:
    """Return who is paid for each payee on his day, with one query per day."""
    found: dict[tuple[str, date], str] = {}
    for day in {plan.paid_on for plan in plans}:
        payees = payees_on(conn, [plan.payee for plan in plans if plan.paid_on == day], day)
        found |= {(payee, day): receiver for payee, receiver in payees.items()}
    return found


def _receivers(
    conn: Connection,
    paid_to: Mapping[tuple[str, date], str],
    parties: Mapping[str, dict[str, Any]],
) -> dict[tuple[str, date], dict[str, Any]]:
    """Return whoever is paid on a day as he is registered then, with one query per day."""
    found: dict[tuple[str, date], dict[str, Any]] = {}
    for day in {on for _, on in paid_to}:
        some = {receiver for (_, on), receiver in paid_to.items() if on == day}
        rows = as_registered(conn, (parties[party] for party in sorted(some)), day)
        found |= {(party, day): row for party, row in rows.items()}
    return found


def _parties(conn: Connection, ids: set[str]) -> dict[str, dict[str, Any]]:
    table = table_of(PartyRow)
    query = select(table).where(table.c.id.in_(sorted(ids)))
    return {row["id"]: dict(row) for row in conn.execute(query).mappings()}
