"""Rules about debtors: the old one or the operator hands an agreement over, the new one agreed."""

from ledger.agreements.views import AgreementRow
from ledger.command import Actor, Command, Context
from ledger.debtors.assuming import AssumedBy, assumed
from ledger.debtors.commands import AssumeDebt
from ledger.errors import RuleViolation
from ledger.event import Event
from ledger.keys.consents import check_consents, needs_consents
from ledger.parties.views import PartyRow
from ledger.revenue.rules import known_agreement
from ledger.royalties.views import RunHeadRow
from ledger.store.handler import Handler
from ledger.store.state import Key, Row, State


def assume_debt(command: AssumeDebt, state: State, context: Context) -> list[Event]:
    """Let somebody else owe what an agreement promises."""
    row = known_agreement(state, context.actor, command.agreement)
    _must_hand_over(command, row, context.actor)
    check_consents(command.consents, state, context)
    return [assumed(state, AssumedBy(**dict(command)), context)]


def _must_hand_over(command: AssumeDebt, row: Row, actor: Actor) -> None:
    """Refuse unless the present payer hands it over: as the sender, or by consent.

    A new debtor who sends the command himself would otherwise take any agreement that he knows of.
    """
    if actor.party != command.debtor or actor.party == row["payer"]:
        actor.must_act_for(row["payer"], "agreement")
        return
    actor.must_act_for(command.debtor, "debtor")
    if row["payer"] not in {consent.party for consent in command.consents}:
        raise RuleViolation(
            "payer-consent-missing",
            "who owes it now hands it over",
            field="consents",
            value=row["payer"],
            expected=f"a consent of {row['payer']}, or the command sent by him",
        )


def needs_assume_debt(command: AssumeDebt) -> list[Key]:
    """Return the rows of the agreement, its last run and everybody named."""
    named = {command.debtor, *(command.liable or ())}
    return [
        (AgreementRow, (command.agreement,)),
        (RunHeadRow, (command.agreement,)),
        *((PartyRow, (party,)) for party in sorted(named)),
        *needs_consents(command.consents),
    ]


def whose_debt_moves(command: AssumeDebt, state: State) -> list[str]:
    """Return both debtors: whoever wants it signed must sign."""
    row = state.get(AgreementRow, command.agreement)
    return [command.debtor, *([row["payer"]] if row else [])]


HANDLERS: dict[type[Command], Handler] = {
    AssumeDebt: Handler(assume_debt, needs_assume_debt, whose_debt_moves),
}
