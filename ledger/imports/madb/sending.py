"""Commands on their way to the register: many at a time, never more than a bounded number."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Final, TypeVar

from pydantic import ValidationError

from ledger.bootstrap import Register
from ledger.command import Command
from ledger.errors import Refused

T = TypeVar("T")
Progress = Callable[[int, int], None]

IN_FLIGHT: Final = 256
"""Commands that wait at the door at a time: one transaction of the writer."""


@dataclass(slots=True)
class Advance:
    """How far an import is.

    Attributes:
        progress: Called with (things done, things in all).
        total: Things in all.
        done: Things done.
    """

    progress: Progress
    total: int = 0
    done: int = 0

    def step(self, count: int) -> None:
        """Say that so many more things are done."""
        self.done += count
        self.progress(self.done, self.total)


def batches(items: Iterable[T], size: int = IN_FLIGHT) -> Iterator[list[T]]:
    """Cut a sequence into lists of at most so many items."""
    rest = iter(items)
    while batch := list(islice(rest, size)):
        yield batch


def send(register: Register, commands: Sequence[Command]) -> list[Refused | None]:
    """Record commands and wait for all of them.

    Args:
        register: Where.
        commands: At most `IN_FLIGHT`, or the queue at the door grows.

    Returns:
        For each command the refusal, or None where it was recorded.
    """
    futures = [register.ledger.submit(command) for command in commands]
    answers: list[Refused | None] = []
    for future in futures:
        try:
            future.result()
            answers.append(None)
        except Refused as refusal:
            answers.append(refusal)
    return answers


def complaint(error: ValidationError) -> str:
    """Say which field does not fit and why, without what was in it."""
    return "; ".join(f"{'.'.join(map(str, item['loc']))}: {item['msg']}" for item in error.errors())
