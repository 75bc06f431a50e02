"""A report's groups add up to what it states, and its lines have the root that it states.

Receipts and corrections are for reports of the same agreement and currency. Lines are a columnar
file, which the standard library cannot read: without a reader their root is counted as unavailable.
The files themselves are hashed in any case.
"""

from collections.abc import Iterator
from dataclasses import fields

from ledger.audit.family import Difference, Entry, Family, Setting, Tally
from ledger.audit.records import Record
from ledger.errors import LedgerError
from ledger.revenue.groups import Group, Sums, read_groups, rounded

_SUMS = tuple(field.name for field in fields(Sums))


class Reports(Family):
    """Reads the groups of every report, and its lines where that is possible."""

    def __init__(self, setting: Setting) -> None:
        super().__init__(setting)
        self._lines_root = setting.lines_root
        self._groups = Tally(self.findings, "reports")
        self._lines = Tally(self.findings, "report-lines")
        self._links = Tally(self.findings, "report-links")
        # Report to its agreement and currency, and to the report that corrects it.
        self._heads: dict[str, tuple[str, str]] = {}
        self._successor: dict[str, str] = {}
        self._is_blind = False

    def see(self, entry: Entry) -> None:
        """Take the fact of one entry."""
        if entry.event_type == "revenue.received/1":
            self._received(entry.index, entry.fact)
        if entry.event_type != "revenue.reported/1":
            return
        fact = entry.fact
        self._links.compare(entry.index, self._corrected(fact), blind=self._is_blind)
        try:
            if (data := self._file(fact.groups.sha256)) is None:
                self._groups.unavailable += 1
            else:
                self._groups.compare(entry.index, _differences(fact, read_groups(data)))
            self._check_lines(entry.index, fact)
        except LedgerError as error:
            self._groups.add(entry.index, error.code, "a readable file of this report", error)

    def _file(self, sha256: str) -> bytes | None:
        """Return a file; that one is missing or altered is for the check of files to say."""
        try:
            return self.files.get(sha256)
        except LedgerError:
            return None

    def finish(self) -> None:
        """Close the checks."""
        self._groups.close()
        self._lines.close()
        self._links.close()

    def missing(self, index: int, event_type: str) -> None:
        """A report may have come that is not disclosed."""
        self._is_blind = self._is_blind or event_type == "revenue.reported/1"

    def _received(self, index: int, fact: Record) -> None:
        pair = ("receipt-report", self._heads.get(fact.report), (fact.agreement, fact.currency))
        self._links.compare(index, [pair], blind=self._is_blind)

    def _corrected(self, fact: Record) -> Iterator[Difference]:
        """Yield what must hold of a report that corrects another: it is the first to do so."""
        head = (fact.agreement, fact.currency)
        self._heads[fact.id] = head
        if fact.supersedes is not None:
            yield "report-supersedes", self._heads.get(fact.supersedes), head
            yield "report-superseded-twice", None, self._successor.get(fact.supersedes)
            self._successor[fact.supersedes] = fact.id

    def _check_lines(self, index: int, fact: Record) -> None:
        data = self._file(fact.lines.sha256) if self._lines_root else None
        if self._lines_root is None or data is None:
            self._lines.unavailable += 1
            return
        found = self._lines_root(data)
        self._lines.compare(index, [("report-lines-root", fact.lines_root, found)])


def _differences(fact: Record, groups: tuple[Group, ...]) -> Iterator[Difference]:
    """Yield what a report states and what its groups say.

    Source:
        Groups of 120 and -20 make a report of 100; `ledger.revenue.groups.rounded` for the cut.
    """
    sums = [Sums(**{name: getattr(group, name) for name in _SUMS}) for group in groups]
    again = rounded(sums, fact.currency)
    yield "report-amount", fact.amount_minor, sum(group.amount_minor for group in groups)
    yield "report-rows", fact.counts.accepted, sum(group.rows for group in groups)
    yield "report-groups", [one.amount_minor for one in again], [g.amount_minor for g in groups]
