"""What statements follow from besides their runs: clauses, treaty forms, amounts carried."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import Any, Final

from contracts.opening_balances import INCOME_OF
from contracts.tax.income import income_of, treatment_of
from contracts.tax.treaty import TreatyForm
from ledger.audit.family import Entry
from ledger.audit.records import Record
from ledger.statements.carrying import smallest_payment
from ledger.statements.totals import Figures

MATTERS: Final = ("agreement.", "tax.")

_COMMITTEE: Final = "committee"


@dataclass(frozen=True, slots=True)
class Clauses:
    """What statements need of a version of clauses.

    Attributes:
        taxed: Clause, and whether an advance is taken back, to kind of income and treatment.
        minimum_minor: The smallest payment; zero where there is none.
    """

    taxed: Mapping[tuple[str, bool], tuple[str, str]]
    minimum_minor: int


class StatementFacts:
    """Gathers them, entry by entry."""

    def __init__(self) -> None:
        self._kinds: dict[str, str] = {}
        self._clauses: dict[tuple[str, int], Clauses] = {}
        self._latest: dict[str, int] = {}
        self._runs: dict[str, tuple[str, int]] = {}
        self._steps: dict[str, dict[str, Any]] = defaultdict(dict)
        self._revisions: dict[str, str] = {}
        self._openings: set[str] = set()
        self._forms: dict[tuple[str, str], list[TreatyForm]] = defaultdict(list)

    def see(self, entry: Entry) -> None:
        """Take the fact of one entry."""
        fact = entry.fact
        if entry.event_type == "agreement.recorded/1":
            self._kinds[fact.id] = fact.kind
        elif entry.event_type == "agreement.terms_added/1":
            is_committee = self._kinds.get(fact.agreement) == _COMMITTEE
            self._clauses[fact.agreement, fact.version] = _clauses(fact.terms, is_committee)
            self._steps[fact.agreement] |= {step["id"]: step for step in fact.terms["steps"]}
            self._latest[fact.agreement] = max(self._latest.get(fact.agreement, 0), fact.version)
        elif entry.event_type == "royalty.opened/1":
            self._runs[fact.id] = fact.agreement, fact.terms_version
            self._openings.add(fact.id)
        elif entry.event_type == "royalty.revised/1":
            self._revisions[fact.id] = fact.agreement
        elif entry.event_type == "royalty.payout_closed/1":
            self._runs[fact.id] = fact.agreement, fact.terms_version
        elif entry.event_type == "tax.treaty_form_filed/1":
            self._forms[fact.payer, fact.payee].append(_form(fact))

    def forms(self, payer: str, receiver: str) -> tuple[TreatyForm, ...]:
        """Return the forms that a payer filed for a receiver."""
        return tuple(self._forms[payer, receiver])

    def minimum(self, links: Iterable[str]) -> int:
        """Return the smallest payment that the terms behind all these links make."""
        latest: dict[str, int] = {}
        for link in links:
            revised = self._revisions.get(link, "")
            agreement, version = self._runs.get(link, (revised, self._latest.get(revised, 0)))
            if agreement:
                latest[agreement] = max(latest.get(agreement, 0), version)
        found = (self._clauses.get(key) for key in latest.items())
        return smallest_payment(one.minimum_minor if one else 0 for one in found)

    def taxed(self, line: Record) -> tuple[str, str] | None:
        """Return kind of income and treatment of a line; None where its clause is not known.

        A correction bears the tax of its clause in the latest version that has it.
        """
        if line.run in self._openings:
            income = INCOME_OF.get(line.row.partition("/")[0], "")
            return income, treatment_of(income)
        if agreement := self._revisions.get(line.run):
            is_committee, steps = self._kinds.get(agreement) == _COMMITTEE, self._steps[agreement]
            if line.step not in steps:
                return None
            income = income_of(line.step, steps, is_committee=is_committee, is_debtor=True)
            return income, treatment_of(income)
        clauses = self._clauses.get(self._runs.get(line.run, ("", 0)))
        return clauses.taxed.get((line.step, line.kind == "recoupment")) if clauses else None


def stated_parts(figures: Figures) -> list[dict[str, Any]] | None:
    """Return computed parts as a statement records them."""
    return [asdict(part) for part in figures.carried] or None


def _form(fact: Record) -> TreatyForm:
    return TreatyForm(fact.article, fact.filed_on, fact.valid_to, fact.has_benefits_form, fact.id)


def _clauses(terms: Mapping[str, Any], is_committee: bool) -> Clauses:  # noqa: FBT001 - one caller
    steps = {step["id"]: step for step in terms["steps"]}
    taxed = {}
    for step in steps:
        for is_debtor in (False, True):
            income = income_of(step, steps, is_committee=is_committee, is_debtor=is_debtor)
            taxed[step, is_debtor] = income, treatment_of(income)
    return Clauses(taxed, terms.get("minimum_payment", {}).get("amount", 0))
