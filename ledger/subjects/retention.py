"""How long papers about payments to a person must be kept: a dated table, each line with its law.

The register does not know whose business year ends when, so it counts from the latest end that a
year containing the payment can have. That is never too short, and at most a year too long.
"""

from dataclasses import dataclass
from datetime import date
from typing import Final

from contracts.period import Month

_LONGEST_YEAR_MONTHS: Final = 12


@dataclass(frozen=True, slots=True)
class Retention:
    """One dated line of the table.

    Attributes:
        valid_from: First day of payment that it covers.
        years: How long papers are kept.
        begins_after_months: Months from the end of the business year until the years are counted.
        law: Statute and article.
        confidence: "published", "secondary" or "to be confirmed by an expert".
    """

    valid_from: date
    years: int
    begins_after_months: int
    law: str
    confidence: str


# Companies that carry a loss forward keep the books of those years for ten years; a person's data
# are then kept by a restriction of its own ("order" or "tax_retention" with its day).
LOSSES: Final = Retention(
    valid_from=date(2018, 4, 1),
    years=10,
    begins_after_months=2,
    law="法人税法施行規則第26条の3・第59条（欠損金の生じた事業年度は10年保存）",
    confidence="to be confirmed by an expert",
)
TABLE: Final = (
    Retention(
        valid_from=date(1989, 4, 1),
        years=7,
        begins_after_months=2,
        law="法人税法施行規則第59条・消費税法施行令第50条・電子帳簿保存法（7年保存）",
        confidence="to be confirmed by an expert",
    ),
)


@dataclass(frozen=True, slots=True)
class Kept:
    """Until when papers about a payment are kept, and by which line of the table."""

    until: date
    rule: Retention


def kept_until(paid_on: date, *, with_losses: bool = False) -> Kept | None:
    """Return until when papers about a payment must be kept; None before the table begins.

    Args:
        paid_on: The planned day of payment that a statement names.
        with_losses: True where the business year may have had a loss that is carried forward.

    Source:
        The line of `TABLE` in force on that day. Confirm it with a tax accountant.

    Example:
        >>> kept_until(date(2026, 4, 30)).until
        datetime.date(2034, 6, 30)
    """
    rules = [rule for rule in TABLE if rule.valid_from <= paid_on]
    if not rules:
        return None
    rule = LOSSES if with_losses and paid_on >= LOSSES.valid_from else rules[-1]
    months = _LONGEST_YEAR_MONTHS + rule.begins_after_months + 12 * rule.years
    return Kept(Month.of(paid_on).plus(months).last_day, rule)
