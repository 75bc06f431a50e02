"""Who may close an agreement's months and change its terms: its payer, and the operator."""

from ledger.access.views import InvolvementRow
from ledger.command import Actor
from ledger.errors import NotFound
from ledger.periods.views import PeriodScopeRow
from ledger.store.state import Key, State


def payer_keys(agreement: str) -> list[Key]:
    """Return the rows that `must_act_for_payer` looks at, as far as they are known beforehand."""
    return [(PeriodScopeRow, (agreement,))]


def must_act_for_payer(state: State, actor: Actor, agreement: str) -> str:
    """Refuse unless the actor may act for the agreement's payer.

    A stranger hears that there is no such agreement: that it exists is confidential, too.

    Returns:
        The payer.

    Raises:
        NotFound: No such agreement, or not for this actor to know.
        Forbidden: The actor knows it but is not its payer.
    """
    row = state.get(PeriodScopeRow, agreement)
    if row is None or not _may_know(state, actor, agreement, row["payer"]):
        raise NotFound("agreement-not-found", field="agreement", value=agreement)
    payer: str = row["payer"]
    actor.must_act_for(payer, "agreement")
    return payer


def _may_know(state: State, actor: Actor, agreement: str, payer: str) -> bool:
    if actor.is_operator or actor.party == payer:
        return True
    return bool(actor.party) and state.get(InvolvementRow, agreement, actor.party) is not None
