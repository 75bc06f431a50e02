"""Every revision comes out again: the past is run again from what the log said when it was made.

1. A change of settled months waits until its revision is recorded; no payout run and no other
   revision of that agreement may come first. So must returns that a run would take although they
   belong to earlier runs under other clauses.
2. Each run concerned starts from its latest trace, with that one change; all differences, the new
   traces and the position in the end must be those recorded.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Final

from contracts.errors import TermsError
from contracts.period import Period
from ledger.agreements.versions import Version, in_force, restated_runs
from ledger.audit.family import Difference, Entry, Family, Setting, Tally
from ledger.audit.rates import RECORDED as RATES_RECORDED
from ledger.audit.rates import RateBook
from ledger.audit.recompute import without_absent
from ledger.audit.records import Record, plain
from ledger.audit.sources import AgreementBook
from ledger.committees.versions import VERSIONS
from ledger.errors import LedgerError
from ledger.royalties.differences import revision_data
from ledger.royalties.past import used_by
from ledger.royalties.result import ENGINE
from ledger.royalties.returns import Returns, returns_due, returns_of
from ledger.royalties.revision import (
    REPORT,
    RETURNS,
    TERMS,
    Case,
    Cause,
    Correction,
    Past,
    Pin,
    Replayed,
    first_use,
    replay,
)

REVISED: Final = "royalty.revised/1"
_MATTERS: Final = ("agreement.", "committee.", "fx.", "revenue.", "royalty.")
_STATED: Final = ("allocations", "postings", "held", "consumed", "position")


@dataclass(slots=True)
class _Agreement:
    """What the facts so far tell of an agreement's past.

    Attributes:
        book: Its reports and receipts; what runs used of them is told by `past`.
        last: The last link of its chain.
    """

    book: AgreementBook = field(default_factory=AgreementBook)
    versions: list[Version] = field(default_factory=list)
    past: list[Past] = field(default_factory=list)
    waiting: list[Cause] = field(default_factory=list)
    last: str | None = None


class Revisions(Family):
    """Keeps what each run stands on, and runs it again when a revision says so."""

    def __init__(self, setting: Setting) -> None:
        super().__init__(setting)
        self._tally = Tally(self.findings, "revisions")
        self._agreements: dict[str, _Agreement] = defaultdict(_Agreement)
        self._shares: dict[tuple[str, int], Any] = {}
        self._rates = RateBook()
        self._is_blind = False
        self._takers: dict[str, Callable[[Entry, _Agreement], None]] = {
            "agreement.assumed/1": _assumed,
            "agreement.terms_added/1": _terms_added,
            "revenue.reported/1": _reported,
            "revenue.received/1": _received,
            "revenue.receipt_withdrawn/1": _withdrawn,
            "royalty.opened/1": _opened,
            "royalty.payout_closed/1": self._run,
            REVISED: self._revision,
        }

    def see(self, entry: Entry) -> None:
        """Take the fact of one entry."""
        if entry.event_type == "agreement.recorded/1":
            book = self._agreements[entry.fact.id].book
            book.head = (entry.fact.payer, entry.fact.currency)
            book.distribute_on = entry.fact.distribute_on
        elif entry.event_type == RATES_RECORDED:
            self._rates.take(entry)
        elif entry.event_type in VERSIONS:
            self._shares[entry.fact.id, entry.index] = entry.fact.members
        elif take := self._takers.get(entry.event_type):
            take(entry, self._agreements[entry.fact.agreement])

    def missing(self, index: int, event_type: str) -> None:
        """From here on a difference may have a reason unseen."""
        self._is_blind = self._is_blind or event_type.startswith(_MATTERS)

    def finish(self) -> None:
        """Close the check."""
        self._tally.close()

    def _run(self, entry: Entry, one: _Agreement) -> None:
        if one.waiting and not self._is_blind:
            expected = f"the revision of entry {one.waiting[0].entry} first"
            self._tally.add(entry.index, "revision-pending", expected, entry.fact.id)
        run = entry.fact
        if not self._is_blind and (skipped := self._returns_skipped(run, one)):
            self._tally.add(entry.index, "returns-skipped", "the revision of returns", skipped)
        one.last = run.id
        one.past.append(
            Past(
                run=run.id,
                number=len(one.past) + 1,
                entry=entry.index,
                period=Period.parse(run.period),
                terms_version=run.terms_version,
                trace=run.trace.sha256,
                consumed=run.consumed,
                reports=frozenset(run.consumed),
            )
        )

    def _returns_skipped(self, run: Record, one: _Agreement) -> str:
        """Return the reports whose returns had to go back before a run."""
        try:
            period = Period.parse(run.period)
            version = in_force(one.versions, str(period.last))
            due = returns_due(one.book, period, version, one.past, self.files) if version else ()
            return " ".join(each.report.id for each in due)
        except (LedgerError, TermsError, LookupError, TypeError, ValueError):
            # What a run starts from that cannot be read is a finding of its own, in `payouts`.
            return ""

    def _revision(self, entry: Entry, one: _Agreement) -> None:
        try:
            differences = list(self._differences(entry.fact, one))
        except (LedgerError, TermsError) as error:
            differences = [_not_computable(error)]
        except (ArithmeticError, AttributeError, LookupError, TypeError, ValueError) as error:
            differences = [_not_computable(repr(error))]
        self._tally.compare(entry.index, differences, blind=self._is_blind)
        _restate(entry.fact, one)

    def _differences(self, fact: Record, one: _Agreement) -> Iterator[Difference]:
        yield "revision-previous", one.last, fact.previous
        yield "revision-agreement", one.book.head, (fact.payer, fact.currency)
        yield "revision-engine", ENGINE, fact.engine
        cause = one.waiting[0] if one.waiting else self._returning(fact, one)
        wanted = (cause.kind, cause.entry, cause.ref) if cause else None
        stated = (fact.cause.kind, fact.cause.entry, fact.cause.ref)
        yield "revision-cause", wanted, stated
        if cause is not None and wanted == stated:
            case = self._case(fact, one, cause)
            yield from _compared(fact, replay(case), case.returns)

    def _returning(self, fact: Record, one: _Agreement) -> Cause | None:
        """Return the returns that are the next to go back, for the run that a revision names."""
        if fact.cause.kind != RETURNS:
            return None
        period = Period.parse(fact.cause.period)
        if one.past and period.first <= one.past[-1].period.last:
            return None
        version = in_force(one.versions, str(period.last))
        due = returns_due(one.book, period, version, one.past, self.files) if version else iter(())
        return next((each.cause(period) for each in due), None)

    def _case(self, fact: Record, one: _Agreement, cause: Cause) -> Case:
        pinned = {
            (run.period, reference): self._pin(reference, pin)
            for run in fact.runs
            for reference, pin in run.holders.items()
        }

        def holders(reference: str, period: Period) -> Pin | None:
            return pinned.get((period.name, reference))

        correction = _correction(one, cause, self._rates) if cause.kind == REPORT else None
        returns = returns_of(one.book, cause, one.past, one.versions, self.files)
        if correction and returns:
            correction = correction.without(returns)
        return Case(
            cause=cause,
            past=[past for past in one.past if past.number >= cause.first],
            versions=one.versions,
            files=self.files,
            holders=holders,
            reports=one.book.reports,
            used_before=used_by(past for past in one.past if past.number < cause.first),
            correction=correction,
            returns=returns,
        )

    def _pin(self, reference: str, pin: Mapping[str, Any]) -> Pin:
        """Return a holder set as the entry that a revision cites states it."""
        committee, _, share_set = reference.removeprefix("committee:").partition("/")
        members = self._shares.get((committee, pin["entry"]), ())
        stated = ((member.party, plain(getattr(member, share_set))) for member in members)
        return {
            "entry": pin["entry"],
            "shares": [[party, share] for party, share in stated if share is not None],
        }


def _not_computable(why: object) -> Difference:
    return "revision-not-computable", "a past that can be run again", str(why)


def _compared(
    fact: Record, replayed: list[Replayed], returns: Returns | None
) -> Iterator[Difference]:
    """Yield what a revision must state, and what it states."""
    data = revision_data(replayed, returns)
    runs = [{**plain(run), "trace": run.trace.sha256} for run in fact.runs]
    traces = [one.trace_sha256 for one in replayed]
    yield (
        "revision-runs",
        [{**run, "trace": trace} for run, trace in zip(data["runs"], traces, strict=True)],
        runs,
    )
    for name in _STATED:
        yield f"revision-{name}", data[name], plain(getattr(fact, name))
    yield "revision-returned", data["returned"] or [], plain(fact.returned or ())
    yield "revision-converted", data["converted"] or {}, without_absent(fact.converted or {})


def _correction(one: _Agreement, cause: Cause, rates: RateBook) -> Correction:
    return Correction(
        report=one.book.reports[cause.ref],
        replaces=frozenset(one.book.replaced_by(cause.ref)),
        receipts=one.book.receipts,
        distribute_on=one.book.distribute_on,
        lookup=rates.lookup,
    )


def _terms_added(entry: Entry, one: _Agreement) -> None:
    fact = entry.fact
    added = Version(fact.version, fact.effective_month, entry.index, fact.terms_sha256, fact.terms)
    one.versions.append(added)
    months = [(past.number, str(past.period.last)) for past in one.past]
    if numbers := restated_runs(one.versions, added, months):
        one.waiting.append(Cause(TERMS, entry.index, str(fact.version), numbers[0]))


def _assumed(entry: Entry, one: _Agreement) -> None:
    one.book.take_assumption(entry.fact)


def _reported(entry: Entry, one: _Agreement) -> None:
    fact = entry.fact
    one.book.take_report(entry.index, fact)
    if fact.supersedes is None:
        return
    first = first_use(one.past, frozenset(one.book.replaced_by(fact.id)))
    if first is not None:
        one.waiting.append(Cause(REPORT, entry.index, fact.id, first))


def _received(entry: Entry, one: _Agreement) -> None:
    one.book.take_receipt(entry.index, entry.fact)


def _withdrawn(entry: Entry, one: _Agreement) -> None:
    one.book.take_withdrawal(entry.fact)


def _opened(entry: Entry, one: _Agreement) -> None:
    one.last = entry.fact.id


def _restate(fact: Record, one: _Agreement) -> None:
    """Note what each run stands on after a revision."""
    runs = {run.run: run for run in fact.runs}
    returned = {group.run for group in fact.returned or ()}
    one.book.take_returned(fact)
    one.past = [
        replace(
            past,
            terms_version=run.terms_version,
            trace=run.trace.sha256,
            consumed=run.consumed,
            reports=past.reports | frozenset(run.consumed),
            returned=_returned_in(past, run, {fact.cause.ref} if run.run in returned else set()),
        )
        if (run := runs.get(past.run))
        else past
        for past in one.past
    ]
    if fact.cause.kind != RETURNS:
        one.waiting = [cause for cause in one.waiting if cause.entry != fact.cause.entry]
    one.last = fact.id


def _returned_in(past: Past, run: Record, returned: set[str]) -> frozenset[str]:
    """Return the reports of which a run has returns only, after a revision."""
    return (past.returned | returned) & frozenset(run.consumed)
