"""Whom the vault knows by a printed credit: one subject per work and credited name."""

from collections.abc import Iterable

from sqlmodel import Field

from ledger.store.state import State
from ledger.store.views import View, text
from ledger.works.commands import Credit


class CreditedSubjectRow(View, table=True):
    """A subject that a credit cites; an amendment takes none away, because the log still cites it.

    `party_id` is the party that the line names beside the printed name.
    """

    __tablename__ = "v_credited_subject"

    subject: str = Field(sa_column=text(key=True))
    work_id: str = Field(sa_column=text(index=True))
    party_id: str | None = Field(sa_column=text(null=True, index=True))


def note_subjects(state: State, work: str, lines: Iterable[Credit]) -> None:
    """Remember whom credits cite."""
    for line in lines:
        if line.subject is not None:
            state.put(CreditedSubjectRow, subject=line.subject, work_id=work, party_id=line.party)
