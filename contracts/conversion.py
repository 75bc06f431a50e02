"""From one currency to another at a dated rate that its source published.

Rules kept here, in order:
1. A rate says how many units of `quote` one unit of `base` buys. It is used as published; whether
   it may be used the other way round is for the terms to say.
2. What is converted is an amount to date at one rate; what was converted of it before is taken off.
   So part payments and corrections at that rate cannot drift.
3. It is rounded once, toward zero: each line by itself, or the total, whose lines then share it by
   the largest remainders. The two differ, and the terms choose.
"""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any, Literal

from contracts.money import Ratio, floor_toward_zero, lowest_terms, minor_unit

Convert = Literal["line", "total"]


@dataclass(frozen=True, slots=True)
class Fx:
    """How an item came from its own currency into the run's.

    Attributes:
        currency: In which it was reported.
        amount_minor: Of the item, in that currency.
        num: Of the rate as published, in whole units of money.
        den: See `num`.
        date: Day the rate was published for.
        source: Who published it.
        to_date_minor: All that was reported on this line and converted at this rate so far.
        total_minor: The same for the whole report, when totals are converted; None for lines.
        inverse: Whether the rate is for the opposite pair: divide by it.
    """

    currency: str
    amount_minor: int
    num: int
    den: int
    date: str
    source: str
    to_date_minor: int
    total_minor: int | None = None
    inverse: bool = False

    @property
    def factor(self) -> Ratio:
        """What an amount is multiplied by."""
        return (self.den, self.num) if self.inverse else (self.num, self.den)

    def to_dict(self) -> dict[str, Any]:
        """Give the fields as JSON values; what has its default is left out."""
        plain = asdict(self)
        absent = (None, False)
        return {
            name: plain[name] for name in plain if not any(plain[name] is one for one in absent)
        }


def in_minor_units(factor: Ratio, currency: str, into: str) -> Ratio:
    """Give a rate between whole units as a rate between minor units.

    Args:
        factor: What one unit of the first currency is in units of the second.
        currency: ISO 4217 code of the first.
        into: ISO 4217 code of the second.

    Source:
        ISO 4217: a US dollar has 100 cents, a yen has no part, a Kuwaiti dinar has 1,000 fils.
        151.23 yen per dollar are 1.5123 yen per cent.

    Example:
        >>> in_minor_units((15123, 100), "USD", "JPY"), in_minor_units((1, 500), "JPY", "KWD")
        ((15123, 10000), (2, 1))
    """
    num, den = factor
    return lowest_terms(num * 10 ** minor_unit(into), den * 10 ** minor_unit(currency))


def convert(amounts: Sequence[int], rate: Ratio, how: Convert) -> list[int]:
    """Convert the lines of one report at one rate.

    Args:
        amounts: Minor units to date, line by line, of any sign.
        rate: Between minor units; see `in_minor_units`.
        how: Round every line, or the total.

    Returns:
        One amount per line, in order.

    Source:
        docs/decisions/0021-fx.md. Three lines of 0.33 dollars at 151.23: line by line 49.9059 is 49
        each, 147 in all. The total 0.99 gives 149.7177, so 149: 49 each, and the two units left go
        to the first two lines, whose remainders are equal.

    Example:
        >>> convert([33, 33, 33], (15123, 10000), "line")
        [49, 49, 49]
        >>> convert([33, 33, 33], (15123, 10000), "total")
        [50, 50, 49]
    """
    if how == "line":
        return [floor_toward_zero(amount, *rate) for amount in amounts]
    total = floor_toward_zero(sum(amounts), *rate)
    return _shared(total, amounts, rate)


def _shared(total: int, amounts: Sequence[int], rate: Ratio) -> list[int]:
    """Share a converted total by the largest remainders; lines may be of both signs."""
    if sum(amounts) < 0:
        return [-part for part in _shared(-total, [-amount for amount in amounts], rate)]
    quotients = [divmod(amount * rate[0], rate[1]) for amount in amounts]
    parts = [part for part, _ in quotients]
    left = total - sum(parts)
    # sorted() is stable: equal remainders stay in the order of the lines.
    by_remainder = sorted(range(len(amounts)), key=lambda place: -quotients[place][1])
    for place in by_remainder[:left]:
        parts[place] += 1
    return parts
