"""What a payer withheld in a month, and until when it is paid over: by the tenth of the next.

    withheld_in(conn, payer, month, today) -> MonthWithheld

Source:
    所得税法 181条・204条・212条; 国税通則法 10条2項. Paid in September 2026: the tenth of October
    is a Saturday and Monday a holiday, so Tuesday, 13 October.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final

from sqlalchemy import Connection

from contracts.period import Month
from contracts.tax.filing import remit_by
from ledger.holidays import is_holiday
from ledger.jobs.tax_payments import (
    YEN,
    Progress,
    Scope,
    TaxPayment,
    check_known,
    check_year,
    tax_payments,
)

RESIDENTS, ABROAD = "slip.fees", "slip.abroad"
"""The two forms that tax is paid over with: 報酬・料金等, and 非居住者・外国法人."""

SLIPS: Final = (RESIDENTS, ABROAD)


@dataclass(frozen=True, slots=True)
class WithheldLine:
    """What was withheld from one receiver of one kind of income.

    Attributes:
        slip: The form that it is paid over with.
        count: How many payments. planned: how many of them count by their planned day alone.
        deemed: How many count as paid although they were not.
        amount_minor: What was paid. withheld_minor: tax of it.
    """

    slip: str
    income: str
    receiver: str
    country: str
    count: int
    planned: int
    deemed: int
    amount_minor: int
    withheld_minor: int


@dataclass(frozen=True, slots=True)
class MonthWithheld:
    """A payer's month.

    Attributes:
        lines: By form, kind of income and receiver.
        remit_by: Last day for paying over. days_left: from today to it, below zero when it passed.
        other_currencies: Statements in other currencies, of which nothing is summed here.
    """

    payer: str
    month: Month
    lines: tuple[WithheldLine, ...]
    remit_by: date
    days_left: int
    other_currencies: tuple[str, ...]

    def total_of(self, slip: str) -> int:
        """Return the tax to be paid over with one form."""
        return sum(line.withheld_minor for line in self.lines if line.slip == slip)

    @property
    def total_minor(self) -> int:
        """The tax to be paid over in all."""
        return sum(line.withheld_minor for line in self.lines)

    @property
    def is_planned(self) -> bool:
        """Whether any payment counts by its planned day alone."""
        return any(line.planned for line in self.lines)


def withheld_in(
    conn: Connection, payer: str, month: Month, today: date, progress: Progress | None = None
) -> MonthWithheld:
    """Sum up what a payer withheld in a month.

    Args:
        conn: A snapshot.
        payer: Who withheld.
        month: In which it was paid, or counts as paid.
        today: From which days are counted.
        progress: Called with (statements done, statements in all).

    Raises:
        NotFound: There is no such party.
        RuleViolation: No table reaches the month's year.
    """
    check_known(conn, payer, "payer")
    check_year(month.first_day.year, "month")
    found = tax_payments(conn, Scope(payer), month.first_day, month.last_day, progress)
    return summed(payer, month, found, today)


def summed(payer: str, month: Month, payments: Iterable[TaxPayment], today: date) -> MonthWithheld:
    """Sum up payments of a month; what is unpaid withheld nothing yet."""
    groups: dict[tuple[str, str, str, str], list[TaxPayment]] = defaultdict(list)
    others: set[str] = set()
    for one in payments:
        if one.counts == "unpaid" or not one.is_taxed:
            continue
        if one.currency != YEN:
            others.add(one.statement)
            continue
        slip = ABROAD if one.is_abroad else RESIDENTS
        groups[slip, one.income, one.receiver, one.country].append(one)
    last = remit_by(month.last_day, is_holiday)
    return MonthWithheld(
        payer=payer,
        month=month,
        lines=tuple(_line(key, groups[key]) for key in sorted(groups, key=_order)),
        remit_by=last,
        days_left=(last - today).days,
        other_currencies=tuple(sorted(others)),
    )


def _order(key: tuple[str, str, str, str]) -> tuple[int, str, str, str]:
    return (SLIPS.index(key[0]), *key[1:])


def _line(key: tuple[str, str, str, str], payments: list[TaxPayment]) -> WithheldLine:
    slip, income, receiver, country = key
    return WithheldLine(
        slip=slip,
        income=income,
        receiver=receiver,
        country=country,
        count=len(payments),
        planned=sum(one.counts == "planned" for one in payments),
        deemed=sum(one.counts == "deemed" for one in payments),
        amount_minor=sum(one.amount_minor for one in payments),
        withheld_minor=sum(one.withheld_minor for one in payments),
    )
