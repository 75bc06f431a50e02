"""The sample register on the command line: making room for a new one, and telling what is in it."""

import shutil
from pathlib import Path
from typing import Final

from ledger.bootstrap import CARD
from ledger.errors import Conflict
from ledger.log import canonical
from ledger.log.genesis import parse_genesis

# All that a register puts into its home; nothing else is ever removed.
_OWN_FILES: Final = (
    "register.db", "register.db-wal", "register.db-shm", "log.key", "request.key", "vault.db",
    "vault.db-wal", "vault.db-shm", "keys.db", "keys.db-wal", "keys.db-shm", "master.key",
)  # fmt: skip
_OWN_FOLDERS: Final = ("blobs",)


def remove_sample(folder: Path) -> None:
    """Remove the sample register in a folder, and nothing but a sample register.

    The card goes last: an interrupted removal still knows that this was a sample.

    Raises:
        Conflict: The folder holds a register that is no sample, or files that are no register.
    """
    if not folder.exists() or not any(folder.iterdir()):
        return
    card = folder / CARD
    if not card.exists():
        raise Conflict(
            "folder-not-empty",
            "this folder holds files that are no register; nothing was removed",
            field="dir",
            value=str(folder),
            expected="an empty folder, or an older sample",
        )
    genesis = parse_genesis(str(canonical.decode(card.read_bytes())["genesis"]))
    if genesis.sample_seed is None:
        raise Conflict(
            "not-a-sample",
            "this register is no sample; nothing was removed",
            field="dir",
            value=str(folder),
            expected="a register whose genesis text says that it is a sample",
        )
    for name in _OWN_FOLDERS:
        shutil.rmtree(folder / name, ignore_errors=True)
    for name in _OWN_FILES:
        (folder / name).unlink(missing_ok=True)
    card.unlink()
