"""One plan for each committee of an import: a name, exactly these members, all works of both.

The same name with other members is another contract, hence another committee: a series of films
often keeps the name while members come and go.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

from ledger.committees.commands import Member
from ledger.imports.madb.committees import Committee
from ledger.imports.madb.identity import committee_id, party_id, work_id
from ledger.imports.madb.place import Place
from ledger.imports.madb.works import URI, ParsedWork


@dataclass(slots=True)
class CommitteePlan:
    """A committee as credits print it.

    Attributes:
        id: Of the committee.
        printed: As the first of its works prints it.
        source: The first of its works, and where the name was found.
        works: Ids of its works with the rows that print it, in printed order.
        lead: Party printed as 幹事 in any of its works, or None.
    """

    id: str
    printed: Committee
    source: str
    works: dict[str, Place] = field(default_factory=dict)
    lead: str | None = None

    def members(self) -> tuple[Member, ...]:
        """Return the members, each under the name that is printed.

        Raises:
            ValidationError: A name is longer than the log takes.
        """
        return tuple(
            Member(party=party_id(member.key), name=member.name) for member in self.printed.members
        )


def plan_committees(works: Iterable[ParsedWork]) -> dict[str, CommitteePlan]:
    """Gather the committees of works, by id, in printed order; those without members are held."""
    plans: dict[str, CommitteePlan] = {}
    for work in works:
        committee = work.committee
        if committee is None or not committee.members:
            continue
        name = committee_id(committee.key, (party_id(member.key) for member in committee.members))
        plan = plans.get(name)
        if plan is None:
            source = f"{URI}{work.madb_id} name: {committee.name_from}"
            plan = plans[name] = CommitteePlan(name, committee, source)
        plan.works[work_id(work.madb_id)] = work.place
        if committee.lead and plan.lead is None:
            plan.lead = party_id(committee.lead)
    return plans
