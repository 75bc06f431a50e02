"""The last day for paying a freelancer: whether the law sets one, and from what it is counted.

It covers work that a business commissions from a person who employs nobody, or from a company of
one. It does not cover royalties: they follow their agreement. What the register does not know is
not guessed; the payment then says "to be confirmed", and whoever prepares it may state the day on
which the work came in.

Source:
    Act on Freelancers (Act No. 25 of 2023, 特定受託事業者に係る取引の適正化等に関する法律),
    articles
    2 and 4(1). That royalties follow the agreement is to be confirmed by counsel.

Example:
    >>> judge("person", {"fee": 100}, date(2027, 4, 1)).pay_by
    datetime.date(2027, 5, 30)
    >>> judge("person", {"copyright": 100}, None).verdict
    'not'
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final, Literal

from contracts.banking.days import freelance_limit
from contracts.tax.income import FEE

INDIVIDUALS: Final = ("person", "sole_trader")
_NEVER_ALONE: Final = ("public_body",)


@dataclass(frozen=True, slots=True)
class Judged:
    """Whether the law sets a last day, and which.

    Attributes:
        verdict: `unclear` where something is not known: whether a company employs anybody, or on
            which day the work came in.
        pay_by: The last day, where it is known.
    """

    verdict: Literal["applies", "not", "unclear"]
    pay_by: date | None = None


def judge(kind: str, incomes: Mapping[str, int], received_on: date | None) -> Judged:
    """Decide from who is paid, for what, and since when.

    Args:
        kind: Of the party that is paid.
        incomes: Kind of income to the amount.
        received_on: The day on which what was commissioned came in, if somebody stated it.
    """
    if not incomes.get(FEE) or kind in _NEVER_ALONE:
        return Judged("not")
    if received_on is None:
        return Judged("unclear")
    verdict: Literal["applies", "unclear"] = "applies" if kind in INDIVIDUALS else "unclear"
    return Judged(verdict, freelance_limit(received_on))
