"""One plan for each company of an import: its name, its spellings, where it was printed first."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from ledger.imports.madb.companies import Company
from ledger.imports.madb.identity import party_id
from ledger.imports.madb.organisations import alias_of
from ledger.imports.madb.place import Place
from ledger.imports.madb.privacy import Discretion
from ledger.imports.madb.works import ParsedWork
from ledger.parties.commands import CompanyKind


@dataclass(slots=True)
class CompanyPlan:
    """A company under all spellings of an import.

    Attributes:
        id: Of the party.
        kind: Company, association or public body.
        place: The row that prints it first.
        spellings: As printed, with the number of works that print each.
        legal_form: The first that is printed, or empty.
        known_as: The name that an alias rule gives it, or empty.
    """

    id: str
    kind: CompanyKind
    place: Place
    spellings: Counter[str] = field(default_factory=Counter)
    legal_form: str = ""
    known_as: str = ""

    @property
    def name(self) -> str:
        """The name to register: that of the alias rule, else the one printed most."""
        return self.known_as or self.spellings.most_common(1)[0][0]


def plan_companies(works: Iterable[ParsedWork], discretion: Discretion) -> list[CompanyPlan]:
    """Gather the companies of works, in printed order.

    Args:
        works: In the order they were read.
        discretion: A name joined with that of a person is not made a party.
    """
    plans: dict[str, CompanyPlan] = {}
    for work in works:
        for company in work.companies:
            printed = [name for name in company.printed if discretion.is_public(name)]
            if printed:
                _add(plans, company, printed, work.place)
    return list(plans.values())


def _add(plans: dict[str, CompanyPlan], company: Company, printed: list[str], place: Place) -> None:
    plan = plans.get(company.key)
    if plan is None:
        plan = plans[company.key] = CompanyPlan(party_id(company.key), company.kind, place)
    plan.spellings.update(printed)
    plan.legal_form = plan.legal_form or company.legal_form
    if not plan.known_as and (rule := alias_of(printed[0])):
        plan.known_as = rule.canonical
