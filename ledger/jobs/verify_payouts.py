"""Every payout run comes out again: from the same clauses, reports, receipts, costs and holders.

Two questions per run. Did it start from what the log says it had to start from? And do the clauses,
run again over that, give every allocation, posting and position that was recorded?
"""

from collections import defaultdict
from collections.abc import Iterator
from math import lcm
from typing import Any

from contracts.errors import TermsError
from contracts.inputs import Expense, Item
from contracts.period import Period
from ledger.agreements.events import AgreementRecorded, TermsAdded
from ledger.audit.findings import Findings
from ledger.blobs.blobs import Blobs
from ledger.committees.events import CommitteeAmended, CommitteeFormed
from ledger.errors import LedgerError
from ledger.event import Event
from ledger.jobs.verify_sources import Book, expected_sources
from ledger.revenue.events import RevenueReceived, RevenueReported
from ledger.royalties.events import ExpenseRecorded, PayoutClosed
from ledger.royalties.result import Computation, recompute, result_of

_Committee = CommitteeFormed | CommitteeAmended


class Payouts:
    """Sees the facts in order and recomputes each run when it comes.

    Args:
        blobs: Holds traces and groups of reports.
        findings: Where findings go.
    """

    def __init__(self, blobs: Blobs, findings: Findings) -> None:
        self._blobs = blobs
        self._findings = findings
        self._books: dict[str, Book] = defaultdict(Book)
        self._terms: dict[str, list[TermsAdded]] = defaultdict(list)
        self._committees: dict[tuple[str, int], _Committee] = {}
        self._recomputed = 0
        self._failed = 0

    def see(self, index: int, event: Event) -> None:
        """Take the fact of one entry."""
        if isinstance(event, PayoutClosed):
            self._run(index, event)
        elif isinstance(event, AgreementRecorded):
            self._books[event.id].distribute_on = event.distribute_on
        elif isinstance(event, TermsAdded):
            self._terms[event.agreement].append(event)
        elif isinstance(event, CommitteeFormed | CommitteeAmended):
            self._committees[event.id, index] = event
        else:
            self._money(index, event)

    def _money(self, index: int, event: Event) -> None:
        if isinstance(event, RevenueReported):
            self._books[event.agreement].reported(index, event)
        elif isinstance(event, RevenueReceived):
            self._books[event.agreement].receipts.append((index, event))
        elif isinstance(event, ExpenseRecorded):
            self._books[event.agreement].expenses[index] = event

    def finish(self) -> None:
        """Close the check."""
        self._findings.done("payouts", self._recomputed, self._findings.total - self._failed)

    def _run(self, index: int, run: PayoutClosed) -> None:
        book = self._books[run.agreement]
        self._recomputed += 1
        before = self._findings.total
        try:
            for code, expected, found in self._differences(book, run):
                if expected != found:
                    self._findings.add(
                        index, code, _first(expected, found), _first(found, expected)
                    )
        except (LedgerError, TermsError) as error:
            self._findings.add(index, "payout-not-computable", "a run that can be repeated", error)
        except (KeyError, ValueError, TypeError) as error:
            self._findings.add(index, "payout-not-computable", "a readable trace", repr(error))
        self._failed += self._findings.total - before
        book.closed(run)

    def _differences(self, book: Book, run: PayoutClosed) -> Iterator[tuple[str, Any, Any]]:
        """Yield (code, expected, found) for everything that must be equal."""
        terms = self._in_force(run)
        yield "payout-terms-version", terms.version if terms else None, run.terms_version
        if terms is None:
            return
        computation = recompute(self._blobs.get(run.trace.sha256), terms.terms)
        sources = expected_sources(book, run, self._blobs)
        inputs = computation.inputs
        yield "payout-period", (run.period, run.currency), (inputs.period, inputs.currency)
        yield "payout-consumed", sources.consumed, run.consumed
        yield "payout-inputs", sources.entries, run.inputs
        yield "payout-items", sources.items, _by_id(inputs.items)
        yield "payout-remittances", sources.remittances, dict(computation.remittances)
        yield "payout-expenses", sources.expenses, _by_source(inputs.expenses)
        yield "payout-position-before", book.position.to_dict(), computation.before.to_dict()
        yield from self._holders(run, computation)
        result = result_of(computation).as_data()
        for name, value in result.items():
            recorded = run.model_dump(mode="json", include={name})[name]
            yield f"payout-{name}", value, recorded

    def _in_force(self, run: PayoutClosed) -> TermsAdded | None:
        month = str(Period.parse(run.period).last)
        begun = [one for one in self._terms[run.agreement] if one.effective_month <= month]
        return max(begun, key=lambda one: (one.effective_month, one.version), default=None)

    def _holders(
        self, run: PayoutClosed, computation: Computation
    ) -> Iterator[tuple[str, Any, Any]]:
        """Compare the pinned holder sets with the committees' own entries."""
        for reference, pin in run.holders.items():
            committee, _, share_set = reference.removeprefix("committee:").partition("/")
            fact = self._committees.get((committee, pin["entry"]))
            shares = [
                [member.party, ratio.model_dump()]
                for member in (fact.members if fact else ())
                if (ratio := getattr(member, share_set)) is not None
            ]
            yield "payout-holders", shares, [list(pair) for pair in pin["shares"]]
            yield "payout-weights", _weights(shares), computation.inputs.holders.get(reference)
        yield "payout-holder-sets", set(run.holders), set(computation.inputs.holders)


def _weights(shares: list[list[Any]]) -> tuple[tuple[str, int], ...]:
    """Return shares as whole numbers over their common denominator, in the contract's order."""
    whole = lcm(*(share["den"] for _, share in shares))
    return tuple((party, share["num"] * whole // share["den"]) for party, share in shares)


def _by_id(items: tuple[Item, ...]) -> dict[str, Item]:
    return {item.id: item for item in items}


def _by_source(expenses: tuple[Expense, ...]) -> dict[str, Expense]:
    return {cost.source: cost for cost in expenses}


def _first(one: object, other: object) -> object:
    """Return what is different in a mapping, so that a finding stays readable."""
    if isinstance(one, dict) and isinstance(other, dict):
        return {key: value for key, value in one.items() if other.get(key) != value}
    return one
