"""What is on record about the rights in one work: titles, transfers, licences, options and more.

Holders are names that this package never looks into: a party, or a reference such as
`committee:cmt_x/copyright` whose members somebody else knows.

    Grants(titles=..., transfers=..., licences=..., options=..., endings=..., encumbrances=...,
           registrations=..., mandates=...)     each in the order of recording
    retained(transfer), moving(transfer)        what 61(2) leaves with the giver, and what passes
    in_force(grants) -> Grants                  with endings and the presumption of 61(2) applied

Rules kept here:
1. Nothing is edited. An ending names a grant and the first day on which it is no longer in force.
2. A contract that does not expressly name the rights of Articles 27 and 28 is presumed to have left
   them with the transferor; so they do not move here, and `contracts.rights.title` says why.
3. A sub-licence ends with the licence it is derived from, unless it was agreed to survive.

Source:
    Copyright Act of Japan, article 61(2) (特掲), articles 15 and 29 (title in the beginning),
    63 (licence), 66 (pledge), 77 (registration). That 61(2) is not applied to succession, judgment
    and dissolution is our reading: to be confirmed by an expert.
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final, Literal, TypeVar

from contracts.money import Ratio
from contracts.rights.extent import Extent, clipped
from contracts.rights.vocabulary import tree_of

Origin = Literal["maker_29", "work_for_hire_15", "author", "contract"]
Ground = Literal["contract", "succession", "judgment", "dissolution"]
Exclusivity = Literal["exclusive", "sole", "non_exclusive"]
OptionKind = Literal["option", "first_refusal", "first_negotiation"]

UNASSIGNED: Final = "unassigned"
"""The holder of what nobody holds: recorded facts may leave it so, orders may not."""

Granted = TypeVar("Granted", "Title", "Transfer", "Licence", "Encumbrance")

_ONE_DAY: Final = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Underlying:
    """Something that limits a title: an original work, music, a performance.

    Attributes:
        kind: "original_work", "music", "performers" or another word.
        reference: Where its licence is recorded, or what it is.
        note: What it limits.
    """

    kind: str
    reference: str
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Title:
    """Who held a right when it came about.

    Attributes:
        id: Name on the register.
        extent: What of the work.
        stakes: Holders with their shares of the whole.
        origin: Why they hold it.
        moral_rights: What was agreed about the moral rights of authors.
        underlying: What limits it.
    """

    id: str
    extent: Extent
    stakes: tuple[tuple[str, Ratio], ...]
    origin: Origin
    moral_rights: str = ""
    underlying: tuple[Underlying, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Transfer:
    """A share of an extent passed from one holder to another.

    With `until` in its extent it comes back by itself (reversion).

    Attributes:
        id: Name on the register.
        extent: What of the work.
        giver: Who gave.
        taker: Who received.
        share: Of the whole right, not of the giver's part; None is all that the giver holds.
        ground: Why it passed.
        names_27_28: Whether the contract expressly names the rights of Articles 27 and 28.
        source: Title or transfer under which the giver holds; "" when nobody said.
    """

    id: str
    extent: Extent
    giver: str
    taker: str
    share: Ratio | None
    ground: Ground = "contract"
    names_27_28: bool = False
    source: str = ""


@dataclass(frozen=True, slots=True)
class Holdback:
    """A period in which a use may not be exercised although it is licensed, or may not be licensed.

    It may outlast the term of its licence, and falls when the licence is ended before its term.

    Attributes:
        extent: Use and period.
        binds: "licensee": it waits with its own use; "licensor": nobody is licensed this use.
    """

    extent: Extent
    binds: Literal["licensee", "licensor"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Licence:
    """Leave to use; title stays where it is.

    Attributes:
        id: Name on the register.
        extent: What may be used.
        licensors: Who gave it.
        licensee: Who may use.
        exclusivity: "sole" lets the licensor himself go on using, and nobody else.
        source: Licence it is derived from; "" when it comes from the holders of title.
        may_sublicense: Whether the licensee may license others.
        survives_source: Whether it was agreed to stand when its source ends.
        holdbacks: Periods of waiting.
    """

    id: str
    extent: Extent
    licensors: tuple[str, ...]
    licensee: str
    exclusivity: Exclusivity
    source: str = ""
    may_sublicense: bool = False
    survives_source: bool = False
    holdbacks: tuple[Holdback, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """A right to be granted something, for a time.

    Attributes:
        id: Name on the register.
        extent: What would be granted.
        grantors: Who is bound.
        holder: Who may exercise it.
        first: First day on which it can be exercised.
        until: Last day.
        exercised_on: Day it was exercised, if it was.
        kind: What the holder may claim.
    """

    id: str
    extent: Extent
    grantors: tuple[str, ...]
    holder: str
    first: dt.date
    until: dt.date
    exercised_on: dt.date | None = None
    kind: OptionKind = "option"


@dataclass(frozen=True, slots=True)
class Ending:
    """A grant ended: by reversion, termination or lapse.

    Attributes:
        of: The grant.
        first_day: First day on which it is no longer in force.
        ground: Why.
    """

    of: str
    first_day: dt.date
    ground: str = "termination"


@dataclass(frozen=True, slots=True, kw_only=True)
class Encumbrance:
    """A pledge or an attachment on what a holder has.

    Attributes:
        id: Name on the register.
        extent: On what, and from when; its `until` is the last day before it was released.
        holder: Whose share.
        creditor: In whose favour.
        kind: "pledge" or "attachment".
    """

    id: str
    extent: Extent
    holder: str
    creditor: str
    kind: Literal["pledge", "attachment"]


@dataclass(frozen=True, slots=True)
class Registration:
    """Registration with the Agency for Cultural Affairs (文化庁, article 77).

    Attributes:
        of: The grant that was registered.
        number: Number of registration.
        day: Day of registration.
    """

    of: str
    number: str
    day: dt.date


@dataclass(frozen=True, slots=True, kw_only=True)
class Mandate:
    """Somebody may sign for a holder, or for all co-owners, within an extent.

    Attributes:
        holder: Whom it binds; "" for all co-owners of what it reaches.
        extent: For which uses and when.
        representative: Who signs.
        ground: "window" (64(3), 65(4): representative for a use), "representative" (the lead, for
            all), or "waiver" (unanimity waived by contract).
        clause: Where it is written.
    """

    holder: str
    extent: Extent
    representative: str
    ground: Literal["window", "representative", "waiver"]
    clause: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Grants:
    """Everything on record about one work, each list in the order of recording."""

    titles: tuple[Title, ...] = ()
    transfers: tuple[Transfer, ...] = ()
    licences: tuple[Licence, ...] = ()
    options: tuple[Option, ...] = ()
    endings: tuple[Ending, ...] = ()
    encumbrances: tuple[Encumbrance, ...] = ()
    registrations: tuple[Registration, ...] = ()
    mandates: tuple[Mandate, ...] = ()


def in_force(grants: Grants) -> Grants:
    """Give what is really in force: endings applied, and what is presumed retained taken out.

    Applying it again changes nothing. Grants that ended before they began are gone.

    Example:
        A licence 2026-04-01 to 2031-03-31 that is terminated from 2028-04-01 on reaches to
        2028-03-31; its sub-licence to 2030-03-31 then reaches to 2028-03-31 as well.
    """
    ends = _ends(grants.endings)
    titles = (_until(each, ends) for each in grants.titles)
    transfers = (_moved(each, ends) for each in grants.transfers)
    options = (_closed(each, ends) for each in grants.options)
    encumbrances = (_until(each, ends) for each in grants.encumbrances)
    return replace(
        grants,
        titles=tuple(each for each in titles if each),
        transfers=tuple(each for each in transfers if each),
        licences=_licences(grants.licences, ends),
        options=tuple(each for each in options if each),
        encumbrances=tuple(each for each in encumbrances if each),
    )


def retained(transfer: Transfer) -> Extent | None:
    """Give what a transfer is presumed to have left with the giver (61(2)), if anything.

    Example:
        全媒体・全世界 by a contract that says "all copyrights" and no more: the acts of Articles 27
        and 28 stay with the giver, everything else passes.
    """
    acts = transfer.extent.acts & tree_of("acts").bits("articles-27-28")
    if transfer.ground != "contract" or transfer.names_27_28 or not acts:
        return None
    return replace(transfer.extent, acts=acts)


def moving(transfer: Transfer) -> Extent | None:
    """Give what a transfer really moves: its extent without what is presumed retained.

    Whose consent it needs (65(1)) and what its giver must hold is asked of this extent only.
    """
    left = retained(transfer)
    acts = transfer.extent.acts & ~left.acts if left else transfer.extent.acts
    return replace(transfer.extent, acts=acts) if acts else None


def _ends(endings: tuple[Ending, ...]) -> Mapping[str, dt.date]:
    """Give the last day of each ended grant; of several endings the earliest counts."""
    ends: dict[str, dt.date] = {}
    for ending in endings:
        last = ending.first_day - _ONE_DAY
        ends[ending.of] = min(last, ends.get(ending.of, last))
    return ends


def _until(grant: Granted, ends: Mapping[str, dt.date]) -> Granted | None:
    last = ends.get(grant.id)
    if last is None:
        return grant
    extent = clipped(grant.extent, last)
    return replace(grant, extent=extent) if extent else None


def _moved(transfer: Transfer, ends: Mapping[str, dt.date]) -> Transfer | None:
    if retained(transfer) is None:  # most of them: nothing has to be made anew
        return _until(transfer, ends)
    extent = moving(transfer)
    return _until(replace(transfer, extent=extent), ends) if extent else None


def _closed(option: Option, ends: Mapping[str, dt.date]) -> Option | None:
    """Give an option that can be exercised until it was ended, at the latest."""
    last = min(option.until, ends.get(option.id, option.until))
    return replace(option, until=last) if option.first <= last else None


def _licences(licences: tuple[Licence, ...], ends: Mapping[str, dt.date]) -> tuple[Licence, ...]:
    """Give the licences in force; each is recorded after the one it is derived from."""
    reaches: dict[str, Extent | None] = {}
    found = []
    for each in licences:
        licence = _until(each, ends)
        source = reaches.get(each.source, each.extent)
        if licence and each.source in reaches and not each.survives_source:
            licence = _within(licence, source)
        reaches[each.id] = licence.extent if licence else None
        if licence:
            found.append(licence if licence.extent == each.extent else _released(licence))
    return tuple(found)


def _released(licence: Licence) -> Licence:
    """Give a licence cut short with its holdbacks cut short as well."""
    last = licence.extent.until
    kept = [
        Holdback(extent, each.binds)
        for each in licence.holdbacks
        if last and (extent := clipped(each.extent, last))
    ]
    return replace(licence, holdbacks=tuple(kept))


def _within(licence: Licence, source: Extent | None) -> Licence | None:
    if source is None or source.until is None:
        return licence if source else None
    extent = clipped(licence.extent, source.until)
    return replace(licence, extent=extent) if extent else None
