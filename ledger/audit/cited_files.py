"""Every file that the register made and a fact cites is there, and hashes to its name.

Files that name a person whose erasure is on record may be gone: they are counted as unavailable.
"""

from collections.abc import Iterator
from hashlib import file_digest
from typing import Final

from ledger.audit.erasures import Gone, named_by
from ledger.audit.family import Entry, Family, Setting, Tally
from ledger.audit.records import Record
from ledger.errors import LedgerError


class CitedFiles(Family):
    """Gathers the hashes while facts go by, and reads every file once in the end."""

    def __init__(self, setting: Setting) -> None:
        super().__init__(setting)
        self._tally = Tally(self.findings, "files")
        self._cited: dict[str, int] = {}
        self._named: dict[str, tuple[str, ...]] = {}
        self._gone = Gone()
        self._is_partial = False

    def see(self, entry: Entry) -> None:
        """Take the fact of one entry."""
        self._gone.see(entry.index, entry.event_type, entry.parts)
        for sha256 in files_of(entry.event_type, entry.fact):
            self._cited.setdefault(sha256, entry.index)
            if people := named_by(entry.event_type, entry.parts):
                self._named[sha256] = people

    def missing(self, index: int, event_type: str) -> None:
        """Whoever does not see every entry does not know every person."""
        self._is_partial = True

    def finish(self) -> None:
        """Hash every cited file."""
        for sha256, index in self._cited.items():
            if not self.files.exists(sha256) and self._may_be_gone(sha256):
                self._tally.unavailable += 1
                continue
            self._tally.count += 1
            if not self.files.exists(sha256):
                self._tally.add(index, "blob-missing", sha256, "no such file")
            elif (found := self._digest(sha256)) != sha256:
                self._tally.add(index, "blob-altered", sha256, found)
        self._tally.close()

    def _may_be_gone(self, sha256: str) -> bool:
        people = self._named.get(sha256, ())
        return bool(people) and self._gone.explain(people, is_partial=self._is_partial)

    def _digest(self, sha256: str) -> str:
        try:
            with self.files.path(sha256).open("rb") as file:
                return file_digest(file, "sha256").hexdigest()
        except OSError as error:
            return f"unreadable: {error.strerror}"
        except LedgerError as error:
            return f"unreadable: {error}"


_ALONE: Final = {
    "revenue.reported/1": ("file", "lines", "groups", "problems"),
    "cash.lines_imported/1": ("file", "layout"),
    "royalty.opened/1": ("document",),
    "royalty.payout_closed/1": ("trace",),
}
"""Fact to the fields that hold one file each."""


def files_of(event_type: str, fact: Record) -> Iterator[str]:
    """Yield the hashes of files that the register stored; others stay with their owners."""
    if event_type in _ALONE:
        made = (getattr(fact, field) for field in _ALONE[event_type])
        yield from (document.sha256 for document in made if document is not None)
    elif event_type == "royalty.revised/1":
        yield from (run.trace.sha256 for run in fact.runs)
    elif event_type in ("statement.issued/1", "purchase.presented/1", "invoice.issued/1"):
        yield from (document.sha256 for document in fact.files)
    elif event_type in ("payment.exported/1", "payment.confirmed/1"):
        yield from _sealed(fact)
    elif event_type == "payment.prepared/1" and fact.left_out is not None:
        yield fact.left_out.file.sha256


def _sealed(fact: Record) -> Iterator[str]:
    """Yield the hashes of what is stored of a payment's files: sealed, each under its own."""
    files = [one.file for one in getattr(fact, "files", ())]
    result = getattr(fact, "result", None)
    yield from (file.sealed.sha256 for file in (*files, *([result] if result else [])))
