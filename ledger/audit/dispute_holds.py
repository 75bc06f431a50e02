"""What disputes hold and how they go on: the disputed amount of what they are about, and no more.

Money that is held without a dispute, or beyond what is disputed, is money kept from its owner.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Final

from contracts.tax.income import COPYRIGHT
from ledger.audit.disputes import MESSAGE, OPENED, SETTLED
from ledger.audit.family import Difference, Entry, Family, Setting, Tally
from ledger.audit.records import Record

HELD: Final = "dispute.held/1"
RELEASED: Final = "dispute.released/1"
DEADLINE: Final = "dispute.deadline/1"
CARRIED_OUT: Final = "dispute.carried_out/1"
_STATEMENT: Final = "statement.issued/1"
_CORRECTIONS: Final = {"royalty.revised/1": "revision", "revenue.reported/1": "report"}
_MATTERS: Final = ("dispute.", "statement.", "royalty.revised", "revenue.reported")
_GIVING: Final = ("upheld", "agreed")

_Line = tuple[str, str]
_Place = tuple[str, str, str, str]  # statement, run, step, income


@dataclass(slots=True)
class _Dispute:
    """A dispute on record: what it is about, what it holds, what is owed since it was decided."""

    fact: Record
    is_over: bool = False
    due_minor: int = 0
    held: dict[_Place, int] = field(default_factory=lambda: defaultdict(int))

    def sides(self) -> list[str]:
        return [self.fact.by, *self.fact.against]

    def total(self) -> int:
        return sum(self.held.values())


@dataclass(slots=True)
class _Statement:
    """What a statement says of its lines."""

    fact: Record
    given: dict[tuple[str, str, str], int] = field(default_factory=lambda: defaultdict(int))
    agreements: dict[_Line, str] = field(default_factory=dict)


class DisputeHolds(Family):
    """Knows every line and every dispute, and adds up what is held."""

    def __init__(self, setting: Setting) -> None:
        super().__init__(setting)
        self._tally = Tally(self.findings, "dispute-holds")
        self._disputes: dict[str, _Dispute] = {}
        self._statements: dict[str, _Statement] = {}
        self._of_lines: dict[_Place, int] = defaultdict(int)
        self._corrections: set[str] = set()
        self._is_blind = False
        self._checks = {
            HELD: self._holding,
            RELEASED: self._releasing,
            DEADLINE: self._asking,
            CARRIED_OUT: self._carrying_out,
        }

    def see(self, entry: Entry) -> None:
        """Take the fact of one entry."""
        check = self._checks.get(entry.event_type)
        if check is not None:
            self._tally.compare(entry.index, list(check(entry.fact)), blind=self._is_blind)
            self._take(entry.event_type, entry.fact)
        else:
            self._learn(entry.event_type, entry.fact)

    def missing(self, index: int, event_type: str) -> None:
        """An unseen entry may be what something here follows from."""
        if event_type != MESSAGE:
            self._is_blind = self._is_blind or event_type.startswith(_MATTERS)

    def finish(self) -> None:
        """Close the check."""
        self._tally.close()

    def _learn(self, event_type: str, fact: Record) -> None:
        if event_type == _STATEMENT:
            self._statements[fact.id] = _read(fact)
        elif event_type in _CORRECTIONS:
            self._corrections.add(fact.id)
        elif event_type == OPENED:
            self._disputes[fact.id] = _Dispute(fact)
        elif event_type == SETTLED and fact.dispute in self._disputes:
            self._settle(self._disputes[fact.dispute], fact)

    def _settle(self, dispute: _Dispute, fact: Record) -> None:
        claimed = dispute.fact.amount_minor or 0
        granted = claimed if fact.granted_minor is None else fact.granted_minor
        dispute.is_over = True
        dispute.due_minor = granted if fact.outcome in _GIVING else 0
        if not dispute.due_minor:
            self._clear(dispute)

    def _take(self, event_type: str, fact: Record) -> None:
        """Add up what was held and released, whether it should have been or not."""
        dispute = self._disputes.get(fact.dispute)
        if dispute is None:
            return
        if event_type == CARRIED_OUT:
            dispute.due_minor = 0
            self._clear(dispute)
        for place, amount in _places(fact) if event_type in (HELD, RELEASED) else ():
            moved = amount if event_type == HELD else -amount
            dispute.held[place] += moved
            self._of_lines[place] += moved

    def _clear(self, dispute: _Dispute) -> None:
        for place, amount in dispute.held.items():
            self._of_lines[place] -= amount
        dispute.held.clear()

    def _of_statement(self, fact: Record) -> Iterator[Difference]:
        """Compare what both kinds of facts repeat of a statement."""
        known = self._statements.get(fact.statement)
        yield "hold-statement", True, known is not None
        if known is not None:
            names = ("payer", "payee", "paid_to", "currency")
            stated = [getattr(known.fact, name) for name in names]
            yield "hold-statement", stated, [getattr(fact, name) for name in names]

    def _holding(self, fact: Record) -> Iterator[Difference]:
        yield from self._of_statement(fact)
        dispute = self._disputes.get(fact.dispute)
        statement = self._statements.get(fact.statement)
        yield "dispute-unknown", True, dispute is not None
        if dispute is None or statement is None:
            return
        yield "dispute-over", False, dispute.is_over
        yield "hold-payer", True, fact.by in (None, fact.payer)
        yield "hold-own-claim", False, dispute.fact.by in (fact.payee, fact.paid_to)
        for place, amount in _places(fact):
            _, run, step, income = place
            given = statement.given.get((run, step, income), 0)
            yield "hold-exceeds-line", True, self._of_lines[place] + amount <= given
            yield "hold-not-disputed", True, _is_reached(dispute.fact.subject, statement, run, step)
        asked = sum(amount for _, amount in _places(fact))
        disputed = dispute.fact.amount_minor or 0
        yield "hold-exceeds-dispute", True, dispute.total() + asked <= disputed
        yield "hold-exceeds-dispute", dispute.fact.currency, fact.currency

    def _releasing(self, fact: Record) -> Iterator[Difference]:
        yield from self._of_statement(fact)
        dispute = self._disputes.get(fact.dispute)
        yield "dispute-unknown", True, dispute is not None
        if dispute is None:
            return
        yield "hold-payer", True, fact.by in (None, fact.payer, dispute.fact.by)
        for place, amount in _places(fact):
            yield "hold-released-more", True, amount <= dispute.held.get(place, 0)

    def _asking(self, fact: Record) -> Iterator[Difference]:
        dispute = self._disputes.get(fact.dispute)
        yield "dispute-unknown", True, dispute is not None
        if dispute is None:
            return
        sides = dispute.sides()
        yield "dispute-over", False, dispute.is_over
        yield "dispute-sides", sides, [*fact.sides]
        yield "dispute-speaker", True, fact.by is None or fact.by in sides
        yield "dispute-turn", [], [one for one in fact.turn if one not in sides or one == fact.by]

    def _carrying_out(self, fact: Record) -> Iterator[Difference]:
        dispute = self._disputes.get(fact.dispute)
        yield "dispute-unknown", True, dispute is not None
        if dispute is None:
            return
        yield "dispute-sides", dispute.sides(), [*fact.sides]
        yield "dispute-speaker", True, fact.by is None or fact.by in dispute.sides()
        yield "dispute-nothing-due", True, dispute.due_minor > 0
        correction = fact.correction
        named = correction.document if correction.kind == "document" else correction.id
        is_known = named is not None and (
            correction.kind == "document" or named in self._corrections
        )
        yield "dispute-correction", True, is_known


def _read(fact: Record) -> _Statement:
    found = _Statement(fact)
    for line in fact.lines:
        found.given[line.run, line.step, line.income or COPYRIGHT] += line.amount_minor
        found.agreements[line.run, line.step] = line.agreement
    return found


def _places(fact: Record) -> list[tuple[_Place, int]]:
    return [
        ((fact.statement, one.run, one.step, one.income), one.amount_minor) for one in fact.portions
    ]


def _is_reached(subject: Any, statement: _Statement, run: str, step: str) -> bool:
    """Tell whether a line is what a dispute is about, as far as the statement alone shows it."""
    if subject.kind == "statement_line":
        return bool(run == subject.run)
    if subject.kind == "agreement":
        return bool(statement.agreements.get((run, step)) == subject.id)
    return True
