"""What a grant reaches: acts, media, territories and languages as sets of leaves, and a period.

    resolve(obj) -> Extent          {"vocabulary": VOCABULARY, "acts": {include, exclude}, "media":
                                    {...}, "territories": {...}, "languages": {...}, "first",
                                    "until"}; acts, languages and until may be left out
    everything(first) -> Extent     all of it, for a title
    overlap(a, b) -> Extent | None  what both reach, on every axis
    touches(a, b) -> bool           whether they overlap
    covers(a, b) -> bool            whether a reaches all of b
    without(a, b) -> list[Extent]   what of a remains outside b, in parts that do not overlap
    remainder(a, others)            what of a remains outside all of them
    clipped(extent, day)            the same ending on a day at the latest; None when not begun
    on_axis(extent, axis, bits)     the same with another set of leaves on one axis
    to_dict(extent), from_dict(obj) hexadecimal text per axis, for facts and views
    describe(extent, "ja" | "en")   "配信（SVOD以外）・日本・2026-04-01から"

Rules kept here:
1. Days are whole: `first` and `until` both belong to the period; without `until` it has no end.
2. Languages are leaves as well (languages/1 with a leaf `other`), so that all of them without
   Japanese is a set like any other. Left out, they are all.
3. Acts left out are all acts but those of Articles 27 and 28, which must be named (特掲); where
   every medium named is made by adapting (remake, stage, game), naming it names them.

Source:
    Copyright Act of Japan, article 61(2): 著作権を譲渡する契約において、第二十七条又は第二十八条に
    規定する権利が譲渡の目的として特掲されていないときは、これらの権利は、譲渡した者に留保されたもの
    と推定する.
"""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from contracts.errors import TermsInvalid
from contracts.rights.vocabulary import AXES, Axis, Language, tree_of, usual_acts

VOCABULARY: Final = "media/1+territories/1+acts/1+languages/1"

_FIELDS: Final = frozenset(("vocabulary", *AXES, "first", "until"))
_ONE_DAY: Final = dt.timedelta(days=1)
_DOT: Final = {"ja": "・", "en": ", "}


@dataclass(frozen=True, slots=True)
class Extent:
    """A box in five dimensions; equal extents are equal values.

    Attributes:
        acts: Leaves of acts, as bits.
        media: Leaves of media.
        territories: Leaves of territories.
        languages: Leaves of languages.
        first: First day.
        until: Last day, which belongs to it; None while there is no end.
    """

    acts: int
    media: int
    territories: int
    languages: int
    first: dt.date
    until: dt.date | None = None

    def is_on(self, day: dt.date) -> bool:
        """Tell whether a day is in the period."""
        return self.first <= day and (self.until is None or day <= self.until)


def on_axis(extent: Extent, axis: Axis, bits: int) -> Extent:
    """Give an extent with another set of leaves on one axis."""
    changed: dict[str, Any] = {axis: bits}
    return replace(extent, **changed)


def everything(first: dt.date) -> Extent:
    """Give all acts, media, territories and languages from a day on."""
    acts, media, territories, languages = (tree_of(axis).all_bits for axis in AXES)
    return Extent(acts, media, territories, languages, first)


def resolve(obj: object) -> Extent:
    """Resolve a written extent to leaves.

    Args:
        obj: `vocabulary`, `media` and `territories` with `first` are required. Days are dates, or
            text like 2027-04-01.

    Raises:
        TermsInvalid: "rights-extent-malformed", "rights-field-unknown", "rights-field-missing",
            "rights-vocabulary-unknown", "rights-code-unknown", "rights-axis-malformed",
            "rights-axis-empty", "rights-day-malformed", "rights-period-ends-before-it-begins"; each
            with field, value and what would be right.

    Example:
        SVOD in Germany from April 2027 on: {"media": {"include": ["svod"]}, "territories":
        {"include": ["DE"]}, "first": "2027-04-01"} with the vocabulary is one medium, one
        territory, all languages, and every act but translation, arrangement, transformation,
        adaptation and the use of derivative works.
    """
    given = _checked(obj)
    media = tree_of("media").resolve(given["media"], "media")
    territories = tree_of("territories").resolve(given["territories"], "territories")
    acts, languages = _acts_for(media), tree_of("languages").all_bits
    if given.get("acts") is not None:
        acts = tree_of("acts").resolve(given["acts"], "acts")
    if given.get("languages") is not None:
        languages = tree_of("languages").resolve(given["languages"], "languages")
    first, until = _period(given)
    return Extent(acts, media, territories, languages, first, until)


def overlap(a: Extent, b: Extent) -> Extent | None:
    """Give what two extents both reach, or None when they are apart on any axis.

    Example:
        配信・日本・2026年 and SVOD・全世界・2026年7月から meet in SVOD・日本・2026年7月から12月.
    """
    acts, media, territories = a.acts & b.acts, a.media & b.media, a.territories & b.territories
    languages = a.languages & b.languages
    if not (acts and media and territories and languages):
        return None
    first, until = max(a.first, b.first), _earlier(a.until, b.until)
    if until is not None and until < first:
        return None
    return Extent(acts, media, territories, languages, first, until)


def touches(a: Extent, b: Extent) -> bool:
    """Tell whether two extents overlap, without making the overlap."""
    return bool(
        a.media & b.media
        and a.territories & b.territories
        and a.acts & b.acts
        and a.languages & b.languages
        and (b.until is None or a.first <= b.until)
        and (a.until is None or b.first <= a.until)
    )


