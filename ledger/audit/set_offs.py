"""Set-offs: by a clause in force, between the same two, never more than either side still owes."""

from collections import defaultdict
from collections.abc import Iterator
from typing import Final

from ledger.audit.family import Difference, Entry, Family, Setting, Tally
from ledger.audit.records import Record

ALLOWED: Final = "set_off.allowed/1"
ENDED: Final = "set_off.ended/1"
RECORDED: Final = "set_off.recorded/1"
_ABOUT: Final = ("set_off.", "statement.", "revenue.", "agreement.")


class SetOffs(Family):
    """Follows the clauses, and holds each set-off against its statement and its report."""

    def __init__(self, setting: Setting) -> None:
        super().__init__(setting)
        self._tally = Tally(self.findings, "set-offs")
        self._clauses: dict[tuple[str, str], Record] = {}
        self._ended: dict[tuple[str, str], Record] = {}
        self._statements: dict[str, Record] = {}
        self._reports: dict[str, Record] = {}
        self._taken: dict[str, int] = defaultdict(int)
        self._received: tuple[int, Record | None] = (-1, None)
        self._is_blind = False

    def see(self, entry: Entry) -> None:
        """Take the fact of one entry."""
        fact = entry.fact
        if entry.event_type == ALLOWED:
            self._tally.compare(entry.index, _whole(fact))
            self._clauses[fact.agreement, fact.party] = fact
            self._ended.pop((fact.agreement, fact.party), None)
        elif entry.event_type == ENDED:
            self._ended[fact.agreement, fact.party] = fact
        elif entry.event_type == "statement.issued/1":
            self._statements[fact.id] = fact
        elif entry.event_type == "revenue.reported/1":
            self._reports[fact.id] = fact
        elif entry.event_type == RECORDED:
            self._tally.compare(entry.index, self._differences(entry), blind=self._is_blind)
            self._taken[fact.statement] += fact.amount_minor
        elif entry.event_type == "revenue.received/1":
            self._received = (entry.index, fact)

    def missing(self, index: int, event_type: str) -> None:
        """An unseen entry may be the clause, the statement or the report."""
        self._is_blind = self._is_blind or event_type.startswith(_ABOUT)

    def finish(self) -> None:
        """Close the check."""
        self._tally.close()

    def _differences(self, entry: Entry) -> Iterator[Difference]:
        fact = entry.fact
        yield from self._receipt(entry)
        key = (fact.agreement, fact.party)
        clause, ended = self._clauses.get(key), self._ended.get(key)
        yield "set-off-clause", True, clause is not None
        if clause is not None:
            holds = clause.since <= fact.day <= (clause.until or fact.day)
            yield "set-off-clause", True, holds and (ended is None or fact.day < ended.from_day)
            yield "set-off-sides", (clause.payer, clause.clause), (fact.payer, fact.clause)
        statement, report = self._statements.get(fact.statement), self._reports.get(fact.report)
        yield "set-off-subject", (True, True), (statement is not None, report is not None)
        if statement is not None:
            sides = (statement.payer, statement.payee, statement.paid_to, statement.currency)
            yield "set-off-sides", sides, (fact.payer, fact.party, fact.party, fact.currency)
            left = statement.totals.transfer - self._taken[fact.statement]
            yield "set-off-amount", True, 0 < fact.amount_minor <= left
        if report is not None:
            whose = (report.agreement, report.reporter, report.currency)
            yield "set-off-sides", whose, (fact.agreement, fact.party, fact.currency)

    def _receipt(self, entry: Entry) -> Iterator[Difference]:
        """Yield whether the receipt of the set-off stands in the entry before it."""
        fact, (index, receipt) = entry.fact, self._received
        if index != entry.index - 1 or receipt is None:
            yield "set-off-receipt", fact.receipt, None
            return
        expected = (fact.receipt, fact.report, fact.amount_minor, fact.day)
        stated = (receipt.id, receipt.report, receipt.amount_minor, receipt.received_on)
        yield "set-off-receipt", expected, stated


def _whole(fact: Record) -> Iterator[Difference]:
    yield "set-off-sides", False, fact.payer == fact.party
    yield "set-off-clause", True, fact.until is None or fact.since <= fact.until
