"""What remains for people after an end: registration, agreements, positions, representatives.

Source:
    Copyright Act of Japan, articles 77 and 63-2; Civil Code, article 470; and
    `contracts.dissolution.registration` for what a registration costs.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from contracts.dissolution.after import HolderSets
from contracts.dissolution.outcome import Outcome
from contracts.dissolution.registration import registration_yen
from contracts.rights.grants import UNASSIGNED
from ledger.dissolutions.asked import Said
from ledger.dissolutions.gathering import Gathered
from ledger.dissolutions.written import DebtorMove, SuccessorAgreement


def tasks_of(
    gathered: Gathered,
    outcome: Outcome,
    sets: Sequence[HolderSets],
    running: Iterable[Mapping[str, Any]],
    said: Said,
) -> Iterator[dict[str, Any]]:
    """Yield what is left to do, in the order of a check list."""
    yield from _registrations(outcome, gathered.situation.transfer_day)
    for note in outcome.notes:
        yield {"code": note.code}
    yield from _positions(gathered, running)
    yield from _agreements(outcome, sets, said.successor_agreements)
    yield from _window_fees(gathered)
    yield from _debtors(gathered, said.debtors)
    if not said.has_declaration:
        yield {"code": "declare-use"}
    if not said.has_custody:
        yield {"code": "name-custody"}


def _registrations(outcome: Outcome, day: date) -> Iterator[dict[str, Any]]:
    """Yield the transfers to register, per work: a case is one title from one to another."""
    titles = {(one.work, one.giver, one.taker) for one in outcome.transfers}
    cases = Counter(work for work, _, taker in titles if taker != UNASSIGNED)
    for work, count in sorted(cases.items()):
        yield {
            "code": "register-transfers",
            "what": work,
            "count": count,
            "amount_minor": registration_yen(day) * count,
        }


def _positions(
    gathered: Gathered, running: Iterable[Mapping[str, Any]]
) -> Iterator[dict[str, Any]]:
    """Yield the licences whose contract stays with a committee that is no more."""
    for one in running:
        if gathered.holder in one["after"]:
            yield {"code": "assign-licensor", "what": one["licence"], "party": one["licensee"]}


def _agreements(
    outcome: Outcome, sets: Sequence[HolderSets], agreements: Iterable[SuccessorAgreement]
) -> Iterator[dict[str, Any]]:
    """Yield media that go to others than those who take the committee's place in agreements."""
    main = set(sets[0].media)
    covered = {medium for one in agreements for medium in one.media}
    first = min(group.since for group in outcome.groups)
    for group in outcome.groups:
        left = [word for word in group.media if word not in covered]
        # Who receives the main medium takes the committee's place for all that he receives.
        if group.since == first and left and main.isdisjoint(group.media):
            receivers = [party for party, _ in group.shares if party != UNASSIGNED]
            alone = {"party": receivers[0]} if len(receivers) == 1 else {}
            yield {"code": "agreement-for-media", "what": ", ".join(left), **alone}


def _window_fees(gathered: Gathered) -> Iterator[dict[str, Any]]:
    """Yield fees that clauses go on paying to windows.

    A window ends with its committee, its fee with a change of the clauses.
    """
    holders = {window["holder"] for window in gathered.doc.get("windows", ())}
    for contract in gathered.contracts:
        steps = contract.terms.get("steps", ())
        fees = [step for step in steps if step["kind"].startswith("commission/")]
        for payee in dict.fromkeys(step.get("payee") for step in fees):
            if payee in holders:
                yield {"code": "window-fee-goes-on", "what": contract.id, "party": payee}


def _debtors(gathered: Gathered, debtors: Iterable[DebtorMove]) -> Iterator[dict[str, Any]]:
    """Yield agreements whose payer is not whom the plan names for adjustments."""
    if gathered.plan is None:
        return
    named, assumed = gathered.plan.adjustments_debtor, {move.agreement for move in debtors}
    for contract in gathered.contracts:
        if contract.id not in assumed and contract.payer != named:
            yield {"code": "assume-debt", "what": contract.id, "party": named}
