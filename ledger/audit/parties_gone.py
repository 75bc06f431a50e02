"""Who does not stand for itself any more, and who took its place; kept from the facts alone.

Source:
    The rules of `ledger.parties.succession` and `ledger.parties.endings`.
"""

from collections.abc import Callable, Iterable
from fractions import Fraction
from typing import Any, Final

from contracts.money import Ratio
from ledger.audit.family import Entry

_ERASED: Final = "erased"
_RESTRICTED: Final = "restricted"


class PartiesGone:
    """Knows successions, ends, and whose data may not be used."""

    def __init__(self) -> None:
        self._successions: dict[str, tuple[str, tuple[tuple[str, Fraction], ...]]] = {}
        self._ends: dict[str, str] = {}
        self._subjects: dict[str, str] = {}
        self._used: dict[str, str] = {}
        self.is_blind = False
        self._takers: dict[str, Callable[[Any], None]] = {
            "party.person_registered/1": self._person,
            "party.succeeded/1": self._succeeded,
            "party.ended/1": self._ended,
            "party.returned/1": self._returned,
            "subject.erasure_ordered/1": lambda fact: self._use(fact.subject, _ERASED),
            "subject.restricted/1": lambda fact: self._use(fact.subject, _RESTRICTED),
            "subject.released/1": lambda fact: self._use(fact.subject, ""),
        }

    def see(self, entry: Entry) -> None:
        """Take the fact of one entry."""
        if take := self._takers.get(entry.event_type):
            take(entry.fact)

    def missing(self, event_type: str) -> None:
        """An unseen entry may have said that a party is gone."""
        self.is_blind = self.is_blind or event_type.startswith(("party.", "subject."))

    def heirs(self, party: str, day: str) -> dict[str, Fraction]:
        """Return who stands in a party's place on a day, with its part; itself if nobody else."""
        standing: dict[str, Fraction] = {}
        level = {party: Fraction(1)}
        while level:
            below: dict[str, Fraction] = {}
            for holder, share in level.items():
                since, successors = self._successions.get(holder, ("", ()))
                if not successors or since > day:
                    standing[holder] = standing.get(holder, Fraction(0)) + share
                    continue
                for heir, part in successors:
                    below[heir] = below.get(heir, Fraction(0)) + share * part
            level = below
        return standing

    def gone(
        self, parties: Iterable[str], day: str
    ) -> tuple[frozenset[str], dict[str, tuple[tuple[str, Ratio], ...]]]:
        """Return who of the parties, and of their heirs, is gone, and who took their places."""
        gone = set()
        for party in parties:
            heirs = self.heirs(party, day)
            gone |= {heir for heir in heirs if self._is_unreachable(heir, day)}
            gone |= {party} if list(heirs) != [party] else set()
        successors = {}
        for party in gone:
            since, _ = self._successions.get(party, ("9999", ()))
            if since <= day:
                heirs = self.heirs(party, day)
                successors[party] = tuple((who, _ratio(part)) for who, part in heirs.items())
        return frozenset(gone), successors

    def _is_unreachable(self, party: str, day: str) -> bool:
        return self._ends.get(party, "9999") <= day or bool(self._used.get(party))

    def _person(self, fact: Any) -> None:
        self._subjects[fact.subject] = fact.id

    def _succeeded(self, fact: Any) -> None:
        heirs = tuple(
            (one.party, Fraction(one.share.num, one.share.den)) for one in fact.successors
        )
        self._successions[fact.party] = str(fact.effective_from), heirs

    def _ended(self, fact: Any) -> None:
        self._ends[fact.party] = str(fact.day)

    def _returned(self, fact: Any) -> None:
        self._ends.pop(fact.party, None)

    def _use(self, subject: str, use: str) -> None:
        if subject in self._subjects:
            self._used[self._subjects[subject]] = use


def _ratio(part: Fraction) -> Ratio:
    return part.numerator, part.denominator
