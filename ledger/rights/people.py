"""Who stands behind a committee that holds a right, and who may sign for it.

    behind = committee_behind(source, "cmt_...")        from views; the auditor makes it of facts
    behind.members_on(day), behind.windows_on(day, "committee:cmt_.../copyright")

Rules kept here:
1. Members and windows are those of the version in force on the day; before the first version, of
   the first.
2. A draft holds names seen in credits: nobody is known to stand behind it.
3. All members sign, unless their contract lets a majority decide: then those who agreed, once
   they are enough (65条2項 is a default that the contract may waive; to be confirmed).
4. A window signs for its committee, for its media and territory (著作権法65条4項, 64条3項); of
   several, the more specific one.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from contracts.rights.grants import Grants, Mandate
from ledger.committees.deciding import lacking
from ledger.rights.windows import reached_by

_PREFIX: Final = "committee:"
DRAFT: Final = "draft"


@dataclass(frozen=True, slots=True)
class Version:
    """A committee from a day on.

    Attributes:
        since: First day, in the form of ISO 8601.
        number: Of several that begin on one day the last counts.
        status: `draft` or another word.
        parties: Its members.
        windows: Who represents it for which use, as plain JSON.
        members: The same parties with their shares, as plain JSON.
        decisions: How they decide, as plain JSON; None: all of them.
    """

    since: str
    number: int
    status: str
    parties: tuple[str, ...]
    windows: tuple[Mapping[str, Any], ...] = ()
    members: tuple[Mapping[str, Any], ...] = ()
    decisions: Mapping[str, Any] | None = None

    @property
    def signing(self) -> tuple[object, ...]:
        """All of it that decides who signs."""
        return self.status == DRAFT, self.parties, self.windows, self.members, self.decisions


@dataclass(frozen=True, slots=True)
class Behind:
    """A committee as far as it matters for signing.

    Attributes:
        versions: Not empty.
    """

    versions: tuple[Version, ...]

    def version_on(self, day: date) -> Version:
        """Return the version in force on a day; before the first one, the first."""
        order = sorted(self.versions, key=lambda each: (each.since, each.number))
        begun = [each for each in order if each.since <= day.isoformat()] or order[:1]
        return begun[-1]

    def members_on(self, day: date) -> tuple[str, ...]:
        """Return the parties behind the committee on a day."""
        version = self.version_on(day)
        return () if version.status == DRAFT else version.parties

    def signing_on(self, day: date, present: Collection[str]) -> tuple[str, ...]:
        """Return whose agreement the committee's is: all members, or a majority that agreed."""
        version, parties = self.version_on(day), self.members_on(day)
        if version.decisions is None or lacking(version.decisions, version.members, present):
            return parties
        return tuple(party for party in parties if party in present)

    def has_changed(self, then: date, now: date) -> bool:
        """Tell whether somebody else may sign on one day than on another."""
        return self.version_on(then).signing != self.version_on(now).signing

    def windows_on(self, day: date, holder: str) -> list[Mandate]:
        """Return what each window may sign for, the more specific one before the wider."""
        windows = self.version_on(day).windows
        return [each.mandate for each in reached_by(windows, holder)]


@dataclass(frozen=True, slots=True)
class People:
    """Everybody behind the holders of a work.

    Attributes:
        committees: By holder reference.
    """

    committees: Mapping[str, Behind]

    def members_on(self, day: date) -> dict[str, tuple[str, ...]]:
        """Return the members behind each reference on a day."""
        return {holder: behind.members_on(day) for holder, behind in self.committees.items()}

    def signing_on(self, day: date, present: Collection[str]) -> dict[str, tuple[str, ...]]:
        """Return whose agreement each reference needs, of those who agreed and of all members."""
        return {
            holder: behind.signing_on(day, present) for holder, behind in self.committees.items()
        }

    def windows_on(self, day: date) -> list[Mandate]:
        """Return what windows may sign for on a day."""
        return [
            mandate
            for holder, behind in self.committees.items()
            for mandate in behind.windows_on(day, holder)
        ]

    def parties(self, holders: Iterable[str], day: date) -> tuple[str, ...]:
        """Return who reads what concerns these holders: parties, and members of committees."""
        members = self.members_on(day)
        named = [party for holder in holders for party in members.get(holder, (holder,))]
        return tuple(dict.fromkeys(party for party in named if party.startswith("party_")))


def committee_of(holder: str) -> str | None:
    """Return the committee that a holder reference names."""
    return holder.removeprefix(_PREFIX).partition("/")[0] if holder.startswith(_PREFIX) else None


def holders_in(grants: Grants) -> set[str]:
    """Return every holder that titles and transfers name, and those who hold an option."""
    found = {holder for title in grants.titles for holder, _ in title.stakes}
    found |= {option.holder for option in grants.options}
    return found | {holder for each in grants.transfers for holder in (each.giver, each.taker)}
