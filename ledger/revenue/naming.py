"""What a licensee's names of works mean: an id, an identifier, or the exact title.

All distinct names of a file are looked up together. A name that several works carry is settled
only if exactly one of them belongs to the agreement; otherwise a person has to decide.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from typing import Final

from sqlalchemy import Connection, select, union_all

from ledger.store.views import table_of
from ledger.works.views import WorkIdentifierRow, WorkRow

_NAMES_PER_QUERY: Final = 5000


@dataclass(frozen=True, slots=True)
class WorkNames:
    """The meaning of each name that occurs in a file.

    Attributes:
        ids: Name to work id, for names that mean one work.
        problems: Name to `many` or `not-covered`, for names that do not settle it.
    """

    ids: dict[str, str] = field(default_factory=dict)
    problems: dict[str, str] = field(default_factory=dict)


def resolve(conn: Connection, names: Collection[str], covered: Collection[str]) -> WorkNames:
    """Look names of works up, all at once.

    Args:
        conn: A snapshot.
        names: Distinct texts, as written.
        covered: Works of the agreement; empty when it covers any.
    """
    found = _candidates(conn, names)
    ids: dict[str, str] = {}
    problems: dict[str, str] = {}
    for name, works in found.items():
        fitting = works & set(covered) if covered else works
        if len(fitting) == 1:
            ids[name] = next(iter(fitting))
        else:
            problems[name] = "many" if fitting else "not-covered"
    return WorkNames(ids, problems)


def _candidates(conn: Connection, names: Iterable[str]) -> dict[str, set[str]]:
    works, numbers = table_of(WorkRow), table_of(WorkIdentifierRow)
    found: dict[str, set[str]] = defaultdict(set)
    ordered = sorted(names)
    for start in range(0, len(ordered), _NAMES_PER_QUERY):
        some = ordered[start : start + _NAMES_PER_QUERY]
        query = union_all(
            *(
                select(column.label("name"), owner.label("work")).where(column.in_(some))
                for column, owner in (
                    (works.c.id, works.c.id),
                    (works.c.title_ja, works.c.id),
                    (works.c.title_en, works.c.id),
                    (numbers.c.value, numbers.c.work_id),
                )
            )
        )
        for name, work in conn.execute(query):
            found[name].add(work)
    return found
