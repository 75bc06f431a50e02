"""The outcome of a run as the ledger records it, in plain frozen values.

The fact and the command carry the same fields; they are made of these at the edge, so that the
auditor can compute without them.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Line:
    """One clause's result for one payee.

    Attributes:
        row: The trace row that produced it; the explanation starts there.
        kept_minor: How much of it the payee kept before the money came in.
    """

    step: str
    amount_minor: int
    row: str
    kept_minor: int = 0


@dataclass(frozen=True, slots=True)
class Allocated:
    """What one payee is due from a run, clause by clause."""

    party: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Leg:
    """One leg of a balanced set: positive debits, negative credits; the set sums to zero.

    Attributes:
        currency: Where it is not the run's own; the legs of each currency sum to zero.
    """

    account: str
    amount_minor: int
    currency: str | None = None

    def as_data(self) -> dict[str, Any]:
        """Return plain JSON values; the run's own currency is not named."""
        plain: dict[str, Any] = {"account": self.account, "amount_minor": self.amount_minor}
        return {**plain, "currency": self.currency} if self.currency else plain


@dataclass(frozen=True, slots=True)
class HeldChange:
    """Money set aside because something is unknown: never zero, never lost."""

    account: str
    amount_minor: int
    reason: str


@dataclass(frozen=True, slots=True)
class Result:
    """The outcome of a waterfall.

    Attributes:
        identity: Named sums: sales = platform + fees + ... + distribution + held + carried.
        position: Amounts to date after the run, by position key.
        holders: The holder sets as resolved, each share as weights, with the entry they came from.
    """

    allocations: tuple[Allocated, ...]
    postings: tuple[Leg, ...]
    held: tuple[HeldChange, ...] = ()
    identity: Mapping[str, int] = field(default_factory=dict)
    position: Mapping[str, int] = field(default_factory=dict)
    holders: Mapping[str, Any] = field(default_factory=dict)

    def as_data(self) -> dict[str, Any]:
        """Return plain JSON values: the bytes that a command cites are made of these."""
        return {
            "allocations": [
                {"party": one.party, "lines": [asdict(line) for line in one.lines]}
                for one in self.allocations
            ],
            "postings": [leg.as_data() for leg in self.postings],
            "held": [asdict(change) for change in self.held],
            "identity": dict(self.identity),
            "position": dict(self.position),
            "holders": dict(self.holders),
        }
