"""A process of its own that begins to wind a committee up, and says what the register answered."""

import multiprocessing
from multiprocessing.process import BaseProcess
from multiprocessing.queues import Queue
from multiprocessing.synchronize import Barrier

from ledger.bootstrap import open_register
from ledger.command import SYSTEM
from ledger.dissolutions.commands import BeginDissolution
from ledger.errors import Refused
from ledger.settings import Settings


def at_once(settings: Settings, commands: list[BeginDissolution]) -> list[str]:
    """Ask with one process per command at the same moment; return what each heard, sorted."""
    context = multiprocessing.get_context("forkserver")
    barrier, heard = context.Barrier(len(commands)), context.Queue()
    processes: list[BaseProcess] = [
        context.Process(target=begin, args=(settings, one.model_dump_json(), barrier, heard))
        for one in commands
    ]
    for process in processes:
        process.start()
    answers = sorted(heard.get(timeout=60) for _ in processes)
    for process in processes:
        process.join()
    return answers


def begin(settings: Settings, command: str, barrier: Barrier, heard: "Queue[str]") -> None:
    """Open the register, wait for the others, and ask."""
    register = open_register(settings)
    barrier.wait(60)
    try:
        register.ledger.record(BeginDissolution.model_validate_json(command), actor=SYSTEM)
        heard.put("begun")
    except Refused as refusal:
        heard.put(refusal.code)
    finally:
        register.close()
