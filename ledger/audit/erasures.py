"""What was erased, and what went with it: so that it is not mistaken for what was lost.

The log says first that somebody's erasure is ordered, then that it is done. From the order on the
person's data may be gone, and the files of statements that name the person with them.
"""

from collections.abc import Iterable, Mapping
from typing import Any, Final

from ledger.audit.family import Entry, Family, Setting, Tally
from ledger.log.parts import Bodies

ORDERED: Final = "subject.erasure_ordered/1"
ERASED: Final = "subject.erased/1"
_PERSON: Final = "party.person_registered/1"
_NAMED: Final[Mapping[str, tuple[str, ...]]] = {
    "statement.issued/1": ("payer", "payee", "paid_to"),
    "purchase.presented/1": ("payer", "payee", "supplier"),
    "invoice.issued/1": ("by", "debtor"),
}
"""Fact to the fields that name whom its files name."""


class Gone:
    """Remembers whose erasure was ordered, and which party each person is."""

    def __init__(self) -> None:
        self.ordered: dict[str, int] = {}
        self.erased: dict[str, int] = {}
        self._subject_of: dict[str, str] = {}

    def see(self, index: int, event_type: str, parts: Bodies) -> None:
        """Take the fact of one entry."""
        if event_type == ORDERED:
            self.ordered.setdefault(_text(parts, "subject"), index)
        elif event_type == ERASED:
            self.erased.setdefault(_text(parts, "subject"), index)
        elif event_type == _PERSON:
            self._subject_of[_text(parts, "id")] = _text(parts, "subject")

    def has(self, subject: str | None) -> bool:
        """Tell whether a person's data may be gone."""
        return subject in self.ordered or subject in self.erased

    def explain(self, parties: Iterable[str], *, is_partial: bool = False) -> bool:
        """Tell whether a file that names these parties may be gone with one of them.

        Args:
            parties: Whom it names.
            is_partial: Some entries are not disclosed, so that not every person is known by party;
                then the erasure of anybody who is not explains it.
        """
        if any(self.has(self._subject_of.get(party)) for party in parties):
            return True
        known = set(self._subject_of.values())
        return is_partial and any(subject not in known for subject in (*self.ordered, *self.erased))


def named_by(event_type: str, parts: Bodies) -> tuple[str, ...]:
    """Return the parties whose names are in the files of a fact; empty where they name nobody."""
    return tuple(_text(parts, role) for role in _NAMED.get(event_type, ()))


def _text(parts: Mapping[str, Mapping[str, Any]], field: str) -> str:
    return str(parts.get("facts", {}).get(field, ""))


class Erasures(Family):
    """Nobody is said to be erased whose erasure was not ordered before, on the same ground."""

    def __init__(self, setting: Setting) -> None:
        super().__init__(setting)
        self._tally = Tally(self.findings, "erasures")
        self._grounds: dict[str, str] = {}
        self._done: set[str] = set()

    def see(self, entry: Entry) -> None:
        """Take the fact of one entry."""
        if entry.event_type not in (ORDERED, ERASED):
            return
        self._tally.count += 1
        subject, ground = _text(entry.parts, "subject"), _text(entry.parts, "ground")
        if entry.event_type == ORDERED:
            if subject in self._grounds:
                self._tally.add(entry.index, "erasure-repeated", "one order", subject)
            self._grounds[subject] = ground
            return
        if self._grounds.get(subject) != ground or subject in self._done:
            expected = "one, after an order on this ground"
            self._tally.add(entry.index, "erasure-not-ordered", expected, f"{subject}: {ground}")
        self._done.add(subject)

    def finish(self) -> None:
        """State how many there were."""
        self._tally.close()
