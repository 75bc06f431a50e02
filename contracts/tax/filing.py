"""What a payer tells the tax office: a record for each payee and year, and tax by the tenth.

    payment_records(payments, 2026) -> list[PaymentRecord], in the order of payees
    remit_by(paid_on)               -> the tenth of the next month, moved to a working day

Rules kept here:
1. A record is of one payee and one calendar year of payment, whatever months were earned.
2. What was paid counts with consumption tax; without it where the statement shows it apart.
3. Above the limit a record is filed, also where nothing was withheld: companies are payees too.
4. A limit is a dated line of filing.toml with its source.

Source:
    所得税法225条1項 (支払調書), 181条・212条 (納付期限: 翌月10日), 国税通則法10条2項 (期限が休日の
    ときは翌日). That the half-yearly term (納期の特例) does not reach royalties is to be confirmed
    by an expert.
"""

import datetime as dt
import tomllib
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib import resources

from contracts.banking.days import IsHoliday, working_day
from contracts.errors import TermsInvalid
from contracts.tax.withholding import JAPAN

RESIDENT, NON_RESIDENT = "record.resident", "record.non_resident"
_TENTH = 10
_DECEMBER = 12


@dataclass(frozen=True, slots=True)
class Limit:
    """From which sum on a record is filed.

    Attributes:
        over_minor: A record is filed above it, not at it.
    """

    id: str
    valid_from: dt.date
    over_minor: int
    law: str
    url: str
    checked_on: dt.date
    confidence: str


@dataclass(frozen=True, slots=True)
class Paid:
    """One payment.

    Attributes:
        payee: Whoever was paid.
        residence: ISO 3166 alpha-2 country on the day of payment.
        income: Kind of income, see `contracts.tax.income`.
        paid_on: Day of payment.
        amount_minor: Without consumption tax, in yen.
        consumption_tax_minor: Shown apart by the statement or not.
        is_separated: Whether it is shown apart.
        withheld_minor: Tax withheld.
    """

    payee: str
    residence: str
    income: str
    paid_on: dt.date
    amount_minor: int
    consumption_tax_minor: int = 0
    is_separated: bool = True
    withheld_minor: int = 0

    @property
    def counted_minor(self) -> int:
        """What counts for the limit and stands in the record."""
        return self.amount_minor + (0 if self.is_separated else self.consumption_tax_minor)


@dataclass(frozen=True, slots=True)
class PaymentRecord:
    """What was paid to one payee in one year.

    Attributes:
        form: `record.resident` or `record.non_resident`.
        total_minor: What was paid. withheld_minor: tax of it.
        incomes: Kind of income with what was paid and withheld, in the order of names.
        must_file: Whether the sum is above the limit.
        limit: The line of the table.
    """

    payee: str
    year: int
    form: str
    total_minor: int
    withheld_minor: int
    incomes: tuple[tuple[str, int, int], ...]
    must_file: bool
    limit: Limit


@cache
def limits() -> tuple[Limit, ...]:
    """Give the table."""
    text = resources.files("contracts.tax").joinpath("filing.toml").read_text("utf-8")
    return tuple(Limit(**block) for block in tomllib.loads(text)["filing"])


def limit_on(form: str, day: dt.date) -> Limit:
    """Give the line in force on a day.

    Raises:
        TermsInvalid: `filing-unknown`: the table does not reach back so far.
    """
    begun = [one for one in limits() if one.id == form and one.valid_from <= day]
    if not begun:
        raise TermsInvalid(
            "filing-unknown",
            "the table of filings does not know this day",
            field="year",
            value=f"{form} {day}",
            expected=f"a form of {', '.join(sorted({one.id for one in limits()}))}, from 2013 on",
        )
    return max(begun, key=lambda one: one.valid_from)


def payment_records(payments: Iterable[Paid], year: int) -> list[PaymentRecord]:
    """Sum up what was paid in a year, payee by payee and form by form.

    Args:
        payments: In any order; those of other years are left out.
        year: Calendar year of payment.

    Example:
        By hand: 30,000 in March and 20,000 in October are 50,000, which is not above 50,000: no
        record is filed. With one yen more it is. 50,000 with 5,000 tax not shown apart is 55,000.
    """
    found: dict[tuple[str, str], list[Paid]] = defaultdict(list)
    for each in payments:
        if each.paid_on.year == year:
            form = RESIDENT if each.residence == JAPAN else NON_RESIDENT
            found[each.payee, form].append(each)
    return [_record(*key, year, found[key]) for key in sorted(found)]


def _record(payee: str, form: str, year: int, payments: list[Paid]) -> PaymentRecord:
    limit = limit_on(form, dt.date(year, _DECEMBER, 31))
    total = sum(each.counted_minor for each in payments)
    sums: dict[str, tuple[int, int]] = {}
    for each in payments:
        paid, withheld = sums.get(each.income, (0, 0))
        sums[each.income] = (paid + each.counted_minor, withheld + each.withheld_minor)
    return PaymentRecord(
        payee=payee,
        year=year,
        form=form,
        total_minor=total,
        withheld_minor=sum(each.withheld_minor for each in payments),
        incomes=tuple((income, *sums[income]) for income in sorted(sums)),
        must_file=total > limit.over_minor,
        limit=limit,
    )


def remit_by(paid_on: dt.date, is_holiday: IsHoliday) -> dt.date:
    """Give the last day on which tax withheld from a payment is paid over.

    Example:
        By hand: paid on 30 September 2026; 10 October 2026 is a Saturday and Monday the 12th a
        public holiday, so Tuesday, 13 October.
    """
    months = paid_on.year * 12 + paid_on.month
    return working_day(dt.date(months // 12, months % 12 + 1, _TENTH), is_holiday, "after")


def records_due(year: int, is_holiday: IsHoliday) -> dt.date:
    """Give the last day on which the records of a year are filed: 31 January of the next."""
    return working_day(dt.date(year + 1, 1, 31), is_holiday, "after")
