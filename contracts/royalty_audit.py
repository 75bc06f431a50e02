"""The arithmetic of a royalty audit (ロイヤルティ監査); pure.

Rules kept here, in order:

1. The months that may be asked for go back so many years from the month of the request.
2. What is missing of each report is found less reported; what was reported too much is set against
   it, and is never asked back by itself.
3. Late interest runs on each missing amount from its own due day (`contracts.late_interest`); none
   is owed for what was reported too much.
4. The audit's cost passes to who reported if the net of what is missing is more than the agreed
   part of what was reported. At exactly that part it stays with who asked.

Source:
    Contract practice (監査条項): look-back of two or three years, notice of one or two weeks, cost
    at 5% or more; each is a term of the agreement and none of them law. 民法404条, 419条.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from contracts.late_interest import Interest, interest
from contracts.money import Ratio
from contracts.period import Month


@dataclass(frozen=True, slots=True)
class Finding:
    """What one report should have said.

    Attributes:
        period: As reported. reported_minor: zero where nothing was.
        unpaid_minor: How much less was paid because of it; the difference itself if left out.
        due_on: Last day on which paying it was in time.
    """

    period: str
    reported_minor: int
    found_minor: int
    due_on: date
    unpaid_minor: int | None = None

    @property
    def difference_minor(self) -> int:
        """What is missing; below zero where too much was reported."""
        return self.found_minor - self.reported_minor

    @property
    def late_minor(self) -> int:
        """What bears interest."""
        unpaid = self.difference_minor if self.unpaid_minor is None else self.unpaid_minor
        return max(0, unpaid)


@dataclass(frozen=True, slots=True)
class Assessed:
    """What an audit comes to.

    Attributes:
        interests: One for each finding, in their order.
        under_minor: Sum of what is missing. over_minor: sum of what was reported too much.
        is_shifted: Whether who reported bears the cost.
    """

    interests: tuple[Interest, ...]
    reported_minor: int
    under_minor: int
    over_minor: int
    interest_minor: int
    cost_minor: int
    is_shifted: bool

    @property
    def net_minor(self) -> int:
        """What is missing in all."""
        return self.under_minor - self.over_minor

    @property
    def cost_of_audited_minor(self) -> int:
        """What who reported bears of the cost."""
        return self.cost_minor if self.is_shifted else 0


def first_month(asked_on: date, look_back_years: int) -> Month:
    """Return the first month that may be asked for.

    Example:
        >>> str(first_month(date(2026, 11, 23), 3))
        '2023-11'
    """
    return Month.of(asked_on).plus(-12 * look_back_years)


def assess(
    findings: Sequence[Finding],
    *,
    cost_minor: int,
    as_of: date,
    threshold: Ratio,
    agreed: Ratio | None = None,
) -> Assessed:
    """Compute what an audit comes to.

    Args:
        findings: One for each report.
        cost_minor: What the audit cost.
        as_of: Day up to which interest is asked for.
        threshold: Part of what was reported above which the cost passes.
        agreed: Rate of interest that a clause names.

    Raises:
        TermsInvalid: No statutory rate is known for the first day of a delay.

    Example:
        By hand: 1,000,000 and 500,000 were reported, 1,100,000 and 480,000 found. Missing are
        100,000 and -20,000, net 80,000, which is 5.33% of 1,500,000: above 5%, so the cost of
        300,000 passes. Of 100,000 due on 30 April 2026 until 31 July, 92 days:
        100,000 × 3% × 92 / 365 = 756.16..., so 756. In all 80,000 + 756 + 300,000 = 380,756.
    """
    interests = tuple(
        interest(one.late_minor, one.due_on, as_of, agreed=agreed) for one in findings
    )
    differences = [one.difference_minor for one in findings]
    under = sum(amount for amount in differences if amount > 0)
    over = -sum(amount for amount in differences if amount < 0)
    reported = sum(one.reported_minor for one in findings)
    return Assessed(
        interests=interests,
        reported_minor=reported,
        under_minor=under,
        over_minor=over,
        interest_minor=sum(one.amount_minor for one in interests),
        cost_minor=cost_minor,
        is_shifted=under - over > 0 and under - over > Fraction(*threshold) * reported,
    )
