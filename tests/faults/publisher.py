"""A process of its own that records and publishes by turns, and notes every checkpoint it got."""

import multiprocessing
import os
from multiprocessing.process import BaseProcess
from pathlib import Path

from ledger.bootstrap import open_register
from ledger.jobs.publish import publish_checkpoint
from ledger.settings import Settings
from tests.faults.world import company


def start(settings: Settings, name: str, rounds: int, heard: Path) -> BaseProcess:
    """Start a publisher; `process.kill()` ends it without warning."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["tests.faults.publisher"])
    process = context.Process(target=publish, args=(settings, name, rounds, heard))
    process.start()
    return process


def publish(settings: Settings, name: str, rounds: int, heard: Path) -> None:
    """Record one entry and publish a checkpoint that covers it, again and again."""
    register = open_register(settings)
    paper = os.open(heard, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    for number in range(rounds):
        index = register.ledger.record(company(f"{name}{number}社")).first_index
        made = publish_checkpoint(register)
        os.write(paper, f"{index} {made.size} {made.note.hex()}\n".encode())
    os.close(paper)
    register.close()


def notes(heard: Path) -> list[tuple[int, int, bytes]]:
    """Return what a publisher heard: index of its entry, size and note of the checkpoint."""
    lines = [line.split() for line in heard.read_text().splitlines()] if heard.exists() else []
    return [(int(index), int(size), bytes.fromhex(note)) for index, size, note in lines]
