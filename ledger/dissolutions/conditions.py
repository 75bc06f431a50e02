"""When an end may be completed: its days, decisions, months, disputes, and nothing left open."""

from dataclasses import dataclass

from contracts.period import Month
from ledger.command import Context
from ledger.committees.signers import says_whose
from ledger.committees.views import settled_through
from ledger.disputes.views import open_on
from ledger.dissolutions.asking import must_be_decided
from ledger.dissolutions.commands import CompleteDissolution
from ledger.dissolutions.concluding import Conclusion
from ledger.dissolutions.contracts import Contract
from ledger.dissolutions.gathering import Gathered
from ledger.errors import Conflict, RuleViolation
from ledger.parties.views import PartyRow
from ledger.periods.views import is_closed
from ledger.royalties.views import RunPayeeRow
from ledger.store.state import Row, State


@dataclass(frozen=True, slots=True)
class End:
    """An end that may be completed, with what follows from it.

    Attributes:
        begun: Its first fact. contact: whom to ask afterwards.
    """

    command: CompleteDissolution
    row: Row
    begun: Row
    gathered: Gathered
    conclusion: Conclusion
    contact: str | None


def check_days(command: CompleteDissolution, begun: Row, row: Row, state: State) -> None:
    """Refuse a transfer before what it rests on, and money of months that are done with."""
    resolved = (begun.get("resolution") or {}).get("day", "")
    earliest = max(begun["ground_day"], resolved)
    if command.transfer_day.isoformat() < earliest:
        raise RuleViolation(
            "dissolution-before-resolution",
            "nothing passes before the ground of the dissolution and its resolution",
            field="transfer_day",
            value=command.transfer_day.isoformat(),
            expected=f"{earliest} or later",
        )
    settled, first = settled_through(state, row["id"]), f"{command.money_from}-01"
    if command.money_from <= settled:
        expected = f"{Month.parse(settled).plus(1)} or later"
        code = "dissolution-back-dated"
    elif first < row["effective_from"]:
        code, expected = "effective-before-previous", f"{row['effective_from'][:7]} or later"
    elif is_closed(state, command.money_from):
        code, expected = "period-closed", "an open month"
    elif first < f"{command.transfer_day.isoformat()[:7]}-01":
        code = "money-before-transfer"
        expected = f"{command.transfer_day.isoformat()[:7]} or later"
    else:
        return
    raise RuleViolation(code, field="money_from", value=command.money_from, expected=expected)


def check_parties(command: CompleteDissolution, state: State) -> None:
    """Refuse whoever is named and not on the register; names the field."""
    named = {f"debtors[{n}].debtor": one.debtor for n, one in enumerate(command.debtors)}
    named |= {f"owners[{n}].owner": one.owner for n, one in enumerate(command.owners)}
    named |= {f"custody[{n}].party": one.party for n, one in enumerate(command.custody)}
    for number, clause in enumerate(command.dispositions or ()):
        place = f"dispositions[{number}]"
        named |= {f"{place}.to": clause.to} if clause.to else {}
        named |= {f"{place}.shares[{n}].party": one.party for n, one in enumerate(clause.shares)}
    if command.settlement:
        items = (*command.settlement.assets, *command.settlement.debts)
        named |= {f"settlement.{one.name}": one.party for one in items if one.party}
    if command.contact:
        named["contact"] = command.contact
    if command.declaration:
        named["declaration.declarant"] = command.declaration.declarant
    for field, party in named.items():
        state.require(PartyRow, party, field=field)


def check_plan_decided(
    command: CompleteDissolution, end: End, state: State, context: Context
) -> None:
    """Refuse what goes beyond the contract's own plan and the members did not decide."""
    is_own = command.dispositions in (None, end.gathered.own_clauses)
    if not is_own or says_whose(command.body()):
        must_be_decided(end.gathered.doc, command.consents, state, context)
    if end.contact is None:
        raise RuleViolation(
            "contact-missing",
            "somebody has to be asked for licences afterwards",
            field="contact",
            value=None,
            expected="a party",
        )


def check_months(command: CompleteDissolution, end: End, state: State) -> None:
    """Refuse while a month before the new holders' first one is not divided, or one of theirs is.

    Raises:
        RuleViolation: Names the agreement, and how far it is divided.
    """
    before = str(Month.parse(command.money_from).plus(-1))
    assumed = {move.agreement for move in command.debtors}
    for contract in end.gathered.contracts:
        if not (contract.pays_holders or contract.id in assumed):
            continue
        if contract.settled > before:
            expected = f"{Month.parse(contract.settled).plus(1)} or later"
            raise _month_refused("dissolution-back-dated", command, contract, expected)
        if contract.settled < before and (contract.settled or contract.id in _waiting(end)):
            expected = f"runs of {contract.id} up to {before} (now {contract.settled or 'none'})"
            raise _month_refused("dissolution-months-unsettled", command, contract, expected)


def _month_refused(
    code: str, command: CompleteDissolution, contract: Contract, expected: str
) -> RuleViolation:
    return RuleViolation(
        code,
        field="money_from",
        value=command.money_from,
        expected=expected,
        agreement=contract.id,
    )


def _waiting(end: End) -> set[str]:
    return {one.agreement for one in end.gathered.balances if one.account == "not_distributed"}


def check_disputes(end: End, state: State) -> None:
    """Refuse while somebody disputes something that would pass, or be owed by somebody else."""
    gathered = end.gathered
    subjects = [gathered.committee, *(one.body["id"] for one in gathered.grants)]
    for contract in gathered.contracts:
        subjects.append(contract.id)
        paid = state.select(RunPayeeRow, agreement=contract.id)
        subjects += [row["statement_id"] for row in paid if row["statement_id"]]
    found = open_on(state, subjects)
    if found:
        raise Conflict(
            "dissolution-disputed",
            f"{len(found)} disputes are open: {', '.join(row['id'] for row in found)}",
            field="dissolution",
            value=end.begun["id"],
            expected="these disputes settled",
            disputes=[row["id"] for row in found],
        )


def check_nothing_open(conclusion: Conclusion) -> None:
    """Refuse while anything would be left open; names the first, and lists all of them.

    Raises:
        RuleViolation: `dissolution-leaves-open`, with every cell, licence, yen and claim.
    """
    if conclusion.defects:
        first, *others = conclusion.defects
        more = f" (and {len(others)} more)" if others else ""
        raise RuleViolation(
            "dissolution-leaves-open",
            f"{first['said_en']}{more}",
            field="dispositions",
            value=first["what"],
            expected="a plan and statements that leave nothing open",
            kind=first["kind"],
            defects=list(conclusion.defects),
        )
