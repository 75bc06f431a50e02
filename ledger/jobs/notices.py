"""Telling people: fill the outbox, send what is due, note what came of it; once, or for ever.

What is sent is noted after it was sent. If the machine stops in between, it is sent again with the
same id: at least once, and a receiver can tell.

A few threads send; one address has one of them at a time, so that a receiver who hangs keeps
nobody else waiting. All reading and writing is done by the thread that called.
"""

import logging
import threading
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Final

from ledger.bootstrap import Register
from ledger.clock import tokyo_date
from ledger.errors import LedgerError, NotFound
from ledger.jobs.notices_gathering import gather
from ledger.jobs.notices_http import Hook, Patience
from ledger.jobs.notices_mail import Mail, mailbox_of
from ledger.notices import kinds, outbox
from ledger.notices.address_rows import end_row
from ledger.notices.addresses import Addresses
from ledger.notices.deliveries import DROPPED, ENDED, GONE, WAITING
from ledger.notices.message import House, Parcel
from ledger.notices.outbox import Taken
from ledger.notices.people import recipient
from ledger.notices.retry import Outcome, next_pause, one_line
from ledger.notices.sealed import with_dash
from ledger.notices.tables import prepare
from ledger.settings import Settings
from ledger.store.append import lock_head
from ledger.store.engine import read_transaction, write_transaction

Sender = Callable[[Parcel], Outcome]
Progress = Callable[[int, int], None]
_WORKERS: Final = 8
_LOG: Final = logging.getLogger("daicho.notices")


@dataclass(slots=True)
class Sent:
    """What a round did.

    Attributes:
        entries: Entries of the log that were looked at.
        by_status: How many deliveries got which status: `sent`, `waiting`, `dead`, `dropped`.
    """

    entries: int = 0
    by_status: dict[str, int] = field(default_factory=dict)

    def count(self, status: str) -> None:
        """Count one more."""
        self.by_status[status] = self.by_status.get(status, 0) + 1


def addresses_of(register: Register, settings: Settings | None = None) -> Addresses:
    """Return the addresses of a register."""
    local = bool(settings and settings.webhook_local)
    return Addresses(
        register.engine, register.vault.beside, register.clock, register.entropy, local=local
    )


def senders_of(register: Register, settings: Settings) -> dict[str, Sender]:
    """Return what the settings can send by; without a mail server e-mails wait.

    Raises:
        RuleViolation: The settings contradict themselves.
    """
    senders: dict[str, Sender] = {
        "webhook": Hook(register.clock, Patience(local=settings.webhook_local))
    }
    if mailbox := mailbox_of(settings):
        senders["email"] = Mail(mailbox, register.clock)
    return senders


def send_notices(
    register: Register,
    senders: Mapping[str, Sender],
    stop: threading.Event | None = None,
    progress: Progress | None = None,
) -> Sent:
    """Tell everybody what is new, and try again what is due.

    Args:
        register: Where.
        senders: By channel.
        stop: Set by whoever wants it to end early; what is under way is still noted.
        progress: Called with (messages done, messages waiting at the beginning).

    Returns:
        What was done.
    """
    result = Sent(entries=gather(register))
    round_ = _Round(register, senders, result, progress)
    with ThreadPoolExecutor(_WORKERS, thread_name_prefix="notices") as pool:
        round_.run(pool, stop or threading.Event())
    return result


