"""The shapes that wire a slice to the door: rules, the keys they need, and projections."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from ledger.event import Event, Place
from ledger.store.state import Key, State

Rule = Callable[[Any, State, Any], Sequence[Event]]
Needs = Callable[[Any], Iterable[Key]]
Concerned = Callable[[Any, State], Iterable[str]]
Projection = Callable[[Any, State, Place], None]


def nothing(_: object) -> Iterable[Key]:
    """Need no rows beforehand."""
    return ()


def nobody(_: object, __: State) -> Iterable[str]:
    """Concern nobody besides who asks."""
    return ()


@dataclass(frozen=True, slots=True)
class Handler:
    """A command's pure rule, and the keys of the rows it will look at.

    A key that the rule reads without naming it here is still found, with a query of its own.

    Attributes:
        required_signers: Parties whose rights the command moves. Each of them that wants such
            commands signed must have signed it; asked after the rule accepted.
    """

    rule: Rule
    needs: Needs = nothing
    required_signers: Concerned = nobody
