"""Accounts that several agreements fill together (cross-collateral): what one has filled of each.

Every agreement runs for itself. What it has filled of a shared target takes room from the others
in their next runs; nothing that was recovered is asked back because another recovers, too.
"""

from collections.abc import Mapping
from typing import Any

from contracts.position import Position


def shared_accounts(terms: Mapping[str, Any]) -> dict[str, str]:
    """Return each shared account that clauses name, with the name they give it.

    Args:
        terms: Decoded JSON, as recorded.
    """
    accounts = terms.get("accounts", ())
    return {one["shared"]: one["id"] for one in accounts if one.get("shared")}


def filled(terms: Mapping[str, Any], position: Position) -> dict[str, int]:
    """Return what an agreement has filled to date of every shared account it names.

    A memo account is filled by what passed it, as far as that is not beyond the target.

    Source:
        Two agreements with 80 each and one target of 100: the first fills 80, the second 20, and
        the 60 beyond belong to the second alone.
    """
    found = {}
    for account, name in shared_accounts(terms).items():
        watched = position[f"inflow:{name}"] - position[f"excess:{name}"]
        found[account] = max(0, watched) + position[f"recoup:{name}"]
    return found