def covers(a: Extent, b: Extent) -> bool:
    """Tell whether the first extent reaches all of the second."""
    apart = (
        b.acts & ~a.acts
        | b.media & ~a.media
        | b.territories & ~a.territories
        | b.languages & ~a.languages
    )
    ends_in_time = a.until is None or (b.until is not None and b.until <= a.until)
    return not apart and a.first <= b.first and ends_in_time


def without(a: Extent, b: Extent) -> list[Extent]:
    """Give what of the first extent remains outside the second.

    The parts do not overlap; together with the overlap they are the first extent again.
    """
    both = overlap(a, b)
    if both is None:
        return [a]
    parts, rest = [], a
    for axis in AXES:
        outside = getattr(rest, axis) & ~getattr(both, axis)
        if outside:
            parts.append(on_axis(rest, axis, outside))
            rest = on_axis(rest, axis, getattr(both, axis))
    if rest.first < both.first:
        parts.append(replace(rest, until=both.first - _ONE_DAY))
    if both.until is not None and both.until != rest.until:
        parts.append(replace(rest, first=both.until + _ONE_DAY))
    return parts


def remainder(a: Extent, others: Iterable[Extent]) -> list[Extent]:
    """Give what of an extent remains outside all others, in parts that do not overlap."""
    parts = [a]
    for other in others:
        parts = [left for part in parts for left in without(part, other)]
    return parts


def clipped(extent: Extent, until: dt.date) -> Extent | None:
    """Give an extent that ends on a day at the latest; None when it had not begun by then."""
    end = _earlier(extent.until, until)
    return replace(extent, until=end) if end is not None and extent.first <= end else None


def to_dict(extent: Extent) -> dict[str, Any]:
    """Write an extent with its vocabulary as JSON values."""
    return {
        "vocabulary": VOCABULARY,
        **{axis: tree_of(axis).hex(getattr(extent, axis)) for axis in AXES},
        "first": extent.first.isoformat(),
        "until": extent.until.isoformat() if extent.until else None,
    }


def from_dict(obj: Mapping[str, Any]) -> Extent:
    """Read what `to_dict` wrote.

    Raises:
        TermsInvalid: As `resolve`, and "rights-bits-malformed".
    """
    given = _checked(obj)
    bits = {}
    for axis in AXES:
        text = given.get(axis)
        bits[axis] = tree_of(axis).read_hex(text if isinstance(text, str) else "", axis)
    first, until = _period(given)
    return Extent(bits["acts"], bits["media"], bits["territories"], bits["languages"], first, until)


def describe(extent: Extent, language: Language) -> str:
    """Say an extent in words; acts and languages are said unless they are those of rules 2 and 3.

    Example:
        "配信（SVOD以外）・日本・2026-04-01から"
    """
    words = [tree_of("media").told(extent.media, language)]
    words.append(tree_of("territories").told(extent.territories, language))
    if extent.acts != _acts_for(extent.media):
        words.append(tree_of("acts").told(extent.acts, language))
    if extent.languages != tree_of("languages").all_bits:
        words.append(tree_of("languages").told(extent.languages, language))
    words.append(_period_told(extent, language))
    return _DOT[language].join(words)


def _period_told(extent: Extent, language: Language) -> str:
    first, until = extent.first.isoformat(), extent.until and extent.until.isoformat()
    if language == "ja":
        return f"{first}から{until}まで" if until else f"{first}から"
    return f"{first} to {until}" if until else f"from {first}"


def _acts_for(media: int) -> int:
    acts, uses = tree_of("acts"), tree_of("media")
    express = acts.bits("articles-27-28")
    each = (usual_acts(uses.bits(code)) for code in uses.leaves_in(media))
    return acts.all_bits if all(use & express for use in each) else acts.all_bits & ~express


def _checked(obj: object) -> Mapping[str, Any]:
    if not isinstance(obj, Mapping):
        raise TermsInvalid(
            "rights-extent-malformed",
            "An extent must be an object.",
            field="extent",
            value=repr(obj),
            expected=sorted(_FIELDS),
        )
    for field in sorted(set(map(str, obj)) - _FIELDS):
        raise TermsInvalid(
            "rights-field-unknown",
            f"An extent has no field {field!r}.",
            field=field,
            value=repr(obj[field]),
            expected=sorted(_FIELDS),
        )
    for field in ("vocabulary", "media", "territories", "first"):
        if obj.get(field) is None:
            raise TermsInvalid(
                "rights-field-missing",
                f"An extent needs the field {field!r}.",
                field=field,
                value=None,
                expected=f"{field} of the extent",
            )
    if obj["vocabulary"] != VOCABULARY:
        raise TermsInvalid(
            "rights-vocabulary-unknown",
            f"The vocabulary {obj['vocabulary']!r} is not known.",
            field="vocabulary",
            value=repr(obj["vocabulary"]),
            expected=VOCABULARY,
        )
    return obj


def _period(given: Mapping[str, Any]) -> tuple[dt.date, dt.date | None]:
    first = _day(given["first"], "first")
    until = None if given.get("until") is None else _day(given["until"], "until")
    if until is not None and until < first:
        raise TermsInvalid(
            "rights-period-ends-before-it-begins",
            f"The period ends on {until}, before it begins on {first}.",
            field="until",
            value=until.isoformat(),
            expected=f"{first} or later",
        )
    return first, until


def _day(value: object, field: str) -> dt.date:
    if type(value) is dt.date:
        return value
    try:
        day = dt.date.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        day = None
    if day is None or day.isoformat() != value:
        raise TermsInvalid(
            "rights-day-malformed",
            f"{field} must be a day.",
            field=field,
            value=repr(value),
            expected="a day like 2027-04-01",
        )
    return day


def _earlier(a: dt.date | None, b: dt.date | None) -> dt.date | None:
    if a is None or b is None:
        return a or b
    return min(a, b)
