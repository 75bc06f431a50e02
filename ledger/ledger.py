"""The one door for writing: `Ledger.record(command)`.

Many callers wait; one writer thread drains the queue and takes up to `batch_max` commands through
one transaction. A caller is answered only after the commit, so nobody hears "recorded" before the
disk has it. Several processes may share a database: the head row lock serialises them.

Every batch must continue what this process saw last: a database that was restored, or replaced by
another, while the register runs is refused.
"""

import hashlib
import hmac
import queue
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future
from contextlib import contextmanager

from sqlalchemy import Connection, Engine

from ledger.clock import Clock
from ledger.command import SYSTEM, Actor, Command, RequestKey
from ledger.door import (
    Batch,
    Recorded,
    Submission,
    check_submission,
    find_replay,
    pass_through,
)
from ledger.entropy import Entropy
from ledger.errors import LogCorrupt, Refused, Unavailable
from ledger.log.authorship import Signature
from ledger.store.append import Appender, lock_head
from ledger.store.engine import read_transaction, write_transaction
from ledger.store.read import Head, LogReader

Author = Callable[[Command], Sequence[Signature]]
_Waiting = tuple[Submission, "Future[Recorded]"]


class Ledger:
    """The door of one register in one process.

    Args:
        engine: Where log and views are. The caller disposes it after `close`.
        head: Where the log ended when it was opened and checked.
        clock: Times of entries.
        entropy: Salts of parts.
        request_key: Keys the digests of requests, so that the store never holds a request.
        batch_max: Most commands per transaction.

    Attributes:
        author: Signs every command that this process records, where one person works at it; None
            in a server, whose users sign before they send.
        operator: Says in whose name the process records where no actor is named; a command line
            that was given a token puts its holder here.
        is_for_party: The process shows what it shows to a party, not to the operator.
    """

    def __init__(
        self,
        engine: Engine,
        head: Head,
        *,
        clock: Clock,
        entropy: Entropy,
        request_key: bytes,
        batch_max: int = 256,
    ) -> None:
        self.clock = clock
        self.entropy = entropy
        self.author: Author | None = None
        self.operator: Callable[[], Actor] = _local_operator
        self.is_for_party = False
        self._engine = engine
        self._request_key = request_key
        self._batch_max = batch_max
        self._seen = head  # read and set by the writer alone
        self._waiting: queue.SimpleQueue[_Waiting | None] = queue.SimpleQueue()
        self._gate = threading.Lock()  # orders `close` after the last accepted submission
        self._closed = False
        self._writer = threading.Thread(target=self._write, name="ledger-writer", daemon=True)
        self._writer.start()

    def record(
        self,
        command: Command,
        actor: Actor = SYSTEM,
        request: RequestKey | None = None,
        signatures: Sequence[Signature] = (),
    ) -> Recorded:
        """Record a command and wait until it is durable.

        Args:
            command: What is asked.
            actor: Who asks; the operator of the register by default.
            request: Idempotency key with the exact request it was sent for.
            signatures: Of authors' keys over the command.

        Returns:
            The entries it caused; for a repeated request, those it caused the first time.

        Raises:
            Refused: A rule refused; nothing was recorded.
            Unavailable: The database cannot be reached, or the door is closed.
        """
        return self.submit(command, actor, request, signatures).result()

    def submit(
        self,
        command: Command,
        actor: Actor = SYSTEM,
        request: RequestKey | None = None,
        signatures: Sequence[Signature] = (),
    ) -> "Future[Recorded]":
        """Queue a command; the future resolves after the commit. Order of calls is kept."""
        mac = self._mac(type(command), request) if request else b""
        given = (*signatures, *(self.author(command) if self.author else ()))
        acting = self.operator()  # may refuse
        actor = acting if actor == SYSTEM else actor
        future: Future[Recorded] = Future()
        future.set_running_or_notify_cancel()  # a caller who goes away cannot stop the writer
        with self._gate:
            if self._closed:
                raise Unavailable("register-closed", "this process no longer accepts commands")
            self._waiting.put((Submission(command, actor, request, mac, given), future))
        return future

    def check(
        self,
        command: Command,
        actor: Actor,
        request: RequestKey | None,
        signatures: Sequence[Signature],
    ) -> None:
        """Refuse a command whose signatures are not good, before it is queued.

        A repeated request is not checked: it records nothing, and its nonce was used by itself.

        Raises:
            Refused: As the writer would refuse it now.
        """
        # In one snapshot: recorded in between, a request would meet the nonce that it used itself.
        mac = self._mac(type(command), request) if request else b""
        with self.reading() as conn:
            if request is not None and find_replay(conn, request, mac) is not None:
                return
            check_submission(conn, Submission(command, actor, None, b"", tuple(signatures)))

    def replay(self, kind: type[Command], request: RequestKey) -> Recorded | None:
        """Return what the same request recorded before, or None for a new one.

        Whoever works before recording (sealing names, computing a payout) asks first, so that a
        repeated request repeats nothing.

        Args:
            kind: The command that the request asks for.
            request: Idempotency key with the exact request.

        Raises:
            Conflict: The key was used for another request.
        """
        with self.reading() as conn:
            return find_replay(conn, request, self._mac(kind, request))

    def _mac(self, kind: type[Command], request: RequestKey) -> bytes:
        """Return the keyed digest of a request: the store never holds the request itself."""
        message = b"\x00".join((kind.TYPE.encode(), request.request))
        return hmac.digest(self._request_key, message, hashlib.sha256)

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """Give one consistent snapshot of log and views."""
        with read_transaction(self._engine) as conn:
            yield conn

    @property
    def is_writing(self) -> bool:
        """True while this process accepts commands and its writer runs."""
        return not self._closed and self._writer.is_alive()

    def close(self) -> None:
        """Write what is queued, then stop. Calling it twice is harmless."""
        with self._gate:
            if not self._closed:
                self._closed = True
                self._waiting.put(None)
        self._writer.join()

    def _write(self) -> None:
        stop = False
        while not stop:
            batch, stop = self._next_batch()
            if batch:
                self._commit(batch)

    def _next_batch(self) -> tuple[list[_Waiting], bool]:
        """Wait for one submission, then take whatever else is there, up to the limit."""
        first = self._waiting.get()
        if first is None:
            return [], True
        batch = [first]
        while len(batch) < self._batch_max:
            try:
                item = self._waiting.get_nowait()
            except queue.Empty:
                break
            if item is None:
                return batch, True
            batch.append(item)
        return batch, False

    def _commit(self, waiting: Sequence[_Waiting]) -> None:
        """Run one transaction; if it fails, run its commands one by one to find the culprit."""
        try:
            batch = self._transaction([submission for submission, _ in waiting])
        except Exception as failure:
            if len(waiting) > 1 and not isinstance(failure, Unavailable | LogCorrupt):
                for one in waiting:
                    self._commit([one])
                return
            for _, future in waiting:
                future.set_exception(failure)
            return
        for (_, future), result in zip(waiting, batch.results, strict=True):
            if isinstance(result, Refused):
                future.set_exception(result)
            else:
                future.set_result(result)

    def _transaction(self, submissions: Sequence[Submission]) -> Batch:
        with write_transaction(self._engine) as conn:
            head = lock_head(conn)
            _must_continue(conn, self._seen, head)
            appender = Appender(head, self.entropy)
            batch = pass_through(conn, appender, self.clock, submissions)
            head = appender.flush(conn, batch.new_requests)
        self._seen = head
        return batch


def _local_operator() -> Actor:
    """Return who records where nobody is named: whoever works at the machine of the register."""
    return SYSTEM


def _must_continue(conn: Connection, seen: Head, head: Head) -> None:
    """Refuse a log that is not the one seen last, or that one with entries after it."""
    if head.genesis != seen.genesis:
        raise LogCorrupt("database-of-another-log", found=head.genesis, expected=seen.genesis)
    if head.size < seen.size:
        raise LogCorrupt(
            "log-went-back",
            "the database is shorter than what this process saw",
            found=head.size,
            expected=seen.size,
        )
    last = head.last_leaf
    if head.size > seen.size > 0:  # another process wrote
        last = LogReader(conn).entry(seen.size - 1).leaf_hash
    if seen.size and last != seen.last_leaf:
        raise LogCorrupt(
            "log-forked",
            "the database holds another history than this process saw",
            index=seen.size - 1,
            found=last.hex(),
            expected=seen.last_leaf.hex(),
        )
