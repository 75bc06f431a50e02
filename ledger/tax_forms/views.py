"""Treaty forms on file, and which of them stand behind a payment."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from typing import Any, Final

from sqlalchemy import Connection, select
from sqlmodel import Field

from contracts.tax.treaty import TreatyForm
from ledger.access.views import Viewer, involve, visible
from ledger.clock import stamp
from ledger.event import Event, Place
from ledger.store.handler import Projection
from ledger.store.state import State
from ledger.store.views import View, integer, pack, table_of, text, unpack
from ledger.tax_forms.events import TreatyFormFiled


class TreatyFormRow(View, table=True):
    """One form that a payer filed for a payee. `has_benefits_form` is 0 or 1."""

    __tablename__ = "v_treaty_form"

    id: str = Field(sa_column=text(key=True))
    payer: str = Field(sa_column=text(index=True))
    payee: str = Field(sa_column=text(index=True))
    country: str = Field(sa_column=text())
    article: str = Field(sa_column=text())
    filed_on: str = Field(sa_column=text())
    valid_to: str | None = Field(sa_column=text(null=True))
    has_benefits_form: int = Field(sa_column=integer())
    entry_index: int = Field(sa_column=integer())
    doc: str = Field(sa_column=text())


def treaty_form_filed(event: TreatyFormFiled, state: State, place: Place) -> None:
    """Put a form on file."""
    state.put(
        TreatyFormRow,
        id=event.id,
        payer=event.payer,
        payee=event.payee,
        country=event.country,
        article=event.article,
        filed_on=event.filed_on.isoformat(),
        valid_to=event.valid_to.isoformat() if event.valid_to else None,
        has_benefits_form=int(event.has_benefits_form),
        entry_index=place.index,
        doc=pack(
            {
                "document": event.document.model_dump(exclude_none=True),
                "recorded_at": stamp(place.recorded_at),
            }
        ),
    )
    for party in (event.payer, event.payee):
        involve(state, event.id, party)


def forms_of(
    source: State | Connection, payer: str, payees: Iterable[str]
) -> dict[str, tuple[TreatyForm, ...]]:
    """Return the forms that a payer filed for each of these payees, in the order of their ids."""
    wanted = sorted(set(payees))
    found: dict[str, list[TreatyForm]] = defaultdict(list)
    for row in _rows(source, payer, wanted):
        found[row["payee"]].append(_form(row))
    return {payee: tuple(found[payee]) for payee in wanted}


def _rows(source: State | Connection, payer: str, payees: list[str]) -> list[dict[str, Any]]:
    if isinstance(source, State):
        return [
            row
            for payee in payees
            for row in source.select(TreatyFormRow, payer=payer, payee=payee)
        ]
    table = table_of(TreatyFormRow)
    query = select(table).where(table.c.payer == payer, table.c.payee.in_(payees))
    return [dict(row) for row in source.execute(query.order_by(table.c.id)).mappings()]


def _form(row: dict[str, Any]) -> TreatyForm:
    valid_to = row["valid_to"]
    return TreatyForm(
        article=row["article"],
        filed_on=date.fromisoformat(row["filed_on"]),
        valid_to=date.fromisoformat(valid_to) if valid_to else None,
        has_benefits_form=bool(row["has_benefits_form"]),
        id=row["id"],
    )


def page(
    conn: Connection, viewer: Viewer, *, after: str | None = None, limit: int = 50, **filters: str
) -> list[dict[str, Any]]:
    """List forms in the order of their ids.

    Args:
        conn: A snapshot.
        viewer: Sees those that he filed, or that were filed for him.
        after: Last id of the page before.
        limit: Most rows.
        **filters: Columns that must equal a value: `payer`, `payee`, `country`.
    """
    table = table_of(TreatyFormRow)
    query = select(table).where(visible(viewer, table.c.id))
    if after is not None:
        query = query.where(table.c.id > after)
    for name, value in filters.items():
        query = query.where(table.c[name] == value)
    rows = conn.execute(query.order_by(table.c.id).limit(limit)).mappings()
    return [_shown(dict(row)) for row in rows]


def _shown(row: dict[str, Any]) -> dict[str, Any]:
    plain = {name: value for name, value in row.items() if name != "doc" and value is not None}
    return {**plain, "has_benefits_form": bool(row["has_benefits_form"]), **unpack(row["doc"])}


VIEWS: Final[tuple[type[View], ...]] = (TreatyFormRow,)
PROJECTIONS: Final[dict[type[Event], Projection]] = {TreatyFormFiled: treaty_form_filed}
