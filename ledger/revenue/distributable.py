"""How much of a report may be distributed, and which of its groups it belongs to.

Reported, invoiced, received and distributable are four amounts. A committee usually distributes
what was received: of a report of 100,000 on which 50,000 was promised and 20,000 has arrived,
40,000 of the reported sales are distributable.
"""

from collections.abc import Sequence

from contracts.money import floor_toward_zero


def distributable_minor(
    amount_minor: int, remittance_minor: int, received_minor: int, distribute_on: str
) -> int:
    """Return how much of a report's amount may be distributed to date.

    A report on which nothing is to be paid (returns, a month without sales) waits for no money.
    What arrived beyond the promised remittance does not add to it.

    Args:
        amount_minor: What was reported.
        remittance_minor: What the sender promised to pay on it.
        received_minor: What has arrived to date.
        distribute_on: `report` or `receipt`.

    Source:
        floor(amount x received / remittance), toward zero. 100,001 reported, 30,000 promised and
        10,000 received: 100,001 x 10,000 / 30,000 = 33,333.67 gives 33,333.
    """
    if distribute_on == "report" or remittance_minor <= 0 or received_minor >= remittance_minor:
        return amount_minor
    return floor_toward_zero(amount_minor, received_minor, remittance_minor)


def by_group(total_minor: int, weights: Sequence[int]) -> list[int]:
    """Divide the distributable amount of a report over its groups.

    Groups may be negative (returns beside sales), so the exact quotients are cut down and the
    units left over go to the largest fractions, earlier groups first among equals. With weights
    of one sign this is the method of largest remainders.

    Args:
        total_minor: Distributable to date.
        weights: Amounts of the groups as reported, in order.

    Returns:
        One part per group, summing to `total_minor`, none off by a whole unit or more.

    Source:
        Largest-remainder (Hamilton) method. 50 of a report with groups 120, -20 and 0: exact
        quotients 60, -10 and 0.
    """
    whole = sum(weights)
    if total_minor == whole:
        return list(weights)
    if whole < 0:
        return [-part for part in by_group(-total_minor, [-weight for weight in weights])]
    quotients = [divmod(total_minor * weight, whole) for weight in weights]
    parts = [part for part, _ in quotients]
    # sorted() is stable: equal fractions stay in the order of the groups.
    by_fraction = sorted(range(len(weights)), key=lambda place: -quotients[place][1])
    for place in by_fraction[: total_minor - sum(parts)]:
        parts[place] += 1
    return parts
