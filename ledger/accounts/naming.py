"""Clauses that name a shared account must mean the account that is on the register."""

from collections.abc import Collection, Mapping
from typing import Any

from ledger.accounts.views import SharedAccountRow
from ledger.errors import RuleViolation
from ledger.store.state import State

Terms = Mapping[str, Any]


def named_accounts(terms: Terms) -> list[tuple[str, Mapping[str, Any]]]:
    """Return the shared accounts that clauses name, each with its place and what they say of it."""
    accounts = terms.get("accounts", ())
    return [
        (f"terms.accounts[{place}]", one) for place, one in enumerate(accounts) if "shared" in one
    ]


def check_shared(terms: Terms, payers: Collection[str], state: State) -> None:
    """Refuse clauses that say something else of a shared account than the register does.

    Args:
        terms: The clauses.
        payers: Who owes the agreement, or owed it before.
        state: The views.

    Raises:
        NotFound: No such account.
        RuleViolation: `account-of-another-payer`, `account-differs` or `account-named-twice`.
    """
    seen: set[str] = set()
    for field, account in named_accounts(terms):
        shared = str(account["shared"])
        row = state.require(SharedAccountRow, shared, field=f"{field}.shared")
        if row["payer"] not in payers:
            raise RuleViolation(
                "account-of-another-payer",
                "only agreements of one payer fill an account together",
                field=f"{field}.shared",
                value=shared,
                expected="an account of the agreement's payer",
            )
        if shared in seen:
            raise RuleViolation(
                "account-named-twice", field=f"{field}.shared", value=shared, expected="each once"
            )
        seen.add(shared)
        _check_same(field, account, terms, row)


def _check_same(
    field: str, account: Mapping[str, Any], terms: Terms, row: Mapping[str, Any]
) -> None:
    target = account["target"]
    stated = {
        "currency": terms["currency"],
        "kind": account["kind"],
        "target": target["amount"],
        "rate": target.get("rate"),
    }
    known = {
        "currency": row["currency"],
        "kind": row["kind"],
        "target": row["target_minor"],
        "rate": None,
    }
    for name, value in stated.items():
        if value != known[name]:
            raise RuleViolation(
                "account-differs",
                f"the account {row['id']} was opened with another {name}",
                field=f"{field}.{name}",
                value=value,
                expected=known[name],
            )
