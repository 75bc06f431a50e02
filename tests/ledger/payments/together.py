"""A process of its own that records one prepared payment and says what became of it."""

import multiprocessing
from datetime import datetime
from multiprocessing.process import BaseProcess
from pathlib import Path

from bank_stage import FIRST

from ledger.bootstrap import Sample, open_register
from ledger.errors import Refused
from ledger.payments.commands import PreparePayment
from ledger.settings import Settings


def start(settings: Settings, command: bytes, at: datetime, said: Path) -> BaseProcess:
    """Start a process."""
    context = multiprocessing.get_context("spawn")
    process = context.Process(target=record, args=(settings, command, at, said))
    process.start()
    return process


def record(settings: Settings, command: bytes, at: datetime, said: Path) -> None:
    """Record the payment at a moment, in a register that is open elsewhere, too."""
    register = open_register(settings, sample=Sample(1, at))
    try:
        register.ledger.record(PreparePayment.model_validate_json(command), FIRST)
        said.write_text("recorded")
    except Refused as refusal:
        said.write_text(refusal.code)
    finally:
        register.close()
