"""Read files into works and a report: every row gets exactly one verdict.

Sources are ranked: the JSON-LD of the database wins over the CSV extract of it, wherever a C number
stands in both. Files may be given in any order.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from ledger.errors import RuleViolation
from ledger.imports.madb.place import Place
from ledger.imports.madb.source import RawRow, read_rows, texts
from ledger.imports.madb.verdict import Hold, Report, Verdict, judge, reject
from ledger.imports.madb.works import ParsedWork, kind_of, madb_id_of, parse_work, title_of

Progress = Callable[[int], None]


@dataclass(frozen=True, slots=True)
class Reading:
    """What the files gave.

    Attributes:
        works: Works that can be recorded, one per C number, in the order they were read.
        report: The verdict on every row.
    """

    works: tuple[ParsedWork, ...]
    report: Report


def read_files(paths: Iterable[Path], progress: Progress | None = None) -> Reading:
    """Read files and judge every row.

    Args:
        paths: Zips, JSON-LD files and CSV extracts.
        progress: Called with the number of rows read so far, now and then.

    Raises:
        RuleViolation: A file as a whole cannot be read.
    """
    judged = list(_judged(paths, progress or _silent))
    return _ranked(judged)


def _silent(rows: int) -> None:
    """Report nothing."""


def _judged(
    paths: Iterable[Path], progress: Progress
) -> Iterator[tuple[Verdict, ParsedWork | None, str]]:
    rows = 0
    for path in paths:
        for row in read_rows(path):
            verdict, work = judge_row(row)
            yield verdict, work, row.form
            rows += 1
            if rows % 500 == 0:
                progress(rows)
    progress(rows)


def judge_row(row: RawRow) -> tuple[Verdict, ParsedWork | None]:
    """Read one row; return its verdict, and the work unless the row is rejected."""
    madb_id = _identifier(row)
    reason = _reason_to_reject(row, madb_id)
    if reason:
        return reject(row.place, madb_id, reason), None
    try:
        work = parse_work(row)
    except RuleViolation:
        return reject(row.place, madb_id, "not-canonical"), None
    except ValueError:
        hold = Hold("bad-date", "work", row.place)
        return Verdict(row.place, madb_id, "held", (hold,)), None
    verdict = judge(work)
    if row.problem == "part-missing":
        hold = Hold("part-missing", "credit", row.place.at("hasPart"))
        verdict = replace(verdict, status="held", holds=(*verdict.holds, hold))
    return verdict, work


def _identifier(row: RawRow) -> str:
    names = ("madb_id",) if row.form == "csv" else ("identifier", "@id")
    found = (madb_id_of(text) for name in names for text in texts(row.data.get(name)))
    return next(filter(None, found), "")


def _reason_to_reject(row: RawRow, madb_id: str) -> str:
    if row.problem == "column-count":
        return row.problem
    if not madb_id:
        return "no-identifier"
    if kind_of(row) is None:
        return "not-a-work"
    return "" if title_of(row) else "no-title"


def _ranked(judged: list[tuple[Verdict, ParsedWork | None, str]]) -> Reading:
    best = _best_rows(judged)
    verdicts: list[Verdict] = []
    works: list[ParsedWork] = []
    remarks: Counter[str] = Counter()
    for verdict, work, form in judged:
        final = _against_best(verdict, work, form, best)
        verdicts.append(final)
        if work and final.records_work:
            works.append(work)
            remarks.update(part.why for part in work.remarks)
    return Reading(tuple(works), Report(tuple(verdicts), tuple(sorted(remarks.items()))))


_Best = dict[str, tuple[Place, ParsedWork, str]]


def _best_rows(judged: list[tuple[Verdict, ParsedWork | None, str]]) -> _Best:
    best: _Best = {}
    for verdict, work, form in judged:
        if work is None:
            continue
        known = best.get(verdict.madb_id)
        if known is None or (known[2] == "csv" and form == "jsonld"):
            best[verdict.madb_id] = (verdict.place, work, form)
    return best


def _against_best(verdict: Verdict, work: ParsedWork | None, form: str, best: _Best) -> Verdict:
    """Let a row stand back behind the row that stands for its work."""
    known = best.get(verdict.madb_id)
    if work is None or known is None or known[0] == verdict.place:
        return verdict
    place, other, other_form = known
    if form == other_form and work.source_digest != other.source_digest:
        return reject(verdict.place, verdict.madb_id, "repeated-identifier")
    return Verdict(verdict.place, verdict.madb_id, "accepted", superseded_by=place)
