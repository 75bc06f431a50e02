"""What a committee's contract must hold, by three standards.

- `complete`: a new committee, or a draft that becomes active: nothing may be missing.
- `as_it_is`: an existing one, whose contract may lack things; each lack becomes a flag.
- `draft`: members seen in credits, nothing more.
"""

from dataclasses import dataclass
from typing import Literal

from ledger.committees.commands import DispositionPlan, FormCommittee, Member, Window
from ledger.committees.events import CommitteeVersion
from ledger.committees.plan import check_plan, check_windows, require_complete, uncovered_media
from ledger.committees.shares import check_share_sets, refuse_shares
from ledger.errors import RuleViolation

Standard = Literal["complete", "as_it_is", "draft"]


@dataclass(frozen=True, slots=True)
class Contract:
    """The part of a committee that is checked as a whole."""

    members: tuple[Member, ...]
    lead: str | None
    windows: tuple[Window, ...]
    plan: DispositionPlan | None

    @classmethod
    def of(cls, source: FormCommittee | CommitteeVersion) -> "Contract":
        """Take the contract out of a command, or out of the fact it would become."""
        return cls(source.members, source.lead, source.windows, source.plan)

    def parties(self) -> dict[str, str]:
        """Return everybody the contract names, with the field that names them first."""
        named = [(m.party, f"members[{n}].party") for n, m in enumerate(self.members)]
        named += [(w.holder, f"windows[{n}].holder") for n, w in enumerate(self.windows)]
        if self.lead:
            named.append((self.lead, "lead"))
        if self.plan:
            named.append((self.plan.contact, "plan.contact"))
            named.append((self.plan.adjustments_debtor, "plan.adjustments_debtor"))
            for n, clause in enumerate(self.plan.dispositions):
                named += [(clause.to, f"plan.dispositions[{n}].to")] if clause.to else []
        return dict(reversed(named))


def check(contract: Contract, standard: Standard) -> tuple[str, ...]:
    """Refuse a contract that contradicts itself or falls short of the standard.

    Returns:
        Flags for what is missing, such as `no-plan`.

    Raises:
        RuleViolation: Names the field, the value and what would be right.
    """
    flags = _check_people(contract, standard)
    check_windows(contract.windows)
    if standard == "draft":
        refuse_shares(contract.members)
        return tuple(flags)
    flags += check_share_sets(contract.members, all_known=standard == "complete")
    if standard == "complete":
        require_complete(contract.plan)
    if contract.plan is None:
        return (*flags, "no-plan")
    check_plan(contract.plan, contract.members, contract.lead)
    return (*flags, "plan-incomplete") if uncovered_media(contract.plan) else tuple(flags)


def _check_people(contract: Contract, standard: Standard) -> list[str]:
    parties = [member.party for member in contract.members]
    for number, party in enumerate(parties):
        if party in parties[:number]:
            raise RuleViolation(
                "member-repeated",
                field=f"members[{number}].party",
                value=party,
                expected="each member once",
            )
    if not parties and standard != "draft":
        raise RuleViolation(
            "members-missing", field="members", value=[], expected="at least one member"
        )
    if contract.lead is None and standard == "complete":
        raise RuleViolation("lead-missing", field="lead", value=None, expected="one of the members")
    if contract.lead is not None and contract.lead not in parties:
        raise RuleViolation(
            "lead-not-member", field="lead", value=contract.lead, expected="one of the members"
        )
    return _lacking(parties, contract.lead, standard)


def _lacking(parties: list[str], lead: str | None, standard: Standard) -> list[str]:
    if not parties:
        return ["members-unknown"]
    return ["no-lead"] if lead is None and standard == "as_it_is" else []
