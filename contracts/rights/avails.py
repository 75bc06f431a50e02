"""Is a use free on a day, and who must sign? In one answer, for each part that differs.

    availability(grants, Question(extent, day, asked_on), members) -> Availability

Of a part it says, in this order of weight: `licensed` exclusively (or solely), `held-back` by what
a licensor promised, `unassigned` to any holder, `optioned`, `licensed` to some and open to others,
`free`. What weighs less is still listed in `causes`.

Rules kept here:
1. `until` is the last day on which the status stands as far as is known: the end of the last
   licence, holdback or option that causes it, or, where it is free, the day before the next one.
2. An option closes the use that it would grant for as long as it can still be exercised, seen
   from the day of asking: who asks in November 2026 for April 2027 has to know of it.
3. A first refusal or first negotiation does not close a use; it is listed as a cause.
4. Adding a licence never makes a part freer.

Source:
    Copyright Act of Japan, articles 63, 65 and 66 (a pledgee's consent is a matter of the pledge).
    Example by hand: N has SVOD・日本 exclusively to 2027-03-31. "Is SVOD in Japan free from April
    2027?" On 2027-03-31: licensed until that day. On 2027-04-01: free, with no end in sight.
"""

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final, Literal

from contracts.rights.cells import cells, merged
from contracts.rights.extent import Extent, touches
from contracts.rights.grants import UNASSIGNED, Grants, Licence, in_force
from contracts.rights.holding import Held, Shares, holdings
from contracts.rights.licences import exercisable
from contracts.rights.signing import Signing, signing

Status = Literal["free", "licensed", "held-back", "optioned", "unassigned"]
MayLicense = Literal["exclusive", "non_exclusive", "nothing"]

_ONE_DAY: Final = dt.timedelta(days=1)


