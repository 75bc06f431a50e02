"""Import the Media Arts Database: read the files, then record what the register does not have.

The order matters: credits name companies, committees name works. Every step begins with what is
on record, so a run that was interrupted goes on where it stopped, and a repeated run adds nothing.
"""

from collections.abc import Iterable
from pathlib import Path

from ledger.bootstrap import Register
from ledger.errors import RuleViolation
from ledger.imports.madb.committee_plans import plan_committees
from ledger.imports.madb.committees_job import record_committees
from ledger.imports.madb.companies_job import record_companies
from ledger.imports.madb.company_plans import plan_companies
from ledger.imports.madb.outcome import Imported, Tally, finish
from ledger.imports.madb.privacy import Discretion
from ledger.imports.madb.reading import Reading, read_files
from ledger.imports.madb.sending import Advance, Progress
from ledger.imports.madb.works_due import sort_works
from ledger.imports.madb.works_job import WorkRecorder


def import_files(
    register: Register, files: Iterable[Path], *, progress: Progress | None = None
) -> Imported:
    """Read files of the Media Arts Database and record works, companies and draft committees.

    Args:
        register: Where.
        files: Zips of JSON-LD, JSON-LD files and CSV extracts, in any order.
        progress: Called with (things done, things in all); rows while the files are read.

    Returns:
        What became of every row.

    Raises:
        RuleViolation: A file as a whole cannot be read; nothing was recorded.
        Unavailable: The register stopped accepting; what was recorded stays, and the same call
            records the rest.
    """
    tell = progress or _silent
    reading = read_files(_each_once(files), lambda rows: tell(rows, rows))
    return _record(register, reading, tell)


def _silent(done: int, total: int) -> None:
    """Report nothing."""


def _each_once(files: Iterable[Path]) -> list[Path]:
    """Leave out a file that is named twice; two files of one name could not be told apart."""
    paths = {path.resolve(): path for path in files}
    named: dict[str, Path] = {}
    for whole, path in paths.items():
        if named.setdefault(path.name, whole) != whole:
            raise RuleViolation(
                "named-twice", field="files", value=path.name, expected="names that differ"
            )
    return list(paths.values())


def _record(register: Register, reading: Reading, tell: Progress) -> Imported:
    tally = Tally()
    with register.ledger.reading() as conn:
        works = sort_works(conn, reading.works, tally)
    discretion = Discretion.about(reading.works)
    companies = plan_companies(works.all, discretion)
    advance = Advance(tell, len(companies) + len(works.all) + len(plan_committees(works.all)))
    advance.step(0)
    parties = record_companies(register, companies, tally, advance)
    WorkRecorder(register, discretion, parties, tally).record(works, advance)
    settled = [work for work in works.all if tally.works[work.place] != "waiting"]
    record_committees(register, settled, tally, advance)
    tell(advance.total, advance.total)
    return finish(reading, tally)
