"""Values that commands and facts about rights share: extents as written, stakes, clauses.

An extent is kept twice: as somebody wrote it, and as the leaves that it meant on that day.
"""

from datetime import date
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from ledger.ids import PartyId
from ledger.values import MAX_SAFE, Currency, Ratio, Text, Value

_BODY = "[0-7][0-9A-HJKMNP-TV-Z]{25}"

Holder = Annotated[
    str, StringConstraints(pattern=f"^(party_{_BODY}|committee:cmt_{_BODY}/copyright)$")
]
"""A party, or the co-owners that a committee's copyright shares name."""
HolderOrNobody = Annotated[
    str,
    StringConstraints(pattern=f"^(party_{_BODY}|committee:cmt_{_BODY}/copyright|unassigned)$"),
]
Code = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9-]{0,39}$")]
Hexadecimal = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{1,200}$")]
Origin = Literal["maker_29", "work_for_hire_15", "author", "contract"]


class Codes(Value):
    """Codes of a vocabulary: what is meant, and what of it is not."""

    include: tuple[Code, ...] = Field(min_length=1, max_length=300)
    exclude: tuple[Code, ...] = Field(default=(), max_length=300)


class WrittenExtent(Value):
    """What is granted, in codes; both days belong to the period.

    Attributes:
        acts: Left out, all acts; in a licence, all but those of Articles 27 and 28.
        languages: Left out, all languages.
        until: Left out while there is no end.
    """

    vocabulary: Text
    acts: Codes | None = None
    media: Codes
    territories: Codes
    languages: Codes | None = None
    first: date
    until: date | None = None


class ResolvedExtent(Value):
    """The same as leaves of the vocabulary, in hexadecimal; the rule computes it."""

    vocabulary: Text
    acts: Hexadecimal
    media: Hexadecimal
    territories: Hexadecimal
    languages: Hexadecimal
    first: date
    until: date | None = None


class Stake(Value):
    """A holder's share of the whole right."""

    holder: HolderOrNobody
    share: Ratio


class UnderlyingWork(Value):
    """What limits a title: an original work, music, performers, with where its licence is."""

    kind: Literal["original_work", "script", "music", "performers", "other"]
    reference: Text
    note: Text | None = None


class AwaitedMilestone(Value):
    """An approval that a licence waits for, as it stood when the licence was recorded."""

    committee: Text
    medium: Text
    territory: Text
    code: Text
    due: date | None = None


class SigningClause(Value):
    """A clause by which somebody signs for all co-owners, without asking each (65条).

    Attributes:
        ground: `waiver` (unanimity waived by contract) or `representative` (65条4項).
        covers_transfers: The clause reaches transfers too, and not licences only.
    """

    representative: PartyId
    ground: Literal["waiver", "representative"]
    clause: Text
    covers_transfers: bool = False


class WrittenHoldback(Value):
    """Uses that wait for a time, although they are licensed.

    Attributes:
        binds: `licensee` waits with its own use, `licensor` may license nobody.
    """

    extent: WrittenExtent
    binds: Literal["licensee", "licensor"]


class Reversion(Value):
    """A dated clause by which a grant comes back: on a day, unless something was done before.

    The day is either written (`by`) or counted in years from the first day of the grant.

    Attributes:
        condition: `unused` (nobody exploited it by then), `not_released` (the work was not released
            by then) or `other`, which the clause says.
        by: Day on which it comes back unless the condition was met before.
        after_years: The same, counted from the first day of the grant.
        clause: Where it is written, and what is meant.
    """

    condition: Literal["unused", "not_released", "other"]
    by: date | None = None
    after_years: int | None = Field(default=None, ge=1, le=100)
    clause: Text


class Price(Value):
    """An amount in minor units of a currency."""

    amount_minor: int = Field(ge=0, le=MAX_SAFE)
    currency: Currency


class BundlePrice(Price):
    """What is paid for a bundle, before it is divided."""

    kind: Literal["lump_sum", "guarantee"]


class BundlePart(Value):
    """Media of a bundle, and their part of its lump sum or guarantee."""

    media: tuple[Code, ...] = Field(min_length=1)
    share: Ratio


class Bundle(Value):
    """Several uses in one deal: the parts of its price by use, which sum to one.

    Attributes:
        price: What is divided; left out where the agreement alone has it.
        differs: Why the parts are not the guarantees of the agreement that the licence names.
    """

    name: Text
    allocation: tuple[BundlePart, ...] = Field(min_length=1)
    price: BundlePrice | None = None
    differs: Text | None = None
