"""Sums of a report by channel, territory, work and month: what a payout run starts from.

Lines may carry six decimals; the ledger holds minor units. The report's total is cut once, toward
zero, and its groups are cut cumulatively in their order, so that they add up to that total and
none differs from its exact sum by a whole unit or more.
"""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Final

from contracts.money import MAX_MINOR, minor_unit
from ledger.errors import LogCorrupt, RuleViolation
from ledger.log import canonical

MICRO_DIGITS: Final = 6


@dataclass(frozen=True, slots=True)
class Sums:
    """Exact sums of one group, before rounding.

    Attributes:
        amount_micro: Millionths of the currency's unit (not of its minor unit).
    """

    channel: str
    territory: str
    work: str
    month: str
    rows: int
    units: int
    amount_micro: int


@dataclass(frozen=True, slots=True)
class Group(Sums):
    """One group of a report, with its part of the report's rounded total."""

    amount_minor: int


def rounded(sums: Iterable[Sums], currency: str) -> tuple[Group, ...]:
    """Give each group its part of the total in minor units.

    Args:
        sums: Exact sums, in any order.
        currency: ISO 4217 code.

    Returns:
        The groups in the order of channel, territory, work and month.

    Raises:
        RuleViolation: `report-amount-out-of-range`: a sum is beyond 2^53 - 1.

    Source:
        Cumulative rounding: part n is the rounded sum of the first n less that of the first n - 1.
        Two groups of 0.6 yen make 1 yen in all: 0 for the first and 1 for the second.
    """
    scale = 10 ** (MICRO_DIGITS - minor_unit(currency))
    groups: list[Group] = []
    exact = given = 0
    for one in sorted(sums, key=_order):
        exact += one.amount_micro
        total = _toward_zero(exact, scale)
        part, given = total - given, total
        if max(abs(part), abs(total), abs(one.units)) > MAX_MINOR:
            raise RuleViolation(
                "report-amount-out-of-range",
                field="amount",
                value=str(total),
                expected=f"sums within {MAX_MINOR} minor units",
            )
        groups.append(Group(**asdict(one), amount_minor=part))
    return tuple(groups)


def write_groups(groups: Sequence[Group]) -> bytes:
    """Write the groups as canonical JSON; exact sums as decimal text, which no reader cuts."""
    return canonical.encode(
        [{**asdict(group), "amount_micro": str(group.amount_micro)} for group in groups]
    )


def read_groups(data: bytes) -> tuple[Group, ...]:
    """Read what `write_groups` wrote.

    Raises:
        LogCorrupt: The file is not a list of groups.
    """
    try:
        rows: list[dict[str, Any]] = canonical.decode(data)
        return tuple(Group(**{**row, "amount_micro": int(row["amount_micro"])}) for row in rows)
    except (TypeError, KeyError, ValueError) as error:
        raise LogCorrupt("groups-malformed", value=str(error), expected="a list of groups") from (
            error
        )


def _order(one: Sums) -> tuple[str, str, str, str]:
    return one.channel, one.territory, one.work, one.month


def _toward_zero(amount: int, scale: int) -> int:
    cut = abs(amount) // scale
    return -cut if amount < 0 else cut
