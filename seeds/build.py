"""Record a planned world through the door, in the order in which it would have come about.

Determinism: ids and names' keys are drawn here, in one thread, in a fixed order; the writer draws
salts from its own stream and times from its own clock, which moves forward only while nothing is
in flight.
"""

from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from hashlib import sha256

from ledger.bootstrap import Register
from ledger.clock import SteppingClock
from ledger.command import Command
from ledger.door import Recorded
from ledger.ids import new_id
from ledger.log.authorship import Signature
from seeds.world import Body, Person, Title, World

Progress = Callable[[str, int, int], None]
START = datetime(2025, 3, 1, tzinfo=UTC)


@dataclass
class Builder:
    """A world on its way into a register.

    Attributes:
        ids: Register ids by plan key.
        people, titles: The plan's, by key.
        refused: What the register refused, as it should: code and what it was about.
    """

    register: Register
    world: World
    progress: Progress | None = None
    ids: dict[str, str] = field(default_factory=dict)
    refused: list[tuple[str, str]] = field(default_factory=list)
    _flying: list["Future[Recorded]"] = field(default_factory=list)

    @property
    def people(self) -> dict[str, Person]:
        """The plan's creators by key."""
        return {person.key: person for person in self.world.people}

    @property
    def titles(self) -> dict[str, Title]:
        """The plan's works by key."""
        return {title.key: title for title in self.world.titles}

    def titles_of(self, body: Body) -> list[Title]:
        """Return the works of a committee."""
        titles = self.titles
        return [titles[key] for key in body.titles]

    def new_id(self, prefix: str, key: str = "") -> str:
        """Draw an id and remember it under a plan key."""
        drawn = new_id(prefix, self.register.clock, self.register.entropy)
        if key:
            self.ids[key] = drawn
        return drawn

    def send(self, command: Command, *signatures: Signature) -> None:
        """Queue a command; `settle` waits for it."""
        submitted = self.register.ledger.submit(command, signatures=signatures)
        self._flying.append(submitted)

    def settle(self) -> None:
        """Wait until everything queued is durable; a refusal here is a mistake in the plan."""
        for future in self._flying:
            future.result()
        self._flying.clear()

    def today(self, day: date) -> None:
        """Let time pass until nine in the morning, Tokyo time, of a day."""
        self.settle()
        for clock in (self.register.clock, self.register.ledger.clock):
            if isinstance(clock, SteppingClock):
                clock.advance_to(datetime(day.year, day.month, day.day, tzinfo=UTC))

    def tell(self, stage: str, done: int, whole: int) -> None:
        """Report progress."""
        if self.progress:
            self.progress(stage, done, whole)


def document_hash(label: str) -> str:
    """Return the hash that an invented document would have."""
    return sha256(f"invented document: {label}".encode()).hexdigest()
