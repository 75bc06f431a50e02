"""What would happen if a committee ended today: whether anything would be orphaned, and why.

Committees often end after release, and then nobody knows who may say yes, who has the money, and
who still owes the creators. This report asks before it happens. It reads views only, with the same
few queries for one committee and for ten thousand, and changes nothing.
"""

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection

from ledger.access.views import Viewer
from ledger.committees.versions import DRAFT
from ledger.jobs.readiness_dossiers import opened
from ledger.jobs.readiness_reasons import (
    EFFECTS,
    Claim,
    Dossier,
    Effect,
    Finding,
    Money,
    Places,
    findings,
)


@dataclass(frozen=True, slots=True)
class Ending:
    """What the end of one committee would meet.

    Attributes:
        findings: Every reason. money: by named account. claims: what outlives it, with the debtor.
        is_synthetic: Whether its shares are made up.
    """

    id: str
    name_ja: str
    status: str
    is_synthetic: bool
    findings: tuple[Finding, ...]
    money: tuple[Money, ...]
    claims: tuple[Claim, ...]

    @property
    def is_ready(self) -> bool:
        """Whether it could end without orphaning anything."""
        return all(one.effect != "orphans" for one in self.findings)


@dataclass(frozen=True, slots=True)
class Total:
    """How many committees a reason holds for."""

    code: str
    effect: Effect
    committees: int


@dataclass(frozen=True, slots=True)
class Readiness:
    """All committees a viewer may ask about, on one day, in the order of their ids."""

    on: date
    endings: tuple[Ending, ...]

    @property
    def ready(self) -> int:
        """How many could end without orphaning anything."""
        return sum(one.is_ready for one in self.endings)

    @property
    def drafts(self) -> int:
        """How many are known from credits only."""
        return sum(one.status == DRAFT for one in self.endings)

    @property
    def synthetic(self) -> int:
        """How many have made-up shares."""
        return sum(one.is_synthetic for one in self.endings)

    def totals(self) -> list[Total]:
        """Return how many committees each reason holds for, where it holds for any."""
        counted = Counter(one.code for ending in self.endings for one in ending.findings)
        return [Total(code, EFFECTS[code], counted[code]) for code in EFFECTS if counted[code]]

    def money(self) -> dict[tuple[str, str], int]:
        """Return the sums by account and currency; what several committees share counts once."""
        once = dict.fromkeys(one for ending in self.endings for one in ending.money)
        sums: dict[tuple[str, str], int] = defaultdict(int)
        for one in once:
            sums[one.account, one.currency] += one.amount_minor
        return dict(sums)


def readiness(
    conn: Connection, viewer: Viewer, on: date, committee: str | None = None
) -> Readiness:
    """Return what would happen if committees ended on a day.

    Args:
        conn: A snapshot.
        viewer: The operator asks about all, a party about the committees whose contract it reads;
            money and claims are told as far as it reads the agreements, too.
        on: Usually today.
        committee: Only this one.

    Raises:
        NotFound: There is no such committee for this viewer.
        Conflict: It has ended.
    """
    found = opened(conn, viewer, on, committee)
    return Readiness(on, tuple(_ending(row, one, found.places) for row, one in found.files))


def _ending(row: Mapping[str, Any], dossier: Dossier, places: Places) -> Ending:
    return Ending(
        id=dossier.id,
        name_ja=row["name_ja"],
        status=dossier.status,
        is_synthetic=dossier.is_synthetic,
        findings=findings(dossier, places),
        money=dossier.money,
        claims=dossier.claims,
    )