_CLOSING: Final[tuple[tuple[Status, frozenset[str]], ...]] = (
    ("licensed", frozenset(("exclusive", "sole"))),
    ("held-back", frozenset(("holdback",))),
    ("unassigned", frozenset()),
    ("optioned", frozenset(("option",))),
)
_OPEN: Final = frozenset(("non_exclusive",))
_TAKING: Final = frozenset(("exclusive", "sole", "non_exclusive", "holdback", "option"))


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked.

    Attributes:
        extent: The use; its period does not matter.
        day: Day on which it would be used.
        asked_on: Day on which the question is asked, from which an option can still be exercised;
            `day` when left out.
    """

    extent: Extent
    day: dt.date
    asked_on: dt.date | None = None

    @property
    def moment(self) -> dt.date:
        """Day on which options are looked at."""
        return self.asked_on or self.day


@dataclass(frozen=True, slots=True)
class Cause:
    """One thing on record that touches a use on a day.

    Attributes:
        grant: Its name on the register.
        kind: "exclusive", "sole", "non_exclusive", "holdback", "waiting" (a licensee's own
            holdback), "option", "first_refusal", "first_negotiation", "pledge" or "attachment".
        party: Licensee, holder of the option, or creditor.
        until: Last day; None while there is no end.
        source: Licence it is derived from, if any.
        may_sublicense: Whether the party may license others.
    """

    grant: str
    kind: str
    party: str
    until: dt.date | None
    source: str = ""
    may_sublicense: bool = False


@dataclass(frozen=True, slots=True)
class Part:
    """One part of the use asked for, on the day.

    Attributes:
        extent: The part, on this one day.
        status: Whether it is free.
        may_license: What could be granted now: exclusively, to one more, or nothing.
        until: Last day on which this stands, as far as is known.
        causes: What touches it, in the order of recording.
        shares: Who holds it.
        signing: Who must sign.
    """

    extent: Extent
    status: Status
    may_license: MayLicense
    until: dt.date | None
    causes: tuple[Cause, ...]
    shares: Shares
    signing: Signing


@dataclass(frozen=True, slots=True)
class Availability:
    """The answer: every part of the use that differs from the others.

    Attributes:
        day: The day in question.
        parts: Their extents do not overlap and are together what was asked for.
    """

    day: dt.date
    parts: tuple[Part, ...]

    @property
    def is_free(self) -> bool:
        """Whether all of it is free."""
        return all(part.status == "free" for part in self.parts)


def availability(
    grants: Grants, question: Question, members: Mapping[str, Sequence[str]]
) -> Availability:
    """Tell whether a use is free on a day, by whom not and until when, and who must sign.

    Args:
        grants: Everything on record about the work, as known at the moment in question.
        question: The use, the day, and when it is asked.
        members: Parties behind holders that are references, on that day.
    """
    force = in_force(replace(grants, titles=(), transfers=()))  # `holdings` looks at those itself
    today = replace(question.extent, first=question.day, until=question.day)
    onward = replace(today, until=None)
    touching = [each for each in _reaches(force, question) if touches(each[0], onward)]
    now = [each for each in touching if each[0].is_on(question.day)]
    mandates = [each for each in force.mandates if touches(each.extent, today)]
    walls = [reach for reach, _ in now] + [each.extent for each in mandates]
    found = []
    for held in holdings(grants, today):
        for cell in cells(held.extent, walls):
            causes = tuple(now[number][1] for number in cell.covered_by if number < len(now))
            signed = signing(Held(cell.extent, held.shares), mandates, members)
            found.append((cell.extent, (held.shares, causes, signed)))
    parts = tuple(
        _part(extent, shares, causes, signed, touching)
        for extent, (shares, causes, signed) in merged(found)
    )
    return Availability(question.day, parts)


def _part(
    extent: Extent,
    shares: Shares,
    causes: tuple[Cause, ...],
    signed: Signing,
    touching: Sequence[tuple[Extent, Cause]],
) -> Part:
    status, may_license, decisive = _status(shares, causes)
    ends = [cause.until for cause in causes if cause.kind in decisive]
    until = _last(ends)
    if status == "free":
        until = _before_next(extent, touching)
    return Part(extent, status, may_license, until, causes, shares, signed)


def _status(shares: Shares, causes: tuple[Cause, ...]) -> tuple[Status, MayLicense, frozenset[str]]:
    """Give the status, what may be granted, and the kinds of causes that decide it."""
    kinds = {cause.kind for cause in causes}
    for status, decisive in _CLOSING:
        if status == "unassigned" and UNASSIGNED in dict(shares):
            return "unassigned", "nothing", decisive
        if kinds & decisive:
            return status, "nothing", decisive
    if kinds & _OPEN:
        return "licensed", "non_exclusive", _OPEN
    return "free", "exclusive", frozenset()


def _last(ends: Sequence[dt.date | None]) -> dt.date | None:
    known = [end for end in ends if end is not None]
    return max(known) if known and len(known) == len(ends) else None


def _before_next(extent: Extent, touching: Sequence[tuple[Extent, Cause]]) -> dt.date | None:
    """Give the day before the next licence, holdback or option that touches a part."""
    onward = replace(extent, until=None)
    starts = [
        reach.first
        for reach, cause in touching
        if reach.first > extent.first and cause.kind in _TAKING and touches(reach, onward)
    ]
    return min(starts) - _ONE_DAY if starts else None


def _reaches(force: Grants, question: Question) -> Iterator[tuple[Extent, Cause]]:
    """Give everything that may touch a use, with the extent in which it does."""
    for licence in force.licences:
        yield licence.extent, _licensed(licence)
        for held in licence.holdbacks:
            kind = "holdback" if held.binds == "licensor" else "waiting"
            yield held.extent, Cause(licence.id, kind, licence.licensee, held.extent.until)
    for option in force.options:
        if exercisable(option, question.moment) in ("", "not-yet"):
            yield option.extent, Cause(option.id, option.kind, option.holder, option.until)
    for burden in force.encumbrances:
        cause = Cause(burden.id, burden.kind, burden.creditor, burden.extent.until)
        yield burden.extent, cause


def _licensed(licence: Licence) -> Cause:
    return Cause(
        licence.id,
        licence.exclusivity,
        licence.licensee,
        licence.extent.until,
        licence.source,
        licence.may_sublicense,
    )
