"""The archive as tables: every document that a fact cites, by day, and by counterparty and day.

It is filled beside the projections of the slices, so that a fact of a later slice is found, too.
Documents themselves are in the blobs, or with their owner.
"""

from collections.abc import Mapping
from typing import Final

from sqlmodel import Field

from ledger.archive.documents import Cited, Document, cited_by, documents_of
from ledger.event import Event, Place
from ledger.store.handler import Projection
from ledger.store.state import State
from ledger.store.views import View, integer, text


class ArchiveRow(View, table=True):
    """A document that an entry cites. `stored` is the hash of the bytes where they are sealed."""

    __tablename__ = "v_archive"

    day: str = Field(sa_column=text(key=True))
    entry_index: int = Field(sa_column=integer(key=True))
    sha256: str = Field(sa_column=text(key=True, index=True))
    kind: str = Field(sa_column=text(index=True))
    object_id: str = Field(sa_column=text())
    currency: str | None = Field(sa_column=text(null=True))
    amount_minor: int | None = Field(sa_column=integer(null=True, index=True))
    title: str | None = Field(sa_column=text(null=True))
    media_type: str | None = Field(sa_column=text(null=True))
    size_bytes: int | None = Field(sa_column=integer(null=True))
    stored: str | None = Field(sa_column=text(null=True))


class ArchivePartyRow(View, table=True):
    """A counterparty of an entry's documents. `reads` is 1 where it may read the entry."""

    __tablename__ = "v_archive_party"

    party_id: str = Field(sa_column=text(key=True))
    day: str = Field(sa_column=text(key=True))
    entry_index: int = Field(sa_column=integer(key=True, index=True))
    reads: int = Field(sa_column=integer())


def archived(projections: Mapping[type[Event], Projection]) -> dict[type[Event], Projection]:
    """Return projections that also put the documents of their facts into the archive."""
    return {kind: _with_archive(projection) for kind, projection in projections.items()}


def _with_archive(projection: Projection) -> Projection:
    def project(event: Event, state: State, place: Place) -> None:
        projection(event, state, place)
        documents = documents_of(event)
        if documents:
            _keep(documents, cited_by(event, documents, place), state, place.index)

    return project


def _keep(documents: list[Document], cited: Cited, state: State, index: int) -> None:
    day = cited.day.isoformat()
    for one in documents:
        state.put(
            ArchiveRow,
            day=day,
            entry_index=index,
            sha256=one.sha256,
            kind=cited.kind,
            object_id=cited.object_id,
            currency=cited.currency,
            amount_minor=cited.amount_minor,
            title=one.title,
            media_type=one.media_type,
            size_bytes=one.size_bytes,
            stored=one.stored,
        )
    for party in sorted(cited.parties):
        state.put(
            ArchivePartyRow,
            party_id=party,
            day=day,
            entry_index=index,
            reads=int(party in cited.readers),
        )


VIEWS: Final[tuple[type[View], ...]] = (ArchiveRow, ArchivePartyRow)
