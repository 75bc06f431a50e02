"""Erases somebody in a process of its own, and dies at a named step; run by a test."""

import os
import signal
import sys
from pathlib import Path

from ledger.bootstrap import open_register
from ledger.jobs import erase
from ledger.settings import Settings
from ledger.vault.keys import SubjectKeys
from ledger.vault.vault import Vault


def die(*_: object, **__: object) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def main(home: str, subject: str, step: str) -> None:
    register = open_register(Settings(home=Path(home)))
    if step == "after-order":
        Vault.erase = die  # type: ignore[method-assign]
    elif step == "after-keys":
        destroy = SubjectKeys.destroy

        def destroy_and_die(self: SubjectKeys, subjects: object) -> None:
            destroy(self, subjects)  # type: ignore[arg-type]
            die()

        SubjectKeys.destroy = destroy_and_die  # type: ignore[method-assign]
    elif step == "before-record":
        erase._record = die
    erase.erase_people(register, subject)


if __name__ == "__main__":
    main(*sys.argv[1:])
