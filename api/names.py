"""What parties are called, beside the ids in an answer.

Organisations are public. The name of a natural person is given to those who read the whole object
in which the person is named, and to the person. Where the use of somebody's data is restricted, the
name is for the person alone; the operator finds it under the party.
"""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import Connection, select

from ledger.bootstrap import Register
from ledger.parties.display import DisplayName, names_of
from ledger.parties.views import PartyRow
from ledger.store.views import table_of


def names_known(
    conn: Connection,
    register: Register,
    parties: Iterable[str | None],
    *,
    of_persons: bool = False,
    own: str | None = None,
) -> dict[str, DisplayName]:
    """Return the names of parties that a reader may know.

    Args:
        conn: A snapshot.
        register: Opens the names of persons.
        parties: Ids, or nothing where an answer names nobody.
        of_persons: Whether the reader may know natural persons by name.
        own: The reader's own party, which he may always know.
    """
    wanted = {party for party in parties if party}
    if not of_persons:
        wanted = {*_organisations(conn, wanted), *(wanted & {own})}
    others = names_of(conn, register.vault, wanted - {own}, hides_restricted=True)
    return others | names_of(conn, register.vault, wanted & {own})


def with_names(answer: dict[str, Any], names: dict[str, DisplayName]) -> dict[str, Any]:
    """Return an answer with the names of the parties in it, by id."""
    plain = {
        party: {"ja": name.ja, "kana": name.kana, "en": name.en}
        for party, name in sorted(names.items())
    }
    return {**answer, "names": plain}


def _organisations(conn: Connection, parties: Iterable[str]) -> list[str]:
    table = table_of(PartyRow)
    query = select(table.c.id).where(table.c.id.in_(sorted(parties)), table.c.subject.is_(None))
    return list(conn.execute(query).scalars())
