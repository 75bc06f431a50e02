"""One payout run computed again beside what the log says of it, line by line.

The clauses run once more over what the recorded computation started from; allocations, postings
and every other part of the outcome are held against the entry's own bytes, not against the views.
Whether it started from what it had to start from, the audit of the whole register says.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any, Final

import orjson
from sqlalchemy import Connection

from contracts.errors import TermsError
from ledger.agreements.views import TermsRow
from ledger.audit.files import Files
from ledger.audit.populations import Drawn, Sample
from ledger.audit.recompute import without_absent
from ledger.audit.records import fact_reader
from ledger.audit.sampling import Sampling
from ledger.errors import LedgerError
from ledger.jobs.reperformance import Origin, Written, write_reperformance
from ledger.royalties.result import recompute, result_of, write_trace
from ledger.store.read import LogReader
from ledger.store.views import table_of, unpack

_PARTS: Final = ("allocations", "postings", "held", "identity", "position", "holders")

Key = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Line:
    """One amount, recorded and computed again; None where one of them has no such line.

    Attributes:
        of: Whose: a party, or an account.
        step: The clause; empty for a posting.
    """

    of: str
    step: str
    recorded: int | None
    found: int | None

    @property
    def difference(self) -> int:
        """What was computed again, less what was recorded."""
        return (self.found or 0) - (self.recorded or 0)

    @property
    def is_same(self) -> bool:
        """True where both say the same."""
        return self.recorded == self.found


@dataclass(frozen=True, slots=True)
class Recomputed:
    """A run, computed again.

    Attributes:
        allocations: By party and clause. postings: by account.
        parts: (name, whether it is as recorded) of every part of the outcome, the trace included.
        why_not: Why it cannot be computed again; empty where it was.
    """

    allocations: tuple[Line, ...] = ()
    postings: tuple[Line, ...] = ()
    parts: tuple[tuple[str, bool], ...] = ()
    why_not: str = ""

    @property
    def is_same(self) -> bool:
        """True where nothing differs."""
        return not self.why_not and all(same for _, same in self.parts)


def drawn_run(conn: Connection, index: int) -> Drawn:
    """Read a run from its entry, with the clauses that it cites.

    Args:
        conn: A snapshot.
        index: The entry of a payout run.

    Raises:
        LedgerError: The entry is not there, or its parts are not a fact.
    """
    reader = LogReader(conn)
    event_type = reader.entry(index).header().event_type
    bodies = {value["part"]: value["body"] for value in _values(reader, index)}
    fact = fact_reader().read(event_type, bodies)
    table = table_of(TermsRow)
    found = conn.execute(
        table.select().where(
            table.c.agreement_id == fact.agreement, table.c.version == fact.terms_version
        )
    ).first()
    return Drawn(index, event_type, fact, unpack(found.doc)["terms"] if found else None)


def _values(reader: LogReader, index: int) -> Iterable[dict[str, Any]]:
    return (orjson.loads(part.data) for part in reader.parts(index))


def recompute_drawn(drawn: Drawn, files: Files) -> Recomputed:
    """Compute a run again and hold it against its fact; never raises for what a file holds."""
    fact, terms = drawn.fact, drawn.terms
    if fact is None or terms is None:
        return Recomputed(why_not="terms-not-disclosed")
    try:
        computation = recompute(files.get(fact.trace.sha256), terms)
        found = result_of(computation).as_data()
        trace = sha256(write_trace(computation)).hexdigest()
    except (LedgerError, TermsError) as error:
        return Recomputed(why_not=error.code)
    except (ArithmeticError, AttributeError, LookupError, TypeError, ValueError) as error:
        return Recomputed(why_not=type(error).__name__)
    recorded = {name: without_absent(getattr(fact, name)) for name in _PARTS}
    parts = [(name, recorded[name] == without_absent(found[name])) for name in _PARTS]
    return Recomputed(
        allocations=_lines(_allocated(recorded["allocations"]), _allocated(found["allocations"])),
        postings=_lines(_posted(recorded["postings"]), _posted(found["postings"])),
        parts=(*parts, ("trace", trace == fact.trace.sha256)),
    )


def _allocated(allocations: Iterable[Mapping[str, Any]]) -> dict[Key, int]:
    """Return the sum of each party's lines by clause."""
    sums: dict[Key, int] = {}
    for one in allocations:
        for line in one["lines"]:
            key = (one["party"], line["step"])
            sums[key] = sums.get(key, 0) + line["amount_minor"]
    return sums


def _posted(postings: Iterable[Mapping[str, Any]]) -> dict[Key, int]:
    return {(leg["account"], leg.get("currency", "")): leg["amount_minor"] for leg in postings}


def _lines(recorded: Mapping[Key, int], found: Mapping[Key, int]) -> tuple[Line, ...]:
    """Pair what was recorded with what was found, by key, in order.

    Example:
        >>> _lines({("a", "s"): 5}, {("a", "s"): 5, ("b", "s"): 1})[1].difference
        1
    """
    keys = sorted({*recorded, *found})
    return tuple(Line(*key, recorded.get(key), found.get(key)) for key in keys)


def write_workbook(path: Path, drawn: Drawn, files: Files, origin: Origin) -> Written:
    """Write the run as a workbook with live formulas.

    Raises:
        Unavailable: The file cannot be written.
    """
    sample = Sample(Sampling("payouts", 1, "page"), (drawn,))
    return write_reperformance(path, (sample,), files, origin)
