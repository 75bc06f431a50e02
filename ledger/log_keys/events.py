"""What is on record about the keys that sign checkpoints; anyone may read it."""

from typing import ClassVar

from ledger.event import Event
from ledger.log.log_keys import RETIRED, ROTATED


class LogKeyRotated(Event):
    """The next key signs from the next entry on; its statement is signed by both keys."""

    TYPE: ClassVar[str] = ROTATED

    previous: str
    key: str
    note: str


class LogKeyRetired(Event):
    """An older key no longer signs; the newest says so."""

    TYPE: ClassVar[str] = RETIRED

    key: str
    note: str
