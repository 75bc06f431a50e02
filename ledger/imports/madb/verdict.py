"""The verdict on every row: accepted, held with its reasons, or rejected with its place.

Held means that a person has to look. What is held may be the whole work, its committee or a single
credit; a work with a held committee is recorded without it. The counts of the three verdicts add up
to the number of rows, always.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final, Literal

from ledger.imports.madb.place import Place
from ledger.imports.madb.works import ParsedWork

Status = Literal["accepted", "held", "rejected"]
Held = Literal["work", "committee", "credit"]

REASONS: Final[dict[str, str]] = {
    "no-date": "no day of first publication is printed",
    "bad-date": "the date of first publication is not a day",
    "part-missing": "the row refers to a part that the file does not hold",
    "committee-without-members": "a committee is named, its members are not",
    "unreadable-credit": "a credit cannot be read for certain",
    "no-identifier": "no C number",
    "no-title": "no title",
    "not-a-work": "the class or set is not one of animation works",
    "column-count": "more or fewer cells than columns",
    "not-canonical": "a text or number that the log cannot hold",
    "repeated-identifier": "the C number stands in another row with other content",
}


@dataclass(frozen=True, slots=True)
class Hold:
    """One reason why something in a row waits for a person.

    Attributes:
        code: One of `REASONS`.
        what: What waits.
        place: Where to look.
        text: The part as printed, or empty.
    """

    code: str
    what: Held
    place: Place
    text: str = ""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What became of one row.

    Attributes:
        reason: Why it was rejected; empty otherwise.
        superseded_by: The row of a better source that stands for this one, or None.
    """

    place: Place
    madb_id: str
    status: Status
    holds: tuple[Hold, ...] = field(default=())
    reason: str = ""
    superseded_by: Place | None = None

    @property
    def records_work(self) -> bool:
        """True when the work can be recorded, perhaps without the parts that wait."""
        is_open = self.status != "rejected" and self.superseded_by is None
        return is_open and all(hold.what != "work" for hold in self.holds)

    def to_dict(self) -> dict[str, object]:
        """Return the verdict as plain data."""
        return {
            "place": self.place.to_dict(),
            "madb_id": self.madb_id,
            "status": self.status,
            "reason": self.reason,
            "holds": [
                {"code": h.code, "what": h.what, "place": h.place.to_dict(), "text": h.text}
                for h in self.holds
            ],
            "superseded_by": self.superseded_by.to_dict() if self.superseded_by else None,
        }


@dataclass(frozen=True, slots=True)
class Report:
    """What became of all rows of an import."""

    verdicts: tuple[Verdict, ...]
    remarks: tuple[tuple[str, int], ...] = ()

    @property
    def rows(self) -> int:
        """Number of rows read."""
        return len(self.verdicts)

    def count(self, status: Status) -> int:
        """Return the number of rows with this verdict."""
        return sum(verdict.status == status for verdict in self.verdicts)

    def to_dict(self) -> dict[str, object]:
        """Return totals, reasons and every row that is not simply accepted, as plain data."""
        held = Counter(code for v in self.verdicts for code in {h.code for h in v.holds})
        rejected = Counter(v.reason for v in self.verdicts if v.reason)
        return {
            "rows": self.rows,
            "accepted": self.count("accepted"),
            "held": self.count("held"),
            "rejected": self.count("rejected"),
            "superseded": sum(v.superseded_by is not None for v in self.verdicts),
            "works": sum(v.records_work for v in self.verdicts),
            "rows_by_reason": dict(sorted((held + rejected).items())),
            "remarks": dict(self.remarks),
            "open": [v.to_dict() for v in self.verdicts if v.status != "accepted"],
        }


def judge(work: ParsedWork) -> Verdict:
    """Return the verdict on a row that could be read as a work."""
    holds = (*_work_holds(work), *_committee_holds(work), *_credit_holds(work))
    status: Status = "held" if holds else "accepted"
    return Verdict(work.place, work.madb_id, status, holds)


def reject(place: Place, madb_id: str, reason: str) -> Verdict:
    """Return the verdict on a row that is no work or cannot be read."""
    return Verdict(place, madb_id, "rejected", reason=reason)


def _work_holds(work: ParsedWork) -> Iterable[Hold]:
    if work.first_published is None:
        yield Hold("no-date", "work", work.place.at("datePublished"))


def _committee_holds(work: ParsedWork) -> Iterable[Hold]:
    committee = work.committee
    if committee and not committee.members:
        yield Hold("committee-without-members", "committee", committee.place, committee.name)


def _credit_holds(work: ParsedWork) -> Iterable[Hold]:
    return (Hold(part.why, "credit", part.place, part.text) for part in work.unread)