class _Round:
    """One round of sending; everything but the sending is done by the thread that runs it."""

    def __init__(
        self,
        register: Register,
        senders: Mapping[str, Sender],
        result: Sent,
        progress: Progress | None,
    ) -> None:
        self._register = register
        self._senders = senders
        self._addresses = addresses_of(register)
        self._house = House(register.origin, register.public_url)
        self._result = result
        self._flying: dict[Future[Outcome], Taken] = {}
        self._progress = progress
        with read_transaction(register.engine) as conn:
            self._all = outbox.figures(conn)[WAITING]

    def run(self, pool: ThreadPoolExecutor, stop: threading.Event) -> None:
        """Send until nothing is due, or somebody wants it to end."""
        while True:
            self._send_more(pool, stop)
            if not self._flying:
                return
            done, _ = wait(self._flying, return_when=FIRST_COMPLETED)
            for future in done:
                self._note(self._flying.pop(future), future.result())

    def _send_more(self, pool: ThreadPoolExecutor, stop: threading.Event) -> None:
        while len(self._flying) < _WORKERS and not stop.is_set():
            taken = self._take(_WORKERS - len(self._flying))
            if not taken:
                return
            for one in taken:
                if parcel := self._packed(one):
                    sender = self._senders[parcel.channel]
                    self._flying[pool.submit(_sent, sender, parcel)] = one

    def _take(self, limit: int) -> list[Taken]:
        busy = {one.delivery["address"] for one in self._flying.values()}
        now = self._register.clock.now()
        with write_transaction(self._register.engine) as conn:
            lock_head(conn)
            return outbox.take(conn, now, tuple(self._senders), busy, limit)

    def _packed(self, taken: Taken) -> Parcel | None:
        """Return what is to be sent; None where nothing may be sent any more, which is noted."""
        row, delivery = taken.address, taken.delivery
        target = self._addresses.sealed.target_of(row) if row["target"] else None
        if reason := self._silence(taken, target):
            with write_transaction(self._register.engine) as conn:
                lock_head(conn)
                outbox.drop(conn, delivery["id"], reason)
            self._done(DROPPED)
            return None
        sealed, now = self._addresses.sealed, self._register.clock.now()
        code = with_dash(sealed.code_of(row)) if delivery["kind"] == kinds.CONFIRM else ""
        secrets = tuple(one["secret"] for one in sealed.secrets_of(row, now))
        return Parcel(
            delivery=delivery,
            channel=row["channel"],
            lang=row["lang"],
            address=row["id"],
            target=target or "",
            house=self._house,
            code=code,
            secrets=secrets,
            ticket=sealed.ticket_of(row["id"]),
        )

    def _silence(self, taken: Taken, target: str | None) -> str | None:
        """Return why nothing may be sent, if so."""
        row, kind = taken.address, taken.delivery["kind"]
        with read_transaction(self._register.engine) as conn:
            try:
                who = recipient(conn, row["party"], tokyo_date(self._register.clock.now()))
            except NotFound:
                return "party-unknown"
        if who.silent or target is None:
            return who.silent or "erased"
        if row["status"] == ENDED and (kind not in kinds.ALWAYS or row["ended_why"] == GONE):
            return "address-ended"
        is_late = kind == kinds.CONFIRM and row["code"] is None
        return "confirmed" if is_late else None

    def _note(self, taken: Taken, outcome: Outcome) -> None:
        now, entropy = self._register.clock.now(), self._register.entropy
        pause = next_pause(taken.delivery["failed"] + 1, outcome.after, entropy)
        with write_transaction(self._register.engine) as conn:
            size = lock_head(conn).size
            status = outbox.note_attempt(conn, taken.delivery, outcome, pause, now)
            if outcome.result == "gone":
                end_row(conn, taken.address["id"], GONE, size, now)
        self._done(status)

    def _done(self, status: str) -> None:
        self._result.count(status)
        if self._progress:
            done = sum(self._result.by_status.values())
            self._progress(done, max(done, self._all))


def _sent(sender: Sender, parcel: Parcel) -> Outcome:
    """Send one parcel; whatever goes wrong is an answer, and stops nothing else."""
    try:
        return sender(parcel)
    except Exception as error:
        _LOG.exception("a notice could not be sent")
        return Outcome("later", one_line(f"{type(error).__name__}: {error}"))


def follow(
    register: Register, senders: Mapping[str, Sender], every_seconds: int, stop: threading.Event
) -> None:
    """Send again and again, until somebody wants it to end; a failure is logged.

    Args:
        register: Where.
        senders: By channel.
        every_seconds: Between two rounds.
        stop: Set by whoever wants it to end.
    """
    while not stop.is_set():
        try:
            send_notices(register, senders, stop)
        except LedgerError as error:
            _LOG.warning("notices could not be sent: %s", error)
        except Exception:
            _LOG.exception("sending notices failed")
        stop.wait(every_seconds)


@contextmanager
def following(register: Register, settings: Settings) -> Iterator[None]:
    """Send notices beside what the caller does, and end with it.

    Raises:
        RuleViolation: The settings contradict themselves.
    """
    senders = senders_of(register, settings)
    prepare(register.engine)
    stop = threading.Event()
    args = (register, senders, settings.notice_seconds, stop)
    thread = threading.Thread(target=follow, args=args, name="notices", daemon=True)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join()
