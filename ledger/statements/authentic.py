"""Whether a file is one that was issued with a statement: asked by whoever holds paper and file.

The answer to an unknown statement, to another one's file and to an altered file is the same, so
that nobody learns from it which statements there are.
"""

import re
from dataclasses import dataclass
from datetime import date
from typing import Final

from sqlalchemy import Connection, select

from ledger.clock import parse_stamp, tokyo_date
from ledger.statements.views import StatementRow
from ledger.store.views import table_of, unpack

_SHA256: Final = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class Issued:
    """Where a statement is on record.

    Attributes:
        entry: Index of its entry. recorded_on: the day in Japan.
    """

    entry: int
    recorded_on: date


def issued_with(conn: Connection, id: str, sha256: str) -> Issued | None:
    """Return where the statement is on record that was issued with a file of this hash.

    Args:
        conn: A snapshot.
        id: The statement's number.
        sha256: Of the file, in hexadecimal.
    """
    table = table_of(StatementRow)
    query = select(table.c.entry_index, table.c.doc).where(table.c.id == id)
    row = conn.execute(query).first()
    if row is None or not _SHA256.fullmatch(sha256):
        return None
    doc = unpack(row.doc)
    if all(file["sha256"] != sha256 for file in doc["files"]):
        return None
    return Issued(row.entry_index, tokyo_date(parse_stamp(doc["issued_at"])))
