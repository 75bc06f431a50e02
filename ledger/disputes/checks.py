"""Who may end a dispute, asked at the door and by the auditor.

The side that gives way ends it by its own word, beside which the other side needs nothing. Where no
side gives way, the operator records the document that decided: a settlement, an award, a judgment.

    upheld     everybody whom the claim is against agrees
    rejected   who opened it agrees
    withdrawn  who opened it agrees
    agreed     all of them agree

Example:
    >>> lacking("upheld", "party_a", ("party_b", "party_c"), {"party_b"})
    ('party_c',)
"""

from collections.abc import Set as AbstractSet


def lacking(
    outcome: str, opener: str, against: tuple[str, ...], agreed: AbstractSet[str]
) -> tuple[str, ...]:
    """Return whose word an outcome still needs.

    Args:
        outcome: How the dispute is said to have ended.
        opener: Who opened it.
        against: The other side.
        agreed: Who said so, or consented.
    """
    needed = {"upheld": against, "agreed": (opener, *against)}.get(outcome, (opener,))
    return tuple(party for party in needed if party not in agreed)
