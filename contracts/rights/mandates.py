"""Several windows for one use: the more specific one signs, and the wider one does not.

    carved(mandate, given) -> tuple[Mandate, ...]     what of it no more specific one reaches

Rules kept here:
1. Of two representatives of one holder, the one for fewer territories is the more specific: a China
   window is carved out of overseas. For the same territories, the one for fewer media is.
2. Where neither lies within the other, both stand as they were: the contract does not say.

Source:
    Our reading of practice: 海外窓口 with 中国窓口 beside it. To be confirmed by an expert.
    Example by hand: L has all media in the world without Japan, C all media in China. C signs for
    SVOD in China, L for SVOD in Germany, and both for SVOD in China and Germany together.
"""

from collections.abc import Iterable
from dataclasses import replace

from contracts.rights.extent import Extent, remainder, touches
from contracts.rights.grants import Mandate


def carved(each: Mandate, given: Iterable[Mandate]) -> tuple[Mandate, ...]:
    """Give a mandate without what more specific ones of the same holder reach.

    It may come in several parts; their extents do not overlap.

    Args:
        each: The mandate.
        given: All mandates; it may be among them.
    """
    closer = [
        other.extent
        for other in given
        if other.holder == each.holder
        and touches(other.extent, each.extent)
        and is_more_specific(other.extent, each.extent)
    ]
    return tuple(replace(each, extent=extent) for extent in remainder(each.extent, closer))


def is_more_specific(one: Extent, other: Extent) -> bool:
    """Tell whether the first extent is named more closely than the second, which it lies within.

    Example:
        Streaming in China against all media overseas: yes. Streaming in the world against all media
        overseas: no, the world is wider; it is the overseas one that is named more closely.
    """
    if one.territories == other.territories:
        return one.media != other.media and not one.media & ~other.media
    return not one.territories & ~other.territories
