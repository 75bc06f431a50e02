"""Who may be written to: a party that is there, and whose data may be used.

The rules kept here, in order:

1. The operator is written to under the name `operator`, which is no party.
2. Nothing is sent to who was erased or whose data may not be used, who has ended by today, or whose
   place others took.
"""

from dataclasses import dataclass
from datetime import date
from typing import Final

from sqlalchemy import Connection, select

from ledger.errors import NotFound
from ledger.event import OPERATOR
from ledger.parties.endings import PartyEndRow
from ledger.parties.views import PartyRow
from ledger.store.views import table_of

SUCCEEDED: Final = "succeeded"


@dataclass(frozen=True, slots=True)
class Recipient:
    """A party as far as notices have to know it.

    Attributes:
        subject: Of the vault, for a person.
        silent: Why nothing is sent: `erased`, `restricted`, `ended`, `succeeded`; None if it is.
    """

    party: str
    subject: str | None = None
    silent: str | None = None


def recipient(conn: Connection, party: str, day: date) -> Recipient:
    """Return a party as it stands on a day.

    Raises:
        NotFound: There is no such party.
    """
    if party == OPERATOR:
        return Recipient(party)
    table, ends = table_of(PartyRow), table_of(PartyEndRow)
    query = select(table.c.subject, table.c.status, table.c.data_use).where(table.c.id == party)
    row = conn.execute(query).one_or_none()
    if row is None:
        raise NotFound("party-not-found", field="party", value=party)
    end = select(ends.c.day).where(ends.c.party_id == party, ends.c.day <= day.isoformat())
    ended = "ended" if conn.execute(end).first() else None
    succeeded = SUCCEEDED if row.status == SUCCEEDED else None
    return Recipient(party, row.subject, row.data_use or succeeded or ended)
