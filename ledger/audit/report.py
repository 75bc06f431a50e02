"""What an audit established: the verdict, what was looked at, and everything that is wrong."""

from dataclasses import dataclass
from typing import Any, Final, Literal

from ledger.audit.findings import Check, Finding
from ledger.audit.populations import Population, Sample

AuditVerdict = Literal["FAIL", "SELF-CONSISTENT", "VERIFIED"]
EXIT_CODES: Final[dict[AuditVerdict, int]] = {"VERIFIED": 0, "FAIL": 1, "SELF-CONSISTENT": 3}


@dataclass(frozen=True, slots=True)
class AuditReport:
    """The outcome of an audit.

    Attributes:
        verdict: FAIL if anything is wrong; VERIFIED if the log also continues a checkpoint that
            the auditor kept; else SELF-CONSISTENT.
        size: Entries read. root: of the tree over them, in hexadecimal.
        scope: Whose parts the bundle discloses.
        kept_size: Size of the auditor's checkpoint, if there was one.
        tokens: Timestamp tokens by size, each with the time it proves, or None if unchecked.
        checks: What was looked at. findings: what is wrong, with place, expected and found.
        total: Number of findings, those not shown included.
        populations: What there is of each kind, with control totals.
        samples: The samples that were asked for.
    """

    verdict: AuditVerdict
    origin: str
    size: int
    root: str
    scope: dict[str, str]
    kept_size: int | None
    tokens: tuple[tuple[int, str | None], ...]
    checks: tuple[Check, ...]
    findings: tuple[Finding, ...]
    total: int
    populations: tuple[Population, ...] = ()
    samples: tuple[Sample, ...] = ()

    @property
    def exit_code(self) -> int:
        """Return what a command answers with this verdict."""
        return EXIT_CODES[self.verdict]

    def as_data(self) -> dict[str, Any]:
        """Return the report as plain JSON values."""
        return {
            "verdict": self.verdict,
            "origin": self.origin,
            "size": self.size,
            "root": self.root,
            "scope": self.scope,
            "kept_checkpoint_size": self.kept_size,
            "timestamps": [{"size": size, "time": time} for size, time in self.tokens],
            "checks": [
                {"check": item.check, "count": item.count, "status": item.status}
                for item in self.checks
            ],
            "populations": [item.as_data() for item in self.populations],
            "samples": [item.as_data() for item in self.samples],
            "findings": [item.as_data() for item in self.findings],
            "findings_in_all": self.total,
        }
