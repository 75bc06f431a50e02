"""Work behind a page: one piece for each key, its progress, its end."""

import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from api.pages.working import Job, Progress, Working
from ledger.clock import SteppingClock
from ledger.errors import NotFound, Unavailable

_SECONDS = 10


def _working(at_once: int = 2) -> Working:
    return Working(SteppingClock(datetime(2026, 4, 1, tzinfo=UTC)), at_once)


def _wait(holds: Callable[[], bool]) -> None:
    end = time.monotonic() + _SECONDS
    while not holds():
        assert time.monotonic() < end
        time.sleep(0.005)


def _ended(working: Working, key: str) -> Job:
    def is_over() -> bool:
        job = working.of(key)
        return job is not None and not job.is_running

    _wait(is_over)
    found = working.of(key)
    assert found is not None
    return found


def test_work_shows_how_far_it_has_come_and_then_what_came_of_it() -> None:
    working, go = _working(), threading.Event()

    def work(progress: Progress) -> str:
        progress(1, 4)
        go.wait(_SECONDS)
        return "made"

    assert working.start("a", work).is_running
    _wait(lambda: (job := working.of("a")) is not None and job.percent == 25)
    go.set()
    job = _ended(working, "a")
    assert (job.state, job.result, job.done, job.total) == ("done", "made", 1, 4)
    assert job.started_at < job.ended_at


def test_work_under_a_key_that_is_busy_is_not_begun_again() -> None:
    working, go = _working(), threading.Event()
    begun: list[int] = []

    def work(_progress: Progress) -> None:
        begun.append(1)
        go.wait(_SECONDS)

    first = working.start("a", work)
    assert working.start("a", work).number == first.number
    go.set()
    _ended(working, "a")
    assert begun == [1]


def test_more_work_than_there_may_be_is_refused_with_what_to_do() -> None:
    working, go = _working(at_once=1), threading.Event()
    working.start("a", lambda _progress: go.wait(_SECONDS))
    with pytest.raises(Unavailable, match="working-busy"):
        working.start("b", lambda _progress: None)
    go.set()
    _ended(working, "a")
    working.start("b", lambda _progress: None)
    assert _ended(working, "b").state == "done"


def test_work_that_is_refused_keeps_its_reason() -> None:
    working = _working()

    def work(_progress: Progress) -> None:
        raise NotFound("checkpoint-not-published")

    working.start("a", work)
    job = _ended(working, "a")
    assert (job.state, job.error and job.error.code) == ("refused", "checkpoint-not-published")


def test_work_that_breaks_says_so_and_can_be_begun_again(
    caplog: pytest.LogCaptureFixture,
) -> None:
    working = _working()

    def work(_progress: Progress) -> None:
        raise ZeroDivisionError

    working.start("a", work)
    assert _ended(working, "a").state == "broken"
    assert "work a failed" in caplog.text
    working.start("a", lambda _progress: 7)
    assert _ended(working, "a").result == 7


def test_what_ended_can_be_forgotten_and_what_runs_cannot() -> None:
    working, go = _working(), threading.Event()
    working.start("a", lambda _progress: go.wait(_SECONDS))
    working.forget("a")
    assert working.of("a") is not None
    go.set()
    _ended(working, "a")
    working.forget("a")
    assert working.of("a") is None
