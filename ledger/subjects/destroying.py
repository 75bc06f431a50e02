"""Destroying what a person left: key, sealed values, statement files. Every step can be repeated.

The order is key, values, files. It comes after `subject.erasure_ordered/1` is on record and before
`subject.erased/1`: whoever dies in between leaves an order that the next run carries out.
"""

from collections.abc import Collection, Mapping
from typing import Final

from sqlalchemy import Connection, or_, select

from ledger.blobs.blobs import Blobs
from ledger.invoices.views import invoice_files_of
from ledger.statements.views import StatementRow
from ledger.store.views import table_of, unpack
from ledger.subjects.views import ACTIVE, SubjectRow
from ledger.vault.vault import Vault

_PER_QUERY: Final = 500


def gone_subjects(conn: Connection) -> dict[str, str | None]:
    """Return everybody whose erasure was ordered, with the party that each was."""
    table = table_of(SubjectRow)
    query = select(table.c.subject, table.c.party_id).where(table.c.status != ACTIVE)
    return {row.subject: row.party_id for row in conn.execute(query)}


def statement_files(conn: Connection, parties: Collection[str]) -> set[str]:
    """Return the hashes of the files of statements and invoices that name these people."""
    table = table_of(StatementRow)
    found: set[str] = set()
    ordered = sorted(parties)
    for start in range(0, len(ordered), _PER_QUERY):
        some = ordered[start : start + _PER_QUERY]
        named = or_(*(table.c[role].in_(some) for role in ("payee", "paid_to", "payer")))
        for (doc,) in conn.execute(select(table.c.doc).where(named)):
            found |= {file["sha256"] for file in unpack(doc)["files"]}
        found |= invoice_files_of(conn, some)
    return found


def destroy(conn: Connection, vault: Vault, blobs: Blobs, people: Mapping[str, str | None]) -> int:
    """Destroy what is left of people, in the order that this module states.

    Args:
        conn: A snapshot that knows the orders.
        vault: Keys and values.
        blobs: Files.
        people: Subject to party, if the person is one.

    Returns:
        How many files were here.
    """
    vault.erase(people)
    files = statement_files(conn, {party for party in people.values() if party})
    return sum(blobs.remove(digest) for digest in sorted(files))


def carry_out_orders(conn: Connection, vault: Vault, blobs: Blobs) -> tuple[str, ...]:
    """Destroy again what a restored backup brought back, and finish what was interrupted.

    Returns:
        Of whom something was left.
    """
    people = gone_subjects(conn)
    if not people:
        return ()
    left = vault.left_of(people)
    files = statement_files(conn, {party for party in people.values() if party})
    if left or any(blobs.exists(digest) for digest in files):
        destroy(conn, vault, blobs, people)
    return tuple(sorted(left))
