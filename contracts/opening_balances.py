"""What an opening moves, and what it leaves to be paid."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from contracts.opening_lines import UNPAID, Entry
from contracts.tax.income import COPYRIGHT, FEE, PARTNERSHIP

INCOME_OF: Final = {
    "unpaid": COPYRIGHT,
    "unpaid-fee": FEE,
    "unpaid-distribution": PARTNERSHIP,
}
"""Kind of unpaid amount to the kind of income that it is."""

UNPAID_FIELDS: Final = {
    "unpaid": "unpaid_minor",
    "unpaid-fee": "unpaid_fee_minor",
    "unpaid-distribution": "unpaid_distribution_minor",
}
"""Kind of unpaid amount to the field of `Unpaid` that holds it."""


@dataclass(frozen=True, slots=True)
class Unpaid:
    """What a payee was paid until the cut-over, and what he is still to be paid.

    Attributes:
        unpaid_minor: Royalties. unpaid_fee_minor: for services.
        unpaid_distribution_minor: A partner's own money.
    """

    party: str
    paid_minor: int = 0
    unpaid_minor: int = 0
    unpaid_fee_minor: int = 0
    unpaid_distribution_minor: int = 0


def unpaid_of(entries: Iterable[Entry]) -> tuple[Unpaid, ...]:
    """Give what is paid and unpaid, payee by payee, in the order of their ids."""
    found: dict[str, dict[str, int]] = {}
    for entry in entries:
        if entry.kind in ("paid", *UNPAID):
            found.setdefault(entry.payee, {})[entry.kind] = entry.amount_minor
    return tuple(
        Unpaid(party, *(found[party].get(kind, 0) for kind in ("paid", *UNPAID)))
        for party in sorted(found)
    )


def moved(after: Mapping[str, int], before: Mapping[str, int]) -> dict[str, int]:
    """Give the change of each balance: a corrected opening moves the difference to the one before.

    Example:
        >>> moved({"payable:a": 5, "opening": -5}, {"payable:a": 3, "opening": -3})
        {'opening': -2, 'payable:a': 2}
    """
    changes = {name: after.get(name, 0) - before.get(name, 0) for name in {*after, *before}}
    return {name: changes[name] for name in sorted(changes) if changes[name]}
