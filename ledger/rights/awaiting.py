"""Windows abroad that still wait for an approval: what of a use waits, and until when it was due.

    awaited(people, holders, day, passed) -> list[Awaited]

Rules kept here:
1. Only milestones of the kind `approval` keep a window waiting; each until it is passed.
2. A part waits when the window that signs for it waits: what a more specific window reaches does
   not wait for the wider one.
3. Waiting refuses nothing. A licence of such a window is recorded, and says what it waits for.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from contracts.rights.extent import Extent, touches
from ledger.committees.passing import Passed
from ledger.rights.people import People, committee_of
from ledger.rights.windows import reached_by

APPROVAL: Final = "approval"


@dataclass(frozen=True, slots=True)
class Awaited:
    """An approval that a window waits for.

    Attributes:
        extent: What the window reaches; a window in several parts has one of these for each.
        milestone: As the contract names it, as plain JSON.
    """

    committee: str
    holder: str
    medium: str
    territory: str
    milestone: Mapping[str, Any]
    extent: Extent

    @property
    def key(self) -> tuple[str, str, str, str]:
        """Which milestone of which window."""
        return self.committee, self.medium, self.territory, self.milestone["code"]

    def noted(self) -> dict[str, Any]:
        """Return what a licence says of it, as plain JSON; no day is left out."""
        committee, medium, territory, code = self.key
        said = {"committee": committee, "medium": medium, "territory": territory, "code": code}
        due = self.milestone.get("due")
        return said | ({"due": due} if due else {})

    def told(self) -> dict[str, Any]:
        """Return it for an answer: with the window's holder and the names of the milestone."""
        more = {"holder": self.holder, "name": dict(self.milestone["name"])}
        by = self.milestone.get("by")
        return self.noted() | more | ({"by": by} if by else {})


def awaited(people: People, holders: Iterable[str], day: date, passed: Passed) -> list[Awaited]:
    """Return the approvals that windows of committees wait for.

    Args:
        people: Who stands behind the holders.
        holders: Those whose windows matter.
        day: The version in force on it counts.
        passed: Milestones that were passed.
    """
    found = []
    for holder in dict.fromkeys(holders):
        behind, committee = people.committees.get(holder), committee_of(holder)
        if behind is None or committee is None:
            continue
        for reaching in reached_by(behind.version_on(day).windows, holder):
            found += _of_window(committee, reaching.window, reaching.mandate.extent)
    return [one for one in found if one.key not in passed]


def within(found: Iterable[Awaited], extent: Extent) -> list[Awaited]:
    """Return those that an extent meets, each milestone once."""
    met = {one.key: one for one in found if touches(one.extent, extent)}
    return [met[key] for key in sorted(met)]


def _of_window(committee: str, window: Mapping[str, Any], extent: Extent) -> list[Awaited]:
    return [
        Awaited(committee, window["holder"], window["medium"], window["territory"], each, extent)
        for each in window.get("milestones") or ()
        if each["kind"] == APPROVAL
    ]
