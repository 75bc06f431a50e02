"""Licences side by side: exclusives that meet, sub-licences that are too wide, holdbacks, options.

    conflicts(licences) -> list[Conflict]         every pair that cannot stand together
    conflicts_with(licences, new) -> list         the same for one new licence
    beyond_source(grants, licence) -> list        what a sub-licence reaches beyond its source
    not_licensable(grants, licence) -> list[Short] where a licensor holds nothing to license
    without_licensor(grants, day) -> list[Short]  licences in force whose licensors hold no title
    held_back(licences, licence) -> list[Waiting] where others were promised that it stays closed
    exercisable(option, day) -> str               "" or why an option cannot be exercised

Rules kept here:
1. Two licences conflict where they overlap on every axis, one is exclusive or sole, and neither is
   derived from the other. The overlap itself is given.
2. A sub-licence lies inside its source, whose licensee gives it and may sublicense.
3. An option can be exercised once, from its first day to its last, and not after it was ended.

Source:
    Copyright Act of Japan, articles 63 (licence), 63(3) (not assignable without consent) and 63-2
    (a licensee may oppose a new holder). What 独占 excludes is contract, not statute.
"""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from contracts.rights.cells import meetings
from contracts.rights.extent import Extent, overlap, remainder
from contracts.rights.grants import Grants, Licence, Option, in_force
from contracts.rights.holding import Short, holdings
from contracts.rights.shares import NOTHING


@dataclass(frozen=True, slots=True)
class Conflict:
    """Two licences that cannot stand together, and where they meet.

    Attributes:
        licence: The one recorded first.
        other: The one recorded later.
        extent: Where both reach.
    """

    licence: str
    other: str
    extent: Extent


@dataclass(frozen=True, slots=True)
class Waiting:
    """A part of a licence that a holdback of another licence keeps closed.

    Attributes:
        licence: The licence whose licensor promised it.
        extent: Where, and until when.
    """

    licence: str
    extent: Extent


def conflicts(licences: Sequence[Licence]) -> list[Conflict]:
    """Give every pair of licences that cannot stand together, in the order of recording.

    Args:
        licences: Of one work, as they are in force.

    Example:
        SVOD・日本 exclusively for N to March 2031, and 配信・全世界 for X from 2030 on, meet in
        SVOD・日本・2030-01-01 to 2031-03-31: that is the conflict.
    """
    above, closed = _sources(licences), {n for n, each in enumerate(licences) if _is_closed(each)}
    found = []
    for a, b in sorted(meetings([licence.extent for licence in licences], closed)):
        both = overlap(licences[a].extent, licences[b].extent)
        if both and _cannot_stand(licences[a], licences[b], above):
            found.append(Conflict(licences[a].id, licences[b].id, both))
    return found


def conflicts_with(licences: Sequence[Licence], new: Licence) -> list[Conflict]:
    """Give the licences on record with which a new one cannot stand."""
    above = _sources((*licences, new))
    return [
        Conflict(licence.id, new.id, both)
        for licence in licences
        if _cannot_stand(licence, new, above) and (both := overlap(licence.extent, new.extent))
    ]


def beyond_source(grants: Grants, licence: Licence) -> list[Extent]:
    """Give what a sub-licence reaches beyond the licence it is derived from.

    Without a source on record that is all of it. A source whose licensee is not among the
    licensors, or may not sublicense, gives nothing.
    """
    sources = [each for each in in_force(grants).licences if each.id == licence.source]
    giving = [each for each in sources if _may_give(each, licence)]
    return remainder(licence.extent, [each.extent for each in giving])


def not_licensable(grants: Grants, licence: Licence) -> list[Short]:
    """Give the parts of a licence from title in which one of its licensors holds nothing.

    Whether all co-owners join or agree is another question: `contracts.rights.avails.signing`.
    """
    found = []
    for held in holdings(grants, licence.extent):
        shares = dict(held.shares)
        found += [
            Short(licence.id, licensor, held.extent, NOTHING, NOTHING)
            for licensor in licence.licensors
            if licensor not in shares
        ]
    return found


def without_licensor(grants: Grants, day: dt.date) -> list[Short]:
    """Give licences in force on a day, from title, of which some part is held by nobody.

    A new holder has to bear a licence that was granted before (63-2); so only parts without any
    holder are orphans.
    """
    found = []
    for licence in in_force(grants).licences:
        if licence.source or not licence.extent.is_on(day):
            continue
        today = replace(licence.extent, first=day, until=day)
        for held in holdings(grants, today):
            if not held.holders:
                found.append(Short(licence.id, licence.licensors[0], held.extent, NOTHING, NOTHING))
    return found


def held_back(licences: Sequence[Licence], licence: Licence) -> list[Waiting]:
    """Give where licensors promised others that nobody is licensed what a licence reaches.

    A promise to somebody does not bind what is derived from his own licence.
    """
    above = _sources((*licences, licence))
    return [
        Waiting(other.id, both)
        for other in licences
        if other.id != licence.id and not _is_derived(licence, other, above)
        for holdback in other.holdbacks
        if holdback.binds == "licensor" and (both := overlap(holdback.extent, licence.extent))
    ]


def exercisable(option: Option, day: dt.date) -> str:
    """Tell why an option cannot be exercised on a day; "" when it can.

    Returns:
        "exercised", "not-yet", "lapsed" or "".

    Example:
        An option from 2027-01-01 to 2027-12-31 lapses at the end of that day: on 2028-01-01 it is
        "lapsed".
    """
    if option.exercised_on is not None:
        return "exercised"
    if day < option.first:
        return "not-yet"
    return "lapsed" if day > option.until else ""


def _cannot_stand(a: Licence, b: Licence, above: Mapping[str, str]) -> bool:
    return (_is_closed(a) or _is_closed(b)) and not _is_derived(a, b, above)


def _is_closed(licence: Licence) -> bool:
    return licence.exclusivity != "non_exclusive"


def _may_give(source: Licence, licence: Licence) -> bool:
    return source.may_sublicense and source.licensee in licence.licensors


def _sources(licences: Iterable[Licence]) -> Mapping[str, str]:
    return {licence.id: licence.source for licence in licences if licence.source}


def _is_derived(a: Licence, b: Licence, above: Mapping[str, str]) -> bool:
    return _reaches(a.id, b.id, above) or _reaches(b.id, a.id, above)


def _reaches(below: str, top: str, above: Mapping[str, str]) -> bool:
    """Tell whether a licence is derived from another, through any number of licences."""
    seen = set()
    while below in above and below not in seen:
        seen.add(below)
        below = above[below]
        if below == top:
            return True
    return False
