"""The checks on what entries say, in one pass, for the live register and for a bundle alike.

What is read here was found to be canonical and committed to before; here it is asked whether it is
true by the rules: facts are well-formed, money adds up, results come out again from the facts that
they cite. Each family of checks is a module of its own and keeps state, never the history.

Who audits a part of the register (one party's, one period's) calls `missing` for entries that are
not disclosed in full: what cannot be checked for want of them is counted, never a failure.
"""

from collections.abc import Callable, Mapping
from typing import Any, Final

from contracts.errors import TermsError
from ledger.audit.approvals import Approvals
from ledger.audit.authors import Authors
from ledger.audit.balances import Balances
from ledger.audit.bank_details import BankDetails
from ledger.audit.cash import Cash
from ledger.audit.cited_files import CitedFiles
from ledger.audit.commands import Commands
from ledger.audit.committees import Committees
from ledger.audit.debtors import Debtors
from ledger.audit.dispute_holds import DisputeHolds
from ledger.audit.disputes import Disputes
from ledger.audit.dissolutions import Dissolutions
from ledger.audit.erasures import Erasures
from ledger.audit.family import Entry, Family, Setting, Tally
from ledger.audit.files import Files
from ledger.audit.findings import Findings
from ledger.audit.interest import InterestCharges
from ledger.audit.invoices import Invoices
from ledger.audit.milestones import Milestones
from ledger.audit.openings import Openings
from ledger.audit.papers import Papers
from ledger.audit.party_ends import PartyEnds
from ledger.audit.payments import Payments
from ledger.audit.payouts import Payouts
from ledger.audit.populations import Population, Populations, Sample
from ledger.audit.purchases import Purchases
from ledger.audit.rates import Rates
from ledger.audit.records import FactMalformed, Record, fact_reader
from ledger.audit.references import References
from ledger.audit.reports import Reports
from ledger.audit.revisions import Revisions
from ledger.audit.rights import Rights
from ledger.audit.royalty_audits import RoyaltyAudits
from ledger.audit.sampling import Sampling
from ledger.audit.set_offs import SetOffs
from ledger.audit.shares import Shares
from ledger.audit.state import State
from ledger.audit.statements import Statements
from ledger.audit.tax_forms import TaxForms
from ledger.audit.terms import Terms
from ledger.errors import LedgerError

FAMILIES: Final[tuple[type[Family], ...]] = (
    Commands,
    References,
    PartyEnds,
    Milestones,
    Shares,
    Committees,
    Rights,
    Terms,
    Reports,
    Cash,
    Rates,
    TaxForms,
    BankDetails,
    Openings,
    Payouts,
    Revisions,
    Balances,
    Statements,
    Purchases,
    Invoices,
    SetOffs,
    InterestCharges,
    Disputes,
    Approvals,
    Payments,
    DisputeHolds,
    RoyaltyAudits,
    Debtors,
    Dissolutions,
    Papers,
    CitedFiles,
    Erasures,
    Authors,
    State,
)
"""Every family, in the order in which they see an entry and report; one line each."""

_UNDIGESTED: Final = (
    LedgerError, TermsError,
    ArithmeticError, AttributeError, LookupError, TypeError, ValueError,
)  # fmt: skip
"""A fact can be well-formed and still hold what no rule would have accepted, a period that is none
for instance. Such an entry is a finding; the audit goes on."""


class ContentAudit:
    """Sees every entry once, in order, and knows in the end what does not fit.

    Args:
        findings: Where findings and the list of checks go.
        files: Files that facts cite, by hash.
        jobs: Processes for what can be computed apart; the findings are the same for any number.
        lines_root: Reads a report's lines and returns their root; None where nothing can.
        origin: Name of the log; without it no author's signature can be checked.
        samplings: Samples to be drawn; see `samples`.
    """

    def __init__(
        self,
        findings: Findings,
        files: Files,
        jobs: int = 1,
        lines_root: Callable[[bytes], str] | None = None,
        *,
        origin: str = "",
        samplings: tuple[Sampling, ...] = (),
    ) -> None:
        setting = Setting(findings, files, jobs, lines_root, origin, samplings)
        self._facts = Tally(findings, "facts")
        self._reader = fact_reader()
        self._populations = Populations(setting)
        self._families = [*(family(setting) for family in FAMILIES), self._populations]

    def see(self, index: int, event_type: str, parts: Mapping[str, Mapping[str, Any]]) -> None:
        """Take an entry whose parts are all at hand.

        Args:
            index: Its place in the log.
            event_type: As its leaf says.
            parts: Part name to body, `command` and `signatures` included.
        """
        self._facts.count += 1
        fact = self._read(index, event_type, parts)
        if fact is None:
            # What it would have said is not known to any family.
            self._pass_over(index, event_type)
            return
        self._show(Entry(index, event_type, fact, parts))

    def _show(self, entry: Entry) -> None:
        for family in self._families:
            try:
                family.see(entry)
            except _UNDIGESTED as error:
                expected = "values that its rules can read"
                self._facts.add(entry.index, "fact-unusable", expected, error)

    def _read(
        self, index: int, event_type: str, parts: Mapping[str, Mapping[str, Any]]
    ) -> Record | None:
        if not self._reader.knows(event_type):
            self._facts.add(index, "unknown-fact", "a type in ledger/facts.py", event_type)
            return None
        try:
            return self._reader.read(event_type, parts)
        except FactMalformed as error:
            wrong = error.fields
            expected = f"{wrong['field']}: {wrong['expected']}"
            self._facts.add(index, "fact-malformed", expected, wrong["found"])
            return None

    def missing(
        self, index: int, event_type: str, parts: Mapping[str, Mapping[str, Any]] | None = None
    ) -> None:
        """Take note of an entry some of whose parts are not at hand.

        Args:
            index: Its place in the log.
            event_type: As its leaf says.
            parts: Those that are. Where the fact is whole among them, it is audited: who may read
                a fact seldom may read the command behind it.
        """
        fact = self._whole(event_type, parts or {})
        if fact is not None:
            self._facts.count += 1
            self._show(Entry(index, event_type, fact, parts or {}, is_closed_in_part=True))
            return
        self._facts.unavailable += 1
        self._pass_over(index, event_type)

    def _whole(self, event_type: str, parts: Mapping[str, Mapping[str, Any]]) -> Record | None:
        """Return the fact if its parts are all among those disclosed."""
        if not parts or not self._reader.knows(event_type):
            return None
        try:
            return self._reader.read(event_type, parts)
        except FactMalformed:
            # It lacks what was not disclosed, or is wrong: that cannot be told apart from here.
            return None

    def _pass_over(self, index: int, event_type: str) -> None:
        for family in self._families:
            family.missing(index, event_type)

    def finish(self) -> None:
        """Close all checks; nothing may be seen afterwards."""
        self._facts.close()
        for family in self._families:
            family.finish()

    def populations(self) -> tuple[Population, ...]:
        """Return counts and control totals of what was seen, kind by kind."""
        return self._populations.populations()

    def samples(self) -> tuple[Sample, ...]:
        """Return the samples that were asked for."""
        return self._populations.samples()
