"""What the register knows of a committee on the day it ends, gathered from the views.

The dry run and the door gather with the same function, so that they compute the same.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from contracts.dissolution.situation import Situation
from contracts.money import Ratio as Share
from contracts.rights.extent import everything
from ledger.committees.commands import Disposition, DispositionPlan, Member
from ledger.committees.views import CommitteeVersionRow
from ledger.dissolutions.asked import Asked
from ledger.dissolutions.balances import balances_of
from ledger.dissolutions.contracts import Contract, contracts_of
from ledger.dissolutions.following import running_on
from ledger.dissolutions.reading import clause_of, member_of
from ledger.dissolutions.written import Balance, EndClause
from ledger.parties.endings import PartyEndRow
from ledger.parties.succession import SuccessionRow, successors_on
from ledger.parties.views import PartyRow
from ledger.rights.reading import Recorded, grants_of
from ledger.rights.views import RightRow, read_right, recorded
from ledger.store.state import Row, State
from ledger.store.views import pack, unpack
from ledger.values import Value


@dataclass(frozen=True, slots=True)
class Gathered:
    """A committee on the day it ends.

    Attributes:
        doc: Its newest contract, as plain JSON.
        members: Of the version in force on the day before the transfer.
        clauses: The plan that applies; empty where there is none.
        own_clauses: The contract's own plan.
        grants: What is on record about its works. licences: those of them that run on the day of
            transfer or later.
        contracts: Agreements that concern it.
        balances: Their money.
        lost: Parties named that cannot be reached and whose place nobody took.
    """

    committee: str
    doc: Row
    members: tuple[Member, ...]
    clauses: tuple[EndClause, ...]
    own_clauses: tuple[EndClause, ...]
    plan: DispositionPlan | None
    situation: Situation
    grants: tuple[Recorded, ...]
    licences: tuple[Recorded, ...]
    contracts: tuple[Contract, ...]
    balances: tuple[Balance, ...]
    lost: frozenset[str]

    @property
    def holder(self) -> str:
        """As which the committee stands in the register of rights."""
        return self.situation.committee_holder


def gather(state: State, row: Row, asked: Asked) -> Gathered:
    """Gather what an end would meet.

    Args:
        state: The views: of the door, or of a snapshot for a dry run.
        row: The committee's row.
        asked: Day, month and plan.
    """
    doc = unpack(row["doc"])
    day = asked.transfer_day
    plan = DispositionPlan.model_validate_json(pack(doc["plan"])) if doc.get("plan") else None
    members = members_before(state, row["id"], day)
    own = tuple(map(as_clause, plan.dispositions)) if plan else ()
    clauses = own if asked.clauses is None else asked.clauses
    found = {work: recorded(state, work, everything(day)) for work in _works(state, row, doc)}
    contracts = tuple(contracts_of(state, row["id"], asked.money_from))
    balances = balances_of(state, contracts, day)
    named = _named(members, clauses, plan, row["lead"], contracts, balances)
    gone, lost = _gone(state, named, day)
    situation = Situation(
        committee_holder=f"committee:{row['id']}/copyright",
        works={work: grants_of(rights) for work, rights in found.items()},
        members=tuple(member_of(_plain(one)) for one in members),
        transfer_day=day,
        lead=row["lead"],
        clauses=tuple(clause_of(_plain(one)) for one in clauses),
        gone=gone,
        successors=_successors(state, gone, day),
        income=asked.income,
        main=asked.main or "",
    )
    grants = tuple(one for rights in found.values() for one in rights)
    return Gathered(
        committee=row["id"],
        doc=doc,
        members=members,
        clauses=clauses,
        own_clauses=own,
        plan=plan,
        situation=situation,
        grants=grants,
        licences=running_on(grants, day),
        contracts=contracts,
        balances=balances,
        lost=lost,
    )


def members_before(state: State, committee: str, day: date) -> tuple[Member, ...]:
    """Return the members on the day before a transfer; before the first version, of the first."""
    versions = state.select(CommitteeVersionRow, committee_id=committee)
    order = sorted(versions, key=lambda each: (each["effective_from"], each["version"]))
    begun = [each for each in order if each["effective_from"] < day.isoformat()] or order[:1]
    members = unpack(begun[-1]["doc"])["members"]
    return tuple(Member.model_validate_json(pack(one)) for one in members)


def as_clause(said: Disposition) -> EndClause:
    """Read a clause of a committee's contract as one of an end."""
    return EndClause.model_validate_json(pack(_plain(said)))


def _plain(value: Value) -> Row:
    return value.model_dump(mode="json", exclude_none=True)


def _works(state: State, row: Row, doc: Row) -> list[str]:
    """Return the committee's works, and others in which it is on record as a holder."""
    reference = f'"committee:{row["id"]}/'
    named = state.where(RightRow, lambda table: [table.c.doc.contains(reference, autoescape=True)])
    return sorted({*doc["works"], *(each["work"] for each in named)})


def licence(state: State, right: str) -> Recorded:
    """Return a licence by its id."""
    return read_right(state.require(RightRow, right, field="licence"))


def _named(
    members: Sequence[Member],
    clauses: Iterable[EndClause],
    plan: DispositionPlan | None,
    lead: str | None,
    contracts: Iterable[Contract],
    balances: Iterable[Balance],
) -> list[str]:
    found = [member.party for member in members]
    for clause in clauses:
        found += [one.party for one in clause.shares] + ([clause.to] if clause.to else [])
    found += [plan.contact, plan.adjustments_debtor] if plan else []
    found += [lead] if lead else []
    found += [contract.payer for contract in contracts]
    return list(dict.fromkeys((*found, *(one.before for one in balances))))


def is_unreachable(state: State, party: str, day: date) -> bool:
    """Tell whether a party is gone or its data may not be used; who took its place is not asked."""
    row, end = state.get(PartyRow, party), state.get(PartyEndRow, party)
    is_ended = end is not None and end["day"] <= day.isoformat()
    return is_ended or (row is not None and row["data_use"] is not None)


def _gone(state: State, named: Iterable[str], day: date) -> tuple[frozenset[str], frozenset[str]]:
    """Return who does not stand for itself any more, and of them those whom nobody replaced."""
    gone, lost = set(), set()
    for party in named:
        heirs = [heir for heir, _ in successors_on(state, party, day)]
        gone |= {heir for heir in heirs if is_unreachable(state, heir, day)}
        if heirs != [party]:
            gone.add(party)
        if any(is_unreachable(state, heir, day) for heir in heirs):
            lost.add(party)
    return frozenset(gone), frozenset(lost)


def _successors(
    state: State, gone: Iterable[str], day: date
) -> dict[str, tuple[tuple[str, Share], ...]]:
    """Return who took the places of those gone, with their parts; nobody for the unreachable."""
    found = {}
    for party in sorted(gone):
        row = state.get(SuccessionRow, party)
        if row is not None and row["effective_from"] <= day.isoformat():
            heirs = successors_on(state, party, day)
            found[party] = tuple((heir, (part.numerator, part.denominator)) for heir, part in heirs)
    return found
