"""Every payout run comes out again: from the same clauses, reports, receipts, costs and holders."""

from collections import defaultdict
from collections.abc import Callable, Iterator
from typing import Any, Final

from contracts.errors import TermsError
from contracts.period import Period
from contracts.position import Position
from ledger.audit.family import Difference, Entry, Family, Setting, Tally
from ledger.audit.rates import RECORDED as RATES_RECORDED
from ledger.audit.rates import RateBook, sums_of
from ledger.audit.recompute import Shares, Task, Workers, Wrong, not_computable
from ledger.audit.records import Record, plain
from ledger.audit.shared_accounts import SharedUses
from ledger.audit.sources import AgreementBook
from ledger.committees.versions import VERSIONS
from ledger.errors import LedgerError
from ledger.revenue.distributable import distributable_minor
from ledger.royalties.book import counts_units, sources_of
from ledger.royalties.exchange import Exchange

CLOSED: Final = "royalty.payout_closed/1"
_MATTERS: Final = ("agreement.", "committee.", "fx.", "revenue.", "royalty.")


class Payouts(Family):
    """Gathers what each run must have started from, and has it computed again."""

    def __init__(self, setting: Setting) -> None:
        super().__init__(setting)
        self._tally = Tally(self.findings, "payouts")
        self._chain = Tally(self.findings, "postings")
        self._workers = Workers(self.jobs)
        self._books: dict[str, AgreementBook] = defaultdict(AgreementBook)
        self._terms: dict[str, list[Record]] = defaultdict(list)
        self._shares: dict[tuple[str, int], Record] = {}
        self._rates = RateBook()
        self._last_run: dict[str, str] = {}
        self._uses = SharedUses()
        self._blind_since: int | None = None
        # Reported in the end: in order, whatever the number of processes.
        self._wrong: list[tuple[int, Wrong]] = []
        self._takers: dict[str, Callable[[Entry], None]] = {
            CLOSED: self._run,
            "royalty.revised/1": self._revised,
            "royalty.opened/1": self._opening,
            RATES_RECORDED: self._rates.take,
            "agreement.assumed/1": lambda e: self._book(e).take_assumption(e.fact),
            "agreement.recorded/1": self._agreement,
            "agreement.terms_added/1": self._clauses,
            **dict.fromkeys(VERSIONS, self._committee),
            "revenue.reported/1": lambda e: self._book(e).take_report(e.index, e.fact),
            "revenue.received/1": lambda e: self._book(e).take_receipt(e.index, e.fact),
            "revenue.receipt_withdrawn/1": self._withdrawn,
            "royalty.expense_recorded/1": lambda e: self._book(e).take_cost(e.index, e.fact),
        }

    def see(self, entry: Entry) -> None:
        """Take the fact of one entry."""
        if take := self._takers.get(entry.event_type):
            take(entry)

    def missing(self, index: int, event_type: str) -> None:
        """From here on a difference in what a run started from may have a reason unseen."""
        if self._blind_since is None and event_type.startswith(_MATTERS):
            self._blind_since = index

    def finish(self) -> None:
        """Wait for what is being computed, and close the checks."""
        for task, wrong in self._workers.rest():
            self._take(task.index, wrong)
        for index, one in sorted(self._wrong, key=lambda pair: pair[0]):
            self._tally.add(index, one.code, one.expected, one.found)
        self._tally.close()
        self._chain.close()

    def _book(self, entry: Entry) -> AgreementBook:
        return self._books[entry.fact.agreement]

    def _withdrawn(self, entry: Entry) -> None:
        """Take a receipt back; what is left must still cover what runs used of its report."""
        fact, book = entry.fact, self._book(entry)
        book.take_withdrawal(fact)
        one = book.reports.get(book.head_of(fact.report))
        if one is None:
            return
        came = sum(
            each.amount_minor for each in book.receipts if book.head_of(each.report) == one.id
        )
        left = distributable_minor(one.amount_minor, one.remittance_minor, came, book.distribute_on)
        if (one.used or 0) > left and self._blind_since is None:
            self._tally.add(entry.index, "receipt-withdrawn-used", one.used, left)

    def _agreement(self, entry: Entry) -> None:
        fact = entry.fact
        book = self._books[fact.id]
        book.distribute_on = fact.distribute_on
        book.head = (fact.payer, fact.currency)

    def _clauses(self, entry: Entry) -> None:
        self._terms[entry.fact.agreement].append(entry.fact)

    def _committee(self, entry: Entry) -> None:
        self._shares[entry.fact.id, entry.index] = entry.fact.members

    def _opening(self, entry: Entry) -> None:
        """The first run goes on from an opening; whether that fits is asked in `openings`."""
        self._last_run[entry.fact.agreement] = entry.fact.id
        self._book(entry).position = Position(entry.fact.position)
        self._stands(entry.fact, entry.fact.terms_version)

    def _run(self, entry: Entry) -> None:
        run, book = entry.fact, self._book(entry)
        blind = self._blind_since is not None
        self._chain.compare(entry.index, self._links(run), blind=blind)
        try:
            self._recompute(entry, book)
        except (LedgerError, TermsError) as error:
            self._take(entry.index, [not_computable(str(error), of_sources=True)])
        except (ArithmeticError, AttributeError, LookupError, TypeError, ValueError) as error:
            self._take(entry.index, [not_computable(repr(error), of_sources=True)])
        self._last_run[run.agreement] = run.id
        book.take_run(run)
        self._stands(run, run.terms_version)

    def _stands(self, link: Record, terms_version: int) -> None:
        """Take what a link of a chain leaves filled of accounts that others fill, too."""
        for one in self._terms[link.agreement]:
            if one.version == terms_version:
                self._uses.stands(link.agreement, one.terms, link.position)

    def _revised(self, entry: Entry) -> None:
        """The next run goes on from a revision; whether that is right is asked in `revisions`."""
        self._last_run[entry.fact.agreement] = entry.fact.id
        self._book(entry).take_revision(entry.fact)
        self._stands(entry.fact, entry.fact.runs[-1].terms_version)

    def _links(self, run: Record) -> Iterator[Difference]:
        """Yield what ties a run to the clauses and to the run before it, and its balance."""
        sums = sums_of(run.postings)
        yield "postings-unbalanced", dict.fromkeys(sums, 0), sums
        cited = [one for one in self._terms[run.agreement] if one.version == run.terms_version]
        yield "payout-terms", cited[-1].terms_sha256 if cited else None, run.terms_sha256
        head = self._books[run.agreement].head
        yield "payout-agreement", head, (run.payer, run.currency)
        yield "payout-previous", self._last_run.get(run.agreement), run.previous

    def _recompute(self, entry: Entry, book: AgreementBook) -> None:
        run = entry.fact
        period = Period.parse(run.period)
        terms = self._in_force(run.agreement, str(period.last))
        version = terms.version if terms else None
        known: tuple[Wrong, ...] = ()
        if version != run.terms_version:
            code, found = "payout-terms-version", str(run.terms_version)
            known = (Wrong(code, str(version), found, of_sources=True),)
        if terms is None or (known and self._blind_since is not None):
            # Other clauses would give another result: that says nothing about this one.
            self._take(entry.index, list(known))
            return
        task = Task(
            index=entry.index,
            run=run,
            terms=terms.terms,
            sources=sources_of(
                book,
                period,
                book.runs + 1,
                self.files,
                with_units=counts_units(terms.terms),
                exchange=Exchange.of(terms.terms, self._rates.lookup),
            ),
            before=book.position.to_dict(),
            elsewhere=self._uses.elsewhere(run.agreement, terms.terms),
            holders={reference: self._pinned(reference, run) for reference in run.holders},
            trace=self.files.get(run.trace.sha256),
            known=known,
        )
        for done, wrong_ones in self._workers.give(task):
            self._take(done.index, wrong_ones)

    def _in_force(self, agreement: str, month: str) -> Record | None:
        begun = [one for one in self._terms[agreement] if one.effective_month <= month]
        return max(begun, key=lambda one: (one.effective_month, one.version), default=None)

    def _pinned(self, reference: str, run: Record) -> Shares:
        """Return the shares that the entry pinned by a run states."""
        committee, _, share_set = reference.removeprefix("committee:").partition("/")
        members: Any = self._shares.get((committee, run.holders[reference]["entry"]), ())
        stated = ((member.party, getattr(member, share_set)) for member in members)
        return tuple((party, plain(share)) for party, share in stated if share is not None)

    def _take(self, index: int, wrong: list[Wrong]) -> None:
        """Count a run, and keep what is wrong with it unless an unseen entry may explain it."""
        is_blind = self._blind_since is not None and self._blind_since < index
        kept = [one for one in wrong if not (is_blind and one.of_sources)]
        if len(kept) < len(wrong) and not kept:
            self._tally.unavailable += 1
        else:
            self._tally.count += 1
        self._wrong += [(index, one) for one in kept]
