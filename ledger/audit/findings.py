"""What a verification established and what it found wrong; the auditor collects, never stops."""

from collections import Counter
from dataclasses import dataclass, field, replace
from typing import Any, Final, Literal

from ledger.errors import LedgerError

Verdict = Literal["FAIL", "SELF-CONSISTENT"]
Status = Literal["ok", "failed", "unavailable", "contested"]

# After one deleted row every later entry is out of place: enough are shown to see the pattern.
MOST_PER_CODE: Final = 100
_LONGEST: Final = 4_000


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is not as it must be.

    Attributes:
        index: Entry it concerns; None for what lies outside the entries.
        code: Stable kebab-case name.
        expected: What should be there. found: what is.
        file: Path within a bundle, where there is one.
    """

    index: int | None
    code: str
    expected: str
    found: str
    file: str | None = None

    def as_data(self) -> dict[str, Any]:
        """Return the finding as plain JSON values."""
        data: dict[str, Any] = {
            "index": self.index,
            "code": self.code,
            "expected": self.expected,
            "found": self.found,
        }
        return data if self.file is None else {**data, "file": self.file}


@dataclass(frozen=True, slots=True)
class Check:
    """One family of checks: how many things were looked at, and how it went."""

    check: str
    count: int
    status: Status


@dataclass(slots=True)
class Findings:
    """Collects findings, at most `MOST_PER_CODE` of a kind; all are counted."""

    kept: list[Finding] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)
    checks: list[Check] = field(default_factory=list)

    def add(
        self,
        index: int | None,
        code: str,
        expected: object,
        found: object,
        *,
        file: str | None = None,
    ) -> None:
        """Add one finding."""
        self.keep(Finding(index, code, str(expected), str(found), file))

    def keep(self, finding: Finding) -> None:
        """Take a finding that was made elsewhere."""
        self.counts[finding.code] += 1
        if self.counts[finding.code] <= MOST_PER_CODE:
            self.kept.append(_writable(finding))

    def add_error(self, index: int | None, error: LedgerError, *, file: str | None = None) -> None:
        """Add what an error says."""
        fields = {name: str(value) for name, value in error.fields.items()}
        expected = fields.pop("expected", error.message)
        found = fields.pop("found", None) or ", ".join(
            f"{name}: {value}" for name, value in fields.items()
        )
        self.add(index, error.code, expected, found, file=file)

    @property
    def total(self) -> int:
        """How many findings there were, shown or not."""
        return self.counts.total()

    def done(self, check: str, count: int, before: int) -> None:
        """Close a family of checks.

        Args:
            check: Its name.
            count: How many things were looked at.
            before: `total` when it began.
        """
        status: Status = "ok" if self.total == before else "failed"
        self.checks.append(Check(check, count, status))


def printable(text: str) -> str:
    """Show characters that could steer a terminal or turn a line around, not send them."""
    return "".join(char if char.isprintable() else repr(char)[1:-1] for char in text)


def _writable(finding: Finding) -> Finding:
    """Cut what somebody made long, and spell what canonical JSON has no character for."""
    expected, found = (_spelled(text) for text in (finding.expected, finding.found))
    return replace(finding, expected=expected, found=found)


def _spelled(text: str) -> str:
    cut = text if len(text) <= _LONGEST else text[:_LONGEST] + "…"
    return cut.replace("\x00", r"\x00").encode("utf-8", "backslashreplace").decode()


@dataclass(frozen=True, slots=True)
class VerifyReport:
    """The outcome of a verification.

    Attributes:
        verdict: `SELF-CONSISTENT` is the most that can be said with nothing from outside.
        size: Entries seen. root: of the tree over them, in hexadecimal.
        checks: What was looked at. findings: what is wrong, with place, expected and found.
        total: Number of findings, those not shown included.
    """

    verdict: Verdict
    origin: str
    size: int
    root: str
    checks: tuple[Check, ...]
    findings: tuple[Finding, ...]
    total: int

    def as_data(self) -> dict[str, Any]:
        """Return the report as plain JSON values."""
        return {
            "verdict": self.verdict,
            "origin": self.origin,
            "size": self.size,
            "root": self.root,
            "checks": [
                {"check": item.check, "count": item.count, "status": item.status}
                for item in self.checks
            ],
            "findings": [item.as_data() for item in self.findings],
            "findings_in_all": self.total,
        }


def unopened(error: LedgerError) -> VerifyReport:
    """Return the report on a register that cannot be opened, because its pieces do not fit."""
    findings = Findings()
    findings.add_error(None, error)
    return VerifyReport("FAIL", "", 0, "", (), tuple(findings.kept), findings.total)
