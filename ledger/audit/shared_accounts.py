"""What each agreement has filled of accounts that several fill together, as the facts tell it."""

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from contracts.position import Position
from contracts.shared import filled, shared_accounts


class SharedUses:
    """Follows every agreement's part of every shared account, in the order of the log."""

    def __init__(self) -> None:
        self._filled: dict[str, dict[str, int]] = defaultdict(dict)

    def elsewhere(self, agreement: str, terms: Mapping[str, Any]) -> dict[str, int]:
        """Return what other agreements have filled of the accounts that clauses name; no zeros."""
        found = {
            account: sum(
                amount for other, amount in self._filled[account].items() if other != agreement
            )
            for account in shared_accounts(terms)
        }
        return {account: amount for account, amount in found.items() if amount}

    def stands(self, agreement: str, terms: Mapping[str, Any], position: Mapping[str, int]) -> None:
        """Take where an agreement stands after a link of its chain."""
        for account, amount in filled(terms, Position(position)).items():
            self._filled[account][agreement] = amount
