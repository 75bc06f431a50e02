"""The links of agreements' chains that statements show: runs, revisions of past runs, openings."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from contracts.period import Period
from ledger.ids import OPENING, REVISION, RUN
from ledger.openings.views import OpeningRow
from ledger.royalties.revision_views import RevisionRow
from ledger.royalties.views import RunRow
from ledger.store.state import Key, Row, State
from ledger.store.views import View

VIEW_OF: Final[Mapping[str, type[View]]] = {
    RUN: RunRow,
    REVISION: RevisionRow,
    OPENING: OpeningRow,
}
"""Beginning of an id to the view that holds such links."""

_LAST: Final[Mapping[str, Callable[[Row], str]]] = {
    RUN: lambda row: str(Period.parse(row["period"]).last),
    REVISION: lambda row: str(Period.parse(row["period"]).last),
    OPENING: lambda row: str(row["as_of"]),
}


@dataclass(frozen=True, slots=True)
class Link:
    """What a statement has to know of a link.

    Attributes:
        last_month: Last month that it concerns.
    """

    agreement: str
    payer: str
    currency: str
    entry_index: int
    last_month: str


def kind_of(id: str) -> str:
    """Return the beginning of an id, such as `run`."""
    return id.partition("_")[0]


def link_of(state: State, id: str) -> Link | None:
    """Return a link by its id; None if there is none."""
    kind = kind_of(id)
    row = state.get(VIEW_OF[kind], id) if kind in VIEW_OF else None
    if row is None:
        return None
    return Link(
        row["agreement"], row["payer"], row["currency"], row["entry_index"], _LAST[kind](row)
    )


def link_keys(ids: tuple[str, ...]) -> list[Key]:
    """Return the rows that hold these links."""
    return [(VIEW_OF[kind_of(id)], (id,)) for id in ids if kind_of(id) in VIEW_OF]
