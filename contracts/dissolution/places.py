"""Which clause holds where, and from when: a plan read as parts of the media and the world.

    places(situation) -> tuple[Place, ...]     do not overlap, and are together everything

Rules kept here:
1. Every use belongs to one word of committees. Where any clause names overseas, all media outside
   Japan are overseas, and the other words mean Japan; where none does, they mean the world.
2. A clause without media is the rest: it covers the words that no clause has named by its time.
3. Until a clause that begins later, what was said for the time before holds. Where nothing was said
   for a time, the statute holds: co-ownership.
4. The order of clauses does not matter.

Source:
    Civil Code of Japan, articles 250, 264 and 667-688. That overseas outweighs a medium is the
    practice of windows (海外窓口 takes all media); an expert must confirm it.
    Example by hand: "music to M; overseas to O; the rest to the lead; publishing to the author
    after five years" of a committee that ends on 2027-04-01. Music in Japan is M's, everything
    outside Japan is O's, publishing in Japan is the lead's and the author's from 2032-04-01 on, the
    other media in Japan are the lead's.
"""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from contracts.dissolution.situation import Clause, Situation, check, years_after
from contracts.rights.extent import Extent, everything, on_axis
from contracts.rights.vocabulary import committee_uses, tree_of

_OVERSEAS: Final = "overseas"


@dataclass(frozen=True, slots=True)
class Phase:
    """What holds from a day on, until the next phase.

    Attributes:
        since: First day.
        clause: What the plan says; None where it says nothing.
    """

    since: dt.date
    clause: Clause | None


@dataclass(frozen=True, slots=True)
class Place:
    """A part of the media and the world with what holds there, in the order of days.

    Attributes:
        word: Word of committees.
        extent: All of it from the day of transfer on.
        phases: At least one, of which the first begins on the day of transfer.
    """

    word: str
    extent: Extent
    phases: tuple[Phase, ...]


def places(situation: Situation) -> tuple[Place, ...]:
    """Read a plan.

    Raises:
        TermsInvalid: As `contracts.dissolution.situation.check`.
    """
    check(situation)
    return tuple(
        Place(word, extent, tuple(_phases(situation, word))) for word, extent in _extents(situation)
    )


def _extents(situation: Situation) -> Iterator[tuple[str, Extent]]:
    """Give each word that matters with what it means."""
    whole = everything(situation.transfer_day)
    abroad = committee_uses()[_OVERSEAS].territories or 0
    is_split = any(_OVERSEAS in clause.media for clause in situation.clauses)
    home = tree_of("territories").all_bits & ~abroad if is_split else whole.territories
    for word, use in committee_uses().items():
        if word != _OVERSEAS:
            yield word, on_axis(on_axis(whole, "media", use.media), "territories", home)
        elif is_split:
            yield word, on_axis(whole, "territories", abroad)


def _phases(situation: Situation, word: str) -> Iterator[Phase]:
    """Give what holds for a word, phase by phase."""
    own = {clause.after_years: clause for clause in situation.clauses if word in clause.media}
    rest = {clause.after_years: clause for clause in situation.clauses if not clause.media}
    first = min(own, default=None)
    said = own | {years: clause for years, clause in rest.items() if first is None or years < first}
    if 0 not in said:
        yield Phase(situation.transfer_day, None)
    for years in sorted(said):
        yield Phase(years_after(situation.transfer_day, years), said[years])


def in_force(phases: Sequence[Phase], day: dt.date) -> int:
    """Give the number of the phase that holds on a day."""
    return max(number for number, phase in enumerate(phases) if phase.since <= day)


def clause_on(place: Place, day: dt.date) -> Clause | None:
    """Give what holds in a place on a day; None is the statute."""
    return place.phases[in_force(place.phases, day)].clause
