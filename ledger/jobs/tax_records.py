"""Payment records of a year (支払調書): by receiver, form and kind of income.

    payer_records(conn, vault, payer, year) -> YearRecords      what the payer files
    own_payments(conn, vault, receiver, year) -> YearRecords    what a receiver needs for a return

Rules kept here:
1. Royalties and fees of residents stand on one form, royalties of receivers abroad on another;
   other money paid abroad is listed for an expert; a partner's or repaid money at home is on none.
2. The sums of a record are of what was paid; what is unpaid stands beside them.
3. Names come out of the vault. A My Number is nowhere on the register, so its box stays empty.

Source:
    所得税法 225条1項; contracts/tax/filing.toml. 30,000 and 20,001 in one year are 50,001: filed.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from sqlalchemy import Connection, select

from contracts.tax.filing import (
    NON_RESIDENT,
    RESIDENT,
    Paid,
    PaymentRecord,
    limit_on,
    payment_records,
    records_due,
)
from contracts.tax.income import COPYRIGHT, FEE
from ledger.holidays import is_holiday
from ledger.jobs.tax_payments import (
    YEN,
    Progress,
    Scope,
    TaxPayment,
    check_known,
    check_year,
    tax_sums,
)
from ledger.parties.display import DisplayName, names_of
from ledger.parties.views import PartyRow
from ledger.store.views import table_of
from ledger.vault.vault import Vault

_PER_QUERY: Final = 5_000


@dataclass(frozen=True, slots=True)
class Party:
    """Who pays or is paid.

    Attributes:
        corporate_number: Of companies alone.
        is_person: Whose own number would be a My Number.
    """

    id: str
    name: DisplayName
    country: str
    corporate_number: str | None
    is_person: bool


@dataclass(frozen=True, slots=True)
class Record:
    """A payment record with what stands beside its sums.

    Attributes:
        record: Sums by kind of income, and whether it is filed.
        counts: Payments by kind of income.
        consumption_minor: Consumption tax paid beside, shown apart and not in the sums.
        unpaid_minor: Planned in the year and not paid. unwithheld_minor: its tax.
        planned: Payments that count by their planned day alone.
        treaty_forms: Forms that lowered the tax.
    """

    payer: Party
    receiver: Party
    record: PaymentRecord
    counts: Mapping[str, int]
    consumption_minor: int
    unpaid_minor: int
    unwithheld_minor: int
    planned: int
    treaty_forms: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Apart:
    """Money that is on no record here, and why.

    Attributes:
        why: `other-form`, `other-currency`, or `paid-to-another` for somebody's own list.
    """

    payer: Party
    receiver: Party
    why: str
    income: str
    currency: str
    amount_minor: int
    withheld_minor: int


@dataclass(frozen=True, slots=True)
class YearRecords:
    """A year.

    Attributes:
        due: Last day for filing the records.
        filed: Those above the limit. below: those that are not filed.
        people: Everybody who paid, was paid, or whose money it was.
    """

    year: int
    due: date
    filed: tuple[Record, ...]
    below: tuple[Record, ...]
    apart: tuple[Apart, ...]
    people: Mapping[str, Party]

    def party(self, id: str) -> Party | None:
        """Return somebody who paid or was paid in the year; None for anybody else."""
        return self.people.get(id)


def payer_records(
    conn: Connection, vault: Vault, payer: str, year: int, progress: Progress | None = None
) -> YearRecords:
    """Make the records that a payer files about a year.

    Args:
        conn: A snapshot.
        vault: Opens the names of persons.
        payer: Who paid.
        year: Calendar year of payment.
        progress: Called with (sums done, sums in all).

    Raises:
        NotFound: There is no such party.
        RuleViolation: The year is none that the table of forms knows.
    """
    check_known(conn, payer, "payer")
    return _year(conn, vault, Scope(payer=payer), year, progress)


def own_payments(
    conn: Connection, vault: Vault, receiver: str, year: int, progress: Progress | None = None
) -> YearRecords:
    """Sum up a year for whoever was paid, payer by payer; see `payer_records`."""
    check_known(conn, receiver, "payee")
    return _year(conn, vault, Scope(receiver=receiver), year, progress)


def _year(
    conn: Connection, vault: Vault, scope: Scope, year: int, progress: Progress | None
) -> YearRecords:
    check_year(year, "year")
    found = tax_sums(conn, scope, date(year, 1, 1), date(year, 12, 31), progress)
    ids = {each for one in found for each in (one.payer, one.payee, one.receiver)}
    people = _parties(conn, vault, ids)
    groups: dict[tuple[str, str, str], list[TaxPayment]] = defaultdict(list)
    apart: dict[tuple[str, str, str, str, str], list[TaxPayment]] = defaultdict(list)
    for one in found:
        why = _why_apart(one, scope)
        if why:
            apart[one.receiver, one.payer, why, one.income, one.currency].append(one)
        elif form := form_of(one):
            groups[one.receiver, one.payer, form].append(one)
    records = [_record(people, groups[key], key, year) for key in sorted(groups)]
    return YearRecords(
        year=year,
        due=records_due(year, is_holiday),
        filed=tuple(one for one in records if one.record.must_file),
        below=tuple(one for one in records if not one.record.must_file),
        apart=tuple(_apart(people, key, apart[key]) for key in sorted(apart)),
        people=people,
    )


def form_of(payment: TaxPayment) -> str | None:
    """Name the form that a payment stands on; None where it stands on none."""
    if payment.is_abroad:
        return NON_RESIDENT if payment.income == COPYRIGHT else None
    return RESIDENT if payment.income in (COPYRIGHT, FEE) else None


def _why_apart(payment: TaxPayment, scope: Scope) -> str:
    if scope.receiver is not None and payment.receiver != scope.receiver:
        return "paid-to-another"
    if payment.currency != YEN:
        return "other-currency"
    return "other-form" if payment.is_abroad and form_of(payment) is None else ""


def _record(
    people: Mapping[str, Party],
    payments: Sequence[TaxPayment],
    key: tuple[str, str, str],
    year: int,
) -> Record:
    receiver, payer, form = key
    paid = [one for one in payments if one.counts != "unpaid"]
    left = [one for one in payments if one.counts == "unpaid"]
    found = payment_records(map(_paid, paid), year)
    counts: dict[str, int] = defaultdict(int)
    for one in paid:
        counts[one.income] += one.payments
    return Record(
        payer=people[payer],
        receiver=people[receiver],
        record=found[0] if found else _nothing(receiver, form, year),
        counts=dict(counts),
        consumption_minor=sum(one.consumption_minor for one in paid),
        unpaid_minor=sum(one.amount_minor for one in left),
        unwithheld_minor=sum(one.withheld_minor for one in left),
        planned=sum(one.payments for one in paid if one.counts == "planned"),
        treaty_forms=tuple(sorted({one.treaty_form for one in paid if one.treaty_form})),
    )


def _paid(payment: TaxPayment) -> Paid:
    return Paid(
        payee=payment.receiver,
        residence=payment.country,
        income=payment.income,
        paid_on=payment.day,
        amount_minor=payment.amount_minor,
        consumption_tax_minor=payment.consumption_minor,
        withheld_minor=payment.withheld_minor,
    )


def _nothing(receiver: str, form: str, year: int) -> PaymentRecord:
    """Return the record of somebody to whom all of a year is still unpaid."""
    limit = limit_on(form, date(year, 12, 31))
    return PaymentRecord(receiver, year, form, 0, 0, (), must_file=False, limit=limit)


def _apart(
    people: Mapping[str, Party],
    key: tuple[str, str, str, str, str],
    payments: Iterable[TaxPayment],
) -> Apart:
    receiver, payer, why, income, currency = key
    some = [one for one in payments if one.counts != "unpaid"]
    return Apart(
        payer=people[payer],
        receiver=people[receiver],
        why=why,
        income=income,
        currency=currency,
        amount_minor=sum(one.amount_minor for one in some),
        withheld_minor=sum(one.withheld_minor for one in some),
    )


def _parties(conn: Connection, vault: Vault, ids: Iterable[str]) -> dict[str, Party]:
    """Return who they are. Names kept for taxes alone are shown: this is what they are kept for."""
    wanted = sorted(set(ids))
    names, table = names_of(conn, vault, wanted), table_of(PartyRow)
    columns = (table.c.id, table.c.country, table.c.corporate_number, table.c.subject)
    rows: list[Any] = []
    for start in range(0, len(wanted), _PER_QUERY):
        some = wanted[start : start + _PER_QUERY]
        rows.extend(conn.execute(select(*columns).where(table.c.id.in_(some))))
    return {
        row.id: Party(
            row.id,
            names[row.id],
            row.country,
            row.corporate_number if row.subject is None else None,
            is_person=row.subject is not None,
        )
        for row in rows
    }
