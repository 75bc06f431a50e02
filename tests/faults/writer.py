"""A client process of its own: opens the register, records numbered commands, says what it heard.

It is started from a fork server, because importing everything takes longer than most tests. What
it heard is appended to a file, one line per answer: nothing is written before the answer is there.
"""

import multiprocessing
import os
from collections import deque
from concurrent.futures import Future
from multiprocessing.process import BaseProcess
from pathlib import Path

from ledger.bootstrap import Register, open_register
from ledger.door import Recorded
from ledger.settings import Settings
from tests.faults.world import key_of, numbered

_IN_FLIGHT = 8


def start(settings: Settings, name: str, numbers: range, heard: Path) -> BaseProcess:
    """Start a client; `process.kill()` ends it without warning."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["tests.faults.writer"])
    process = context.Process(target=record, args=(settings, name, numbers, heard))
    process.start()
    return process


def record(settings: Settings, name: str, numbers: range, heard: Path) -> None:
    """Record commands under their keys, a few in flight at a time, and note every answer."""
    register = open_register(settings)
    paper = os.open(heard, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    os.write(paper, b"open\n")
    flying: deque[tuple[int, Future[Recorded]]] = deque()
    for number in numbers:
        flying.append((number, send(register, name, number)))
        if len(flying) == _IN_FLIGHT:
            _note(paper, *flying.popleft())
    while flying:
        _note(paper, *flying.popleft())
    os.close(paper)
    register.close()


def send(register: Register, name: str, number: int) -> "Future[Recorded]":
    """Submit one numbered command under its key."""
    return register.ledger.submit(numbered(name, number), request=key_of(name, number))


def _note(paper: int, number: int, answer: "Future[Recorded]") -> None:
    recorded = answer.result()
    line = f"{number} {recorded.first_index} {recorded.leaf_hashes[0].hex()}\n"
    os.write(paper, line.encode())  # one call: a line is there whole, or not at all


def answers(heard: Path) -> dict[int, tuple[int, str]]:
    """Return what a client heard: index and leaf hash by number of the command."""
    if not heard.exists():
        return {}
    lines = [line.split() for line in heard.read_text().splitlines() if line != "open"]
    return {int(number): (int(index), leaf_hash) for number, index, leaf_hash in lines}
