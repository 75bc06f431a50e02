"""Whose data a request opened: collected while it runs, so that they are written down once.

    with watching() as opened:
        ...                      # anything that opens the vault, in this thread or in one that it
    opened                       # starts with its context: subject and field of every value

Outside such a block nothing is collected: checking that the vault is sound tells nobody anything.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Final

Opened = tuple[str, str]
"""Subject and field."""

_COLLECTED: Final[ContextVar[set[Opened] | None]] = ContextVar("opened", default=None)


@contextmanager
def watching() -> Iterator[set[Opened]]:
    """Collect what is opened inside."""
    collected: set[Opened] = set()
    token = _COLLECTED.set(collected)
    try:
        yield collected
    finally:
        _COLLECTED.reset(token)


@contextmanager
def comparing() -> Iterator[None]:
    """Collect nothing inside: values are compared with others there, and shown to nobody."""
    token = _COLLECTED.set(None)
    try:
        yield
    finally:
        _COLLECTED.reset(token)


def note(opened: Iterable[Opened]) -> None:
    """Add to what is collected, if somebody collects."""
    collected = _COLLECTED.get()
    if collected is not None:
        collected.update(opened)
