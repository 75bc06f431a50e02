"""Shared accounts of an agreement whose debtor changes.

Only agreements of one payer fill an account together. An account that others still fill would have
two debtors; one that is full takes nothing any more.
"""

from collections.abc import Iterator

from ledger.accounts.naming import named_accounts
from ledger.accounts.views import SharedAccountRow, SharedUseRow
from ledger.agreements.views import AgreementRow, versions_of
from ledger.errors import RuleViolation
from ledger.store.state import Row, State


def accounts_named(agreement: str, state: State) -> list[str]:
    """Return the shared accounts that any version of an agreement's clauses names."""
    versions = versions_of(state, agreement)
    found = (str(each["shared"]) for one in versions for _, each in named_accounts(one.terms))
    return list(dict.fromkeys(found))


def others_naming(account: str, row: Row, state: State) -> list[str]:
    """Return the payer's other agreements whose clauses name a shared account."""
    others = state.select(AgreementRow, payer=row["payer"])
    return [
        other["id"]
        for other in others
        if other["id"] != row["id"] and account in accounts_named(other["id"], state)
    ]


def movable(row: Row, state: State) -> Iterator[str]:
    """Yield the shared accounts that the agreement alone names, and so takes along."""
    for account in accounts_named(row["id"], state):
        if not others_naming(account, row, state):
            yield account


def refuse_shared(row: Row, state: State) -> None:
    """Refuse while an account is being filled together with another agreement of the payer.

    Raises:
        RuleViolation: `assumption-shared-account`, with the agreements that fill it, too.
    """
    for account in accounts_named(row["id"], state):
        others = others_naming(account, row, state)
        if others and not _is_full(account, state):
            raise RuleViolation(
                "assumption-shared-account",
                "only agreements of one payer fill an account together",
                field="agreement",
                value=row["id"],
                account=account,
                others=others,
                expected="an account that is full or that no other agreement of the payer names",
            )


def _is_full(account: str, state: State) -> bool:
    row = state.require(SharedAccountRow, account, field="agreement")
    filled = sum(use["filled_minor"] for use in state.select(SharedUseRow, account=account))
    return bool(filled >= row["target_minor"])
