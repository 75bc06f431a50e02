"""Publishing while the register is served: on an interval, and for whoever waits for a proof.

A sender who puts `Prefer: wait=checkpoint` on a request is answered only when a published
checkpoint covers its entries, with the note and the inclusion proofs. If that takes too long, the
answer is 503 `checkpoint-pending`: the entries are on record, no proof is out yet, and the same
request under the same key asks again without recording anything twice.

Source:
    RFC 7240, Prefer and Preference-Applied.
"""

import asyncio
import logging
import threading
import time
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any, Final, TypeVar

from ledger.bootstrap import Register
from ledger.door import Recorded
from ledger.errors import LedgerError, NotFound, RuleViolation, Unavailable
from ledger.jobs.prove import prove_in_file
from ledger.jobs.publish import Cosign, publish_checkpoint
from ledger.store import checkpoints
from ledger.store.checkpoints import StoredCheckpoint
from ledger.store.nodes import TileCache

WAIT: Final = "wait=checkpoint"
APPLIED: Final = "Preference-Applied"
_LOG: Final = logging.getLogger("daicho.publish")
_WAITERS: Final = 64
_T = TypeVar("_T")


class Publisher:
    """Publishes checkpoints of one register, one at a time in this process.

    Args:
        register: The register.
        cosign: Collects cosignatures, if a policy asks for any.
        every_seconds: Between looks for something new; 0 never looks by itself.
        patience_seconds: How long one request waits for its turn.
        after: Told of each checkpoint that a round on the interval ends with; must not raise.
    """

    def __init__(
        self,
        register: Register,
        cosign: Cosign | None = None,
        *,
        every_seconds: int = 0,
        patience_seconds: int = 10,
        after: Callable[[StoredCheckpoint], object] | None = None,
    ) -> None:
        self._register = register
        self._cosign = cosign
        self._every = every_seconds
        self._patience = patience_seconds
        self._after = after
        self._turn = threading.Lock()
        self._stopped = False
        self._wake = threading.Event()
        self._thread: threading.Thread | None = None
        # Threads of their own: those who wait for witnesses must not keep those who read waiting.
        self._waiters = ThreadPoolExecutor(_WAITERS, thread_name_prefix="waiting")
        self._failed: tuple[float, LedgerError] | None = None

    @property
    def cosign(self) -> Cosign | None:
        """What collects cosignatures, if a policy asks for any."""
        return self._cosign

    def start(self) -> None:
        """Begin to publish what is new on the interval, if there is one."""
        if self._every and self._thread is None:
            self._thread = threading.Thread(target=self._run, name="publisher", daemon=True)
            self._thread.start()

    def stop(self) -> None:
        """Publish nothing any more; returns when a round under way is over."""
        self._stopped = True
        self._wake.set()
        if self._thread is not None:
            self._thread.join()
        self._waiters.shutdown(cancel_futures=True)

    async def wait(self, job: Callable[[], _T]) -> _T:
        """Run what waits for a checkpoint, in a thread that nothing else needs."""
        return await asyncio.get_running_loop().run_in_executor(self._waiters, job)

    def nudge(self) -> None:
        """Look for something new now, not at the end of the interval: a month was closed."""
        self._wake.set()

    def cover(self, size: int, since: float | None = None) -> StoredCheckpoint:
        """Return a published checkpoint of at least this size, publishing one if need be.

        Args:
            size: Number of entries.
            since: When the caller began to wait, by `time.monotonic`; now by default.

        Raises:
            Unavailable: There is none yet, and it took too long or could not be published.
        """
        came = time.monotonic() if since is None else since
        # Whoever waited for a turn finds that the round before covered it, or that a round which
        # began after he came has failed: many requests that wait at once share two rounds.
        has_turn = self._turn.acquire(timeout=max(came + self._patience - time.monotonic(), 0))
        try:
            with self._register.ledger.reading() as conn:
                found = checkpoints.at_or_after(conn, size)
            if found is not None:
                return found
            if not has_turn:
                raise Unavailable("checkpoint-pending", value=size)
            if self._failed is not None and self._failed[0] >= came:
                raise Unavailable("checkpoint-pending", value=size) from self._failed[1]
            return self._publish()
        finally:
            if has_turn:
                self._turn.release()

    def _publish(self) -> StoredCheckpoint:
        """Publish what is new, and remember if that failed; within a turn."""
        began = time.monotonic()
        try:
            return publish_checkpoint(self._register, self._cosign)
        except (Unavailable, NotFound) as error:
            self._failed = (began, error)
            raise

    def _run(self) -> None:
        while not self._stopped:
            self._wake.wait(self._every)
            self._wake.clear()
            if not self._stopped:
                self._publish_quietly()

    def _publish_quietly(self) -> None:
        """Publish what is new; a failure is logged, and tried again after the interval."""
        try:
            with self._turn:
                made = self._publish()
            if self._after is not None:
                self._after(made)
        except LedgerError as error:
            _LOG.warning("no checkpoint was published: %s", error)
        except Exception:
            _LOG.exception("publishing a checkpoint failed")


def wants_checkpoint(preferences: Iterable[str]) -> bool:
    """Tell whether the values of `Prefer` ask to wait for a checkpoint; others are not ours."""
    asked = (item.strip().lower() for value in preferences for item in value.split(","))
    return any(item.partition(";")[0].strip() == WAIT for item in asked)


def must_have_key(key: str | None) -> None:
    """Refuse to wait without an idempotency key: asking again would record again.

    Raises:
        RuleViolation: There is none.
    """
    if key is None:
        raise RuleViolation(
            "idempotency-key-missing",
            f"`Prefer: {WAIT}` needs a key: whoever asks again must not record again",
            field="Idempotency-Key",
            value=None,
            expected="1 to 200 printable characters",
        )


def proven(
    register: Register,
    publisher: Publisher,
    tiles: TileCache,
    recorded: Sequence[Recorded],
    since: float,
) -> dict[str, Any]:
    """Return a checkpoint that covers everything recorded, and the proof of each entry.

    Args:
        register: The register.
        publisher: Publishes its checkpoints.
        tiles: Read before.
        recorded: What the sender had recorded.
        since: When the sender began to wait, by `time.monotonic`.

    Raises:
        Unavailable: `checkpoint-pending`: recorded, but not covered yet.
    """
    indexes = [item.first_index + n for item in recorded for n in range(item.count)]
    try:
        made = publisher.cover(max(indexes) + 1, since)
    except (Unavailable, NotFound) as error:
        _LOG.warning("entries wait for a checkpoint: %s", error)
        raise Unavailable(
            "checkpoint-pending",
            f"recorded as entries {min(indexes)} to {max(indexes)}, but no published checkpoint"
            " covers them yet",
            expected="the same request again, under the same Idempotency-Key",
        ) from error
    with register.ledger.reading() as conn:
        proofs = [prove_in_file(conn, tiles, index, made.size) for index in indexes]
    return {
        "size": made.size,
        "root": made.root.hex(),
        "note": made.note.decode(),
        "proofs": [
            {"index": proof.index, "path": [item.hex() for item in proof.path]} for proof in proofs
        ],
    }
