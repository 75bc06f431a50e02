"""What is known of a committee on the day it ends: its works, its members, its plan.

    Situation(committee_holder=..., works={...}, members=(...), lead=..., clauses=(...),
              transfer_day=..., gone=..., successors=...)
    check(situation)             refuses what contradicts itself; raises TermsInvalid
    years_after(day, years)      the same day so many years later

Parties are names that this package never looks into.

Source:
    Civil Code of Japan, article 143(2): a period of years ends on the day before the corresponding
    day, and where the last month has no such day, on its last day.
"""

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final, Literal

from contracts.errors import TermsInvalid
from contracts.money import Ratio
from contracts.rights.grants import Grants
from contracts.rights.shares import WHOLE, is_less, total, written
from contracts.rights.vocabulary import committee_uses

OutcomeWord = Literal["co_ownership", "lead", "member", "author", "studio", "manager"]
Income = Literal["copyright", "as_before"]

_MOST_YEARS: Final = 200
_SINGLE: Final = frozenset(("lead", "member", "author", "studio", "manager"))


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberShares:
    """A member with its three shares, each exact or unknown.

    Attributes:
        party: The member.
        investment: 出資比率.
        copyright: 著作権持分.
        profit: Of profit and loss (民法674条).
    """

    party: str
    investment: Ratio | None = None
    copyright: Ratio | None = None
    profit: Ratio | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Clause:
    """What the contract says of some media, from a time on.

    Attributes:
        outcome: Who gets it.
        media: Words of committees (`streaming`, `overseas`, ...); none cover the rest.
        to: The party; of `lead`, the committee's lead when left out.
        shares: Receivers with exact shares that sum to one, instead of what `outcome` says.
        after_years: Years from the day of transfer until it holds.
        price_minor: What the receiver pays for it.
        set_off: Whether the price is set off against what the receiver is owed.
        clause: Where it is written.
    """

    outcome: OutcomeWord
    media: tuple[str, ...] = ()
    to: str | None = None
    shares: tuple[tuple[str, Ratio], ...] | None = None
    after_years: int = 0
    price_minor: int | None = None
    set_off: bool = False
    clause: str = ""

    @property
    def name(self) -> str:
        """Where it is written, or else what it says in short."""
        when = f" after {self.after_years} years" if self.after_years else ""
        return self.clause or f"{self.outcome}{when}: {', '.join(self.media) or 'the rest'}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Situation:
    """A committee on the day it ends.

    Attributes:
        committee_holder: As which it stands on the register, `committee:<id>/copyright`.
        works: Everything on record about each of its works.
        members: On the day before the transfer.
        lead: 幹事, if there is one.
        clauses: The plan; empty where there is none.
        transfer_day: First day of the new holders.
        gone: Parties that cannot be reached or no longer exist.
        successors: Who took the place of a party, each with its part of that party's share.
        income: Whether the money of co-owners follows copyright shares, or is divided as before.
        main: A word of committees whose receivers the money follows; the largest group if empty.
    """

    committee_holder: str
    works: Mapping[str, Grants]
    members: tuple[MemberShares, ...]
    transfer_day: dt.date
    lead: str | None = None
    clauses: tuple[Clause, ...] = ()
    gone: frozenset[str] = frozenset()
    successors: Mapping[str, tuple[tuple[str, Ratio], ...]] = field(default_factory=dict)
    income: Income = "copyright"
    main: str = ""

    @property
    def parties(self) -> frozenset[str]:
        """Its members."""
        return frozenset(member.party for member in self.members)

    def is_committee(self, holder: str) -> bool:
        """Tell whether a holder on the register is the committee, by any of its share sets."""
        return holder.partition("/")[0] == self.committee_holder.partition("/")[0]


def check(situation: Situation) -> None:
    """Refuse a plan that contradicts itself.

    What a plan leaves open is no contradiction: that is a gap of its outcome.

    Raises:
        TermsInvalid: "disposition-medium-unknown", "disposition-repeated",
            "disposition-years-out-of-range", "disposition-share-not-positive",
            "disposition-price-without-buyer" or "successors-above-one", with field, value and what
            would be right.
    """
    seen: set[tuple[str, int]] = set()
    for number, clause in enumerate(situation.clauses):
        place = f"clauses[{number}]"
        _check_numbers(clause, place, _most_years(situation.transfer_day))
        for word in clause.media or ("",):
            _check_word(word, f"{place}.media")
            if (word, clause.after_years) in seen:
                raise _refused(
                    "disposition-repeated", f"{place}.media", word, "one clause per medium and time"
                )
            seen.add((word, clause.after_years))
    _check_word(situation.main, "main")
    for party, successors in situation.successors.items():
        taken = total(share for _, share in successors)
        if is_less(WHOLE, taken):
            raise _refused("successors-above-one", f"successors[{party}]", written(taken), "1")


def years_after(day: dt.date, years: int) -> dt.date:
    """Give the corresponding day so many years later.

    Example:
        >>> years_after(dt.date(2028, 2, 29), 1)
        datetime.date(2029, 3, 1)
    """
    if (day.month, day.day) == (2, 29):
        return dt.date(day.year + years, 2, 28) + dt.timedelta(days=1)
    return day.replace(year=day.year + years)


def _most_years(day: dt.date) -> int:
    """Give how many years later there still is a day."""
    return min(_MOST_YEARS, dt.MAXYEAR - day.year)


def _check_numbers(clause: Clause, place: str, most_years: int) -> None:
    """Refuse years, shares and prices that mean nothing."""
    if not 0 <= clause.after_years <= most_years:
        raise _refused(
            "disposition-years-out-of-range",
            f"{place}.after_years",
            clause.after_years,
            f"0 to {most_years}",
        )
    for place_of, share in _shares(clause, place):
        if share[0] <= 0 or share[1] <= 0:
            raise _refused(
                "disposition-share-not-positive",
                place_of,
                f"{share[0]}/{share[1]}",
                "a share above nothing",
            )
    if clause.price_minor is not None and (clause.shares or clause.outcome not in _SINGLE):
        raise _refused(
            "disposition-price-without-buyer",
            f"{place}.price_minor",
            clause.price_minor,
            "an outcome with one receiver who pays it",
        )


def _shares(clause: Clause, place: str) -> Iterator[tuple[str, Ratio]]:
    for number, (_, share) in enumerate(clause.shares or ()):
        yield f"{place}.shares[{number}].share", share


def _check_word(word: str, place: str) -> None:
    if word and word not in committee_uses():
        expected = ", ".join(committee_uses())
        raise _refused("disposition-medium-unknown", place, word, f"one of {expected}")


def _refused(code: str, place: str, value: object, expected: str) -> TermsInvalid:
    return TermsInvalid(
        code,
        f"{place.rpartition('.')[2]} is {value!r}; it should be {expected}.",
        field=place,
        value=value,
        expected=expected,
    )
