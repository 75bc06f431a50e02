"""What the register holds already of what is to be imported, in a few queries for all rows."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, Row, Select, select

from ledger.committees.views import CommitteeRow, CommitteeWorkRow
from ledger.imports.madb.identity import WorkOnRecord
from ledger.parties.views import NameOwnersRow, PartyRow
from ledger.store.views import table_of, unpack
from ledger.vault.vault import Pair
from ledger.works.views import WorkIdentifierRow, WorkRow

_PER_QUERY: Final = 500
_PARTY, _OWNERS = table_of(PartyRow), table_of(NameOwnersRow)
_WORK, _NUMBER = table_of(WorkRow), table_of(WorkIdentifierRow)
_DOCS = select(_WORK.c.id, _WORK.c.doc)
_COMMITTEE, _COMMITTEE_WORK = table_of(CommitteeRow), table_of(CommitteeWorkRow)


@dataclass(frozen=True, slots=True)
class CommitteeOnRecord:
    """A committee as it stands.

    Attributes:
        doc: The contract, with works, members, readers and history.
    """

    id: str
    name: str
    status: str
    lead: str | None
    effective_from: str
    doc: Mapping[str, Any]

    @property
    def works(self) -> list[str]:
        """Its works, in order."""
        return list(self.doc.get("works", ()))

    @property
    def parties(self) -> list[str]:
        """Its members, in order."""
        return [member["party"] for member in self.doc.get("members", ())]


def _rows(
    conn: Connection, query: Select[Any], column: ColumnElement[Any], values: Iterable[str]
) -> Iterator[Row[Any]]:
    """Run a query for the rows in which a column has one of these values."""
    wanted = sorted(set(values))
    for start in range(0, len(wanted), _PER_QUERY):
        chunk = wanted[start : start + _PER_QUERY]
        yield from conn.execute(query.where(column.in_(chunk)))


def parties_on_record(conn: Connection, ids: Iterable[str]) -> set[str]:
    """Return those of these parties that are registered."""
    return {row.id for row in _rows(conn, select(_PARTY.c.id), _PARTY.c.id, ids)}


def owners_on_record(conn: Connection, keys: Iterable[str]) -> dict[str, dict[str, str]]:
    """Return who is found under search keys, and as what; keys of nobody are absent."""
    rows = _rows(conn, select(_OWNERS), _OWNERS.c.match_key, keys)
    return {row.match_key: unpack(row.doc) for row in rows}


def works_on_record(conn: Connection, works: Iterable[str]) -> dict[str, WorkOnRecord]:
    """Return what the works on record were read from."""
    found = {}
    for row in _rows(conn, _DOCS, _WORK.c.id, works):
        doc = unpack(row.doc)
        found[row.id] = WorkOnRecord.of(doc["source"], doc["history"])
    return found


def sealed_names(conn: Connection, works: Iterable[str]) -> dict[str, list[Pair]]:
    """Return subjects and commitments of the people credited in works on record."""
    return {
        row.id: [
            (credit["subject"], credit["name"])
            for credit in unpack(row.doc).get("credits", ())
            if "subject" in credit
        ]
        for row in _rows(conn, _DOCS, _WORK.c.id, works)
    }


def works_with_numbers(conn: Connection, madb_ids: Iterable[str]) -> dict[str, str]:
    """Return which work has a C number, whoever registered it."""
    query = select(_NUMBER.c.value, _NUMBER.c.work_id).where(_NUMBER.c.scheme == "madb")
    rows = _rows(conn, query, _NUMBER.c.value, madb_ids)
    return {row.value: row.work_id for row in rows}


def committees_on_record(
    conn: Connection, ids: Iterable[str], works: Iterable[str]
) -> dict[str, CommitteeOnRecord]:
    """Return committees by id: those named, and those that any of these works belongs to."""
    query = select(_COMMITTEE_WORK.c.committee_id)
    of_works = _rows(conn, query, _COMMITTEE_WORK.c.work_id, works)
    wanted = {*ids, *(row.committee_id for row in of_works)}
    return {
        row.id: CommitteeOnRecord(
            row.id, row.name_ja, row.status, row.lead, row.effective_from, unpack(row.doc)
        )
        for row in _rows(conn, select(_COMMITTEE), _COMMITTEE.c.id, wanted)
    }
