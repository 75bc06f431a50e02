"""What a payer has to do about taxes this month and the next, and what will cost somebody money.

    due_on(conn, payer, day) -> tuple[Due, ...]

Rules kept here:
1. Tax withheld in a month is paid over by the tenth of the next; what is planned counts too.
2. Records of a year are filed by 31 January, moved to a working day.
3. A treaty form that ends within sixty days, or has ended, is named while its payee is still paid.
4. A payment abroad that is planned, or whose run waits for its statement, is named when a treaty
   would lower its tax and no form on file does.

Source:
    所得税法 212条・225条; 国税通則法 10条2項; 租税条約等実施特例省令 2条 (前日までに提出). On
    2 December 2026: November's tax by the 10th, December's by 12 January (the 10th is a Sunday and
    the 11th a holiday).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, case, func, select

from contracts.period import Month
from contracts.tax.filing import records_due, remit_by
from contracts.tax.rates import has_rate
from contracts.tax.treaty import relief, treaty_rate
from contracts.tax.withholding import JAPAN
from ledger.holidays import is_holiday
from ledger.jobs.tax_payments import YEN, Scope, check_known, check_year, tax_payments
from ledger.parties.views import PartyRow
from ledger.royalties.views import RunPayeeRow
from ledger.statements.tax_parts import NO_TREATY, TAXED
from ledger.statements.tax_views import TaxPaymentRow
from ledger.store.views import table_of
from ledger.tax_forms.views import TreatyFormRow, forms_of

REMIT, RECORDS, FORM_ENDS, FORM_MISSING = "remit", "records", "form-ends", "form-missing"
FORM_DAYS: Final = 60
_FIRST_RECORDS: Final = 2013


@dataclass(frozen=True, slots=True)
class Due:
    """One thing to do.

    Attributes:
        kind: `remit`, `records`, `form-ends` or `form-missing`.
        by: Last day for it. days_left: from the day asked about to it.
        about: Month or year that it concerns; empty for forms.
        amount_minor: Tax to be paid over, or money that is planned.
        payee: Whose form. form: its id. country: of the treaty.
        is_planned: Whether any of the amount counts by its planned day alone.
    """

    kind: str
    by: date
    days_left: int
    about: str = ""
    amount_minor: int | None = None
    payee: str | None = None
    form: str | None = None
    country: str | None = None
    is_planned: bool = False


def due_on(conn: Connection, payer: str, day: date) -> tuple[Due, ...]:
    """List what is due, by day.

    Args:
        conn: A snapshot.
        payer: Whose duties.
        day: Asked about; what is due from it to the end of the next month is listed.

    Raises:
        NotFound: There is no such party.
        RuleViolation: No table reaches the year.
    """
    check_known(conn, payer, "payer")
    check_year(day.year, "on")
    month = Month.of(day)
    until = month.plus(1).last_day
    # Plans of the next months need their forms now.
    plans = _Plans(conn, payer, day, max(day + timedelta(days=FORM_DAYS), until))
    found = [
        *_remittances(conn, payer, month, day),
        *_records(day, until),
        *_forms(plans),
        *_missing(plans),
    ]
    return tuple(sorted(found, key=lambda one: (one.by, one.kind, one.about, one.payee or "")))


@dataclass(frozen=True, slots=True)
class _Plans:
    """A payer's payments from a day to another."""

    conn: Connection
    payer: str
    day: date
    last: date

    def receivers(self, some: set[str]) -> set[str]:
        """Return those of some who are to be paid."""
        scope = Scope(self.payer, receivers=frozenset(some))
        found = tax_payments(self.conn, scope, self.day, self.last) if some else []
        return {one.receiver for one in found}

    def untreated(self) -> dict[str, tuple[date, int]]:
        """Return who is to be paid abroad without a treaty: the first day, and how much in all."""
        table = table_of(TaxPaymentRow)
        query = (
            select(table.c.receiver, func.min(table.c.day), func.sum(table.c.amount_minor))
            .where(*_within(self.payer, self.day, self.last))
            .where(table.c.rule == NO_TREATY, table.c.counts != "paid")
            .group_by(table.c.receiver)
        )
        rows = self.conn.execute(query)
        return {row[0]: (date.fromisoformat(row[1]), int(row[2])) for row in rows}


def _within(payer: str, first: date, last: date) -> tuple[ColumnElement[bool], ...]:
    """Choose what is taxed in these days: its statement tells where the receiver resides."""
    table = table_of(TaxPaymentRow)
    return (
        table.c.payer == payer,
        table.c.abroad_day.is_(None),
        table.c.day.between(first.isoformat(), last.isoformat()),
    )


