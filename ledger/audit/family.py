"""What the families of content checks have in common: what they see, and how they count.

An auditor who may read a part of the register only must not take what he cannot see for a
contradiction. A difference that an undisclosed entry could explain is counted as unavailable.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from ledger.audit.files import Files
from ledger.audit.findings import Check, Findings, Status
from ledger.audit.records import Record
from ledger.audit.sampling import Sampling
from ledger.log.parts import Bodies

Difference = tuple[str, Any, Any]
"""Code, what must be there, what is there; equal when nothing is wrong."""


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry whose fact is at hand and well-formed.

    Attributes:
        fact: What it states.
        parts: Names and bodies of all parts, command and signatures included.
        is_closed_in_part: Some other part, such as the command, is not disclosed.
    """

    index: int
    event_type: str
    fact: Record
    parts: Bodies
    is_closed_in_part: bool = False


@dataclass(frozen=True, slots=True)
class Setting:
    """What every family is given.

    Attributes:
        findings: Where findings go.
        files: Files that facts cite.
        jobs: Processes that may be used for what can be computed apart.
        lines_root: Computes the root over a report's lines from their file, where that is possible.
        origin: Name of the log; empty where it is not known.
        samplings: Samples to be drawn.
    """

    findings: Findings
    files: Files
    jobs: int = 1
    lines_root: Callable[[bytes], str] | None = None
    origin: str = ""
    samplings: tuple[Sampling, ...] = ()


class Family:
    """Sees the facts in their order, and closes its checks in the end.

    Subclasses keep state of what there is (parties, agreements, balances), never the history.

    Args:
        setting: Findings, files and processes.
    """

    def __init__(self, setting: Setting) -> None:
        self.findings = setting.findings
        self.files = setting.files
        self.jobs = setting.jobs

    def see(self, entry: Entry) -> None:
        """Take the fact of one entry."""

    def missing(self, index: int, event_type: str) -> None:
        """Take note of an entry some of whose parts were not disclosed."""

    def finish(self) -> None:
        """Close the checks."""


class Tally:
    """Counts one check and collects what it finds.

    Args:
        findings: Where findings go.
        check: Name of the check.
    """

    def __init__(self, findings: Findings, check: str) -> None:
        self._findings = findings
        self._check = check
        self._failed = False
        self.count = 0
        self.unavailable = 0

    def compare(
        self, index: int, differences: Iterable[Difference], *, blind: bool = False
    ) -> None:
        """Count one thing that was looked at, and report what is not equal.

        Args:
            index: Its entry.
            differences: Pairs that must be equal.
            blind: Entries that could explain a difference were not disclosed.
        """
        found = [one for one in differences if one[1] != one[2]]
        if found and blind:
            self.unavailable += 1
            return
        self.count += 1
        for code, expected, value in found:
            self.add(index, code, expected, value)

    def add(self, index: int | None, code: str, expected: object, found: object) -> None:
        """Report one finding of this check."""
        self._failed = True
        self._findings.add(index, code, expected, found)

    def close(self) -> None:
        """State how many were looked at, and how many could not be."""
        status: Status = "failed" if self._failed else "ok"
        self._findings.checks.append(Check(self._check, self.count, status))
        if self.unavailable:
            unseen = Check(f"{self._check}-unavailable", self.unavailable, "unavailable")
            self._findings.checks.append(unseen)
