"""Every entry says which command caused it: it carries the command, or points to its first sibling.

The entries of one command follow each other. So a sibling points to the last entry that carried a
command, and to no other.
"""

from collections.abc import Mapping
from typing import Any, Final

from ledger.audit.family import Entry, Family, Setting, Tally

COMMAND: Final = "command"
_FIELDS: Final[Mapping[str, type]] = {"type": str, "role": str, "body": dict}


class Commands(Family):
    """Remembers the last entry that carried a command."""

    def __init__(self, setting: Setting) -> None:
        super().__init__(setting)
        self._tally = Tally(self.findings, "commands")
        self._first: int | None = None
        self._is_blind = False

    def see(self, entry: Entry) -> None:
        """Take one entry."""
        body = entry.parts.get(COMMAND)
        if body is None and entry.is_closed_in_part:
            self._tally.unavailable += 1
            self._is_blind = True
        elif body is None:
            self._tally.compare(entry.index, [("command-missing", "the part command", "none")])
        elif body.keys() == {"index"}:
            pair = ("command-sibling", repr(self._first), repr(body["index"]))
            self._tally.compare(entry.index, [pair], blind=self._is_blind)
        else:
            self._first, self._is_blind = entry.index, False
            self._tally.compare(entry.index, [("command-malformed", [], _wrong(body))])

    def missing(self, index: int, event_type: str) -> None:
        """It may have carried a command, or not."""
        self._is_blind = True

    def finish(self) -> None:
        """Close the check."""
        self._tally.close()


def _wrong(body: Mapping[str, Any]) -> list[str]:
    """Return the fields of a command that are not what they must be."""
    return [name for name, kind in _FIELDS.items() if type(body.get(name)) is not kind]
