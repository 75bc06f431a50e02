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

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

from sqlalchemy import Connection, select

from contracts.period import Month
from contracts.tax.filing import records_due
from contracts.tax.rates import has_rate
from contracts.tax.treaty import relief, treaty_rate
from contracts.tax.withholding import JAPAN
from ledger.holidays import is_holiday
from ledger.jobs.tax_payments import (
    Progress,
    Scope,
    TaxPayment,
    check_known,
    check_year,
    tax_payments,
)
from ledger.jobs.tax_withheld import summed
from ledger.parties.views import PartyRow
from ledger.royalties.views import RunPayeeRow
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


def due_on(
    conn: Connection, payer: str, day: date, progress: Progress | None = None
) -> tuple[Due, ...]:
    """List what is due, by day.

    Args:
        conn: A snapshot.
        payer: Whose duties.
        day: Asked about; what is due from it to the end of the next month is listed.
        progress: Called with (statements done, statements in all).

    Raises:
        NotFound: There is no such party.
        RuleViolation: No table reaches the year.
    """
    check_known(conn, payer, "payer")
    check_year(day.year, "on")
    month = Month.of(day)
    until = month.plus(1).last_day
    # The month before is paid over in this one; plans of the next months need their forms now.
    first, last = month.plus(-1).first_day, day + timedelta(days=FORM_DAYS)
    payments = tax_payments(conn, Scope(payer), first, max(last, until), progress)
    found = [
        *_remittances(payer, payments, month, day),
        *_records(day, until),
        *_forms(conn, payer, payments, day),
        *_missing(conn, payer, payments, day),
    ]
    return tuple(sorted(found, key=lambda one: (one.by, one.kind, one.about, one.payee or "")))


def _remittances(
    payer: str, payments: Sequence[TaxPayment], month: Month, day: date
) -> Iterator[Due]:
    for one in (month.plus(-1), month):
        within = [each for each in payments if Month.of(each.day) == one]
        told = summed(payer, one, within, day)
        if told.total_minor and told.remit_by >= day:
            yield Due(
                REMIT,
                told.remit_by,
                told.days_left,
                about=str(one),
                amount_minor=told.total_minor,
                is_planned=told.is_planned,
            )


def _records(day: date, until: date) -> Iterator[Due]:
    for year in (day.year - 1, day.year):
        by = records_due(max(year, _FIRST_RECORDS), is_holiday)
        if day <= by <= until:
            yield Due(RECORDS, by, (by - day).days, about=str(year))


def _forms(
    conn: Connection, payer: str, payments: Sequence[TaxPayment], day: date
) -> Iterator[Due]:
    """Yield forms that end soon, and those that ended although their payee is to be paid."""
    table = table_of(TreatyFormRow)
    soon = (day + timedelta(days=FORM_DAYS)).isoformat()
    query = select(table.c.id, table.c.payee, table.c.country, table.c.valid_to).where(
        table.c.payer == payer, table.c.valid_to <= soon
    )
    planned = {one.receiver for one in payments if one.day >= day}
    lasting = {row["payee"] for row in _lasting(conn, payer, soon)}
    for row in conn.execute(query.order_by(table.c.id)).mappings():
        ends = date.fromisoformat(row["valid_to"])
        is_renewed = row["payee"] in lasting
        if not is_renewed and (ends >= day or row["payee"] in planned):
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


def _missing(
    conn: Connection, payer: str, payments: Sequence[TaxPayment], day: date
) -> Iterator[Due]:
    """Yield payees abroad whose money would bear less tax with a form on file.

    A form helps payments after its day of filing, so it is filed the day before at the latest.
    """
    planned: dict[str, list[TaxPayment]] = {}
    for one in payments:
        if one.day >= day and one.counts != "paid" and one.rule == "non-resident":
            planned.setdefault(one.receiver, []).append(one)
    waiting = _waiting(conn, payer)
    countries = _abroad(conn, {*planned, *waiting})
    forms = forms_of(conn, payer, countries)
    for payee, country in sorted(countries.items()):
        some = planned.get(payee, [])
        paid_on = min((one.day for one in some), default=day + timedelta(days=FORM_DAYS))
        if not has_rate(treaty_rate(country), paid_on) or relief(forms[payee], country, paid_on):
            continue
        by = paid_on - timedelta(days=1) if some else day
        yield Due(
            FORM_MISSING,
            by,
            (by - day).days,
            amount_minor=sum(one.amount_minor for one in some) or waiting.get(payee),
            payee=payee,
            country=country,
            is_planned=True,
        )


def _waiting(conn: Connection, payer: str) -> dict[str, int]:
    """Return who is due money by runs that no statement shows yet, and how much."""
    table = table_of(RunPayeeRow)
    query = select(table.c.party_id, table.c.amount_minor).where(
        table.c.payer == payer, table.c.statement_id.is_(None), table.c.amount_minor > 0
    )
    found: dict[str, int] = {}
    for party, amount in conn.execute(query):
        found[party] = found.get(party, 0) + amount
    return found


def _abroad(conn: Connection, parties: set[str]) -> dict[str, str]:
    table = table_of(PartyRow)
    query = select(table.c.id, table.c.country).where(
        table.c.id.in_(sorted(parties)), table.c.country != JAPAN
    )
    return {row[0]: row[1] for row in conn.execute(query)}
