"""Clauses for settled months are run over what was paid before they are recorded.

The door sees no files, so it knows the clauses and not the amounts they meet. Recorded, clauses
whose amounts outgrow every limit would leave a revision that nobody can make, and no run after it.
"""

from ledger.agreements.commands import AddTerms
from ledger.bootstrap import Register
from ledger.command import SYSTEM, Actor, RequestKey
from ledger.periods.payer import must_act_for_payer
from ledger.royalties.revision_prepare import try_terms
from ledger.store.state import State


def try_past(
    register: Register,
    command: AddTerms,
    *,
    actor: Actor = SYSTEM,
    request: RequestKey | None = None,
) -> None:
    """Refuse clauses that cannot be computed over the settled months they are for.

    A request that was recorded before is not tried again.

    Raises:
        NotFound: There is no such agreement, or not for this actor to know.
        Forbidden: The actor may not add them.
        RuleViolation: The clauses cannot be computed; names the run, where it is one's past.
    """
    if request is not None and register.ledger.replay(AddTerms, request):
        return
    with register.ledger.reading() as conn:
        must_act_for_payer(State(conn), actor, command.agreement)
        try_terms(conn, register.blobs, command)
