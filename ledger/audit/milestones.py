"""Milestones of windows: named in the newest contract, read by those near, not said twice.

What was approved decides whether a licence had to be recorded as waiting for it (see the family
`rights`), so each entry is held against the contract that it names.
"""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from ledger.audit.family import Difference, Entry, Family, Setting, Tally
from ledger.audit.records import plain
from ledger.committees.versions import VERSIONS

REACHED: Final = "committee.milestone_reached/1"


class Milestones(Family):
    """Keeps the newest contract of each committee, and what was said of its milestones."""

    def __init__(self, setting: Setting) -> None:
        super().__init__(setting)
        self._tally = Tally(self.findings, "milestones")
        self._contracts: dict[str, tuple[list[str], list[Mapping[str, Any]]]] = {}
        self._said: dict[tuple[str, ...], tuple[object, object]] = {}
        self._is_blind = False

    def see(self, entry: Entry) -> None:
        """Take the fact of one entry."""
        fact = entry.fact
        if entry.event_type in VERSIONS:
            members = [member.party for member in fact.members]
            self._contracts[fact.id] = (members, plain(fact.windows))
        elif entry.event_type == REACHED:
            self._tally.compare(entry.index, self._differences(entry), blind=self._is_blind)
            self._said[_key(fact)] = (fact.day, fact.outcome)

    def missing(self, index: int, event_type: str) -> None:
        """An unseen entry may have named the window."""
        self._is_blind = self._is_blind or event_type.startswith("committee.")

    def finish(self) -> None:
        """Close the check."""
        self._tally.close()

    def _differences(self, entry: Entry) -> Iterator[Difference]:
        fact = entry.fact
        members, windows = self._contracts.get(fact.committee, ([], []))
        named = [
            window
            for window in windows
            if (window["medium"], window["territory"]) == (fact.medium, fact.territory)
            and fact.code in [each["code"] for each in window.get("milestones") or ()]
        ]
        yield "milestone-unknown", True, bool(named)
        holders = [window["holder"] for window in named]
        yield "milestone-readers", [*dict.fromkeys((*members, *holders))], [*fact.parties]
        said = (fact.day, fact.outcome)
        yield "milestone-twice", False, self._said.get(_key(fact)) == said


def _key(fact: Any) -> tuple[str, ...]:
    return fact.committee, fact.medium, fact.territory, fact.code
