"""Whose account it is: its holder keeps it, and nobody else learns that there is one."""

from ledger.cash.views import CashAccountRow
from ledger.command import Context
from ledger.committees.views import CommitteeRow
from ledger.errors import NotFound, RuleViolation
from ledger.store.state import Row, State


def kept_account(account: str, state: State, context: Context) -> Row:
    """Return an account that the actor keeps.

    Raises:
        NotFound: There is none, or it is not the actor's.
        Forbidden: His role may not write.
    """
    row = state.get(CashAccountRow, account)
    actor = context.actor
    if row is None or not (actor.is_operator or actor.party == row["party"]):
        raise NotFound("cash-account-not-found", field="account", value=account)
    actor.must_act_for(row["party"], "account")
    return row


def check_committee(committee: str | None, holder: str, field: str, state: State) -> None:
    """Refuse a committee whose money the holder does not keep: its lead does.

    Raises:
        NotFound: There is no such committee.
        RuleViolation: `cash-committee-of-another`.
    """
    if committee is None:
        return
    lead = state.require(CommitteeRow, committee, field=field)["lead"]
    if lead != holder:
        raise RuleViolation(
            "cash-committee-of-another",
            "the money of a committee is kept by its lead",
            field=field,
            value=committee,
            expected="a committee that the holder of the account leads",
        )
