"""What became of an import: one outcome per row, and every refusal with its reason and place."""

from collections import Counter
from dataclasses import dataclass, field, replace
from typing import Any, Final, Literal

from ledger.imports.madb.identity import ATTRIBUTION
from ledger.imports.madb.place import Place
from ledger.imports.madb.reading import Reading
from ledger.imports.madb.verdict import Held, Hold, Report, Verdict

Outcome = Literal["recorded", "amended", "unchanged", "superseded", "waiting", "rejected"]
Fate = Literal["recorded", "amended", "unchanged", "waiting"]
OUTCOMES: Final[tuple[Outcome, ...]] = (
    "recorded",
    "amended",
    "unchanged",
    "superseded",
    "waiting",
    "rejected",
)

FATES: Final[tuple[Fate, ...]] = ("recorded", "amended", "unchanged", "waiting")
MALFORMED: Final = "invalid-input"
"""A text is longer than the log takes, or holds what it refuses."""


@dataclass(slots=True)
class Tally:
    """Counts while an import runs.

    Attributes:
        works: What became of the work of each row that could be recorded.
        companies, committees: How many were recorded, amended, unchanged or have to wait.
        aliases: Spellings added to companies that were on record.
        people: Names of people sealed in the vault.
        left_out: Printed pieces that the register has no place for, or that name a person.
        holds: What has to wait for a person, by row.
    """

    works: dict[Place, Outcome] = field(default_factory=dict)
    companies: Counter[Fate] = field(default_factory=Counter)
    committees: Counter[Fate] = field(default_factory=Counter)
    aliases: int = 0
    people: int = 0
    left_out: Counter[str] = field(default_factory=Counter)
    holds: dict[Place, list[Hold]] = field(default_factory=dict)

    def hold(self, place: Place, what: Held, code: str, text: str = "") -> None:
        """Note that something in a row waits for a person."""
        self.holds.setdefault(place, []).append(Hold(code, what, place, text))
        if what == "work":
            self.works[place] = "waiting"


@dataclass(frozen=True, slots=True)
class Imported:
    """What became of an import.

    Attributes:
        report: The final verdict on every row.
        tally: Counts of what was recorded.
    """

    report: Report
    tally: Tally

    @property
    def outcomes(self) -> dict[Outcome, int]:
        """How many rows were recorded, amended and so on; the sum is the number of rows."""
        counted = Counter(self.outcome(verdict) for verdict in self.report.verdicts)
        return {name: counted[name] for name in OUTCOMES}

    def outcome(self, verdict: Verdict) -> Outcome:
        """Return what became of one row."""
        if verdict.place in self.tally.works:
            return self.tally.works[verdict.place]
        if verdict.status == "rejected":
            return "rejected"
        return "superseded" if verdict.superseded_by else "waiting"

    def summary(self) -> dict[str, Any]:
        """Return all counts as plain data."""
        said = self.report.to_dict()
        return {
            "source": ATTRIBUTION,
            **{name: said[name] for name in ("rows", "accepted", "held", "rejected")},
            "works": self.outcomes,
            "companies": {
                **{
                    fate: self.tally.companies[fate]
                    for fate in ("recorded", "unchanged", "waiting")
                },
                "aliases": self.tally.aliases,
            },
            "people": self.tally.people,
            "committees": {fate: self.tally.committees[fate] for fate in FATES},
            "reasons": said["rows_by_reason"],
            "remarks": said["remarks"],
            "left_out": dict(sorted(self.tally.left_out.items())),
        }

    def as_data(self) -> dict[str, Any]:
        """Return all counts, and every row that is not simply accepted, as plain data."""
        return {**self.summary(), "open": self.report.to_dict()["open"]}


def finish(reading: Reading, tally: Tally) -> Imported:
    """Put what the register said beside what reading said, row by row."""
    verdicts = tuple(_final(verdict, tally) for verdict in reading.report.verdicts)
    return Imported(replace(reading.report, verdicts=verdicts), tally)


def _final(verdict: Verdict, tally: Tally) -> Verdict:
    if tally.works.get(verdict.place) == "superseded":
        return replace(verdict, status="accepted", holds=())
    holds = tally.holds.get(verdict.place)
    if not holds:
        return verdict
    return replace(verdict, status="held", holds=(*verdict.holds, *holds))
