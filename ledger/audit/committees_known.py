"""Committees and rights in their works as they stood before an end, from the facts alone."""

import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, Final

from ledger.audit.family import Entry
from ledger.audit.records import plain
from ledger.clock import SINCE_EVER
from ledger.committees.versions import DISSOLVED, FORMED, VERSIONS
from ledger.log import canonical
from ledger.rights.reading import Kind, Recorded

Body = dict[str, Any]

_KINDS: Final[Mapping[str, Kind]] = {
    "rights.title_recorded/1": "title",
    "rights.transferred/1": "transfer",
    "rights.licensed/1": "licence",
}
_REFERENCE: Final = re.compile(r'"committee:([^/"]+)/')


@dataclass(slots=True)
class Known:
    """A committee before its end.

    Attributes:
        doc: Its newest version.
        versions: First day, number and members of each, in the order of recording.
    """

    doc: Body
    versions: list[tuple[str, int, list[Body]]] = field(default_factory=list)

    def members_before(self, day: date) -> list[Body]:
        """Return the members on the day before; before the first version, of the first."""
        order = sorted(self.versions, key=lambda each: each[:2])
        begun = [each for each in order if each[0] < day.isoformat()] or order[:1]
        return begun[-1][2]


class CommitteesKnown:
    """Follows committees and grants; versions that an end itself records are left out."""

    def __init__(self) -> None:
        self.committees: dict[str, Known] = {}
        self._works: dict[str, dict[str, Recorded]] = defaultdict(dict)
        self._named: dict[str, set[str]] = defaultdict(set)
        self._works_of: dict[str, str] = {}
        self.is_blind = False

    def see(self, entry: Entry) -> None:
        """Take the fact of one entry."""
        if entry.event_type in VERSIONS and entry.fact.status != DISSOLVED:
            self._version(entry)
        elif entry.event_type.startswith("rights."):
            self._right(entry.event_type, bare(plain(entry.fact)))

    def missing(self, event_type: str) -> None:
        """An unseen entry may have changed a committee, or its rights."""
        self.is_blind = self.is_blind or event_type.startswith(("committee.", "rights."))

    def works_of(self, committee: str) -> list[str]:
        """Return its works, and others in which it is on record as a holder."""
        return sorted({*self.committees[committee].doc["works"], *self._named[committee]})

    def recorded(self, work: str, without: set[str], end: str) -> list[Recorded]:
        """Return what is on record about a work, without what an end itself recorded."""
        return [
            replace(one, licensor_changes=_others(one.licensor_changes, end))
            for one in self._works[work].values()
            if one.body["id"] not in without
        ]

    def _version(self, entry: Entry) -> None:
        body = bare(plain(entry.fact))
        day = body.get("formed_on" if entry.event_type == FORMED else "effective_from")
        known = self.committees.setdefault(body["id"], Known(body))
        known.doc = body
        known.versions.append((day or SINCE_EVER, len(known.versions) + 1, body["members"]))

    def _right(self, event_type: str, body: Body) -> None:
        work, id = body.get("work", ""), body.get("id", "")
        if work and id:
            for committee in _REFERENCE.findall(canonical.encode(body).decode()):
                self._named[committee].add(work)
        if event_type in _KINDS:
            self._works_of[id] = work
            self._works[work][id] = Recorded(_KINDS[event_type], body)
        elif event_type == "rights.ended/1":
            self._more(body["right"], "endings", body)
        elif event_type == "rights.licensor_changed/1":
            self._more(body["licence"], "licensor_changes", body)

    def _more(self, id: str, name: str, body: Body) -> None:
        held = self._works.get(self._works_of.get(id, ""), {})
        if id in held:
            more: dict[str, Any] = {name: (*getattr(held[id], name), body)}
            held[id] = replace(held[id], **more)


def _others(changes: tuple[Any, ...], end: str) -> tuple[Any, ...]:
    return tuple(each for each in changes if each.get("dissolution") != end)


def bare(value: Any) -> Any:
    """Return plain JSON without the fields that say nothing, as facts are written."""
    if isinstance(value, dict):
        return {name: bare(inner) for name, inner in value.items() if inner is not None}
    return [bare(inner) for inner in value] if isinstance(value, list) else value
