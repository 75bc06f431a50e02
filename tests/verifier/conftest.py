"""One Node process answers the questions of all tests here; it ends with them."""

import json
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Timer
from typing import Any

import pytest
from node_process import NODE

RUNNER = Path(__file__).with_name("runner.mjs")
LONGEST_ANSWER_SECONDS = 120

Ask = Callable[..., Any]
Refused = Callable[..., dict[str, Any]]


@pytest.fixture(scope="session")
def node() -> Iterator[subprocess.Popen[str]]:
    """The process, with the verifier loaded."""
    with subprocess.Popen(
        [str(NODE), str(RUNNER)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        bufsize=1,
    ) as process:
        yield process
        assert process.stdin is not None
        process.stdin.close()
        process.wait(timeout=10)


@pytest.fixture(scope="session")
def answer(node: subprocess.Popen[str]) -> Ask:
    """Asks the verifier; returns {"ok": ...} or {"refused": ...}."""

    def ask(action: str, **given: Any) -> Any:
        assert node.stdin is not None
        assert node.stdout is not None
        # Escaped, so that a damaged text cannot break the line it travels in.
        node.stdin.write(json.dumps({"do": action, **given}, ensure_ascii=True) + "\n")
        timer = Timer(LONGEST_ANSWER_SECONDS, node.kill)
        timer.start()
        try:
            line = node.stdout.readline()
        finally:
            timer.cancel()
        assert line, "the verifier ended, or did not answer in time"
        found = json.loads(line)
        assert "error" not in found, found["error"]
        return found

    return ask


@pytest.fixture(scope="session")
def ask(answer: Ask) -> Ask:
    """Asks the verifier, expecting that it accepts."""

    def accepted(action: str, **given: Any) -> Any:
        found = answer(action, **given)
        assert "ok" in found, found
        return found["ok"]

    return accepted


@pytest.fixture(scope="session")
def refused(answer: Ask) -> Refused:
    """Asks the verifier, expecting that it refuses."""

    def no(action: str, **given: Any) -> dict[str, Any]:
        found = answer(action, **given)
        assert "refused" in found, found
        reason: dict[str, Any] = found["refused"]
        return reason

    return no
