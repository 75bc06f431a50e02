"""Returns that went back into earlier runs; later runs leave them out."""

from sqlalchemy import Connection, select
from sqlmodel import Field

from ledger.royalties.revision_events import RoyaltyRevised
from ledger.store.state import State
from ledger.store.views import View, pack, table_of, text, unpack


class ReturnedRow(View, table=True):
    """The groups of a report that a revision put back; `doc` has group and amount of each."""

    __tablename__ = "v_returned"

    report: str = Field(sa_column=text(key=True))
    agreement: str = Field(sa_column=text(index=True))
    revision: str = Field(sa_column=text())
    doc: str = Field(sa_column=text())


def note_returned(state: State, event: RoyaltyRevised) -> None:
    """Keep which groups went back; the projection of revisions calls this."""
    if event.returned:
        doc = [[one.group, one.amount_minor] for one in event.returned]
        state.put(
            ReturnedRow,
            report=event.cause.ref,
            agreement=event.agreement,
            revision=event.id,
            doc=pack(doc),
        )


def returned_of(conn: Connection, agreement: str) -> dict[str, dict[int, int]]:
    """Return report to its groups that went back, each with its amount."""
    table = table_of(ReturnedRow)
    query = select(table.c.report, table.c.doc).where(table.c.agreement == agreement)
    return {report: dict(unpack(doc)) for report, doc in conn.execute(query)}
