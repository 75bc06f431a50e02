"""Who gives what to whom at the end, and in which pieces, so that it is recorded exactly.

    moves(before, after)          so that one division of a cell becomes another
    promised(plan, grants)        transfers on record that begin later and may be touched
    pieces(extent, later)         an extent cut on the days on which they begin

Transfers take effect in the order of their first days. One that is on record for 2030 has to find
its giver as it was; so what the end moves is cut on that day and moved on after it.
"""

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Final

from contracts.dissolution.stepping import Plan
from contracts.money import Ratio
from contracts.rights.extent import Extent, touches
from contracts.rights.grants import UNASSIGNED, Grants, Transfer, in_force
from contracts.rights.holding import Shares
from contracts.rights.shares import NOTHING, least, minus

_ONE_DAY: Final = dt.timedelta(days=1)


def promised(plan: Plan, grants: Grants) -> tuple[Transfer, ...]:
    """Give the transfers on record that begin after the end, by anybody whom it touches."""
    situation = plan.situation
    takers = {who for found in plan.receivers.values() for who, _ in found.shares}
    touched = situation.parties | takers | {UNASSIGNED}
    return tuple(
        each
        for each in in_force(grants).transfers
        if each.extent.first > situation.transfer_day
        and (each.giver in touched or situation.is_committee(each.giver))
    )


def pieces(extent: Extent, later: Sequence[Transfer]) -> Iterator[tuple[Extent, str]]:
    """Cut an extent on the days on which later transfers begin in it; each with that day."""
    days = sorted({each.extent.first for each in later if touches(each.extent, extent)})
    inside = [day for day in days if extent.is_on(day) and day != extent.first]
    starts: Iterable[dt.date] = (extent.first, *inside)
    for number, first in enumerate(starts):
        until = inside[number] - _ONE_DAY if number < len(inside) else extent.until
        begun = [day for day in days if day <= first]
        yield replace(extent, first=first, until=until), str(begun[-1]) if begun else ""


def moves(before: Shares, after: Shares) -> list[tuple[str, str, Ratio]]:
    """Give who gives what to whom, so that one division becomes the other.

    Nobody both gives and receives; surplus is handed out in the order of names.

    Example:
        >>> moves((("c", (3, 4)), ("m", (1, 4))), (("m", (1, 2)), ("n", (1, 2))))
        [('c', 'm', (1, 4)), ('c', 'n', (1, 2))]
    """
    had, has = dict(before), dict(after)
    takers = {who: minus(share, had.get(who, NOTHING)) for who, share in after}
    wanting = [(who, share) for who, share in takers.items() if share[0] > 0]
    found = []
    for giver, share in before:
        surplus = minus(share, has.get(giver, NOTHING))
        while surplus[0] > 0 and wanting:
            taker, wanted = wanting[0]
            part = least(surplus, wanted)
            found.append((giver, taker, part))
            surplus, left = minus(surplus, part), minus(wanted, part)
            wanting = [(taker, left), *wanting[1:]] if left[0] else wanting[1:]
    return found
