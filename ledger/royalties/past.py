"""What a correction starts from: why past runs are run again, and what each of them stands on."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from contracts.period import Period

TERMS: Final = "terms"
REPORT: Final = "report"
RETURNS: Final = "returns"


@dataclass(frozen=True, slots=True)
class Cause:
    """Why past runs are run again.

    Attributes:
        kind: `terms`, `report` or `returns`.
        entry: The entry that changed something.
        ref: The version of the terms, or the id of the correcting report, or of the one that
            brings returns.
        first: Number of the first run concerned.
        period: For returns, that of the coming run, which would take their report.
    """

    kind: str
    entry: int
    ref: str
    first: int
    period: str | None = None


@dataclass(frozen=True, slots=True)
class Past:
    """A run as it stands after all revisions so far.

    Attributes:
        entry: Of the run itself. trace: hash of the latest trace.
        consumed: Report to what this and all earlier runs used of it.
        reports: Every report it ever used, corrected ones included.
        returned: Those of which it has returns only: groups of months that it settled.
    """

    run: str
    number: int
    entry: int
    period: Period
    terms_version: int
    trace: str
    consumed: Mapping[str, int]
    reports: frozenset[str]
    returned: frozenset[str] = frozenset()


def used_by(past: Iterable[Past]) -> frozenset[str]:
    """Return the reports that runs used, but for those of which they have returns only."""
    return frozenset[str]().union(*(one.reports - one.returned for one in past))
