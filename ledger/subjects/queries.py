"""Questions about people's data: who is meant, what was decided, whose name may not be shown."""

from collections.abc import Iterable
from typing import Any, Final

from sqlalchemy import Connection, or_, select

from ledger.errors import NotFound
from ledger.ids import PARTY, SUBJECT, is_id
from ledger.parties.views import PartyRow
from ledger.store.views import table_of
from ledger.subjects.views import SubjectRow
from ledger.works.credited import CreditedSubjectRow

_PER_QUERY: Final = 500


def people_of(conn: Connection, named: str) -> dict[str, str | None]:
    """Return the subjects that are meant by a subject or a party, with the party that each is.

    A party stands for the person and for the printed names of all credits that name the party.

    Raises:
        NotFound: No entry cites it, or the party is no person.
    """
    party, credited = table_of(PartyRow), table_of(CreditedSubjectRow)
    own = select(party.c.subject, party.c.id).where(party.c.subject.is_not(None))
    printed = select(credited.c.subject)
    if is_id(named, PARTY):
        own = own.where(party.c.id == named)
        printed = printed.where(credited.c.party_id == named)
    else:
        own = own.where(party.c.subject == named)
        printed = printed.where(credited.c.subject == named)
    found: dict[str, str | None] = dict.fromkeys(conn.execute(printed).scalars())
    found |= {row.subject: row.id for row in conn.execute(own)}
    if not found or (is_id(named, PARTY) and named not in found.values()):
        prefixes = f"{SUBJECT}_... or a person's {PARTY}_..."
        raise NotFound("subject-not-found", field="subject", value=named, expected=prefixes)
    # The person goes first: if her data are still needed, nothing else is touched.
    return dict(sorted(found.items(), key=lambda pair: (pair[1] is None, pair[0])))


def standing(conn: Connection, subject: str) -> dict[str, Any]:
    """Return what was decided about a person; an active one if nothing was."""
    table = table_of(SubjectRow)
    row = conn.execute(select(table).where(table.c.subject == subject)).mappings().one_or_none()
    if row is None:
        return {"subject": subject, "status": "active"}
    return {name: value for name, value in row.items() if value is not None}


def page(
    conn: Connection, *, after: str | None = None, limit: int = 50, status: str | None = None
) -> list[dict[str, Any]]:
    """List everybody about whom something was decided, in the order of their ids."""
    table = table_of(SubjectRow)
    query = select(table).order_by(table.c.subject).limit(limit)
    if after is not None:
        query = query.where(table.c.subject > after)
    if status is not None:
        query = query.where(table.c.status == status)
    return [dict(row) for row in conn.execute(query).mappings()]


def restricted_among(conn: Connection, subjects: Iterable[str]) -> set[str]:
    """Return those of these people whose names may be shown to the operator alone."""
    table = table_of(SubjectRow)
    wanted = sorted(set(subjects))
    found: set[str] = set()
    for start in range(0, len(wanted), _PER_QUERY):
        query = select(table.c.subject).where(
            table.c.subject.in_(wanted[start : start + _PER_QUERY]),
            or_(table.c.reason.is_not(None), table.c.status != "active"),
        )
        found |= set(conn.execute(query).scalars())
    return found
