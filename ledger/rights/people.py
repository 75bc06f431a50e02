"""Who stands behind a committee that holds a right, and who may sign for it.

    behind = committee_behind(source, "cmt_...")        from views; the auditor makes it of facts
    behind.members_on(day), behind.windows_of("committee:cmt_.../copyright")

Rules kept here:
1. Members are those of the version in force on the day; before the first version, of the first.
2. A draft holds names seen in credits: nobody is known to stand behind it.
3. A window signs for its committee, for its media and territory (著作権法65条4項, 64条3項).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from contracts.rights.extent import everything, on_axis
from contracts.rights.grants import Grants, Mandate
from contracts.rights.vocabulary import committee_uses, tree_of

_PREFIX: Final = "committee:"
_SINCE: Final = date(1, 1, 1)
DRAFT: Final = "draft"


@dataclass(frozen=True, slots=True)
class Version:
    """A committee from a day on.

    Attributes:
        since: First day, in the form of ISO 8601.
        number: Of several that begin on one day the last counts.
        status: `draft` or another word.
        parties: Its members.
    """

    since: str
    number: int
    status: str
    parties: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Behind:
    """A committee as far as it matters for signing.

    Attributes:
        versions: Not empty.
        windows: Of the newest version, as plain JSON.
    """

    versions: tuple[Version, ...]
    windows: tuple[Mapping[str, Any], ...] = ()

    def members_on(self, day: date) -> tuple[str, ...]:
        """Return the parties behind the committee on a day."""
        order = sorted(self.versions, key=lambda each: (each.since, each.number))
        begun = [each for each in order if each.since <= day.isoformat()] or order[:1]
        return () if begun[-1].status == DRAFT else begun[-1].parties

    def windows_of(self, holder: str) -> list[Mandate]:
        """Return what each window may sign for; a territory that no code names gives nothing."""
        found = []
        for window in self.windows:
            use = committee_uses()[window["medium"]]
            code = window.get("territory", "JP")
            tree = tree_of("territories")
            known = tree.bits(code) if code in tree.nodes else 0
            where = use.territories or known
            if where:
                reach = on_axis(everything(_SINCE), "media", use.media)
                reach = on_axis(reach, "territories", where)
                clause = window.get("clause") or ""
                found.append(
                    Mandate(
                        holder=holder,
                        extent=reach,
                        representative=window["holder"],
                        ground="window",
                        clause=clause,
                    )
                )
        return found


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

    def windows(self) -> list[Mandate]:
        """Return what windows may sign for."""
        return [
            mandate
            for holder, behind in self.committees.items()
            for mandate in behind.windows_of(holder)
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
    """Return every holder that titles and transfers name."""
    found = {holder for title in grants.titles for holder, _ in title.stakes}
    return found | {holder for each in grants.transfers for holder in (each.giver, each.taker)}
