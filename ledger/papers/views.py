"""Generated texts on record, by what they were made from."""

from typing import Any, Final

from sqlalchemy import Connection, select
from sqlmodel import Field

from ledger.access.views import Viewer, visible
from ledger.clock import stamp
from ledger.event import Event, Place
from ledger.papers.events import PaperGenerated
from ledger.store.handler import Projection
from ledger.store.state import State
from ledger.store.views import View, integer, table_of, text


class PaperRow(View, table=True):
    """The hash of one text. What decides a text is its key."""

    __tablename__ = "v_paper"

    of: str = Field(sa_column=text(key=True))
    language: str = Field(sa_column=text(key=True))
    template: str = Field(sa_column=text(key=True))
    inputs: str = Field(sa_column=text(key=True))
    kind: str = Field(sa_column=text())
    entry: int = Field(sa_column=integer())
    sha256: str = Field(sa_column=text(index=True))
    entry_index: int = Field(sa_column=integer())
    recorded_at: str = Field(sa_column=text())


def paper_generated(event: PaperGenerated, state: State, place: Place) -> None:
    """Keep the hash."""
    state.put(
        PaperRow,
        of=event.of,
        language=event.language,
        template=event.template,
        inputs=event.inputs,
        kind=event.kind,
        entry=event.entry,
        sha256=event.sha256,
        entry_index=place.index,
        recorded_at=stamp(place.recorded_at),
    )


def papers_of(conn: Connection, of: str, viewer: Viewer) -> list[dict[str, Any]]:
    """List the texts made from one thing, in the order of recording; for whoever reads it."""
    table = table_of(PaperRow)
    query = select(table).where(table.c.of == of, visible(viewer, table.c.of))
    return [dict(row) for row in conn.execute(query.order_by(table.c.entry_index)).mappings()]


def paper_with(conn: Connection, sha256: str, viewer: Viewer) -> dict[str, Any] | None:
    """Find the text with a hash: whether a file that somebody holds is one of ours."""
    table = table_of(PaperRow)
    query = select(table).where(table.c.sha256 == sha256, visible(viewer, table.c.of))
    row = conn.execute(query.order_by(table.c.entry_index)).mappings().first()
    return dict(row) if row else None


VIEWS: Final[tuple[type[View], ...]] = (PaperRow,)
PROJECTIONS: Final[dict[type[Event], Projection]] = {PaperGenerated: paper_generated}
