"""Royalty audits: asked for as agreed, computed right, ended by whom and what their end needs."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from contracts.errors import TermsError
from contracts.period import Period
from contracts.royalty_audit import Assessed, Finding, assess
from ledger.audit.family import Difference, Entry, Family, Setting, Tally
from ledger.audit.records import Record
from ledger.royalty_audits.checks import Asked, Terms, request_problems

RIGHT: Final = "royalty_audit.right_recorded/1"
REQUESTED: Final = "royalty_audit.requested/1"
SAID: Final = "royalty_audit.said/1"
FOUND: Final = "royalty_audit.found/1"
CLOSED: Final = "royalty_audit.closed/1"
_REPORT: Final = "revenue.reported/1"
_MATTERS: Final = ("royalty_audit.", "revenue.reported", "agreement.")
_AS_FOUND: Final = ("agreed", "unanswered")
_SUMS: Final = (
    "reported_minor", "under_minor", "over_minor", "interest_minor", "cost_of_audited_minor",
)  # fmt: skip

_Key = tuple[str, str, str]  # agreement, who audits, who is audited


@dataclass(slots=True)
class _Audit:
    """An audit on record."""

    request: Record
    right: Record
    found: Record | None = None
    found_at: int = -1
    is_objected: bool = False
    outcome: str = ""

    def sides(self) -> tuple[str, str]:
        return self.request.by, self.request.audited


@dataclass(slots=True)
class _Reports:
    """Reports by id, the entry of each, and which were corrected by others."""

    facts: dict[str, Record] = field(default_factory=dict)
    entries: dict[str, int] = field(default_factory=dict)
    corrected: set[str] = field(default_factory=set)

    def take(self, index: int, fact: Record) -> None:
        self.facts[fact.id], self.entries[fact.id] = fact, index
        if fact.supersedes:
            self.corrected.add(fact.supersedes)

    def amount(self, report: str | None) -> int | None:
        known = self.facts.get(report or "")
        return known.amount_minor if known else None


class RoyaltyAudits(Family):
    """Knows rights, audits and reports, and decides each fact about an audit again."""

    def __init__(self, setting: Setting) -> None:
        super().__init__(setting)
        self._tally = Tally(self.findings, "royalty-audits")
        self._rights: dict[_Key, Record] = {}
        self._audits: dict[str, _Audit] = {}
        self._reports = _Reports()
        self._is_blind = False

    def see(self, entry: Entry) -> None:
        """Take the fact of one entry."""
        fact = entry.fact
        if entry.event_type == _REPORT:
            self._reports.take(entry.index, fact)
        elif entry.event_type == RIGHT:
            self._compare(entry, [("audit-sides", False, fact.auditor == fact.audited)])
            self._rights[fact.agreement, fact.auditor, fact.audited] = fact
        elif entry.event_type == REQUESTED:
            self._compare(entry, list(self._requesting(fact)))
            right = self._rights.get((fact.agreement, fact.by, fact.audited))
            if right is not None:
                self._audits[fact.id] = _Audit(fact, right)
        elif entry.event_type in (SAID, FOUND, CLOSED):
            self._in_audit(entry)

    def missing(self, index: int, event_type: str) -> None:
        """An unseen entry may be a right, a report or an agreement that allows it."""
        self._is_blind = self._is_blind or event_type.startswith(_MATTERS)

    def finish(self) -> None:
        """Close the check."""
        self._tally.close()

    def _compare(self, entry: Entry, differences: list[Difference]) -> None:
        self._tally.compare(entry.index, differences, blind=self._is_blind)

    def _requesting(self, fact: Record) -> Iterator[Difference]:
        key = (fact.agreement, fact.by, fact.audited)
        right = self._rights.get(key)
        yield "audit-right-missing", True, right is not None
        if right is None:
            return
        earlier = [
            one.request
            for one in self._audits.values()
            if one.outcome != "withdrawn" and _key(one.request) == key
        ]
        asked = Asked(fact.asked_on, fact.starts_on, fact.first_month, fact.last_month)
        terms = Terms(right.look_back_years, right.notice_days, right.every_months)
        last = max((str(one.asked_on) for one in earlier), default=None)
        spans = [(one.first_month, one.last_month) for one in earlier]
        problems = [code for code, *_ in request_problems(asked, terms, last, spans)]
        yield "audit-not-as-agreed", [], problems

    def _in_audit(self, entry: Entry) -> None:
        fact = entry.fact
        audit = self._audits.get(fact.audit)
        if audit is None:
            self._compare(entry, [("audit-unknown", True, False)])
            return
        check = {SAID: self._saying, FOUND: self._finding, CLOSED: self._closing}
        common = ("audit-over", "", audit.outcome)
        self._compare(entry, [common, *check[entry.event_type](fact, audit)])
        if entry.event_type == FOUND:
            audit.found, audit.found_at, audit.is_objected = fact, entry.index, False
        elif entry.event_type == CLOSED:
            audit.outcome = fact.outcome
        elif fact.kind == "objection":
            audit.is_objected = True

    def _saying(self, fact: Record, audit: _Audit) -> Iterator[Difference]:
        yield "audit-sides", True, fact.by is None or fact.by in audit.sides()
        if fact.kind == "objection":
            yield "audit-sides", True, fact.by in (None, audit.request.audited)

    def _finding(self, fact: Record, audit: _Audit) -> Iterator[Difference]:
        yield "audit-sides", audit.request.by, fact.by
        first, last = audit.request.first_month, audit.request.last_month
        for one in fact.assessed:
            months = Period.parse(one.period)
            within = first <= str(months.first) and str(months.last) <= last
            yield "audit-period", True, within
            if one.report:
                yield "audit-reported", self._reports.amount(one.report), one.reported_minor
                yield "audit-reported", False, one.report in self._reports.corrected
            else:
                yield "audit-reported", 0, one.reported_minor
        again = _again(fact, audit.right)
        yield "audit-figures", True, again is not None
        if again is not None:
            yield "audit-figures", [getattr(again, name) for name in _SUMS], _stated(fact)
            lates = [(one.days, one.amount_minor) for one in again.interests]
            yield "audit-figures", lates, [(one.days, one.interest_minor) for one in fact.assessed]

    def _closing(self, fact: Record, audit: _Audit) -> Iterator[Difference]:
        yield from _ended_by(fact, audit)
        since = audit.found_at
        for one in fact.corrected:
            report = self._reports.facts.get(one.report)
            known = report is not None and report.agreement == audit.request.agreement
            yield "audit-correction", True, known
            if report is None:
                continue
            newer = self._reports.entries[one.report] > since
            yield "audit-correction", (one.period, True), (report.period, newer)
            was = self._reports.amount(report.supersedes) or 0
            yield "audit-correction", (was, report.amount_minor), (one.was_minor, one.now_minor)
        moved = sum(one.now_minor - one.was_minor for one in fact.corrected)
        yield "audit-correction", moved, fact.corrected_minor
        if fact.outcome in _AS_FOUND and audit.found is not None:
            found = audit.found
            yield "audit-owed", found.interest_minor, fact.interest_minor
            yield "audit-owed", found.cost_of_audited_minor, fact.cost_of_audited_minor
            yield "audit-not-corrected", [], _left(found, fact)
        if fact.outcome in ("clean", "withdrawn"):
            yield "audit-owed", (0, 0), (fact.interest_minor, fact.cost_of_audited_minor)


def _key(request: Record) -> _Key:
    return request.agreement, request.by, request.audited


def _again(fact: Record, right: Record) -> Assessed | None:
    """Compute again what an audit comes to; None where no rate is known for a day."""
    agreed = right.interest_rate
    try:
        return assess(
            [
                Finding(
                    one.period, one.reported_minor, one.found_minor, one.due_on, one.unpaid_minor
                )
                for one in fact.assessed
            ],
            cost_minor=fact.cost_minor,
            as_of=fact.as_of,
            threshold=(right.cost_threshold.num, right.cost_threshold.den),
            agreed=(agreed.num, agreed.den) if agreed else None,
        )
    except TermsError:
        return None


def _stated(fact: Record) -> list[int]:
    return [getattr(fact, name) for name in _SUMS]


def _ended_by(fact: Record, audit: _Audit) -> Iterator[Difference]:
    """Whose word, or which document, ended it."""
    auditor, audited = audit.sides()
    if fact.outcome not in ("settled", "withdrawn"):
        yield "audit-ended-without-findings", True, audit.found is not None
    if fact.outcome == "clean" and audit.found is not None:
        yield "audit-ended-without-findings", 0, audit.found.under_minor
    if fact.outcome == "unanswered":
        yield "audit-ended-over-objection", False, audit.is_objected
    if fact.by is None:
        yield "audit-ended-by-nobody", True, fact.document is not None
        return
    needed = {"agreed": {audited}, "settled": {auditor, audited}}.get(fact.outcome, {auditor})
    said = {fact.by, *(consent.party for consent in fact.consents)}
    yield "audit-ended-by-nobody", [], sorted(needed - said)


def _left(found: Record, closed: Record) -> list[str]:
    """Return the periods of which something is missing that no report made good."""
    made = {(one.period, one.was_minor, one.now_minor) for one in closed.corrected}
    return [
        one.period
        for one in found.assessed
        if one.difference_minor > 0
        and (one.period, one.reported_minor, one.found_minor) not in made
    ]
