"""Every entry says which command caused it: it carries the command, or points to its first sibling.

The entries of one command follow each other. So a sibling points to the last entry that carried a
command, and to no other. A fact says what its command asked for: see `ledger.audit.causes`.
"""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from ledger.audit.causes import differences
from ledger.audit.family import Difference, Entry, Family, Setting, Tally
from ledger.errors import LedgerError
from ledger.log.authorship import SignedCommand, recorded_command

COMMAND: Final = "command"
_FIELDS: Final[Mapping[str, type]] = {"type": str, "role": str, "body": dict}


class Commands(Family):
    """Remembers the last entry that carried a command."""

    def __init__(self, setting: Setting) -> None:
        super().__init__(setting)
        self._tally = Tally(self.findings, "commands")
        self._first: int | None = None
        self._is_blind = False
        self._command: SignedCommand | None = None

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
            pairs = [pair, *(() if self._is_blind else self._caused(entry))]
            self._tally.compare(entry.index, pairs, blind=self._is_blind)
        else:
            self._first, self._is_blind = entry.index, False
            self._command = None if entry.is_closed_in_part else _whole(entry)
            pairs = [("command-malformed", [], _wrong(body)), *self._caused(entry)]
            self._tally.compare(entry.index, pairs)

    def _caused(self, entry: Entry) -> Iterator[Difference]:
        """Hold the fact against the command, where that is at hand."""
        if self._command is not None:
            yield from differences(entry, self._command.type, self._command.body)

    def missing(self, index: int, event_type: str) -> None:
        """It may have carried a command, or not."""
        self._is_blind = True

    def finish(self) -> None:
        """Close the check."""
        self._tally.close()


def _whole(entry: Entry) -> SignedCommand | None:
    """Return the command from all its parts; None where it is malformed, which is said apart."""
    try:
        return recorded_command("", entry.parts)
    except LedgerError:
        return None


def _wrong(body: Mapping[str, Any]) -> list[str]:
    """Return the fields of a command that are not what they must be."""
    return [name for name, kind in _FIELDS.items() if type(body.get(name)) is not kind]
