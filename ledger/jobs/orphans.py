"""Committees that are orphans already, or would be: nobody said what then, nobody is there to ask.

`readiness` asks what an end would meet. This report finds those for which it is too late to ask
their members, or which ended and left something: a share without a holder, a yen without an owner.

Rules kept here:
1. A committee that goes on is an orphan without a plan for its end, without a known member, with
   members that are all out of reach, or with one that is no longer there.
2. One that has ended needs no plan any more; its members are those who hold what it had.
3. Money stays where it is, in a named account; it is told with whoever has it, and never lost.
"""

from dataclasses import dataclass
from datetime import date
from typing import Final

from sqlalchemy import Connection

from ledger.access.views import Viewer
from ledger.committees.versions import DISSOLVED
from ledger.jobs.readiness import Ending, Readiness
from ledger.jobs.readiness_dossiers import opened
from ledger.jobs.readiness_reasons import findings

_AFTERWARDS: Final = frozenset(
    {
        "members-unknown",
        "member-ended",
        "no-reachable-member",
        "rights-unassigned",
        "money-without-owner",
        "money-without-holder",
    }
)
REASONS: Final = _AFTERWARDS | {"no-plan"}
"""What makes an orphan, among the reasons of readiness."""


@dataclass(frozen=True, slots=True)
class Orphans:
    """Committees that are orphans, of all that were asked about.

    Attributes:
        asked: How many committees were asked about.
        dissolved: How many of those have ended.
        found: The orphans, each with its reasons and its money.
    """

    asked: int
    dissolved: int
    found: Readiness


def orphans(conn: Connection, viewer: Viewer, on: date) -> Orphans:
    """Find the orphans among the committees that a viewer may ask about.

    Args:
        conn: A snapshot.
        viewer: The operator asks about all, a party about those whose contract it reads.
        on: Usually today.
    """
    files = opened(conn, viewer, on, with_dissolved=True)
    found, dissolved = [], 0
    for row, dossier in files.files:
        has_ended = row["status"] == DISSOLVED
        dissolved += has_ended
        wanted = _AFTERWARDS if has_ended else REASONS
        reasons = tuple(one for one in findings(dossier, files.places) if one.code in wanted)
        if reasons:
            found.append(
                Ending(
                    id=dossier.id,
                    name_ja=row["name_ja"],
                    status=row["status"],
                    is_synthetic=dossier.is_synthetic,
                    findings=reasons,
                    money=dossier.money,
                    claims=dossier.claims,
                )
            )
    return Orphans(len(files.files), dissolved, Readiness(on, tuple(found)))
