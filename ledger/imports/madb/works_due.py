"""Which works have to be recorded or amended, decided before anything is recorded or sealed.

1. What is on record from the same row is left alone.
2. JSON-LD outranks the CSV extract: an extract never replaces what the database itself said.
3. A changed row amends its work, unless somebody else amended it: then a person has to look.
4. A C number that another work carries belongs to that work until a person says otherwise.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection

from ledger.imports.madb.identity import Citation, WorkOnRecord, work_id
from ledger.imports.madb.on_record import works_on_record, works_with_numbers
from ledger.imports.madb.outcome import Tally
from ledger.imports.madb.works import ParsedWork


@dataclass(frozen=True, slots=True)
class WorksDue:
    """Works by what has to be done about them; those that wait are in the tally alone.

    Attributes:
        new: Not on record.
        changed: On record from another row.
        unchanged: On record from this row.
    """

    new: list[ParsedWork]
    changed: list[ParsedWork]
    unchanged: list[ParsedWork]

    @property
    def all(self) -> list[ParsedWork]:
        """All works that are on record after this import, unless a rule refuses them."""
        return [*self.new, *self.changed, *self.unchanged]


def sort_works(conn: Connection, works: Sequence[ParsedWork], tally: Tally) -> WorksDue:
    """Compare works with what is on record, and note what becomes of those that are left alone."""
    known = works_on_record(conn, (work_id(work.madb_id) for work in works))
    numbers = works_with_numbers(conn, (work.madb_id for work in works))
    result = WorksDue([], [], [])
    for work in works:
        if numbers.get(work.madb_id, work_id(work.madb_id)) != work_id(work.madb_id):
            tally.hold(work.place, "work", "identifier-taken", numbers[work.madb_id])
        else:
            _sort(work, known, result, tally)
    return result


def _sort(
    work: ParsedWork, known: Mapping[str, WorkOnRecord], result: WorksDue, tally: Tally
) -> None:
    found = known.get(work_id(work.madb_id))
    if found is None:
        result.new.append(work)
    elif found.citation == Citation.of(work):
        tally.works[work.place] = "unchanged"
        result.unchanged.append(work)
    elif found.citation and (found.citation.form, work.form) == ("jsonld", "csv"):
        tally.works[work.place] = "superseded"
    elif not found.is_untouched:
        tally.hold(work.place, "work", "amended-by-hand", work_id(work.madb_id))
    else:
        result.changed.append(work)
