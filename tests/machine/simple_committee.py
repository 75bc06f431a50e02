"""A simple model of a committee: who was in it since when, and what its agreement paid."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

from stage import member

from contracts.period import Month
from ledger.committees.commands import Member

Parts = dict[str, Fraction]


@dataclass(frozen=True)
class Version:
    """The members from a day on, each with one share in all three sets."""

    since: date
    members: tuple[tuple[str, Fraction], ...]
    lead: str
    window: str | None


@dataclass
class SimpleCommittee:
    """A committee as far as the machine must know it to foresee what is refused."""

    id: str
    versions: list[Version]
    agreement: str = ""
    payer: str = ""
    settled: str = ""
    received: int = 0
    ending: str = ""
    ended: bool = False

    @property
    def holder(self) -> str:
        return f"committee:{self.id}/copyright"

    @property
    def newest(self) -> Version:
        return self.versions[-1]

    @property
    def parties(self) -> list[str]:
        return [party for party, _ in self.newest.members]

    @property
    def next_month(self) -> str:
        """The month that its next run is for."""
        return str(Month.parse(self.settled).plus(1)) if self.settled else "2026-01"

    def on(self, day: date) -> Version:
        """Return the version in force on a day; before the first, the first."""
        begun = [version for version in self.versions if version.since <= day]
        return max(begun, key=lambda version: version.since) if begun else self.versions[0]

    def first_open(self, months: int) -> date:
        """Return a first day, so many months after the first one on which a version may begin."""
        first = max(self.next_month, f"{self.newest.since:%Y-%m}")
        return Month.parse(first).plus(months).first_day

    def why_not_from(self, day: date) -> set[str]:
        """Return why no version may begin on a day."""
        codes = set()
        if self.ended:
            codes.add("committee-dissolved")
        if day < self.newest.since:
            codes.add("effective-before-previous")
        if f"{day:%Y-%m}" <= self.settled:
            codes.add("committee-back-dated")
        return codes

    def why_not_at_work(self) -> set[str]:
        """Return why nobody joins, while it is wound up or afterwards."""
        return {"committee-dissolving"} if self.ending and not self.ended else set()

    def change(self, since: date, members: Iterable[tuple[str, Fraction]]) -> None:
        """Begin a version; of two that begin on one day the later holds."""
        kept = [version for version in self.versions if version.since != since]
        window = None if self.ended else self.newest.window
        self.versions = [*kept, Version(since, tuple(members), self.newest.lead, window)]


@dataclass
class People:
    """Who there is on the stage."""

    companies: list[str]
    creator: str
    committees: dict[str, SimpleCommittee] = field(default_factory=dict)

    def members(self, holder: str, day: date) -> tuple[str, ...]:
        """Return who stands behind a committee on a day."""
        committee = self.committees[holder.removeprefix("committee:").partition("/")[0]]
        return tuple(party for party, _ in committee.on(day).members)

    def windows(self, day: date) -> dict[str, str]:
        """Return who may license streaming in Japan for each committee."""
        found = {one.holder: one.on(day).window for one in self.committees.values()}
        return {holder: window for holder, window in found.items() if window}


def as_members(parts: Iterable[tuple[str, Fraction]]) -> tuple[Member, ...]:
    """Return members as a command says them."""
    return tuple(member(party, f"{share.numerator}/{share.denominator}") for party, share in parts)
