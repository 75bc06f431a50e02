"""Tables of tiers: which rate holds for which part of a counted quantity, or for all of it.

A quantity is a number of copies or views, or an amount of money. Tiers start at quantities: the
first at zero, each later one higher. Two ways to read a table, named in the contract:
- marginal: every slice of the quantity between two starts has its own rate.
- whole: the rate of the tier that the quantity reached holds for all of it.
A negative quantity mirrors the positive one.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import lcm

from contracts.fields import Fields
from contracts.money import Ratio, lowest_terms
from contracts.schema import AMOUNT, RATIO, Schema

MODES = ("marginal", "whole")


@dataclass(frozen=True, slots=True)
class Tier:
    """One line of a table.

    Attributes:
        starts: Quantity at which it begins.
        ends: Quantity at which the next one begins; None for the last.
        rate: Its rate; of the basis, or minor units for each counted unit.
    """

    starts: int
    ends: int | None
    rate: Ratio


@dataclass(frozen=True, slots=True)
class Slice:
    """The part of a quantity that lies in one tier.

    Attributes:
        number: 1 for the first tier.
        tier: The tier.
        counted: How much of the quantity; negative when the quantity is.
    """

    number: int
    tier: Tier
    counted: int


def read_tiers(fields: Fields, rate_name: str = "rate") -> tuple[Tier, ...]:
    """Read `tiers`: a list of {from, rate}, or of {from, per_unit}.

    Args:
        fields: The step.
        rate_name: Field that holds the rate of a tier. A `rate` is at most one; another name is
            minor units for each unit and may be any fraction.

    Raises:
        TermsInvalid: `tier-without-rate`, or `tiers-out-of-order` when the first does not start
            at zero or another does not start above the one before.
    """
    starts: list[int] = []
    rates: list[Ratio] = []
    for number, part in enumerate(fields.parts("tiers"), start=1):
        if not part.has(rate_name):
            part.refuse(
                "tier-without-rate",
                f"Tier {number} has no {rate_name}.",
                field=f"tiers[{number - 1}].{rate_name}",
                expected='{"num": int, "den": int}',
            )
        starts.append(part.integer("from", least=0))
        rates.append(part.rate(rate_name) if rate_name == "rate" else part.ratio(rate_name))
        part.close()
    _check_order(fields, starts)
    ends = [*starts[1:], None]
    return tuple(Tier(*line) for line in zip(starts, ends, rates, strict=True))


def slices(tiers: Sequence[Tier], quantity: int) -> list[Slice]:
    """Cut a quantity at the starts of the tiers; tiers it does not reach are left out.

    Source:
        Case TI-01: 10% for the first 5,000 copies, 12.5% from
        there to 10,000, 15% beyond.

    Example:
        >>> table = (Tier(0, 5000, (1, 10)), Tier(5000, None, (1, 8)))
        >>> [(one.number, one.counted) for one in slices(table, -6000)]
        [(1, -5000), (2, -1000)]
    """
    size, sign = abs(quantity), -1 if quantity < 0 else 1
    cut = []
    for number, tier in enumerate(tiers, start=1):
        end = size if tier.ends is None else min(size, tier.ends)
        if end > tier.starts:
            cut.append(Slice(number, tier, sign * (end - tier.starts)))
    return cut


def reached(tiers: Sequence[Tier], quantity: int) -> Slice:
    """Give the last tier whose start the quantity has reached, with all of the quantity in it.

    Example:
        >>> table = (Tier(0, 5000, (1, 10)), Tier(5000, None, (1, 8)))
        >>> reached(table, 4999).number, reached(table, 5000).number
        (1, 2)
    """
    size = abs(quantity)
    number = sum(tier.starts <= size for tier in tiers)
    return Slice(number, tiers[number - 1], quantity)


def worth(parts: Sequence[Slice], each: Ratio = (1, 1)) -> Ratio:
    """Add up counted quantity times rate over slices, exactly.

    Args:
        parts: Slices of a quantity.
        each: What every counted unit is worth before the rate, such as its price.

    Example:
        >>> worth(slices((Tier(0, None, (1, 10)),), 5000), (2395, 1))
        (1197500, 1)
    """
    den = lcm(1, *(one.tier.rate[1] for one in parts))
    num = sum(one.counted * one.tier.rate[0] * (den // one.tier.rate[1]) for one in parts)
    return lowest_terms(num * each[0], den * each[1])


def schema(rate_name: str = "rate") -> Schema:
    """Give the JSON Schema of a table of tiers."""
    return {
        "type": "array",
        "minItems": 1,
        "items": {
            "type": "object",
            "properties": {"from": AMOUNT, rate_name: RATIO},
            "required": ["from", rate_name],
            "additionalProperties": False,
        },
    }


def _check_order(fields: Fields, starts: Sequence[int]) -> None:
    rising = all(one < after for one, after in pairwise(starts))
    if starts[0] != 0 or not rising:
        fields.refuse(
            "tiers-out-of-order",
            "The first tier starts at 0, and every other one above the one before.",
            field="tiers",
            value=list(starts),
            expected="from 0, strictly rising",
        )
