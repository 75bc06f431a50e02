"""Versions of an agreement's money clauses, and which of them is in force: pure.

Of several versions that begin with one month the last recorded is in force. A version recorded for
months that runs settled changes what those runs should have paid: they are run again.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Version:
    """One version of the clauses.

    Attributes:
        entry: The entry that added it. sha256: hash of the clauses.
    """

    version: int
    effective_month: str
    entry: int
    sha256: str
    terms: Mapping[str, Any]


def in_force(versions: Iterable[Version], month: str, entry: int | None = None) -> Version | None:
    """Return the version in force in a month; None before the first.

    Args:
        versions: All of an agreement.
        month: For instance `2026-03`.
        entry: Versions added behind this entry were not known then.

    Example:
        Version 1 from 2026-01, version 2 from 2026-03, version 3 from 2026-01: in 2026-02 version 3
        is in force, in 2026-03 version 2.
    """
    begun = (
        one
        for one in versions
        if one.effective_month <= month and (entry is None or one.entry <= entry)
    )
    return max(begun, key=lambda one: (one.effective_month, one.version), default=None)


def restated_runs(
    versions: Sequence[Version], added: Version, runs: Iterable[tuple[int, str]]
) -> list[int]:
    """Return the runs in whose last month a version that was added is now in force.

    Args:
        versions: All that are on record, the added one included or not.
        added: The version.
        runs: Number and last month of every run.
    """
    others = [one for one in versions if one.version != added.version]
    return [
        number
        for number, last_month in runs
        if (found := in_force([*others, added], last_month)) and found.version == added.version
    ]
