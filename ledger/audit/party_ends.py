"""Parties that are gone: not before it happened, for a reason that fits, taken back only if said.

A party that is said to be gone changes whom one may ask for a right. So who reads it, and what may
be said of a person and of a company, follows again from the facts alone.
"""

from collections.abc import Iterator
from typing import Final

from ledger.audit.family import Difference, Entry, Family, Setting, Tally

ENDED: Final = "party.ended/1"
RETURNED: Final = "party.returned/1"
_COMPANY: Final = "party.company_registered/1"
_PERSON: Final = "party.person_registered/1"
_OF_PERSONS: Final = frozenset({"death_without_heirs", "unreachable"})
_OF_COMPANIES: Final = frozenset({"liquidation", "bankruptcy", "unreachable"})


class PartyEnds(Family):
    """Knows who is a person, and who was said to be gone last, for which ground."""

    def __init__(self, setting: Setting) -> None:
        super().__init__(setting)
        self._tally = Tally(self.findings, "party-ends")
        self._is_person: dict[str, bool] = {}
        self._gone: dict[str, tuple[object, ...]] = {}
        self._is_blind = False

    def see(self, entry: Entry) -> None:
        """Take the fact of one entry."""
        fact = entry.fact
        if entry.event_type in (_COMPANY, _PERSON):
            self._is_person[fact.id] = entry.event_type == _PERSON
        elif entry.event_type == ENDED:
            self._tally.compare(entry.index, self._ended(entry), blind=self._is_blind)
            self._gone[fact.party] = (fact.day, fact.ground, fact.is_private)
        elif entry.event_type == RETURNED:
            self._tally.compare(entry.index, self._returned(entry), blind=self._is_blind)
            self._gone.pop(fact.party, None)

    def missing(self, index: int, event_type: str) -> None:
        """An unseen entry may have registered the party, or said that it is gone."""
        self._is_blind = self._is_blind or event_type.startswith("party.")

    def finish(self) -> None:
        """Close the check."""
        self._tally.close()

    def _ended(self, entry: Entry) -> Iterator[Difference]:
        fact = entry.fact
        is_person = self._is_person.get(fact.party, False)
        possible = _OF_PERSONS if is_person else _OF_COMPANIES
        yield "end-ground", True, fact.ground in possible
        yield "end-private", is_person or fact.ground == "unreachable", fact.is_private
        before = self._gone.get(fact.party, ())
        yield "end-twice", False, before[:2] == (fact.day, fact.ground)
        yield "end-by-operator", "operator", _role(entry)

    def _returned(self, entry: Entry) -> Iterator[Difference]:
        before = self._gone.get(entry.fact.party)
        yield "end-missing", True, before is not None
        if before is not None:
            yield "end-private", before[2], entry.fact.is_private
        yield "end-by-operator", "operator", _role(entry)


def _role(entry: Entry) -> object:
    """Return who sent the command; where it is not disclosed, nobody is suspected."""
    return entry.parts.get("command", {}).get("role", "operator")
