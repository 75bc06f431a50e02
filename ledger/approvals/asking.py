"""Asking for a second person: whoever makes something appends what this returns to its facts.

Example:
    A studio wants runs approved. Its accountant's command that closes a run causes two facts, the
    run and `approval.asked/1`; without that policy it causes the run alone.
"""

from ledger.approvals.events import ApprovalAsked
from ledger.approvals.views import kinds_in_force
from ledger.command import Context
from ledger.errors import Forbidden
from ledger.event import Event
from ledger.store.state import State


def asked(
    state: State, context: Context, party: str | None, kind: str, subject: str
) -> list[Event]:
    """Return the asking for a second person, or nothing where no policy wants one.

    Args:
        state: The register.
        context: Who makes it, and when.
        party: Whose thing it is; None for the register's own.
        kind: One of `ledger.approvals.commands.Kind`.
        subject: Its id.

    Raises:
        Forbidden: `maker-unknown`: a second person cannot be told from somebody who showed no
            token.
    """
    if kind not in kinds_in_force(state, party):
        return []
    return [_asking(context, party, kind, subject)]


def _asking(context: Context, party: str | None, kind: str, subject: str) -> ApprovalAsked:
    return ApprovalAsked(party=party, kind=kind, subject=subject, made_by=maker(context))


def maker(context: Context) -> str:
    """Return the token of whoever asks.

    Raises:
        Forbidden: `maker-unknown`.
    """
    if context.actor.by is None:
        raise Forbidden(
            "maker-unknown",
            "a second person has to approve this, so the first must show a token",
            field="token",
            value=None,
            expected="a token: --token or DAICHO_TOKEN on the command line",
        )
    return context.actor.by


def asked_always(context: Context, party: str | None, kind: str, subject: str) -> list[Event]:
    """Return the asking for a second person whatever the policy is: money that leaves a bank.

    Raises:
        Forbidden: `maker-unknown`.
    """
    return [_asking(context, party, kind, subject)]
