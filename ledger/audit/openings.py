"""Every opening comes out again: its typed figures, under the clauses in force, give its position.

An opening stands for a history that is not on record, so it is believed only as far as it follows
from the figures that somebody else approved: position, differences, balances, and what is unpaid.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict
from typing import Any, Final

from contracts.errors import TermsError
from contracts.opening import Opened, open_position
from contracts.opening_balances import moved, unpaid_of
from contracts.opening_lines import Entry as Figure
from contracts.opening_lines import Holders
from contracts.terms import parse_terms
from ledger.audit.family import Difference, Entry, Family, Setting, Tally
from ledger.audit.recompute import weights_of
from ledger.audit.records import Record, plain
from ledger.audit.shared_accounts import SharedUses
from ledger.committees.versions import VERSIONS
from ledger.errors import LedgerError

OPENED: Final = "royalty.opened/1"
_MATTERS: Final = ("agreement.", "committee.", "royalty.")
_RUNS: Final = ("royalty.payout_closed/1", "royalty.revised/1")


class Openings(Family):
    """Computes each opening again when it comes."""

    def __init__(self, setting: Setting) -> None:
        super().__init__(setting)
        self._tally = Tally(self.findings, "openings")
        self._agreements: dict[str, Record] = {}
        self._debtors: dict[str, str] = {}
        self._terms: dict[str, list[Record]] = defaultdict(list)
        self._shares: dict[tuple[str, int], Any] = {}
        self._begun: set[str] = set()
        self._standing: dict[str, tuple[str, dict[str, int]]] = {}
        self._documents: set[str] = set()
        self._uses = SharedUses()
        self._is_blind = False
        self._takers: dict[str, Callable[[Entry], None]] = {
            OPENED: self._opening,
            "agreement.assumed/1": self._assumed,
            "agreement.recorded/1": self._agreement,
            "agreement.terms_added/1": self._clauses,
            **dict.fromkeys(VERSIONS, self._committee),
            **dict.fromkeys(_RUNS, self._run),
        }

    def see(self, entry: Entry) -> None:
        """Take the fact of one entry."""
        if take := self._takers.get(entry.event_type):
            take(entry)

    def missing(self, index: int, event_type: str) -> None:
        """From here on a difference may have a reason that is not disclosed."""
        self._is_blind = self._is_blind or event_type.startswith(_MATTERS)

    def finish(self) -> None:
        """Close the check."""
        self._tally.close()

    def _agreement(self, entry: Entry) -> None:
        self._agreements[entry.fact.id] = entry.fact
        self._debtors[entry.fact.id] = entry.fact.payer

    def _assumed(self, entry: Entry) -> None:
        self._debtors[entry.fact.agreement] = entry.fact.debtor

    def _clauses(self, entry: Entry) -> None:
        self._terms[entry.fact.agreement].append(entry.fact)

    def _committee(self, entry: Entry) -> None:
        self._shares[entry.fact.id, entry.index] = entry.fact.members

    def _run(self, entry: Entry) -> None:
        fact = entry.fact
        self._begun.add(fact.agreement)
        is_run = entry.event_type == _RUNS[0]
        self._stands(fact, fact.terms_version if is_run else fact.runs[-1].terms_version)

    def _stands(self, fact: Record, version: int) -> None:
        """Take what a link of a chain leaves filled of accounts that others fill, too."""
        for one in self._terms[fact.agreement]:
            if one.version == version:
                self._uses.stands(fact.agreement, one.terms, fact.position)

    def _opening(self, entry: Entry) -> None:
        fact = entry.fact
        _, before = self._standing.get(fact.agreement, ("", {}))
        try:
            differences = [*self._links(fact), *self._recomputed(fact, before)]
        except (LedgerError, TermsError) as error:
            differences = [("opening-not-computable", "figures that fit the clauses", error)]
        self._tally.compare(entry.index, differences, blind=self._is_blind)
        after = dict(before)
        for posting in fact.postings:
            after[posting.account] = after.get(posting.account, 0) + posting.amount_minor
        self._standing[fact.agreement] = fact.id, after
        self._documents.add(fact.document.sha256)
        self._stands(fact, fact.terms_version)

    def _links(self, fact: Record) -> Iterator[Difference]:
        """Yield what ties an opening to its agreement, its clauses and the people behind it."""
        agreement = self._agreements.get(fact.agreement)
        head = (self._debtors[agreement.id], agreement.currency) if agreement else None
        yield "opening-agreement", head, (fact.payer, fact.currency)
        yield "opening-after-run", False, fact.agreement in self._begun
        standing, _ = self._standing.get(fact.agreement, (None, {}))
        yield "opening-supersedes", standing, fact.supersedes
        terms = self._in_force(fact)
        cited = (fact.terms_version, fact.terms_sha256)
        yield "opening-terms", (terms.version, terms.terms_sha256) if terms else None, cited
        yield "opening-approved-by-maker", False, fact.approved_by == fact.made_by
        yield "opening-document-known", False, fact.document.sha256 in self._documents
        for reference, pin in fact.holders.items():
            found = [[party, dict(share)] for party, share in self._pinned(reference, pin)]
            yield "opening-holders", found, [list(pair) for pair in pin["shares"]]

    def _in_force(self, fact: Record) -> Record | None:
        begun = [one for one in self._terms[fact.agreement] if one.effective_month <= fact.as_of]
        return max(begun, key=lambda one: (one.effective_month, one.version), default=None)

    def _pinned(self, reference: str, pin: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
        committee, _, share_set = reference.removeprefix("committee:").partition("/")
        for member in self._shares.get((committee, pin["entry"]), ()):
            share = getattr(member, share_set)
            if share is not None:
                yield member.party, plain(share)

    def _recomputed(self, fact: Record, before: Mapping[str, int]) -> Iterator[Difference]:
        """Yield what must follow from the figures."""
        terms = self._in_force(fact)
        if terms is None:
            return
        figures = [_figure(entry) for entry in fact.entries]
        holders: Holders = {
            reference: weights_of([list(pair) for pair in pin["shares"]])
            for reference, pin in fact.holders.items()
        }
        agreement = self._agreements.get(fact.agreement)
        opened = open_position(
            parse_terms(terms.terms),
            holders,
            figures,
            as_of=fact.as_of,
            tolerance_minor=fact.tolerance_minor,
            is_committee=agreement is not None and agreement.kind == "committee",
            elsewhere=self._uses.elsewhere(fact.agreement, terms.terms),
        )
        yield "opening-figures", [], [f"{one.code} {' '.join(one.key)}" for one in opened.problems]
        yield "opening-position", opened.position.to_dict(), dict(fact.position)
        yield "opening-differences", _said(opened), plain(fact.differences)
        postings = {one.account: one.amount_minor for one in fact.postings}
        yield "opening-postings", moved(opened.postings, before), postings
        yield "opening-unpaid", [asdict(one) for one in unpaid_of(figures)], plain(fact.unpaid)


def _figure(entry: Record) -> Figure:
    return Figure(
        kind=entry.kind,
        amount_minor=entry.amount_minor,
        step=entry.step or "",
        account=entry.account or "",
        payee=entry.payee or "",
        difference_minor=entry.difference_minor,
        reason=entry.reason or "",
    )


def _said(opened: Opened) -> list[dict[str, Any]]:
    """Return the differences as a fact states them."""
    names = ("kind", "step", "account", "payee")
    return [
        {
            **{name: value or None for name, value in zip(names, one.key, strict=True)},
            "stated_minor": one.stated_minor,
            "expected_minor": one.expected_minor,
            "reason": one.reason,
            "effect": one.effect,
        }
        for one in opened.differences
    ]
