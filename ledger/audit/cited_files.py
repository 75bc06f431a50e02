"""Every file that the register made and a fact cites is there, and hashes to its name."""

from collections.abc import Iterator
from hashlib import file_digest

from ledger.audit.family import Entry, Family, Setting, Tally
from ledger.audit.records import Record
from ledger.errors import LedgerError


class CitedFiles(Family):
    """Gathers the hashes while facts go by, and reads every file once in the end."""

    def __init__(self, setting: Setting) -> None:
        super().__init__(setting)
        self._tally = Tally(self.findings, "files")
        self._cited: dict[str, int] = {}

    def see(self, entry: Entry) -> None:
        """Take the fact of one entry."""
        for sha256 in files_of(entry.event_type, entry.fact):
            self._cited.setdefault(sha256, entry.index)

    def finish(self) -> None:
        """Hash every cited file."""
        for sha256, index in self._cited.items():
            self._tally.count += 1
            if not self.files.exists(sha256):
                self._tally.add(index, "blob-missing", sha256, "no such file")
            elif (found := self._digest(sha256)) != sha256:
                self._tally.add(index, "blob-altered", sha256, found)
        self._tally.close()

    def _digest(self, sha256: str) -> str:
        try:
            with self.files.path(sha256).open("rb") as file:
                return file_digest(file, "sha256").hexdigest()
        except OSError as error:
            return f"unreadable: {error.strerror}"
        except LedgerError as error:
            return f"unreadable: {error}"


def files_of(event_type: str, fact: Record) -> Iterator[str]:
    """Yield the hashes of files that the register stored; others stay with their owners."""
    if event_type == "revenue.reported/1":
        made = (fact.file, fact.lines, fact.groups, fact.problems)
        yield from (document.sha256 for document in made if document is not None)
    elif event_type == "royalty.payout_closed/1":
        yield fact.trace.sha256
    elif event_type == "statement.issued/1":
        yield from (document.sha256 for document in fact.files)
