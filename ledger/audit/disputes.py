"""Disputes: about something on record, between those whom it concerns, ended once by who may.

A dispute that nobody could have opened, or that was ended over somebody's head, would stop a
dissolution or let it pass.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from ledger.audit.family import Difference, Entry, Family, Setting, Tally
from ledger.audit.records import Record
from ledger.disputes.checks import lacking

OPENED: Final = "dispute.opened/1"
MESSAGE: Final = "dispute.message/1"
SETTLED: Final = "dispute.settled/1"
_AGREEMENTS: Final = ("agreement.recorded/1", "agreement.assumed/1")
_STATEMENT: Final = "statement.issued/1"
_ABOUT: Final = ("statement.", "rights.", "committee.", "agreement.", "royalty.", "dispute.")
_KINDS: Final = {
    "statement_line": "stmt_",
    "grant": "right_",
    "committee": "cmt_",
    "agreement": "agr_",
}


@dataclass(slots=True)
class _Open:
    """A dispute on record, and whether it is over."""

    fact: Record
    is_over: bool = False

    def sides(self) -> tuple[str, ...]:
        return (self.fact.by, *self.fact.against)


class Disputes(Family):
    """Knows whom each possible subject concerns, and decides every dispute again."""

    def __init__(self, setting: Setting) -> None:
        super().__init__(setting)
        self._tally = Tally(self.findings, "disputes")
        self._concerned: dict[str, set[str]] = defaultdict(set)
        self._lines: dict[str, set[tuple[str, str]]] = {}
        self._disputes: dict[str, _Open] = {}
        self._is_blind = False

    def see(self, entry: Entry) -> None:
        """Take the fact of one entry."""
        fact = entry.fact
        if entry.event_type == OPENED:
            self._tally.compare(entry.index, self._opening(fact), blind=self._is_blind)
            self._disputes[fact.id] = _Open(fact)
        elif entry.event_type == MESSAGE:
            self._tally.compare(entry.index, self._in_dispute(fact), blind=self._is_blind)
        elif entry.event_type == SETTLED:
            self._tally.compare(entry.index, self._settling(fact), blind=self._is_blind)
            if fact.dispute in self._disputes:
                self._disputes[fact.dispute].is_over = True
        else:
            self._learn(entry.event_type, fact)

    def missing(self, index: int, event_type: str) -> None:
        """An unseen entry may say whom a subject concerns."""
        self._is_blind = self._is_blind or event_type.startswith(_ABOUT)

    def finish(self) -> None:
        """Close the check."""
        self._tally.close()

    def _learn(self, event_type: str, fact: Record) -> None:
        """Note whom a statement, a right, a committee or an agreement concerns."""
        if event_type == _STATEMENT:
            self._concerned[fact.id] |= {fact.payer, fact.payee, fact.paid_to}
            self._lines[fact.id] = {(line.run, line.step) for line in fact.lines}
            for line in fact.lines:
                self._concerned[line.agreement].add(fact.payee)
        elif event_type in _AGREEMENTS:
            about = _said(fact, "agreement") or _said(fact, "id")
            self._concerned[about] |= {fact.payer, *fact.parties}
        elif event_type.startswith("rights."):
            right = _said(fact, "id") or _said(fact, "right")
            self._concerned[right] |= set(_said(fact, "parties"))
        elif event_type.startswith(("committee.", "royalty.")):
            committee = _said(fact, "committee") or _said(fact, "id")
            about = _said(fact, "agreement") or committee
            self._concerned[about] |= {each.party for each in _named(fact)}

    def _opening(self, fact: Record) -> Iterator[Difference]:
        subject = fact.subject
        about = self._concerned.get(subject.id, set())
        yield "dispute-kind", True, subject.id.startswith(_KINDS.get(subject.kind, "?"))
        yield "dispute-unconcerned", [], sorted({fact.by, *fact.against} - about)
        yield "dispute-sides", False, fact.by in fact.against or not fact.against
        if subject.kind == "statement_line":
            line = (subject.run, subject.step)
            yield "dispute-line", True, line in self._lines.get(subject.id, set())
        if subject.kind == "agreement":
            yield "dispute-readers", [*_sides(fact)], [*fact.parties]
        else:
            yield "dispute-readers", [], sorted(set(_sides(fact)) - set(fact.parties))

    def _in_dispute(self, fact: Record) -> Iterator[Difference]:
        found = self._disputes.get(fact.dispute)
        yield "dispute-unknown", True, found is not None
        if found is None:
            return
        yield "dispute-over", False, found.is_over
        yield "dispute-sides", [*found.sides()], [*fact.sides]
        yield "dispute-speaker", True, fact.by is None or fact.by in found.sides()

    def _settling(self, fact: Record) -> Iterator[Difference]:
        yield from self._in_dispute(fact)
        found = self._disputes.get(fact.dispute)
        if found is None:
            return
        yield "dispute-readers", [*found.fact.parties], [*fact.parties]
        if fact.by is None:
            yield "dispute-ended-by-nobody", True, fact.document is not None
            return
        agreed = {fact.by, *(consent.party for consent in fact.consents)}
        needed = lacking(fact.outcome, found.fact.by, tuple(found.fact.against), agreed)
        yield "dispute-ended-by-nobody", [], [*needed]


def _sides(fact: Record) -> tuple[str, ...]:
    return (fact.by, *fact.against)


def _named(fact: Record) -> Iterator[Record]:
    """Yield the members of a committee's version, and whom a run or an opening gave something."""
    for name in ("members", "allocations", "unpaid"):
        yield from (each for each in _said(fact, name) if isinstance(each, Record))


def _said(fact: Record, name: str) -> Any:
    """Return a field of a fact, or nothing where facts of its type have no such field."""
    return getattr(fact, name, ()) or ()
