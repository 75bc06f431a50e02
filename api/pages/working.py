"""Work that takes longer than a page may: threads of this process, one for each key.

A page starts work under a key, shows how far it has come, and later what came of it. Whoever asks
under the same key while it runs is shown the same work: nothing is done twice. Nothing here
survives the end of the process, and pages say so; what has to survive is written to a file by the
work itself.
"""

import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, Final, Literal

from starlette.datastructures import State

from ledger.clock import Clock, stamp
from ledger.errors import LedgerError, Unavailable

_LOG: Final = logging.getLogger("daicho.pages")
_AT_ONCE: Final = 2
_KEPT: Final = 200

Progress = Callable[[int, int], None]
Work = Callable[[Progress], Any]
JobState = Literal["running", "done", "refused", "broken"]


@dataclass(frozen=True, slots=True)
class Job:
    """One piece of work, as it was when somebody looked.

    Attributes:
        number: Told apart from earlier work under the same key.
        done: How much of `total` is done; 0 of 0 before anything is known.
        result: What the work returned. error: why it was refused; None where it broke.
        started_at: As stamps of the log are written. ended_at: the same; empty while it runs.
    """

    key: str
    number: int
    state: JobState
    started_at: str
    done: int = 0
    total: int = 0
    result: Any = None
    error: LedgerError | None = None
    ended_at: str = ""

    @property
    def is_running(self) -> bool:
        """True until it ended, in whatever way."""
        return self.state == "running"

    @property
    def percent(self) -> int:
        """How far it has come: 0 to 100."""
        return min(100, self.done * 100 // self.total) if self.total else 0


class Working:
    """The work of one server.

    Args:
        clock: Says when work began and ended.
        at_once: How many pieces of work run at the same time.
    """

    def __init__(self, clock: Clock, at_once: int = _AT_ONCE) -> None:
        self._clock = clock
        self._at_once = at_once
        self._jobs: dict[str, Job] = {}
        self._started = 0
        self._lock = threading.Lock()

    def of(self, key: str) -> Job | None:
        """Return the last work under a key, running or ended."""
        with self._lock:
            return self._jobs.get(key)

    def start(self, key: str, work: Work) -> Job:
        """Start work, unless some is running under this key: then that is returned.

        Args:
            key: Who may see it is part of it, such as `audit/tok_...`.
            work: Called with a function to tell (done, total).

        Raises:
            Unavailable: `working-busy`: as much as there may be is running.
        """
        with self._lock:
            found = self._jobs.get(key)
            if found is not None and found.is_running:
                return found
            running = sum(job.is_running for job in self._jobs.values())
            if running >= self._at_once:
                raise Unavailable("working-busy", value=running, expected="try again later")
            self._started += 1
            job = Job(key, self._started, "running", stamp(self._clock.now()))
            self._jobs.pop(key, None)
            self._jobs[key] = job
            self._forget_oldest()
        threading.Thread(
            target=self._run, args=(job, work), name=f"work {key}", daemon=True
        ).start()
        return job

    def forget(self, key: str) -> None:
        """Forget what ended under a key."""
        with self._lock:
            found = self._jobs.get(key)
            if found is not None and not found.is_running:
                del self._jobs[key]

    def _run(self, job: Job, work: Work) -> None:
        def progress(done: int, total: int) -> None:
            self._now(job, done=done, total=total)

        try:
            result = work(progress)
        except LedgerError as error:
            self._end(job, state="refused", error=error)
        except Exception:
            _LOG.exception("work %s failed", job.key)
            self._end(job, state="broken")
        else:
            self._end(job, state="done", result=result)

    def _end(self, job: Job, **change: Any) -> None:
        self._now(job, **change, ended_at=stamp(self._clock.now()))

    def _now(self, job: Job, **change: Any) -> None:
        with self._lock:
            self._jobs[job.key] = replace(self._jobs[job.key], **change)

    def _forget_oldest(self) -> None:
        ended = [key for key, job in self._jobs.items() if not job.is_running]
        for key in ended[: max(0, len(self._jobs) - _KEPT)]:
            del self._jobs[key]


_MAKING: Final = threading.Lock()


def working_of(state: State) -> Working:
    """Return the work of the application that has this state."""
    with _MAKING:
        if not hasattr(state, "working"):
            state.working = Working(state.register.clock)
        found: Working = state.working
        return found
