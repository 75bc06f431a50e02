"""The shapes that wire a slice to the door: rules, the keys they need, and projections."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from ledger.event import Event, Place
from ledger.store.state import Key, State

Rule = Callable[[Any, State, Any], Sequence[Event]]
Needs = Callable[[Any], Iterable[Key]]
Projection = Callable[[Any, State, Place], None]


def nothing(_: object) -> Iterable[Key]:
    """Need no rows beforehand."""
    return ()


@dataclass(frozen=True, slots=True)
class Handler:
    """A command's pure rule, and the keys of the rows it will look at.

    A key that the rule reads without naming it here is still found, with a query of its own.
    """

    rule: Rule
    needs: Needs = nothing
