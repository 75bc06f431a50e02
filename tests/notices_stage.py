"""A post office for tests: it keeps what would be sent, and answers as it is told."""

from dataclasses import dataclass, field
from datetime import timedelta
from threading import Event

from sqlalchemy import select

from ledger.bootstrap import Register
from ledger.clock import SteppingClock
from ledger.jobs.notices import Sent, addresses_of, send_notices
from ledger.notices.addresses import Asked, NewAddress
from ledger.notices.message import Parcel
from ledger.notices.retry import Outcome
from ledger.notices.tables import DELIVERIES
from ledger.store.engine import read_transaction

OK = Outcome("sent", "ok", 250)
LATER = Outcome("later", "busy", 451)


@dataclass
class Post:
    """Stands for both channels; answers as it is told, and keeps what it was given.

    Attributes:
        answers: For each target; everything else is taken.
    """

    register: Register
    answers: dict[str, Outcome] = field(default_factory=dict)
    parcels: list[Parcel] = field(default_factory=list)

    def __call__(self, parcel: Parcel) -> Outcome:
        self.parcels.append(parcel)
        return self.answers.get(parcel.target, OK)

    def send(self, stop: Event | None = None) -> list[Parcel]:
        """Run a round, and return what it sent."""
        before = len(self.parcels)
        self.result: Sent = send_notices(self.register, {"email": self, "webhook": self}, stop)
        return self.parcels[before:]

    def told(self) -> list[tuple[str, str]]:
        """Run a round, and return which kinds it sent where."""
        return sorted((one.delivery["kind"], one.target) for one in self.send())

    def address(self, party: str, target: str, **more: str | tuple[str, ...]) -> str:
        """Ask for an address, read its code, and confirm it."""
        asked = self.ask(party, target, **more)
        (code,) = [one.code for one in self.send() if one.address == asked.id]
        addresses_of(self.register).confirm(asked.id, code)
        return asked.id

    def ask(self, party: str, target: str, **more: str | tuple[str, ...]) -> Asked:
        channel = "webhook" if target.startswith("https") else "email"
        new = NewAddress(party=party, channel=channel, target=target, **more)  # type: ignore[arg-type]
        return addresses_of(self.register).subscribe(new)

    def pass_time(self, **more: int) -> None:
        """Let time go by."""
        clock = self.register.clock
        assert isinstance(clock, SteppingClock)
        clock.advance_to(clock.now() + timedelta(**more))

    def status(self, kind: str) -> list[str]:
        """Return how the deliveries of a kind stand."""
        with read_transaction(self.register.engine) as conn:
            query = select(DELIVERIES.c.status).where(DELIVERIES.c.kind == kind)
            return sorted(conn.execute(query).scalars())