def _remittances(conn: Connection, payer: str, month: Month, day: date) -> Iterator[Due]:
    """Yield the tax of the month before, which is paid over in this one, and of this one."""
    for one in (month.plus(-1), month):
        withheld, planned = _withheld(conn, payer, one)
        by = remit_by(one.last_day, is_holiday)
        if withheld and by >= day:
            left = (by - day).days
            yield Due(REMIT, by, left, str(one), withheld, is_planned=bool(planned))


def _withheld(conn: Connection, payer: str, month: Month) -> tuple[int, int]:
    """Return what a month's payments withhold, and how many of them are planned alone."""
    table = table_of(TaxPaymentRow)
    query = (
        select(
            func.sum(table.c.withheld_minor),
            func.sum(case((table.c.counts == "planned", 1), else_=0)),
        )
        .where(*_within(payer, month.first_day, month.last_day))
        .where(table.c.rule.in_(TAXED), table.c.currency == YEN, table.c.counts != "unpaid")
    )
    withheld, planned = conn.execute(query).one()
    return int(withheld or 0), int(planned or 0)


def _records(day: date, until: date) -> Iterator[Due]:
    for year in (day.year - 1, day.year):
        by = records_due(max(year, _FIRST_RECORDS), is_holiday)
        if day <= by <= until:
            yield Due(RECORDS, by, (by - day).days, about=str(year))


def _forms(plans: _Plans) -> Iterator[Due]:
    """Yield forms that end soon, and those that ended although their payee is to be paid."""
    table, day = table_of(TreatyFormRow), plans.day
    soon = (day + timedelta(days=FORM_DAYS)).isoformat()
    query = select(table.c.id, table.c.payee, table.c.country, table.c.valid_to).where(
        table.c.payer == plans.payer, table.c.valid_to <= soon
    )
    lasting = {row["payee"] for row in _lasting(plans.conn, plans.payer, soon)}
    rows = plans.conn.execute(query.order_by(table.c.id)).mappings()
    ending = [row for row in rows if row["payee"] not in lasting]
    over = {row["payee"] for row in ending if row["valid_to"] < day.isoformat()}
    planned = plans.receivers(over)
    for row in ending:
        ends = date.fromisoformat(row["valid_to"])
        if ends >= day or row["payee"] in planned:
            yield Due(
                FORM_ENDS,
                ends,
                (ends - day).days,
                payee=row["payee"],
                form=row["id"],
                country=row["country"],
            )


def _lasting(conn: Connection, payer: str, soon: str) -> list[Any]:
    """Return the payees of forms that are good for longer: those need no reminder."""
    table = table_of(TreatyFormRow)
    query = select(table.c.payee).where(
        table.c.payer == payer, table.c.valid_to.is_(None) | (table.c.valid_to > soon)
    )
    return [dict(row) for row in conn.execute(query).mappings()]


def _missing(plans: _Plans) -> Iterator[Due]:
    """Yield payees abroad whose money would bear less tax with a form on file.

    A form helps payments after its day of filing, so it is filed the day before at the latest.
    """
    conn, payer, day = plans.conn, plans.payer, plans.day
    planned = plans.untreated()
    waiting = _waiting(conn, payer)
    countries = _abroad(conn, {*planned, *waiting})
    forms = forms_of(conn, payer, countries)
    for payee, country in sorted(countries.items()):
        paid_on, amount = planned.get(payee, (day + timedelta(days=FORM_DAYS), 0))
        if not has_rate(treaty_rate(country), paid_on) or relief(forms[payee], country, paid_on):
            continue
        by = paid_on - timedelta(days=1) if payee in planned else day
        yield Due(
            FORM_MISSING,
            by,
            (by - day).days,
            amount_minor=amount or waiting.get(payee),
            payee=payee,
            country=country,
            is_planned=True,
        )


def _waiting(conn: Connection, payer: str) -> dict[str, int]:
    """Return who is due money by runs that no statement shows yet, and how much."""
    table = table_of(RunPayeeRow)
    query = (
        select(table.c.party_id, func.sum(table.c.amount_minor))
        .where(table.c.payer == payer, table.c.statement_id.is_(None), table.c.amount_minor > 0)
        .group_by(table.c.party_id)
    )
    return {party: int(amount) for party, amount in conn.execute(query)}


def _abroad(conn: Connection, parties: set[str]) -> dict[str, str]:
    table = table_of(PartyRow)
    query = select(table.c.id, table.c.country).where(
        table.c.id.in_(sorted(parties)), table.c.country != JAPAN
    )
    return {row[0]: row[1] for row in conn.execute(query)}
