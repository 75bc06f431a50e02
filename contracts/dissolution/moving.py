"""Who gives what to whom, so that one division of a cell becomes another."""

from contracts.money import Ratio
from contracts.rights.holding import Shares
from contracts.rights.shares import NOTHING, least, minus


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
