"""What an end may name: agreements and licences of its committee, each of them once.

Rules kept here:
1. A debtor or an owner is named for an agreement that concerns the committee, and once: two debtors
   of one agreement would each be told that he alone owes it.
2. Who owes an agreement now hands it over, as in `AssumeDebt`: he sends the command or agrees to
   it. The operator records it from the document. Nobody takes an agreement of somebody else by
   winding up a committee of his own.
3. Who is to own money, to take a position, to keep something or to be asked is there on the day.
4. A licensor's position passes once, and only in licences that outlive the committee.

Source:
    Civil Code of Japan, articles 470 and 539-2 (a contractual position passes with its holder).
"""

from collections.abc import Iterable
from typing import Final

from ledger.command import Context
from ledger.committees.agreement import agreed_by
from ledger.dissolutions.commands import CompleteDissolution
from ledger.dissolutions.gathering import Gathered, is_unreachable
from ledger.errors import NotFound, RuleViolation
from ledger.parties.succession import successors_on
from ledger.revenue.rules import known_agreement
from ledger.store.state import State

_OF_OTHERS: Final = "dissolution-names-others"


def check_named(
    command: CompleteDissolution, gathered: Gathered, state: State, context: Context
) -> None:
    """Refuse agreements and licences of others, and whatever is named twice.

    Raises:
        RuleViolation: `dissolution-names-others`, `dissolution-named-twice`,
            `dissolution-names-gone` or `payer-consent-missing`, with the field.
        NotFound: A successor agreement that is not on record, or not for this actor to know.
    """
    _check_agreements(command, gathered)
    _check_payers(command, gathered, state, context)
    _check_moves(command, gathered)
    _check_there(command, state)
    for one in command.successor_agreements:
        try:
            known_agreement(state, context.actor, one.agreement)
        except NotFound as error:
            fields = {**error.fields, "field": "successor_agreements"}
            raise NotFound(error.code, error.message, **fields) from error


def _check_agreements(command: CompleteDissolution, gathered: Gathered) -> None:
    concerned = {contract.id for contract in gathered.contracts}
    named = [(f"debtors[{n}].agreement", one.agreement) for n, one in enumerate(command.debtors)]
    _check_once(named)
    accounts = [(one.agreement, one.account) for one in command.owners]
    _check_once((f"owners[{n}].account", pair) for n, pair in enumerate(accounts))
    named += [(f"owners[{n}].agreement", pair[0]) for n, pair in enumerate(accounts)]
    for field, agreement in named:
        if agreement not in concerned:
            raise RuleViolation(
                _OF_OTHERS,
                field=field,
                value=agreement,
                expected="an agreement of this committee, or one that pays its holders",
            )


def _check_payers(
    command: CompleteDissolution, gathered: Gathered, state: State, context: Context
) -> None:
    if context.actor.is_operator:
        return
    payers = {contract.id: contract.payer for contract in gathered.contracts}
    agreed = agreed_by(context.actor, command.consents)
    for one in command.debtors:
        payer = payers[one.agreement]
        heirs = {party for party, _ in successors_on(state, payer, command.transfer_day)}
        if payer not in agreed and not heirs <= agreed:
            raise RuleViolation(
                "payer-consent-missing",
                "who owes it now hands it over",
                field="consents",
                value=payer,
                agreement=one.agreement,
                expected=f"a consent of {payer}, or the command sent by him",
            )


def _check_moves(command: CompleteDissolution, gathered: Gathered) -> None:
    known = {one.body["id"] for one in gathered.licences}
    moves = [(one.licence, one.giver) for one in command.moves]
    _check_once((f"moves[{n}].giver", pair) for n, pair in enumerate(moves))
    for number, (licence, _) in enumerate(moves):
        if licence not in known:
            raise RuleViolation(
                _OF_OTHERS,
                field=f"moves[{number}].licence",
                value=licence,
                expected="a licence in a work of this committee that outlives it",
            )


def _check_there(command: CompleteDissolution, state: State) -> None:
    named = [(f"owners[{n}].owner", one.owner) for n, one in enumerate(command.owners)]
    named += [(f"moves[{n}].taker", one.taker) for n, one in enumerate(command.moves)]
    named += [(f"custody[{n}].party", one.party) for n, one in enumerate(command.custody)]
    named += [("contact", command.contact)] if command.contact else []
    for field, party in named:
        heirs = [heir for heir, _ in successors_on(state, party, command.transfer_day)]
        if any(is_unreachable(state, heir, command.transfer_day) for heir in heirs):
            raise RuleViolation(
                "dissolution-names-gone",
                "who does not exist any more, or cannot be reached, takes nothing over",
                field=field,
                value=party,
                expected="a party that is there on the day of transfer",
            )


def _check_once(named: Iterable[tuple[str, object]]) -> None:
    seen: set[object] = set()
    for field, value in named:
        if value in seen:
            said = ", ".join(map(str, value)) if isinstance(value, tuple) else str(value)
            raise RuleViolation(
                "dissolution-named-twice", field=field, value=said, expected="each once"
            )
        seen.add(value)
